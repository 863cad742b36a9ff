"""Where a person has been held, as we were told."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from cases.models.scope import role_of
from helpline.accounts.models import Role
from helpline.constraints import in_order

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from helpline.accounts.models import User


class CustodyQuerySet(models.QuerySet["Custody"]):
    """Always begin with `visible_to`."""

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Headquarters sees every stay of everybody; nobody else reads the list as such."""
        return self if role_of(user) == Role.HEADQUARTERS else self.none()


class Custody(models.Model):
    """A person is held at `facility` from `since` on, until `until`; empty `facility`: released or removed."""

    detainee = models.ForeignKey("cases.Detainee", on_delete=models.PROTECT, related_name="custody")
    facility = models.ForeignKey("facilities.Facility", on_delete=models.PROTECT, null=True, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True)
    source = models.CharField(max_length=120, blank=True, help_text="How we know.")
    told_at = models.DateTimeField(db_default=Now(), editable=False)
    told_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    objects = CustodyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "custody"
        constraints = [
            models.UniqueConstraint(
                fields=["detainee"], condition=Q(until__isnull=True), name="person_is_in_one_place_at_a_time"
            ),
            in_order("since", "until", name="custody_ends_after_it_began"),
        ]
        indexes = [models.Index(fields=["detainee", "-since"], name="custody_of_a_person")]

    def __str__(self) -> str:
        return f"Custody {self.pk}"
