"""What stops the clock of a case, and who was told that it runs out."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Now

from helpline.accounts.models import User
from helpline.constraints import both_or_neither, in_order, only_choices
from routing.models.item import QueueItem

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class PauseReason(models.TextChoices):
    """What a case waits for that the office cannot hasten. Kept short: a pause is an exception."""

    CALLER = "caller", "Waiting for the caller"
    FACILITY = "facility", "Waiting for the facility"
    OTHER_AGENCY = "other_agency", "Waiting for another agency"
    COURT = "court", "Waiting for a court"
    DOCUMENTS = "documents", "Waiting for documents"


class Pause(models.Model):
    """A time in which the clock of a case stands still. Wall-clock limits never pause."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="pauses")
    reason = models.CharField(max_length=12, choices=PauseReason.choices)
    note = models.TextField(blank=True)
    until = models.DateField(help_text="The day on which the clock runs again at the latest.")
    began_at = models.DateTimeField(db_default=Now())
    began_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at__isnull=True), name="case_pauses_once_at_a_time"
            ),
            only_choices("reason", PauseReason.values, name="pause_has_a_known_reason"),
            in_order("began_at", "ended_at", name="pause_ends_after_it_began"),
        ]
        indexes = [models.Index(fields=["case", "began_at"], name="pauses_of_a_case")]

    def __str__(self) -> str:
        return f"Pause {self.pk}"


class Step(models.TextChoices):
    """The steps of the ladder, in order."""

    WARN = "warn", "Nearly due"
    BREACH = "breach", "Overdue"
    LEAD = "lead", "Told to the office lead"
    HEADQUARTERS = "headquarters", "Told to headquarters"


class Promise(models.TextChoices):
    """What the ladder watches: that somebody takes an urgent case up in time, and that it is resolved in time."""

    TAKE_UP = "take_up", "To be taken up"
    RESOLVE = "resolve", "To be resolved"


def rank() -> Case:
    """How high a step stands on the ladder."""
    return Case(*(When(step=step, then=Value(n)) for n, step in enumerate(Step.values)))


def step_nobody_answered() -> Subquery:
    """Of a stay: the highest step that was taken since its clock started and that nobody has taken on; else null."""
    taken = Escalation.objects.filter(
        case=OuterRef("case"), counted_from=OuterRef("counted_from"), acknowledged_at__isnull=True
    )
    held = models.ExpressionWrapper(OuterRef("claimed_by"), output_field=models.BigIntegerField())
    owed = taken.annotate(held_by=held).filter(Q(promise=Promise.RESOLVE) | Q(held_by__isnull=True))
    return Subquery(owed.order_by(rank().desc()).values("step")[:1])


class EscalationQuerySet(models.QuerySet["Escalation"]):
    """Always begin with `visible_to`."""

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Those of the cases that wait in a queue this person may see."""
        return self.filter(case__in=QueueItem.objects.visible_to(user).open().values("case"))

    def waiting(self) -> Self:
        """Nobody has acknowledged it, and what was promised is still owed: the case is open since the same moment,
        and nobody has taken it up where that was the promise."""
        stay = QueueItem.objects.open().filter(case=OuterRef("case"), counted_from=OuterRef("counted_from"))
        owed = Q(promise=Promise.RESOLVE) & Exists(stay) | Q(promise=Promise.TAKE_UP) & Exists(
            stay.unclaimed()
        )
        return self.filter(owed, acknowledged_at__isnull=True)

    def highest_first(self) -> Self:
        """The highest step first, of each the oldest."""
        return self.order_by(rank().desc(), "id")


class Escalation(models.Model):
    """A step of the ladder that was taken for a case; once for each promise and each time its clock started
    (`counted_from`).

    An acknowledged step stops the ladder of its promise: a named person has taken it on."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="escalations")
    stay = models.ForeignKey("routing.QueueItem", on_delete=models.PROTECT, related_name="escalations")
    counted_from = models.DateTimeField()
    promise = models.CharField(max_length=7, choices=Promise.choices, default=Promise.RESOLVE)
    step = models.CharField(max_length=12, choices=Step.choices)
    due_at = models.DateTimeField(help_text="When the promise was due, as it stood when the step was taken.")
    taken_at = models.DateTimeField(db_default=Now(), editable=False)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    plan = models.TextField(blank=True, help_text="What the person who acknowledged it will do.")

    objects = EscalationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "counted_from", "promise", "step"], name="step_of_the_ladder_is_taken_once"
            ),
            only_choices("promise", Promise.values, name="escalation_is_of_a_known_promise"),
            only_choices("step", Step.values, name="escalation_is_a_known_step"),
            both_or_neither(
                "acknowledged_at", "acknowledged_by", name="escalation_acknowledged_says_by_whom"
            ),
        ]
        indexes = [
            models.Index(
                fields=["taken_at"],
                condition=Q(acknowledged_at__isnull=True),
                name="escalations_nobody_answered",
            )
        ]

    def __str__(self) -> str:
        return f"Escalation {self.pk}"
