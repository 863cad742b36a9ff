"""Phone lines that ring at the helpline."""

from django.db import models
from django.db.models import Q

from facilities.models.facility import Facility
from helpline.constraints import never_blank, only_choices

PUBLIC_LINE = "PUBLIC"


class LineKind(models.TextChoices):
    """A facility's free line for people held there, or the number the public calls."""

    FACILITY = "facility", "Line of a facility"
    PUBLIC = "public", "Public line"


class Line(models.Model):
    """A line. A facility line says where the caller is; the public line does not."""

    code = models.CharField(max_length=66, unique=True)
    label = models.CharField(max_length=160)
    kind = models.CharField(max_length=8, choices=LineKind.choices)
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, null=True, related_name="lines")
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            never_blank("code", "line_has_a_code"),
            only_choices("kind", LineKind.values, "line_kind_is_known"),
            models.CheckConstraint(
                condition=Q(kind=LineKind.FACILITY, facility__isnull=False)
                | Q(kind=LineKind.PUBLIC, facility__isnull=True),
                name="line_of_a_facility_names_it",
            ),
        ]

    def __str__(self) -> str:
        return self.code


def line_code(facility: Facility) -> str:
    """The code of a facility's own line."""
    return f"F-{facility.key}"
