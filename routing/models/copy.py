"""A copy of a case with a second office: to know, or to act."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from cases.models.scope import OFFICE_ROLES, needs_to_know, offices_of, open_to, role_of
from helpline.accounts.models import Role
from helpline.constraints import both_or_neither, only_choices

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from helpline.accounts.models import User


class Purpose(models.TextChoices):
    """What an office gets a copy for."""

    KNOW = "know", "To know"
    ACT = "act", "To act"


class Shows(models.TextChoices):
    """How much of the case a copy shows, from the most to the least."""

    ALL = "all", "As the office that holds the case sees it"
    NO_IDENTITY = "no_identity", "Without the caller and without what points to them"
    FACTS_ONLY = "facts_only", "Topic, place, dates and urgency; no words and no person"


class CaseCopyQuerySet(models.QuerySet["CaseCopy"]):
    """Always begin with `visible_to`."""

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Headquarters sees every copy, an office its own that last; never a field office one that accuses staff,
        nor anybody one of a case they are shut out of. A copy of a case for leads is for the leads there, too."""
        role = role_of(user)
        seen = self.filter(open_to(user, case="case_id")) if role else self.none()
        if role == Role.HEADQUARTERS:
            return seen
        if role in OFFICE_ROLES:
            unaccused = Q(case__accuses_staff=False) | Q(office__kind="headquarters")
            lasting = Q(office__in=offices_of(user), ended_at__isnull=True)
            return seen.filter(unaccused, lasting, needs_to_know(user, "case__"))
        return self.none()

    def lasting(self) -> Self:
        """Not ended."""
        return self.filter(ended_at__isnull=True)


class CaseCopy(models.Model):
    """`office` has a copy of the case that shows `shows`. `noted_*`: somebody there read it, or did what was asked."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="copies")
    office = models.ForeignKey("facilities.Office", on_delete=models.PROTECT, related_name="copies")
    decision = models.ForeignKey("routing.Decision", on_delete=models.PROTECT, related_name="copies")
    why = models.TextField(
        blank=True, db_default="", help_text="Why the office has it, where a person sent it; it reads this."
    )
    purpose = models.CharField(max_length=4, choices=Purpose.choices)
    shows = models.CharField(max_length=11, choices=Shows.choices)
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    noted_at = models.DateTimeField(null=True)
    noted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    noted_what = models.TextField(blank=True, help_text="What the office did, where the copy is to act.")
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=80, blank=True)

    objects = CaseCopyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "case copies"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "office"],
                condition=Q(ended_at__isnull=True),
                name="office_has_one_copy_of_a_case",
            ),
            only_choices("purpose", Purpose.values, name="copy_has_a_known_purpose"),
            only_choices("shows", Shows.values, name="copy_shows_what_is_defined"),
            both_or_neither("noted_at", "noted_by", name="copy_noted_says_by_whom"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_why="")
                | Q(ended_at__isnull=False) & ~Q(ended_why=""),
                name="copy_ended_says_why",
            ),
        ]
        indexes = [
            models.Index(
                fields=["office", "-id"], condition=Q(ended_at__isnull=True), name="copies_of_an_office"
            ),
        ]

    def __str__(self) -> str:
        return f"Copy {self.pk}"
