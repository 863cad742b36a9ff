"""What is told on one call, checked for shape, as the page and the API hand it to `cases.intake.submit`."""

import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from cases.models import CallEnding, CallerKind, Case, Detainee, LineAnswer, Topic, TopicProtocol
from facilities.models import Facility, Line
from helpline import sealed
from helpline.accounts.models import User


@dataclass(frozen=True)
class ToldCaller:
    """Who said they were calling. Anonymous callers leave name, phone and relationship empty."""

    kind: CallerKind
    name: str = ""
    phone: str = ""
    relationship: str = ""
    safe_to_call_back: bool | None = None
    may_announce: bool | None = None

    @property
    def says_anything(self) -> bool:
        """Whether there is anything to keep about who called. Never for an anonymous caller."""
        asked = self.safe_to_call_back is not None or self.may_announce is not None
        return self.kind != CallerKind.ANONYMOUS and (
            asked or any((self.name, self.phone, self.relationship))
        )


@dataclass(frozen=True)
class Checked:
    """How the caller was checked: `authority` and `steps` are keys of the disclosure policy of that version."""

    policy: int
    authority: str = ""
    steps: tuple[str, ...] = ()


@dataclass(frozen=True)
class Interpreter:
    """The help of an interpreter: their number with the language service, when they were asked for and joined."""

    number: str = ""
    asked_at: datetime | None = None
    joined_at: datetime | None = None


@dataclass(frozen=True)
class CallbackWish:
    """A call back agreed on: the half hour that begins at `slot_at`, where to call, what we may say there."""

    slot_at: datetime
    number: str
    announce: bool = False
    wish: str = ""


@dataclass(frozen=True)
class Told:
    """Somebody who can act was told of an emergency: a named person, what they are, when (None: just now)."""

    name: str
    position: str
    at: datetime | None = None


@dataclass(frozen=True)
class ToldDetainee:
    """Whom it is about as the caller told it. `a_number` is canonical (`A` and nine digits) or empty."""

    a_number: str = ""
    given_names: str = ""
    family_names: str = ""
    date_of_birth: date | None = None
    country_of_birth: str = ""
    year_of_birth: int | None = None

    def __bool__(self) -> bool:
        return any(dataclasses.astuple(self))


@dataclass(frozen=True)
class Concern:
    """One concern. `urgency` can raise the topic's own, never lower it; `identity_withheld` None takes the default.

    `summary` is what is wrong; `points` are the other salient points by their keys (`cases.points`). `repeats` is the
    case on record this call adds to instead of opening one. `steps` are the places ticked in `protocol`.
    """

    topic: Topic
    summary: str
    urgency: str = ""
    facility: Facility | None = None
    vulnerabilities: tuple[str, ...] = ()
    accuses_staff: bool = False
    identity_withheld: bool | None = None
    hearing_on: date | None = None
    removal_on: date | None = None
    held_at: Facility | None = None
    points: tuple[tuple[str, str], ...] = ()
    protocol: TopicProtocol | None = None
    steps: tuple[int, ...] = ()
    told: Told | None = None
    supervised_by: User | None = None
    repeats: Case | None = None

    @property
    def accuses(self) -> bool:
        """Staff are accused, by what was told or because this topic always does."""
        return self.accuses_staff or self.topic.accuses_staff


@dataclass(frozen=True)
class Question:
    """A question answered on the line."""

    topic: Topic
    note: str
    from_library: LineAnswer | None = None


@dataclass(frozen=True)
class Submission:
    """Everything about one call, checked for shape. `found` is a detainee the taker may see.

    `taken_by` is who took the call where that is not who hands it in; `paper_reference` a reference handed out on
    paper before. `receipt_code` says that the caller wants a code to ask with what became of it.
    """

    key: UUID
    caller: ToldCaller
    started_at: datetime
    ended_at: datetime | None = None
    channel: str = "phone"
    line: Line | None = None
    facility: Facility | None = None
    language: str = "en"
    interpreter: bool = False
    ending: str = CallEnding.TAKEN
    note: str = ""
    found: Detainee | None = None
    told: ToldDetainee = field(default_factory=ToldDetainee)
    concerns: Sequence[Concern] = ()
    questions: Sequence[Question] = ()
    checked: Checked | None = None
    interpreting: Interpreter | None = None
    callback: CallbackWish | None = None
    receipt_code: bool = False
    taken_by: User | None = None
    paper_reference: str = ""

    def fingerprint(self) -> bytes:
        """Equal for equal bodies, keyed, so that the stored value tells nothing."""

        def plain(value: object) -> object:
            return str(getattr(value, "pk", value))

        body = {f.name: getattr(self, f.name) for f in dataclasses.fields(self) if f.name != "key"}
        body["caller"] = dataclasses.asdict(self.caller)
        body["told"] = dataclasses.asdict(self.told)
        for rows in ("concerns", "questions"):
            body[rows] = [
                {f.name: plain(getattr(row, f.name)) for f in dataclasses.fields(row)} for row in body[rows]
            ]
        return sealed.fingerprint(json.dumps(body, sort_keys=True, default=plain).encode())
