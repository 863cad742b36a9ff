"""What an operator may take alone, who is still learning, who is at the desk."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from cases.models.scope import role_of
from helpline.accounts.models import Role, User
from helpline.constraints import both_or_neither, in_order, only_choices


class CertificationQuerySet(models.QuerySet["Certification"]):
    """Certifications are read by supervisors and by the operator they are about."""

    def visible_to(self, user: User) -> Self:
        """Supervisors and headquarters: all; whoever takes calls: their own."""
        match role_of(user):
            case Role.SUPERVISOR | Role.HEADQUARTERS:
                return self
            case Role.OPERATOR:
                return self.filter(operator=user)
        return self.none()

    def standing(self) -> Self:
        """Not taken away; it may have run out."""
        return self.filter(revoked_at__isnull=True)

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


def is_trainee(user: User) -> bool:
    """Whether this person is learning now."""
    return Traineeship.objects.current().filter(operator=user).exists()
