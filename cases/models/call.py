"""A call, who was on the line, and what was answered there and then."""

import json
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models.functions import Now

from cases.models.case import Case
from cases.models.scope import OFFICE_ROLES, call_open_to, role_of
from helpline import sealed
from helpline.accounts.models import Role, User
from helpline.constraints import in_order, never_blank, only_choices

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class CallerKind(models.TextChoices):
    """Who is on the line."""

    DETAINEE = "detainee", "Detainee"
    FAMILY = "family", "Family or friend"
    ATTORNEY = "attorney", "Attorney or representative"
    ORGANISATION = "organisation", "Organization"
    PUBLIC = "public", "Member of the public"
    OFFICIAL = "official", "Official (police, congress, consulate)"
    ANONYMOUS = "anonymous", "Prefers not to say"


class Channel(models.TextChoices):
    """How the call reached us."""

    PHONE = "phone", "Phone"
    VOICEMAIL = "voicemail", "Voicemail"
    PAPER = "paper", "Paper form"
    WEB = "web", "Web form"


class CallEnding(models.TextChoices):
    """How a call ended when nothing was taken up, and the empty value when something was."""

    TAKEN = "", "Something was taken up"
    WRONG_NUMBER = "wrong_number", "Wrong number"
    SILENT = "silent", "Silent call"
    DISCONNECTED = "disconnected", "Disconnected before a concern was told"
    NO_INTERPRETER = "no_interpreter", "Lost: no interpreter could be found"


class CallQuerySet(models.QuerySet["Call"]):
    """Always begin with `visible_to`."""

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Operators see the calls they took, supervisors those and all about unprotected people, headquarters all,
        offices those of their cases. Whoever reads whole calls sees none that tells of a case they are shut out of."""
        role = role_of(user)
        if role == Role.HEADQUARTERS:
            return self.filter(call_open_to(user))
        if role == Role.SUPERVISOR:
            unprotected = models.Q(detainee__isnull=True) | models.Q(detainee__protected=False)
            own = models.Q(taken_by=user) | models.Q(entered_by=user)
            return self.filter(unprotected | own, call_open_to(user))
        if role == Role.OPERATOR:
            own = models.Q(taken_by=user) | models.Q(entered_by=user)
            return self.filter(own, call_open_to(user))
        if role in OFFICE_ROLES:
            return self.filter(pk__in=Case.objects.visible_to(user).values("call"))
        return self.none()

    def newest_first(self) -> Self:
        """The order of lists."""
        return self.order_by("-id")


class Call(models.Model):
    """One call. `facility` is where it came from on that day, copied from the line or told by the caller."""

    reference = models.CharField(max_length=13, unique=True)
    submission_key = models.UUIDField(unique=True)
    submission_print = models.BinaryField()
    taken_at = models.DateTimeField(db_default=Now(), editable=False)
    taken_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="calls_taken")
    entered_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        null=True,
        related_name="calls_entered",
        help_text="Who keyed it in later, where that was not who took it.",
    )
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.PHONE)
    line = models.ForeignKey("facilities.Line", on_delete=models.PROTECT, null=True, related_name="calls")
    facility = models.ForeignKey(
        "facilities.Facility", on_delete=models.PROTECT, null=True, related_name="calls"
    )
    caller_kind = models.CharField(max_length=12, choices=CallerKind.choices)
    language = models.CharField(max_length=8, default="en")
    interpreter = models.BooleanField(default=False)
    interpreter_number = models.CharField(max_length=40, blank=True)
    interpreter_asked_at = models.DateTimeField(null=True)
    interpreter_joined_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=14, choices=CallEnding.choices, blank=True)
    note = models.TextField(blank=True)
    detainee = models.ForeignKey("cases.Detainee", on_delete=models.PROTECT, null=True, related_name="calls")
    detainee_told_sealed = models.BinaryField(default=b"")

    objects = CallQuerySet.as_manager()

    sent_before = False  # set by `intake.submit` on a call that was on record already

    class Meta:
        constraints = [
            only_choices("caller_kind", CallerKind.values, name="call_is_made_by_a_known_kind_of_caller"),
            only_choices("channel", Channel.values, name="call_came_by_a_known_channel"),
            only_choices("ending", CallEnding.values, name="call_ended_in_a_known_way"),
            in_order("started_at", "ended_at", name="call_ends_after_it_started"),
            never_blank("language", name="call_has_a_language"),
            in_order(
                "interpreter_asked_at", "interpreter_joined_at", name="interpreter_joins_after_being_asked"
            ),
        ]
        indexes = [
            models.Index(fields=["taken_by", "-id"], name="call_by_taker"),
            models.Index(
                fields=["entered_by", "-id"],
                condition=models.Q(entered_by__isnull=False),
                name="call_by_who_entered_it",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def nobody_spoke(self) -> bool:
        """Whether the call ended so that kind and language of a caller are no more than what the page begins with."""
        return self.ending in {CallEnding.WRONG_NUMBER, CallEnding.SILENT}

    @property
    def waited(self) -> timedelta | None:
        """From asking for an interpreter to their joining, where both are known."""
        if self.interpreter_asked_at is None or self.interpreter_joined_at is None:
            return None
        return self.interpreter_joined_at - self.interpreter_asked_at

    def tell(self, told: dict[str, Any]) -> None:
        """Keep what the caller said about the detainee, sealed, whoever the record turns out to be."""
        text = json.dumps(told, ensure_ascii=False, sort_keys=True) if told else ""
        self.detainee_told_sealed = sealed.seal(
            text, table="call", column="detainee_told", row=self.submission_key
        )

    @property
    def told(self) -> dict[str, Any]:
        """What the caller said about the detainee."""
        text = sealed.unseal(
            self.detainee_told_sealed, table="call", column="detainee_told", row=self.submission_key
        )
        return json.loads(text) if text else {}


class CallerIdentity(models.Model):
    """Who the caller is: a compartment of its own, never joined into lists. No row for an anonymous caller."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.OneToOneField(Call, on_delete=models.PROTECT, related_name="caller_identity")
    name_sealed = models.BinaryField(default=b"")
    phone_sealed = models.BinaryField(default=b"")
    relationship = models.CharField(max_length=60, blank=True)
    safe_to_call_back = models.BooleanField(null=True)
    may_announce = models.BooleanField(
        null=True, help_text="Whether we may say who we are to whoever answers; None: not asked."
    )

    def __str__(self) -> str:
        return f"Caller {self.pk}"

    @classmethod
    def of(
        cls,
        call: Call,
        *,
        name: str,
        phone: str,
        relationship: str,
        safe_to_call_back: bool | None,
        may_announce: bool | None = None,
    ) -> "CallerIdentity":
        """An unsaved identity with name and phone sealed for this row."""
        identity = cls(
            call=call,
            relationship=relationship,
            safe_to_call_back=safe_to_call_back,
            may_announce=may_announce,
        )
        identity.name_sealed = sealed.seal(name, table="caller", column="name", row=identity.pk)
        identity.phone_sealed = sealed.seal(phone, table="caller", column="phone", row=identity.pk)
        return identity

    @property
    def name(self) -> str:
        """The caller's name, or the empty text."""
        return sealed.unseal(self.name_sealed, table="caller", column="name", row=self.pk)

    @property
    def phone(self) -> str:
        """The caller's number, or the empty text."""
        return sealed.unseal(self.phone_sealed, table="caller", column="phone", row=self.pk)


class Answer(models.Model):
    """A question that was answered on the line; no case, no queue, but counted by topic."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="answers")
    topic = models.ForeignKey("cases.Topic", on_delete=models.PROTECT, related_name="answers")
    note = models.TextField()
    from_library = models.ForeignKey(
        "cases.LineAnswer", on_delete=models.PROTECT, null=True, related_name="given"
    )
    given_at = models.DateTimeField(db_default=Now(), editable=False)
    given_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [never_blank("note", name="answer_says_what_was_told")]

    def __str__(self) -> str:
        return f"Answer {self.pk}"
