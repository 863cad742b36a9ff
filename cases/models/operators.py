"""What an operator may take alone, who is still learning, who is at the desk."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from helpline.accounts.models import User
from helpline.constraints import both_or_neither, in_order, never_blank, only_choices


class CertificationQuerySet(models.QuerySet["Certification"]):
    """Certifications are read by supervisors and by the operator they are about."""

    def valid(self) -> Self:
        """Neither run out nor taken away, by the database's clock."""
        return self.filter(Q(expires_at__gt=Now()), revoked_at__isnull=True)


class Certification(models.Model):
    """Somebody may take concerns of a topic alone until it expires or is taken away."""

    operator = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="certifications")
    topic = models.ForeignKey("cases.Topic", on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(db_default=Now(), editable=False)
    granted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    revoked_why = models.TextField(blank=True)

    objects = CertificationQuerySet.as_manager()

    class Meta:
        constraints = [
            both_or_neither("revoked_at", "revoked_by", name="certification_taken_away_says_by_whom"),
            in_order("granted_at", "expires_at", name="certification_ends_after_it_began"),
            models.UniqueConstraint(
                fields=["operator", "topic"],
                condition=Q(revoked_at__isnull=True),
                name="operator_has_one_standing_certification_a_topic",
            ),
        ]

    def __str__(self) -> str:
        return f"Certification {self.pk}"


class TraineeshipQuerySet(models.QuerySet["Traineeship"]):
    """Who is learning is known to supervisors."""

    def current(self) -> Self:
        """Not ended."""
        return self.filter(ended_at__isnull=True)


class Traineeship(models.Model):
    """Somebody is learning: every case they open is read by a supervisor."""

    operator = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="traineeships")
    began_at = models.DateTimeField(db_default=Now(), editable=False)
    began_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

    objects = TraineeshipQuerySet.as_manager()

    class Meta:
        constraints = [
            both_or_neither("ended_at", "ended_by", name="traineeship_ended_says_by_whom"),
            models.UniqueConstraint(
                fields=["operator"],
                condition=Q(ended_at__isnull=True),
                name="operator_learns_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Traineeship {self.pk}"


class Doing(models.TextChoices):
    """What somebody at the desk is doing, as their page says."""

    READY = "ready", "Ready for a call"
    ON_CALL = "on_call", "On a call"
    AWAY = "away", "Away"


class Presence(models.Model):
    """When an operator's page last said that it is open. Not a time sheet: one row a person, overwritten."""

    operator = models.OneToOneField(
        "accounts.User", on_delete=models.PROTECT, primary_key=True, related_name="presence"
    )
    seen_at = models.DateTimeField(db_default=Now())
    doing = models.CharField(max_length=8, choices=Doing.choices, default=Doing.READY)

    class Meta:
        constraints = [only_choices("doing", Doing.values, name="presence_says_a_known_thing")]

    def __str__(self) -> str:
        return f"Presence {self.pk}"


class CaseReviewVerdict(models.TextChoices):
    """What a supervisor found in the case of somebody who is learning."""

    GOOD = "good", "Good as it is"
    TALK = "talk", "Talk it over"


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


def is_trainee(user: User) -> bool:
    """Whether this person is learning now."""
    return Traineeship.objects.current().filter(operator=user).exists()
