"""What a check of the rules finds. Pure: no Django, no database, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

MOST_TOLD = 5


class Severity(StrEnum):
    """An error stops submitting and publishing; a warning and a note are to be read."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class About(StrEnum):
    """What a finding is about; `key` is then the rule's, the guard's, the unit covered, or empty."""

    RULE = "rule"
    GUARD = "guard"
    COVER = "cover"
    TRUTH = "truth"
    RULES = "rules"


@dataclass(frozen=True)
class Finding:
    """One thing found, in plain words, with a situation as the example where there is one. `code` names the check."""

    severity: Severity
    about: About
    key: str
    code: str
    sentence: str
    example: str = ""

    @property
    def where(self) -> str:
        """What it is about, as a sentence begins: `Rule “health”`."""
        opening = {
            About.RULE: "Rule",
            About.GUARD: "Guard",
            About.COVER: "Cover of",
            About.TRUTH: "Truth table,",
        }
        return f"{opening[self.about]} “{self.key}”" if self.about in opening and self.key else "These rules"

    @property
    def in_full(self) -> str:
        """Where, what and the example on one line."""
        return " ".join(
            part
            for part in (f"{self.where}: {self.sentence}", self.example and f"Example: {self.example}.")
            if part
        )


def errors(found: Iterable[Finding]) -> list[Finding]:
    """Those that stop publishing."""
    return [one for one in found if one.severity is Severity.ERROR]


def told(found: Iterable[Finding]) -> str:
    """The first few in full, and how many more there are."""
    every = list(found)
    more = [f"And {len(every) - MOST_TOLD} more."] if len(every) > MOST_TOLD else []
    return " ".join([*(one.in_full for one in every[:MOST_TOLD]), *more])


def in_order(found: Iterable[Finding]) -> list[Finding]:
    """Errors first, then warnings, then notes; each kind as it was found, nothing twice."""
    ranks = list(Severity)
    return sorted(dict.fromkeys(found), key=lambda one: ranks.index(one.severity))
