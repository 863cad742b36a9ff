"""Who is at the desk, and what they are doing there, as their pages tell it."""

from django.db import transaction
from django.db.models.functions import Now

from cases.models import Doing, Presence
from helpline import live
from helpline.accounts.models import Role, User

WATCHING = (Role.SUPERVISOR, Role.HEADQUARTERS)


def note(doing: Doing, *, by: User) -> None:
    """They are here and doing this. Supervisors' boards hear of a change; nothing is written in the journal."""
    with transaction.atomic():
        known = Presence.objects.select_for_update().filter(operator=by).first()
        Presence.objects.update_or_create(operator=by, defaults={"doing": doing, "seen_at": Now()})
        if known is None or known.doing != doing:
            live.tell(live.BOARD, roles=WATCHING)
