"""The live counts of the record's places in the rail."""

from django.utils import timezone

from cases import emergencies
from cases.models import Callback
from helpline.accounts.models import User
from helpline.navigation import counts


@counts("cases:alarms")
def alarms_waiting(user: User) -> int:
    """Alarms nobody answered: every one for a supervisor, those older than five minutes for headquarters."""
    return emergencies.unanswered_for(user, timezone.now()).count()


@counts("cases:callbacks")
def callbacks_due(user: User) -> int:
    """How many call-backs this person may make have come due."""
    return Callback.objects.visible_to(user).open().filter(slot_at__lte=timezone.now()).count()
