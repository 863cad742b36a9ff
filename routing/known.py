"""What the router may know about a case. Pure: no Django, no database, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from operator import attrgetter
from typing import Any, Self


@dataclass(frozen=True)
class Facts:
    """What the router may know about a case; a decision keeps exactly this. No personal data.

    `facility` is where it happened, `held_at` where the person is now if that is another place (else None);
    `closed` and `excluded` name the offices that may not receive the case: closed on the day of the call or of the
    decision, and shut out for a conflict of interest. Numbers of days are None where nothing is known.
    """

    topic: str
    topic_name: str
    group: str
    urgency: str
    accuses_staff: bool
    caller_kind: str
    facility: str | None
    facility_name: str
    facility_office: str | None
    called_on: str
    vulnerabilities: tuple[str, ...] = ()
    protected: bool = False
    language: str = ""
    facility_type: str = ""
    state: str = ""
    county: str = ""
    phase_state: str = ""
    held_at: str | None = None
    held_at_name: str = ""
    held_at_office: str | None = None
    days_in_segregation: int | None = None
    days_to_hearing: int | None = None
    days_to_removal: int | None = None
    closed: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()

    @property
    def office(self) -> str | None:
        """The office that answers for the facility."""
        return self.facility_office

    @property
    def office_of_person(self) -> str | None:
        """The office that answers for the place where the person is now."""
        return self.held_at_office if self.held_at else self.facility_office

    @property
    def person_elsewhere(self) -> bool:
        """The person is now at another place than where it happened."""
        return self.held_at is not None and self.held_at != self.facility

    @property
    def facility_known(self) -> bool:
        """The concern is tied to a facility."""
        return self.facility is not None

    @property
    def vulnerability(self) -> tuple[str, ...]:
        """The vulnerabilities by code."""
        return self.vulnerabilities

    @property
    def vulnerable(self) -> bool:
        """A special vulnerability is known."""
        return bool(self.vulnerabilities)

    @property
    def day_in_words(self) -> str:
        """The day of the call as people write it: `Nov 23, 2026`."""
        day = date.fromisoformat(self.called_on)
        return f"{day:%b} {day.day}, {day.year}"

    def as_json(self) -> dict[str, Any]:
        """What a decision keeps, so that it can be made again."""
        kept = dict(zip(KEPT, ALL_KEPT(self), strict=True))
        for name in SEVERAL_KEPT:
            kept[name] = list(kept[name])
        return kept

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """Facts as a decision kept them, also one of before these facts were all known."""
        told: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in kept.items()
            if name in KEPT
        }
        if "vulnerabilities" not in told and kept.get("vulnerable"):
            told["vulnerabilities"] = ("not kept",)
        return cls(**told)


KEPT = tuple(part.name for part in fields(Facts))
ALL_KEPT = attrgetter(*KEPT)
SEVERAL_KEPT = tuple(part.name for part in fields(Facts) if part.default == ())
