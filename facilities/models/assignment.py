"""Which office answers for a facility, from day to day."""

from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from facilities.models.facility import Facility
from facilities.models.office import Office
from helpline.constraints import in_order, never_blank


class Days(Func):
    """The days from `valid_from` to `valid_to`, both included; without an end they go on."""

    function = "daterange"
    output_field = DateRangeField()


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Sets of assignments."""

    def in_force(self, on: date) -> Self:
        """Assignments that hold on this day; at most one a facility."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)


class Assignment(models.Model):
    """`office` answers for `facility` from `valid_from` to `valid_to`, both days included.

    `basis` says how we know."""

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="assignments")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="assignments")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    basis = models.TextField()

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["facility", "-valid_from"]
        constraints = [
            ExclusionConstraint(
                name="assignment_does_not_overlap",
                expressions=[
                    (F("facility"), RangeOperators.EQUAL),
                    (Days("valid_from", "valid_to", Value("[]")), RangeOperators.OVERLAPS),
                ],
            ),
            in_order("valid_from", "valid_to", "assignment_ends_after_it_began"),
            never_blank("basis", "assignment_says_how_we_know"),
        ]
        indexes = [models.Index(fields=["facility", "valid_from"], name="assignment_by_day")]

    def __str__(self) -> str:
        return f"Assignment {self.pk}"

    def holds_on(self, day: date) -> bool:
        """The office answers on this day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
