"""What happens to a person's record afterwards: whose call it turned out to be, and whether it is hidden."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from helpline.constraints import both_or_neither, never_blank


class LinkChange(models.Model):
    """A call was linked to a person's record, or taken off it, after it was saved. `why` is told when taken off."""

    call = models.ForeignKey("cases.Call", on_delete=models.PROTECT, related_name="link_changes")
    was = models.ForeignKey("cases.Detainee", on_delete=models.PROTECT, null=True, related_name="+")
    became = models.ForeignKey("cases.Detainee", on_delete=models.PROTECT, null=True, related_name="+")
    why = models.TextField(blank=True)
    at = models.DateTimeField(db_default=Now(), editable=False)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(became__isnull=False) | ~Q(why=""), name="call_taken_off_a_person_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"Link change {self.pk}"


class Protection(models.Model):
    """A time in which a person's record is hidden (8 U.S.C. 1367), with the reasons; read by headquarters only."""

    detainee = models.ForeignKey("cases.Detainee", on_delete=models.PROTECT, related_name="protections")
    why = models.TextField()
    at = models.DateTimeField(db_default=Now(), editable=False)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    lifted_why = models.TextField(blank=True)

    class Meta:
        constraints = [
            never_blank("why", name="protection_says_why"),
            both_or_neither("lifted_at", "lifted_by", name="protection_lifted_says_by_whom"),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True) | ~Q(lifted_why=""), name="protection_lifted_says_why"
            ),
            models.UniqueConstraint(
                fields=["detainee"],
                condition=Q(lifted_at__isnull=True),
                name="person_is_protected_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Protection {self.pk}"
