"""What the router (or a person) said, and why. Append-only."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from helpline.constraints import never_blank, only_choices


class DecisionKind(models.TextChoices):
    """Who decided."""

    AUTOMATIC = "automatic", "By rule"
    FALLBACK = "fallback", "Headquarters triage"
    MANUAL = "manual", "By hand"


class Decision(models.Model):
    """Where a case went in one generation, by which rule of which version, on which facts, and why."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="decisions")
    generation = models.PositiveIntegerField()
    office = models.ForeignKey("facilities.Office", on_delete=models.PROTECT, related_name="+")
    ruleset = models.ForeignKey("routing.RuleSet", on_delete=models.PROTECT, null=True, related_name="+")
    rule = models.CharField(max_length=40, blank=True)
    facts = models.JSONField()
    outcome = models.JSONField(
        default=dict, help_text="What else the rules said: urgency, copies, limits, care, cover."
    )
    why = models.TextField()
    kind = models.CharField(max_length=10, choices=DecisionKind.choices)
    decided_at = models.DateTimeField(db_default=Now(), editable=False)
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["decided_at"], name="decision_by_time"),
            models.Index(
                fields=["decided_at"], condition=Q(kind="fallback"), name="decisions_no_rule_could_make"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "generation"], name="case_is_decided_once_per_generation"
            ),
            only_choices("kind", DecisionKind.values, name="decision_is_of_a_known_kind"),
            never_blank("why", name="decision_says_why"),
            models.CheckConstraint(
                condition=Q(kind="manual", decided_by__isnull=False)
                | ~Q(kind="manual") & Q(decided_by__isnull=True),
                name="decision_by_hand_says_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(kind="automatic") | Q(ruleset__isnull=False) & ~Q(rule=""),
                name="decision_by_rule_names_rule_and_version",
            ),
        ]

    def __str__(self) -> str:
        return f"Decision {self.pk}"
