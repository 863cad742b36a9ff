"""Who may never see a case, and who needs to."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from helpline.constraints import never_blank


class Exclusion(models.Model):
    """An office or a person is shut out of a case for a conflict of interest: never receives, sees or counts it."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="exclusions")
    office = models.ForeignKey("facilities.Office", on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="exclusions"
    )
    why = models.TextField()
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "office", "person"], nulls_distinct=False, name="nobody_is_shut_out_twice"
            ),
            models.CheckConstraint(
                condition=Q(office__isnull=False, person__isnull=True)
                | Q(office__isnull=True, person__isnull=False),
                name="exclusion_names_an_office_or_a_person",
            ),
            never_blank("why", name="exclusion_says_why"),
        ]

    def __str__(self) -> str:
        return f"Exclusion {self.pk}"


class NeedToKnow(models.Model):
    """A person of the holding office who is let in on a case that is otherwise for its leads only."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="let_in")
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="let_in_on")
    given_at = models.DateTimeField(db_default=Now(), editable=False)
    given_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "needs to know"
        constraints = [models.UniqueConstraint(fields=["case", "person"], name="person_is_let_in_once")]

    def __str__(self) -> str:
        return f"Need to know {self.pk}"
