"""One stay of a case in one office's queue."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from cases.models.scope import OFFICE_ROLES, held_by_offices_of, offices_of, open_to, role_of
from facilities.models import Office
from helpline.accounts.models import Role
from helpline.constraints import both_or_neither, only_choices

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from helpline.accounts.models import User


class Leaving(models.TextChoices):
    """How a stay ended; empty while it lasts."""

    STILL_HERE = "", "Still here"
    TRANSFERRED = "transferred", "Transferred"
    RETURNED = "returned", "Returned to headquarters"
    CLOSED = "closed", "Closed"
    REROUTED = "rerouted", "Sent back to the router"
    MOVED = "moved", "Handed over with the facility or the person"


class QueueItemQuerySet(models.QuerySet["QueueItem"]):
    """Always begin with `visible_to`."""

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Headquarters sees every queue, an office its own; never one that accuses staff in a field office, nor a
        case they are shut out of."""
        role = role_of(user)
        if role == Role.HEADQUARTERS:
            return self.filter(open_to(user, case="case_id"))
        if role in OFFICE_ROLES:
            return self.filter(held_by_offices_of(user, "case__"), office__in=offices_of(user))
        return self.none()

    def open(self) -> Self:
        """Stays that last."""
        return self.filter(left_at__isnull=True)

    def held_by(self, office: Office) -> Self:
        """In this office's queue."""
        return self.filter(office=office)

    def unclaimed(self) -> Self:
        """Nobody works on it yet."""
        return self.filter(claimed_by__isnull=True)

    def most_urgent_first(self) -> Self:
        """What is due first comes first; the order of the queue's index."""
        return self.order_by("due_at", "id")


class QueueItem(models.Model):
    """A case waits in one queue at a time. `due_at` is when the concern should be resolved, kept over transfers;
    `respond_by` when somebody should have taken it up. Both are UTC and come from the clock."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="stays")
    office = models.ForeignKey("facilities.Office", on_delete=models.PROTECT, related_name="queue")
    decision = models.ForeignKey("routing.Decision", on_delete=models.PROTECT, related_name="stays")
    counted_from = models.DateTimeField(
        db_default=Now(), help_text="When the case was opened or last reopened."
    )
    due_at = models.DateTimeField()
    respond_by = models.DateTimeField(null=True)
    entered_at = models.DateTimeField(db_default=Now(), editable=False)
    entered_why = models.TextField(blank=True, help_text="The reason of a transfer, in the sender's words.")
    claimed_at = models.DateTimeField(null=True)
    claimed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="claimed_items"
    )
    next_step_at = models.DateTimeField(
        null=True, db_default=Now(), help_text="When the ladder looks at it next; a new stay at once."
    )
    left_at = models.DateTimeField(null=True)
    left_how = models.CharField(max_length=12, choices=Leaving.choices, blank=True)
    left_why = models.TextField(blank=True, db_default="", help_text="Why the router was to decide again.")

    objects = QueueItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(left_at__isnull=True), name="case_waits_in_one_queue"
            ),
            both_or_neither("claimed_at", "claimed_by", name="claim_says_when_and_by_whom"),
            only_choices("left_how", Leaving.values, name="stay_ended_in_a_known_way"),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True, left_how="") | Q(left_at__isnull=False) & ~Q(left_how=""),
                name="stay_ended_says_when_and_how",
            ),
        ]
        indexes = [
            models.Index(
                fields=["office", "due_at", "id"], condition=Q(left_at__isnull=True), name="queue_by_due_time"
            ),
            models.Index(
                fields=["due_at", "id"], condition=Q(left_at__isnull=True), name="all_queues_by_due_time"
            ),
            models.Index(fields=["case", "id"], name="stays_of_a_case"),
            models.Index(
                fields=["next_step_at"],
                condition=Q(left_at__isnull=True, next_step_at__isnull=False),
                name="next_steps_of_the_ladder",
            ),
        ]

    def __str__(self) -> str:
        return f"Queue item {self.pk}"
