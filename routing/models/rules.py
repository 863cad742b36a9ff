"""Rule sets: drafts, published versions of the routing rules, and when each came into force."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from helpline.constraints import both_or_neither, never_blank, only_choices
from routing.rules.language import Rules, read


class RuleSet(models.Model):
    """One version of the rules. Once published it never changes (a trigger keeps that)."""

    version = models.PositiveIntegerField(unique=True)
    rules = models.JSONField()
    guards = models.JSONField(default=list, help_text="What must never be sent somewhere.")
    cover = models.JSONField(default=dict, help_text="Who covers for which headquarters unit, in order.")
    truth = models.JSONField(default=list, help_text="Rows of the truth table this version passed.")
    note = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    proposed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    shipped = models.BooleanField(default=False, help_text="Came with the product; published by nobody.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(shipped=True, published_at__isnull=False, published_by__isnull=True)
                | Q(shipped=False, published_at__isnull=True, published_by__isnull=True)
                | Q(shipped=False, published_at__isnull=False, published_by__isnull=False),
                name="ruleset_published_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(published_by=F("proposed_by")), name="ruleset_is_published_by_a_second_person"
            ),
        ]

    def __str__(self) -> str:
        return f"Rules version {self.version}"

    def read(self) -> Rules:
        """Everything that decides, as the router takes it."""
        return read(self.rules, self.guards, self.cover)


class DraftState(models.TextChoices):
    """Where a draft stands."""

    OPEN = "open", "Being written"
    SUBMITTED = "submitted", "Waiting for a second person"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"


class RuleDraft(models.Model):
    """Changed rules that are not in force: written by one person, approved by another. `rev` rises with every change."""

    name = models.CharField(max_length=80)
    base = models.ForeignKey(RuleSet, on_delete=models.PROTECT, related_name="drafts")
    rules = models.JSONField()
    guards = models.JSONField(default=list)
    cover = models.JSONField(default=dict)
    truth = models.JSONField(default=list)
    why = models.TextField(blank=True, help_text="What changes for whom, told when it is submitted.")
    rev = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=9, choices=DraftState.choices, default=DraftState.OPEN)
    begun_at = models.DateTimeField(db_default=Now(), editable=False)
    begun_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(db_default=Now())
    changed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    became = models.ForeignKey(RuleSet, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            only_choices("state", DraftState.values, name="rule_draft_is_in_a_known_state"),
            never_blank("name", name="rule_draft_has_a_name"),
            both_or_neither("submitted_at", "submitted_by", name="rule_draft_submitted_says_by_whom"),
            both_or_neither("ended_at", "ended_by", name="rule_draft_ended_says_by_whom"),
            models.CheckConstraint(
                condition=Q(state="published", became__isnull=False)
                | ~Q(state="published") & Q(became__isnull=True),
                name="rule_draft_published_names_its_version",
            ),
        ]

    def __str__(self) -> str:
        return f"Rule draft {self.pk}"

    def read(self) -> Rules:
        """Everything that would decide, as the router takes it."""
        return read(self.rules, self.guards, self.cover)


class PublicationKind(models.TextChoices):
    """Why a version came into force."""

    SHIPPED = "shipped", "Came with the product"
    PUBLISHED = "published", "Published"
    ROLLED_BACK = "rolled_back", "Rolled back to"


class Publication(models.Model):
    """A version comes into force at `effective_at`. In force is the latest one that is due and not called off."""

    ruleset = models.ForeignKey(RuleSet, on_delete=models.PROTECT, related_name="publications")
    kind = models.CharField(max_length=11, choices=PublicationKind.choices)
    effective_at = models.DateTimeField()
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    why = models.TextField()
    called_off_at = models.DateTimeField(null=True)
    called_off_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            only_choices("kind", PublicationKind.values, name="publication_is_of_a_known_kind"),
            never_blank("why", name="publication_says_why"),
            both_or_neither("called_off_at", "called_off_by", name="publication_called_off_says_by_whom"),
            models.CheckConstraint(
                condition=Q(kind="shipped", made_by__isnull=True)
                | ~Q(kind="shipped") & Q(made_by__isnull=False),
                name="publication_says_by_whom",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-effective_at", "-id"],
                condition=Q(called_off_at__isnull=True),
                name="publication_by_time",
            )
        ]

    def __str__(self) -> str:
        return f"Publication {self.pk}"


class CurrentRules(models.Model):
    """One row that names the newest published version, in force or waiting for its time.

    Publishing is a conditional update of this row on the version the publisher saw."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    ruleset = models.ForeignKey(RuleSet, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_version_is_in_force")]

    def __str__(self) -> str:
        return f"In force: {self.ruleset_id}"
