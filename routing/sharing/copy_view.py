"""What a copy shows: an allow-list, one row a field. What has no row here is on no copy.

Nothing of the page of a case is used again: no timeline, no notes, no other case of the call, no link into the record.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from cases import languages
from cases.models import CallerIdentity, Case, Detainee, Urgency
from facilities.models import Facility
from helpline.accounts.models import User
from helpline.audit import journal
from routing.models import CaseCopy, Purpose, QueueItem, Shows
from routing.sharing import copies

Shown = str | date | datetime | list[str] | None


@dataclass(frozen=True)
class Sources:
    """What the fields are read from. `caller` is None on every copy that does not show who called."""

    case: Case
    caller: CallerIdentity | None
    due_at: datetime | None


@dataclass(frozen=True)
class Field:
    """One field: its name in the API, its label on the page, which copies show it, and where it comes from."""

    name: str
    label: str
    shown: frozenset[Shows]
    read: Callable[[Sources], Shown]


@dataclass(frozen=True)
class Line:
    """One field of one copy, as it is shown."""

    name: str
    label: str
    value: Shown

    @property
    def text(self) -> str:
        """The value in words; empty for moments, which the page writes by itself."""
        if isinstance(self.value, list):
            return "; ".join(self.value)
        return self.value if isinstance(self.value, str) else ""

    @property
    def at(self) -> datetime | None:
        """The value where it is a moment."""
        return self.value if isinstance(self.value, datetime) else None

    @property
    def day(self) -> date | None:
        """The value where it is a day."""
        return self.value if isinstance(self.value, date) and not isinstance(self.value, datetime) else None


@dataclass(frozen=True)
class CopyFile:
    """One copy as one person may read it."""

    copy: CaseCopy
    level: Shows
    lines: list[Line]
    words: str
    may_note: bool
    may_take_back: bool

    @property
    def heading(self) -> str:
        """The fact the page states."""
        wants = "is asked to act on" if self.copy.purpose == Purpose.ACT else "is told of"
        return f"{self.copy.office.name} {wants} a case about {self.copy.case.topic.name.lower()}"


def _place(facility: Facility | None) -> str | None:
    return facility.label if facility else None


def _person(read: Callable[[Detainee], Shown]) -> Callable[[Sources], Shown]:
    return lambda of: read(of.case.detainee) if of.case.detainee else None


def _caller(read: Callable[[CallerIdentity], Shown]) -> Callable[[Sources], Shown]:
    return lambda of: read(of.caller) if of.caller else None


EVERY = frozenset(Shows)
WORDS = frozenset({Shows.ALL, Shows.NO_IDENTITY})
WHOLE = frozenset({Shows.ALL})

FIELDS = (
    Field("number", "Case", EVERY, lambda of: of.case.number),
    Field("topic", "Topic", EVERY, lambda of: of.case.topic.name),
    Field("urgency", "Urgency", EVERY, lambda of: f"{Urgency(of.case.urgency).label} ({of.case.urgency})"),
    Field("facility", "Facility", EVERY, lambda of: _place(of.case.facility)),
    Field("held_at", "Person is now at", EVERY, lambda of: _place(of.case.held_at)),
    Field("holder", "Held by", EVERY, lambda of: of.case.office.name if of.case.office else None),
    Field("opened_at", "Opened", EVERY, lambda of: of.case.opened_at),
    Field("due_at", "Due", EVERY, lambda of: of.due_at),
    Field("hearing_on", "Hearing", EVERY, lambda of: of.case.hearing_on),
    Field("removal_on", "Removal or flight", EVERY, lambda of: of.case.removal_on),
    Field("segregated_since", "Kept apart since", EVERY, lambda of: of.case.segregated_since),
    Field("vulnerabilities", "Vulnerability", WORDS, lambda of: of.case.shown_vulnerabilities),
    Field("person", "Whom it is about", WORDS, _person(lambda who: who.full_name)),
    Field("a_number", "A-number", WORDS, _person(lambda who: who.shown_a_number)),
    Field("date_of_birth", "Born", WORDS, _person(lambda who: who.date_of_birth)),
    Field("country_of_birth", "Country of birth", WORDS, _person(lambda who: who.country_of_birth)),
    Field("caller_kind", "On the line", WHOLE, lambda of: of.case.call.get_caller_kind_display()),
    Field("language", "Language", WHOLE, lambda of: languages.spoken(of.case.call.language)),
    Field("caller", "Caller", WHOLE, _caller(lambda who: who.name)),
    Field("relationship", "Relationship", WHOLE, _caller(lambda who: who.relationship)),
    Field("phone", "Call back", WHOLE, _caller(lambda who: who.phone)),
    Field("call", "Call", WHOLE, lambda of: of.case.call.reference),
)
SUMMARY = Field("summary", "What is wrong", WORDS, lambda of: of.case.summary)


def find(user: User, key: int) -> CaseCopy | None:
    """The copy with this key as far as this person may see it, with what its fields need. One query."""
    rows = CaseCopy.objects.visible_to(user).select_related(
        "office", "noted_by", "case__topic", "case__facility", "case__held_at", "case__office", "case__call"
    )
    return (
        rows.select_related("case__detainee")
        .defer("case__search", "case__facility__search", "case__held_at__search")
        .filter(pk=key)
        .first()
    )


def read(user: User, copy: CaseCopy, at: str) -> CopyFile:
    """What the copy shows this person; the reading is written down before. At most five queries."""
    level, case = copies.level_of(copy), copy.case
    caller = CallerIdentity.objects.filter(call=case.call_id).first() if level in WHOLE else None
    stay = QueueItem.objects.open().select_related("case", "office").filter(case=case).first()
    sources = Sources(case, caller, stay.due_at if stay else None)
    person = case.detainee if level in WORDS else None
    journal.looked_many([case, *(row for row in (person, caller) if row)], by=user, at=at)
    return CopyFile(
        copy=copy,
        level=level,
        lines=[
            Line(field.name, field.label, value)
            for field in FIELDS
            if level in field.shown and (value := field.read(sources))
        ],
        words=str(SUMMARY.read(sources)) if level in SUMMARY.shown else "",
        may_note=copies.may_note(user, copy),
        may_take_back=copy.ended_at is None and copies.may_send(user, stay),
    )
