"""Rule sets: published versions of the routing rules, and the pointer to the one in force."""

from django.db import models
from django.db.models import Q

from routing.router import Rule, read_rules


class RuleSet(models.Model):
    """One version of the rules. Once published it never changes (a trigger keeps that)."""

    version = models.PositiveIntegerField(unique=True)
    rules = models.JSONField()
    note = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    shipped = models.BooleanField(default=False, help_text="Came with the product; published by nobody.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(shipped=True, published_at__isnull=False, published_by__isnull=True)
                | Q(shipped=False, published_at__isnull=True, published_by__isnull=True)
                | Q(shipped=False, published_at__isnull=False, published_by__isnull=False),
                name="ruleset_published_says_when_and_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"Rules version {self.version}"

    def read(self) -> list[Rule]:
        """The rules in order."""
        return read_rules(self.rules)


class CurrentRules(models.Model):
    """One row that points to the version in force."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    ruleset = models.ForeignKey(RuleSet, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_version_is_in_force")]

    def __str__(self) -> str:
        return f"In force: {self.ruleset_id}"
