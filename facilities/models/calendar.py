"""When an office works, beyond its ordinary hours."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from facilities.models.office import Office
from helpline.constraints import both_or_neither, in_order, never_blank


class OpeningHours(models.Model):
    """Hours of one weekday (0 is Monday) of one office. An office without any row works Monday to Friday from
    `opens_at` to `closes_at` of its own; with rows it works on just these weekdays. Local time of the office."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField()
    opens_at = models.TimeField()
    closes_at = models.TimeField()

    class Meta:
        verbose_name_plural = "opening hours"
        ordering = ["office", "weekday"]
        constraints = [
            models.UniqueConstraint(fields=["office", "weekday"], name="office_has_its_hours_once_a_weekday"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="opening_hours_are_of_a_weekday"),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="opening_hours_end_after_they_begin"
            ),
        ]

    def __str__(self) -> str:
        return f"Opening hours {self.pk}"


class ClosedDays(models.Model):
    """Days on which an office (or every office, where none is named) does not work; both days included."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, related_name="closed_days")
    starts_on = models.DateField()
    ends_on = models.DateField()
    why = models.CharField(max_length=120)
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name_plural = "closed days"
        ordering = ["starts_on"]
        constraints = [
            in_order("starts_on", "ends_on", name="closed_days_end_after_they_begin"),
            never_blank("why", name="closed_days_say_why"),
            both_or_neither("withdrawn_at", "withdrawn_by", name="closed_days_withdrawn_say_by_whom"),
        ]

    counted = 0  # how many open cases were counted again when it was made

    def __str__(self) -> str:
        return f"Closed days {self.pk}"
