"""Keeping what is being typed, so that a crash, a new sign-in or another machine loses nothing."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Now

from cases.models import Draft
from helpline import sealed
from helpline.accounts.models import User
from helpline.refusals import OutOfReach, Overtaken, Refused

BODY_LIMIT = 500_000
KEPT_AT_MOST = 50
KEPT_FOR = timedelta(days=30)


def keep(key: UUID, rev: int, body: dict[str, Any], *, by: User) -> int:
    """Save the typed fields if the draft still stands at `rev` (0: it is new); give back its new revision.

    Raises `OutOfReach` for somebody else's draft, `Overtaken` when another tab saved meanwhile, `Refused` when
    the text is larger than any call.
    """
    text = json.dumps(body, ensure_ascii=False)
    if len(text) > BODY_LIMIT:
        raise Refused("This is too much text to keep as a draft. Shorten it before going on.")
    kept = sealed.seal(text, table="draft", column="body", row=key)
    if rev == 0:
        return _begin(key, kept, by)
    changed = Draft.objects.visible_to(by).filter(key=key, rev=rev)
    if changed.update(rev=F("rev") + 1, body_sealed=kept, updated_at=Now()):
        return rev + 1
    raise _why_not(key, by)


def take_over(key: UUID, body: dict[str, Any], *, by: User) -> int:
    """Keep what was sent with a button, whatever revision stands: the page that answers goes on from here.

    An autosave of the page before may be on its way; it finds a later revision and changes nothing.
    """
    kept = sealed.seal(json.dumps(body, ensure_ascii=False), table="draft", column="body", row=key)
    mine = Draft.objects.visible_to(by).filter(key=key)
    if mine.update(rev=F("rev") + 1, body_sealed=kept, updated_at=Now()):
        return mine.values_list("rev", flat=True).get()
    return _begin(key, kept, by)


def _begin(key: UUID, kept: bytes, by: User) -> int:
    if Draft.objects.visible_to(by).count() >= KEPT_AT_MOST:
        raise Refused("You have many unfinished calls. Finish or discard some of them first.")
    try:
        with transaction.atomic():
            return Draft.objects.create(key=key, owner=by, body_sealed=kept).rev
    except IntegrityError:
        raise _why_not(key, by) from None


def _why_not(key: UUID, by: User) -> Refused:
    if Draft.objects.visible_to(by).filter(key=key).exists():
        return Overtaken("This call is open in another tab, which saved later. Go on there.")
    return OutOfReach("There is no such draft.")


def discard(key: UUID, *, by: User) -> None:
    """Throw the draft away; throwing away what is not there is fine."""
    Draft.objects.visible_to(by).filter(key=key).delete()


def remove_forgotten(at: datetime) -> int:
    """Throw away, whoever they belong to, the drafts that nobody touched for `KEPT_FOR`; say how many."""
    return Draft.objects.untouched_since(at - KEPT_FOR).delete()[0]
