"""Calling back, the short answers of the line, the code of a receipt, and who asked with one."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from cases.models.scope import call_open_to, role_of
from helpline import sealed
from helpline.accounts.models import Role, User
from helpline.constraints import both_or_neither, in_order, never_blank, only_choices

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


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
        """Whoever takes calls makes them too: operators and supervisors all of unprotected people, headquarters all;
        never of a call that tells of a case they are shut out of."""
        match role_of(user):
            case Role.HEADQUARTERS:
                return self.filter(call_open_to(user, "call_id"))
            case Role.OPERATOR | Role.SUPERVISOR:
                unprotected = Q(call__detainee__isnull=True) | Q(call__detainee__protected=False)
                own = Q(call__taken_by=user) | Q(call__entered_by=user)
                return self.filter(unprotected | own, call_open_to(user, "call_id"))
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
