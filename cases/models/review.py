"""What supervisors find in calls and cases, and what whoever took them says to it."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from cases.models.call import Call
from cases.models.case import Case
from cases.models.scope import call_open_to, role_of
from helpline.accounts.models import Role, User
from helpline.constraints import both_or_neither, never_blank, only_choices


class CaseReviewVerdict(models.TextChoices):
    """What a supervisor found in the case of somebody who is learning."""

    GOOD = "good", "Good as it is"
    TALK = "talk", "Talk it over"


class CaseReviewQuerySet(models.QuerySet["CaseReview"]):
    """Always begin with `visible_to`."""

    def visible_to(self, user: User) -> Self:
        """Supervisors and headquarters: those of cases they may see; operators: those of their own cases."""
        match role_of(user):
            case Role.SUPERVISOR | Role.HEADQUARTERS:
                return self.filter(case__in=Case.objects.visible_to(user))
            case Role.OPERATOR:
                return self.filter(trainee=user, case__in=Case.objects.visible_to(user))
        return self.none()

    def waiting(self) -> Self:
        """Not read yet."""
        return self.filter(reviewed_at__isnull=True)

    def most_urgent_first(self) -> Self:
        """By urgency, then the one that waits longest."""
        return self.order_by("case__urgency", "asked_at", "id")


class CaseReview(models.Model):
    """A case of a trainee that a supervisor reads. The case is routed meanwhile: nobody waits for a lesson."""

    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="review")
    trainee = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=Now(), editable=False)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    verdict = models.CharField(max_length=6, choices=CaseReviewVerdict.choices, blank=True)
    note = models.TextField(blank=True)
    answer = models.TextField(blank=True)

    objects = CaseReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            only_choices("verdict", [*CaseReviewVerdict.values, ""], name="case_review_has_a_known_verdict"),
            both_or_neither("reviewed_at", "reviewed_by", name="case_review_says_when_and_by_whom"),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, verdict="")
                | Q(reviewed_at__isnull=False) & ~Q(verdict=""),
                name="case_review_done_has_a_verdict",
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"], condition=Q(reviewed_at__isnull=True), name="case_review_that_waits"
            )
        ]

    def __str__(self) -> str:
        return f"Case review {self.pk}"


class Scorecard(models.Model):
    """What makes a good call: one version, never changed. `questions` is a list of {key, asks, weight}."""

    version = models.PositiveIntegerField(primary_key=True)
    questions = models.JSONField()
    effective_from = models.DateField()

    def __str__(self) -> str:
        return f"Scorecard, version {self.version}"


class QualityReviewQuerySet(models.QuerySet["QualityReview"]):
    """Always begin with `visible_to`."""

    def visible_to(self, user: User) -> Self:
        """Supervisors: those of calls they may see; operators: their own; nobody else, and never of a call that tells
        of a case they are shut out of."""
        match role_of(user):
            case Role.SUPERVISOR:
                seen = Q(call__in=Call.objects.visible_to(user)) | Q(operator=user)
                return self.filter(seen, call_open_to(user, "call_id"))
            case Role.OPERATOR:
                return self.filter(call_open_to(user, "call_id"), operator=user)
        return self.none()

    def newest_first(self) -> Self:
        """The order of lists."""
        return self.order_by("-at", "-id")


class QualityReview(models.Model):
    """A supervisor's reading of one call by the scorecard; the operator sees it and can answer once."""

    call = models.OneToOneField("cases.Call", on_delete=models.PROTECT, related_name="quality_review")
    operator = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    scorecard = models.ForeignKey(Scorecard, on_delete=models.PROTECT, related_name="+")
    scores = models.JSONField()
    comment = models.TextField()
    at = models.DateTimeField(db_default=Now(), editable=False)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

    objects = QualityReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            never_blank("comment", name="quality_review_says_something"),
            both_or_neither("answered_at", "answered_by", name="quality_review_answered_says_by_whom"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | ~Q(answer=""), name="quality_review_answer_has_words"
            ),
            models.CheckConstraint(
                condition=~Q(by=models.F("operator")), name="nobody_reviews_their_own_call"
            ),
        ]

    def __str__(self) -> str:
        return f"Quality review {self.pk}"
