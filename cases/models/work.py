"""What was done about a case, and how it ended."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from helpline.constraints import both_or_neither, never_blank, only_choices


class ActionKind(models.TextChoices):
    """What kind of step an officer took."""

    CONTACTED_DETAINEE = "contacted_detainee", "Spoke with the detainee"
    CONTACTED_FACILITY = "contacted_facility", "Spoke with the facility"
    CONTACTED_CALLER = "contacted_caller", "Spoke with the caller"
    REFERRED = "referred", "Referred to another body"
    INSPECTED = "inspected", "Looked on site"
    REVIEWED = "reviewed", "Reviewed records"
    NOTED = "noted", "Note"


class Disposition(models.TextChoices):
    """How a case ended. Only the first three are resolutions."""

    RESOLVED = "resolved", "Resolved: the concern was put right"
    INFORMED = "informed", "Answered: information was given"
    REFERRED = "referred", "Referred: another body has taken it over"
    NOT_SUBSTANTIATED = "not_substantiated", "Looked into, not substantiated"
    NOT_REACHED = "not_reached", "Person could not be reached"
    MOVED = "moved", "Person was released, removed or moved"
    DUPLICATE = "duplicate", "Same as another case"


class Action(models.Model):
    """One step taken on a case, in the officer's words."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="actions")
    kind = models.CharField(max_length=20, choices=ActionKind.choices)
    note = models.TextField()
    at = models.DateTimeField(db_default=Now(), editable=False)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey("facilities.Office", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            only_choices("kind", ActionKind.values, name="action_is_of_a_known_kind"),
            never_blank("note", name="action_says_what_was_done"),
        ]

    def __str__(self) -> str:
        return f"Action {self.pk}"


class Closure(models.Model):
    """One ending of a case; a reopened case keeps it and gets another."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="closures")
    disposition = models.CharField(max_length=20, choices=Disposition.choices)
    note = models.TextField()
    at = models.DateTimeField(db_default=Now(), editable=False)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey("facilities.Office", on_delete=models.PROTECT, related_name="+")
    reopened_at = models.DateTimeField(null=True)
    reopened_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    reopened_why = models.TextField(blank=True)

    class Meta:
        constraints = [
            only_choices("disposition", Disposition.values, name="closure_has_a_known_disposition"),
            never_blank("note", name="closure_says_what_was_done"),
            both_or_neither("reopened_at", "reopened_by", name="reopening_says_when_and_by_whom"),
            models.CheckConstraint(
                condition=Q(reopened_at__isnull=True) | ~Q(reopened_why=""), name="reopening_says_why"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(reopened_at__isnull=True), name="case_has_one_standing_closure"
            ),
        ]

    def __str__(self) -> str:
        return f"Closure {self.pk}"
