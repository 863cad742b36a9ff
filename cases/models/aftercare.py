"""What goes on after the words: repeat calls, emergencies, calling back, the receipt code, calls keyed in later."""

import uuid
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from cases.models.scope import role_of
from helpline import sealed
from helpline.accounts.models import Role, User
from helpline.constraints import both_or_neither, in_order, never_blank, only_choices

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
        """Supervisors and headquarters: all; operators: those they raised."""
        match role_of(user):
            case Role.SUPERVISOR | Role.HEADQUARTERS:
                return self
            case Role.OPERATOR:
                return self.filter(raised_by=user)
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


class CallbackState(models.TextChoices):
    """Where calling back stands. Not reached is never a resolution of anything."""

    AGREED = "agreed", "Agreed"
    REACHED = "reached", "Reached"
    NOT_REACHED = "not_reached", "Not reached"
    CANCELLED = "cancelled", "No longer wanted"


class AttemptOutcome(models.TextChoices):
    """How one try to call back went."""

    REACHED = "reached", "Reached the person"
    NO_ANSWER = "no_answer", "No answer"
    BUSY = "busy", "Busy"
    SOMEBODY_ELSE = "somebody_else", "Somebody else answered"
    REFUSED = "refused", "The facility did not put us through"
    BAD_NUMBER = "bad_number", "The number does not work"


class CallbackQuerySet(models.QuerySet["Callback"]):
    """Always begin with `visible_to`."""

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Whoever takes calls makes them too: operators and supervisors all of unprotected people, headquarters all."""
        match role_of(user):
            case Role.HEADQUARTERS:
                return self
            case Role.OPERATOR | Role.SUPERVISOR:
                unprotected = Q(call__detainee__isnull=True) | Q(call__detainee__protected=False)
                return self.filter(unprotected | Q(call__taken_by=user))
        return self.none()

    def open(self) -> Self:
        """Still to be made."""
        return self.filter(state=CallbackState.AGREED)

    def soonest_first(self) -> Self:
        """The order of the list."""
        return self.order_by("slot_at", "id")


class Callback(models.Model):
    """We promised to call somebody back. `slot_at` is the start of a half hour of ours with room for it.

    Once it has ended the number is wiped, the night after at the latest.
    """

    call = models.OneToOneField("cases.Call", on_delete=models.PROTECT, related_name="callback")
    number_sealed = models.BinaryField()
    slot_at = models.DateTimeField()
    announce = models.BooleanField(help_text="Whether we may say who we are to whoever answers.")
    wish = models.CharField(max_length=200, blank=True)
    agreed_at = models.DateTimeField(db_default=Now(), editable=False)
    agreed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=CallbackState.choices, default=CallbackState.AGREED)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

    objects = CallbackQuerySet.as_manager()

    class Meta:
        constraints = [
            only_choices("state", CallbackState.values, name="callback_stands_in_a_known_state"),
            both_or_neither("ended_at", "ended_by", name="callback_ended_says_by_whom"),
            models.CheckConstraint(
                condition=Q(state="agreed", ended_at__isnull=True)
                | ~Q(state="agreed") & Q(ended_at__isnull=False),
                name="callback_ended_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(number_sealed=b"") | ~Q(state="agreed"), name="callback_to_be_made_has_a_number"
            ),
        ]
        indexes = [models.Index(fields=["slot_at"], condition=Q(state="agreed"), name="callback_to_be_made")]

    def __str__(self) -> str:
        return f"Callback {self.pk}"

    def note_number(self, number: str) -> None:
        """Seal the number for this row's call."""
        self.number_sealed = sealed.seal(number, table="callback", column="number", row=self.call_id)

    @property
    def number(self) -> str:
        """The number to call."""
        return sealed.unseal(self.number_sealed, table="callback", column="number", row=self.call_id)


class CallbackAttempt(models.Model):
    """One try to call back."""

    callback = models.ForeignKey(Callback, on_delete=models.PROTECT, related_name="attempts")
    outcome = models.CharField(max_length=14, choices=AttemptOutcome.choices)
    note = models.TextField(blank=True)
    at = models.DateTimeField(db_default=Now(), editable=False)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            only_choices("outcome", AttemptOutcome.values, name="attempt_ended_in_a_known_way"),
        ]

    def __str__(self) -> str:
        return f"Attempt {self.pk}"


class CallbackHours(models.Model):
    """How many call-backs fit into one half hour of a weekday (Monday is 0). Eastern time, as the line is open."""

    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()
    places = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["weekday"], name="callback_hours_are_one_row_a_weekday"),
            in_order("opens", "closes", name="callback_hours_close_after_they_open"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="callback_hours_are_of_a_weekday"),
        ]

    def __str__(self) -> str:
        return f"Call-backs on weekday {self.weekday}"


class LineAnswer(models.Model):
    """A short answer operators may give on the line, in English and Spanish, with the day it is to be read again."""

    key = models.SlugField(max_length=40, primary_key=True)
    title = models.CharField(max_length=120)
    says = models.TextField()
    says_es = models.TextField(blank=True)
    words = models.TextField(blank=True)
    topic = models.ForeignKey("cases.Topic", on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=200)
    review_on = models.DateField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["title"]
        constraints = [
            never_blank("says", name="line_answer_says_something"),
            both_or_neither("reviewed_at", "reviewed_by", name="line_answer_reviewed_says_by_whom"),
        ]

    def __str__(self) -> str:
        return self.title


class ReceiptCode(models.Model):
    """A code with which a caller may ask what became of the report. Only its keyed fingerprint is kept."""

    call = models.OneToOneField("cases.Call", on_delete=models.PROTECT, related_name="receipt_code")
    code_index = models.BinaryField(unique=True)
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"Receipt code {self.pk}"


class StatusTry(models.Model):
    """One question asked at the public status page, by a keyed fingerprint of the address; for the limit only."""

    address = models.BinaryField()
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        indexes = [models.Index(fields=["address", "at"], name="status_try_by_address")]

    def __str__(self) -> str:
        return f"Status try {self.pk}"


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
