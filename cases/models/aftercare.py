"""What goes on after the words: repeat calls, emergencies, calls keyed in later, two records found to be one person."""

import uuid
from typing import TYPE_CHECKING, Self, cast

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from cases.models.draft import Draft
from cases.models.scope import open_to, role_of
from helpline.accounts.models import Role, User
from helpline.constraints import both_or_neither, never_blank

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class RepeatCall(models.Model):
    """A later call about a case that is on record: it adds to the case instead of opening a second one."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="repeats")
    call = models.ForeignKey("cases.Call", on_delete=models.PROTECT, related_name="repeats")
    note = models.TextField()
    at = models.DateTimeField(db_default=Now(), editable=False)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            never_blank("note", name="repeat_call_says_what_was_told"),
            models.UniqueConstraint(fields=["case", "call"], name="call_repeats_a_case_once"),
        ]

    def __str__(self) -> str:
        return f"Repeat call {self.pk}"


class AlarmQuerySet(models.QuerySet["Alarm"]):
    """Always begin with `visible_to`."""

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Supervisors and headquarters: all; operators: those they raised, and those of a call handed to them; never
        one about a case they are shut out of."""
        opened, added = {"case__call__submission_key": "key"}, {"case__repeats__call__submission_key": "key"}
        match role_of(user):
            case Role.SUPERVISOR | Role.HEADQUARTERS:
                return self.filter(open_to(user, **opened), open_to(user, **added))
            case Role.OPERATOR:
                handed = Draft.objects.filter(owner=cast(User, user)).values("key")
                mine = Q(raised_by=user) | Q(key__in=handed)
                return self.filter(mine, open_to(user, **opened), open_to(user, **added))
        return self.none()

    def unanswered(self) -> Self:
        """Nobody has said yet that they are on it."""
        return self.filter(acknowledged_at__isnull=True)


class Alarm(models.Model):
    """An emergency on the line, told to the supervisors the moment it is known; one per call and topic.

    `key` is the submission key of the call, which may not be on record yet.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.UUIDField()
    topic = models.ForeignKey("cases.Topic", on_delete=models.PROTECT, related_name="+")
    facility = models.ForeignKey("facilities.Facility", on_delete=models.PROTECT, null=True, related_name="+")
    raised_at = models.DateTimeField(db_default=Now(), editable=False)
    raised_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = AlarmQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "topic"], name="alarm_is_raised_once_a_call_and_topic"),
            both_or_neither("acknowledged_at", "acknowledged_by", name="alarm_answered_says_by_whom"),
        ]
        indexes = [
            models.Index(
                fields=["raised_at"], condition=Q(acknowledged_at__isnull=True), name="alarm_unanswered"
            )
        ]

    def __str__(self) -> str:
        return f"Alarm {self.pk}"


class NamedPersonTold(models.Model):
    """Who was told of an emergency: a named person who can act, when, and which way. Staff, never the caller."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="people_told")
    told_name = models.CharField(max_length=120)
    told_position = models.CharField(max_length=120)
    told_at = models.DateTimeField()
    told_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            never_blank("told_name", name="person_told_has_a_name"),
            never_blank("told_position", name="person_told_has_a_position"),
        ]

    def __str__(self) -> str:
        return f"Person told {self.pk}"


class ReferenceBlock(models.Model):
    """Call references handed out on paper ahead of an outage."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    why = models.CharField(max_length=200)
    issued_at = models.DateTimeField(db_default=Now(), editable=False)
    issued_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [never_blank("why", name="reference_block_says_why")]

    def __str__(self) -> str:
        return f"Reference block {self.pk}"


class PaperReference(models.Model):
    """One reference of a block: used by the call keyed in later, or struck out with a reason, or still open."""

    reference = models.CharField(max_length=13, primary_key=True)
    block = models.ForeignKey(ReferenceBlock, on_delete=models.PROTECT, related_name="references")
    call = models.OneToOneField(
        "cases.Call", on_delete=models.PROTECT, null=True, related_name="paper_reference"
    )
    struck_at = models.DateTimeField(null=True)
    struck_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    struck_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            both_or_neither("struck_at", "struck_by", name="paper_reference_struck_says_by_whom"),
            models.CheckConstraint(
                condition=Q(call__isnull=True) | Q(struck_at__isnull=True),
                name="paper_reference_is_used_or_struck",
            ),
            models.CheckConstraint(
                condition=Q(struck_at__isnull=True) | ~Q(struck_why=""),
                name="paper_reference_struck_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class DetaineeMerge(models.Model):
    """Two records found to be one person. `moved` lists what changed hands, so that it can be taken back."""

    kept = models.ForeignKey("cases.Detainee", on_delete=models.PROTECT, related_name="merges")
    merged = models.ForeignKey("cases.Detainee", on_delete=models.PROTECT, related_name="+")
    why = models.TextField()
    moved = models.JSONField()
    at = models.DateTimeField(db_default=Now(), editable=False)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            never_blank("why", name="merge_says_why"),
            both_or_neither("undone_at", "undone_by", name="merge_undone_says_by_whom"),
            models.CheckConstraint(condition=~Q(kept=models.F("merged")), name="merge_is_of_two_records"),
            models.UniqueConstraint(
                fields=["merged"], condition=Q(undone_at__isnull=True), name="record_is_merged_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"Merge {self.pk}"
