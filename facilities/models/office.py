"""Offices that have a queue, their local branches, and the places outside that callers are pointed to."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from helpline.constraints import in_order, never_blank, only_choices


class OfficeKind(models.TextChoices):
    """A field office answers for facilities; a headquarters unit answers for a subject."""

    FIELD = "field", "Field office"
    HEADQUARTERS = "headquarters", "Headquarters unit"


class OfficeQuerySet(models.QuerySet["Office"]):
    """Sets of offices."""

    def open(self, on: date) -> Self:
        """Offices that exist on this day. Offices without a recorded opening day have always existed."""
        opened = Q(opened_on__isnull=True) | Q(opened_on__lte=on)
        return self.filter(opened, Q(closed_on__isnull=True) | Q(closed_on__gt=on))

    def field(self) -> Self:
        """Offices that answer for facilities."""
        return self.filter(kind=OfficeKind.FIELD)

    def headquarters(self) -> Self:
        """Units of headquarters."""
        return self.filter(kind=OfficeKind.HEADQUARTERS)


class Office(models.Model):
    """A field office or a headquarters unit. Every office has a queue; `code` names it to people and systems.

    `opens_at` and `closes_at` are local times in `timezone`. On `closed_on` it no longer exists."""

    code = models.CharField(max_length=8, unique=True)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=12, choices=OfficeKind.choices)
    city = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=2, blank=True)
    timezone = models.CharField(max_length=40)
    address = models.CharField(max_length=120, blank=True)
    zip = models.CharField(max_length=10, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    opens_at = models.TimeField()
    closes_at = models.TimeField()
    area = models.TextField(blank=True, help_text="The area the office answers for, in words.")
    handles = models.TextField(blank=True, help_text="What belongs here.")
    never_send = models.TextField(blank=True, help_text="What must never be sent here.")
    opened_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "name"]
        constraints = [
            never_blank("code", "office_has_a_code"),
            never_blank("name", "office_has_a_name"),
            only_choices("kind", OfficeKind.values, "office_kind_is_known"),
            in_order("opened_on", "closed_on", "office_closes_after_it_opened"),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="office_day_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"

    def is_open(self, on: date) -> bool:
        """The office exists on this day."""
        return (self.opened_on is None or self.opened_on <= on) and (
            self.closed_on is None or on < self.closed_on
        )


class SubOffice(models.Model):
    """A local branch of a field office, with the counties it serves in words. It has no queue of its own."""

    name = models.CharField(max_length=60, unique=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="sub_offices")
    address = models.CharField(max_length=120, blank=True)
    city = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=2, blank=True)
    zip = models.CharField(max_length=10, blank=True)
    area = models.TextField(blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [never_blank("name", "sub_office_has_a_name")]

    def __str__(self) -> str:
        return self.name


class ReferralKind(models.TextChoices):
    """Oversight bodies, lines a caller is pointed to, and help on the spot."""

    EXTERNAL = "external", "Oversight body"
    REFERRAL = "referral", "Line to point the caller to"
    EMERGENCY = "emergency", "Emergency"


class Referral(models.Model):
    """A place outside that callers or concerns are pointed to. It has no queue here."""

    code = models.CharField(max_length=8, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=ReferralKind.choices)
    handles = models.TextField(blank=True)
    never_send = models.TextField(blank=True)
    contact = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            never_blank("code", "referral_has_a_code"),
            only_choices("kind", ReferralKind.values, "referral_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"
