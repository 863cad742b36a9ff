"""Trying changed rules on cases that were."""

from django.db import models
from django.db.models.functions import Now

from helpline.constraints import only_choices


class SimulationState(models.TextChoices):
    """A replay waits for a worker, runs, and ends."""

    WAITING = "waiting", "Waiting"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


class Simulation(models.Model):
    """A draft as it was at `rev`, replayed over cases opened from `since` to `until`, of the `chosen` topic or about the
    `chosen` facility where one is kept; or over `chosen["cases"]`, by id.

    Nothing but this row is written. `result` holds the rules that were compared, what is left to do, and the tally: it
    counts and names cases by number; no personal data."""

    draft = models.ForeignKey("routing.RuleDraft", on_delete=models.PROTECT, related_name="simulations")
    rev = models.PositiveIntegerField()
    since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    chosen = models.JSONField(null=True)
    state = models.CharField(max_length=7, choices=SimulationState.choices, default=SimulationState.WAITING)
    asked_at = models.DateTimeField(db_default=Now(), editable=False)
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    next_attempt_at = models.DateTimeField(db_default=Now())
    cases = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict)
    done_at = models.DateTimeField(null=True)
    last_error_code = models.CharField(max_length=60, blank=True, default="", db_default="")

    class Meta:
        constraints = [only_choices("state", SimulationState.values, name="simulation_is_in_a_known_state")]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="simulations_waiting_by_time",
            )
        ]

    def __str__(self) -> str:
        return f"Simulation {self.pk}"
