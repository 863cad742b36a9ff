"""Where a facility stands in the roll-out."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from facilities.models.facility import Facility
from facilities.models.phase import Phase
from helpline.constraints import both_or_neither, never_blank, only_choices


class RolloutState(models.TextChoices):
    """A facility is planned, then tested, then live; a live one may be suspended and come back."""

    PLANNED = "planned", "Planned"
    TESTING = "testing", "Testing"
    LIVE = "live", "Live"
    SUSPENDED = "suspended", "Suspended"


class Activation(models.Model):
    """The present state of one facility, who put it there, when and why; what went before is in the journal.

    Changed only by the verbs of `facilities.rollout`. `changed_by` empty means the system did it; a facility
    goes live only through a person. `live_since` holds while it is live."""

    facility = models.OneToOneField(Facility, on_delete=models.PROTECT, related_name="activation")
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, null=True, related_name="activations")
    state = models.CharField(max_length=9, choices=RolloutState.choices, default=RolloutState.PLANNED)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    why = models.TextField()
    live_since = models.DateTimeField(null=True)
    live_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            only_choices("state", RolloutState.values, "activation_state_is_known"),
            never_blank("why", "activation_says_why"),
            both_or_neither("live_since", "live_by", "activation_says_since_when_and_by_whom"),
            models.CheckConstraint(
                condition=Q(state=RolloutState.LIVE, live_since__isnull=False)
                | (~Q(state=RolloutState.LIVE) & Q(live_since__isnull=True)),
                name="activation_is_live_since_a_moment",
            ),
        ]
        indexes = [models.Index(fields=["phase", "state"], name="activation_by_phase_and_state")]

    def __str__(self) -> str:
        return f"Activation {self.pk}"
