"""The outbox of the mail room: what still has to be routed."""

from typing import Self

from django.db import models
from django.db.models.functions import Now

from helpline.constraints import only_choices


class RequestState(models.TextChoices):
    """A request waits until a decision answers it."""

    PENDING = "pending", "Waiting"
    DONE = "done", "Routed"


class RouteRequestQuerySet(models.QuerySet["RouteRequest"]):
    """Adjectives of the outbox."""

    def pending(self) -> Self:
        """Not routed yet."""
        return self.filter(state=RequestState.PENDING)


class RouteRequest(models.Model):
    """The promise that a case will be routed. A trigger on the case table writes it, so nobody can forget to."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="route_requests")
    generation = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=RequestState.choices, default=RequestState.PENDING)
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    next_attempt_at = models.DateTimeField(db_default=Now())
    last_error_code = models.CharField(max_length=60, blank=True, default="", db_default="")
    done_at = models.DateTimeField(null=True)

    objects = RouteRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "generation"], name="case_asks_once_per_generation"),
            only_choices("state", RequestState.values, name="route_request_is_in_a_known_state"),
            models.CheckConstraint(
                condition=models.Q(state="pending", done_at__isnull=True)
                | models.Q(state="done", done_at__isnull=False),
                name="route_request_done_says_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(state="pending"),
                name="requests_waiting_by_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Route request {self.pk}"
