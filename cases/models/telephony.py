"""What the telephone exchange told us: one row a phone call, whatever order its events came in."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.functions import Now

from cases.models.call import Call
from cases.models.scope import role_of
from helpline import sealed
from helpline.accounts.models import Role, User
from helpline.constraints import never_blank, only_choices

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class HungUpBy(models.TextChoices):
    """Who ended a phone call."""

    CALLER = "caller", "The caller hung up"
    OPERATOR = "operator", "The operator hung up"
    SYSTEM = "system", "The exchange ended it"


def in_the_hands_of(user: "User | AnonymousUser") -> models.Q:
    """Answered by this person; or, before anybody answered, rung at their desk."""
    return models.Q(operator=user) | models.Q(operator__isnull=True, offered_to=user)


class PhoneCallQuerySet(models.QuerySet["PhoneCall"]):
    """Always begin with `visible_to`."""

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Operators: the calls put through to them; supervisors and headquarters: all."""
        match role_of(user):
            case Role.SUPERVISOR | Role.HEADQUARTERS:
                return self
            case Role.OPERATOR:
                return self.filter(in_the_hands_of(user))
        return self.none()

    def unrecorded(self) -> Self:
        """Not yet written down as a call."""
        return self.filter(~Exists(Call.objects.filter(submission_key=OuterRef("key"))))

    def of(self, user: User) -> Self:
        """Answered by this person, or ringing at their desk, whatever else their role may see."""
        return self.filter(in_the_hands_of(user))

    def told_since(self, at: datetime) -> Self:
        """First told of at this moment or later."""
        return self.filter(told_at__gte=at)

    def with_number(self) -> Self:
        """Whose number is still kept."""
        return self.exclude(number_sealed=b"")

    def on_the_line(self) -> Self:
        """Answered and, as far as we were told, not over."""
        return self.filter(answered_at__isnull=False, ended_at__isnull=True)

    def ringing(self) -> Self:
        """Neither answered nor over."""
        return self.filter(answered_at__isnull=True, ended_at__isnull=True)


class PhoneCall(models.Model):
    """One call at the exchange. `key` becomes the submission key of the call that is written down.

    Its number says which phone was used, never who is speaking: two people on one phone are two people.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    telephony_id = models.CharField(max_length=120, unique=True)
    reference = models.CharField(max_length=13, unique=True)
    line = models.ForeignKey("facilities.Line", on_delete=models.PROTECT, null=True, related_name="+")
    number_sealed = models.BinaryField(default=b"")
    offered_to = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    offered_at = models.DateTimeField(null=True)
    operator = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    operator_since = models.DateTimeField(null=True)
    rang_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    hung_up_by = models.CharField(max_length=8, choices=HungUpBy.choices, blank=True)
    told_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = PhoneCallQuerySet.as_manager()

    is_new = False  # set by `telephony.take_event` on the row that its event began

    class Meta:
        constraints = [
            never_blank("telephony_id", name="phone_call_has_the_number_of_the_exchange"),
            only_choices("hung_up_by", [*HungUpBy.values, ""], name="phone_call_was_ended_by_a_known_side"),
        ]
        indexes = [
            models.Index(
                fields=["operator", "-told_at"],
                condition=models.Q(ended_at__isnull=True),
                name="phone_call_not_over",
            ),
            models.Index(fields=["operator", "-told_at"], name="phone_call_by_operator"),
            models.Index(
                fields=["offered_to", "-told_at"],
                condition=models.Q(operator__isnull=True),
                name="phone_call_rings_at_a_desk",
            ),
            models.Index(fields=["-told_at"], name="phone_call_by_time"),
            models.Index(
                fields=["told_at"], condition=~models.Q(number_sealed=b""), name="phone_call_with_number"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def began_at(self) -> datetime:
        """When it was answered; else when it rang, or when we first heard of it."""
        return self.answered_at or self.rang_at or self.told_at

    def is_in_the_hands_of(self, user: User) -> bool:
        """`in_the_hands_of` for one row in hand."""
        return user.pk == (self.operator_id or self.offered_to_id)

    def note_number(self, number: str) -> None:
        """Keep the number of the phone, sealed for this row; it is wiped as soon as the call is written down."""
        self.number_sealed = sealed.seal(number, table="phone_call", column="number", row=self.key)

    @property
    def number(self) -> str:
        """The number of the phone, or the empty text."""
        return sealed.unseal(self.number_sealed, table="phone_call", column="number", row=self.key)


class TelephonyNonce(models.Model):
    """One signature seen, so that the same signed message is taken once. Forgotten after the replay window."""

    signature = models.BinaryField(primary_key=True)
    seen_at = models.DateTimeField(db_default=Now(), db_index=True)

    def __str__(self) -> str:
        return f"Signature seen {self.seen_at}"


class TelephonyRefusal(models.Model):
    """How many messages of the exchange were refused on one day, by reason. No content of them."""

    day = models.DateField()
    reason = models.CharField(max_length=20)
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "reason"], name="refusals_are_counted_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.times} × {self.reason} on {self.day}"
