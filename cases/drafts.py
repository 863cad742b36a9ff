"""Keeping what is being typed, so that a crash, a new sign-in or another machine loses nothing."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from cases import telephony
from cases.models import Draft
from cases.numbering import next_reference
from helpline import sealed
from helpline.accounts.models import User
from helpline.refusals import OutOfReach, Overtaken, Refused

BODY_LIMIT = 500_000
KEPT_AT_MOST = 50
KEPT_FOR = timedelta(days=30)
PAGE_FIELD, TURN_FIELD = (
    "draft_page",
    "draft_turn",
)  # which open page saved, and its how-manieth saving it was
TRIES = 3


class TooMuch(Refused):
    """More text than a draft holds."""


def keep(key: UUID, rev: int, body: dict[str, Any], *, by: User) -> int:
    """Save the typed fields if the draft still stands at `rev` (0: it is new); give back its new revision.

    Raises `OutOfReach` for somebody else's draft, `Overtaken` when another tab saved meanwhile, `Refused` when
    the text is larger than any call.
    """
    text = json.dumps(body, ensure_ascii=False)
    if len(text) > BODY_LIMIT:
        raise TooMuch("This is too much text to keep as a draft. Shorten it before going on.")
    kept = sealed.seal(text, table="draft", column="body", row=key)
    if rev == 0 and (begun := _begin(key, kept, by)):
        return begun
    if rev and _put(key, rev, kept, by):
        return rev + 1
    if goes_on := _same_page_goes_on(key, body, kept, by):
        return goes_on
    raise _why_not(key, by)


def _put(key: UUID, rev: int, kept: bytes, by: User) -> bool:
    """Write over the draft if it still stands at `rev`."""
    standing = Draft.objects.visible_to(by).filter(key=key, rev=rev)
    return bool(standing.update(rev=F("rev") + 1, body_sealed=kept, updated_at=Now()))


def _same_page_goes_on(key: UUID, body: dict[str, Any], kept: bytes, by: User) -> int:
    """The revision, where the page that saved last saves again: it never heard the answer, so it asks for an old one.

    Its later words replace its earlier ones; earlier ones that arrive late change nothing. 0 for any other page.
    """
    for _ in range(TRIES):
        standing = Draft.objects.visible_to(by).filter(key=key).first()
        before = _body_of(standing)
        if standing is None or _page_of(body) != _page_of(before) or not _page_of(body):
            return 0
        if _turn_of(body) <= _turn_of(before):
            return standing.rev
        if _put(key, standing.rev, kept, by):
            return standing.rev + 1
    return 0


def _body_of(draft: Draft | None) -> dict[str, Any]:
    """What it says; nothing where there is none, or none of our keys opens it."""
    try:
        return draft.body if draft else {}
    except sealed.CannotUnseal:
        return {}


def _page_of(body: dict[str, Any]) -> str:
    """The open page that wrote this: a number it drew when it was loaded."""
    return "".join(body.get(PAGE_FIELD, []))[:64]


def _turn_of(body: dict[str, Any]) -> int:
    """Which saving of that page this is, counted from 1."""
    turn = "".join(body.get(TURN_FIELD, []))[:9]
    return int(turn) if turn.isascii() and turn.isdigit() else 0


def take_over(key: UUID, body: dict[str, Any], *, by: User) -> int:
    """Keep what was sent with a button, whatever revision stands: the page that answers goes on from here.

    An autosave of the page before may be on its way; it finds a later revision and changes nothing.
    """
    kept = sealed.seal(json.dumps(body, ensure_ascii=False), table="draft", column="body", row=key)
    mine = Draft.objects.visible_to(by).filter(key=key)
    if mine.update(rev=F("rev") + 1, body_sealed=kept, updated_at=Now()):
        return mine.values_list("rev", flat=True).get()
    begun = _begin(key, kept, by)
    if not begun:
        raise _why_not(key, by)
    return begun


def _begin(key: UUID, kept: bytes, by: User) -> int:
    """The first revision of a new draft; 0 if one with this key is there already."""
    if Draft.objects.visible_to(by).count() >= KEPT_AT_MOST:
        raise Refused("You have many unfinished calls. Finish or discard some of them first.")
    try:
        with transaction.atomic():
            reference = telephony.reference_of(key, by=by) or next_reference(timezone.localdate())
            return Draft.objects.create(key=key, owner=by, body_sealed=kept, reference=reference).rev
    except IntegrityError:
        return 0


def _why_not(key: UUID, by: User) -> Refused:
    if Draft.objects.visible_to(by).filter(key=key).exists():
        return Overtaken("This call is open in another tab, which saved later. Go on there.")
    return OutOfReach("There is no such draft.")


def reference_of(key: UUID, *, by: User) -> str:
    """The reference that the call has had since it was first kept; empty where it was not."""
    return Draft.objects.visible_to(by).filter(key=key).values_list("reference", flat=True).first() or ""


def discard(key: UUID, *, by: User) -> None:
    """Throw the draft away; throwing away what is not there is fine."""
    Draft.objects.visible_to(by).filter(key=key).delete()


def remove_forgotten(at: datetime) -> int:
    """Throw away, whoever they belong to, the drafts that nobody touched for `KEPT_FOR`; say how many."""
    return Draft.objects.untouched_since(at - KEPT_FOR).delete()[0]
