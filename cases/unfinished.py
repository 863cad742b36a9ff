"""Calls somebody began and did not finish: what is said of them before they are opened again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from cases.models import Draft, Topic
from helpline.accounts.models import User
from helpline.sealed import CannotUnseal

OFFERED = 5
ROWS = 20


@dataclass(frozen=True)
class Unfinished:
    """One of them: how to open it, when it was last saved, who handed it over if somebody did, what it is about.

    Of what was written only topics, the place and how much there is are told: the list stands open on a desk.
    `opens` is false where no key of ours opens it any more; it keeps for the day the key comes back.
    """

    pk: UUID
    updated_at: datetime
    handed_by: User | None
    place: str
    topics: tuple[str, ...]
    words: int
    opens: bool

    @property
    def about(self) -> str:
        """ "Stewart Detention Center, Medical care, 48 words"."""
        words = f"{self.words or 'no'} word{'' if self.words == 1 else 's'}{'' if self.words else ' yet'}"
        return " · ".join(part for part in (self.place, ", ".join(self.topics), words) if part)


def of(user: User) -> list[Unfinished]:
    """The newest of them, first those a colleague handed over."""
    drafts = list(
        Draft.objects.visible_to(user)
        .select_related("handed_by")
        .order_by(F("handed_at").desc(nulls_last=True), "-updated_at")[:OFFERED]
    )
    if not drafts:
        return []
    opened = [_opened(draft) for draft in drafts]
    bodies = [body or {} for body in opened]
    names = dict(
        Topic.objects.filter(code__in={code for body in bodies for code in _topics(body)}).values_list(
            "code", "name"
        )
    )
    return [
        Unfinished(
            pk=draft.pk,
            updated_at=draft.updated_at,
            handed_by=draft.handed_by,
            place=_text(body, "place_label") or _text(body, "place"),
            topics=tuple(names[code] for code in _topics(body) if code in names),
            words=sum(len(text.split()) for text in _written(body)),
            opens=opened[at] is not None,
        )
        for at, (draft, body) in enumerate(zip(drafts, bodies, strict=True))
    ]


def _opened(draft: Draft) -> dict[str, Any] | None:
    try:
        return draft.body
    except CannotUnseal:
        return None


def _text(body: dict[str, Any], name: str) -> str:
    return " ".join(body.get(name, []))[:80]


def _topics(body: dict[str, Any]) -> list[str]:
    codes = [_text(body, f"concerns-{row}-topic") for row in range(ROWS)]
    return list(dict.fromkeys(code for code in codes if code))


def _written(body: dict[str, Any]) -> Iterable[str]:
    """The texts people write whole sentences into."""
    for name, texts in body.items():
        if name == "note" or name.endswith(("-summary", "-note")):
            yield from texts
