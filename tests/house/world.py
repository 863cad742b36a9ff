"""The world of the authorization matrix: a call and a case of every kind, with a canary in every text field."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID, uuid4

from django.utils import timezone

from cases import custody, drafts, intake, lifecycle, merging
from cases.callback_hours import free_slots
from cases.models import (
    ActionKind,
    Alarm,
    Call,
    Callback,
    CallEnding,
    CallerKind,
    Case,
    Detainee,
    Disposition,
)
from cases.numbering import next_reference
from cases.references import new_case_number
from cases.submission import CallbackWish
from facilities import moving, rollout
from facilities.models import Facility, Office, Posting
from helpline.accounts import tokens
from helpline.accounts.models import Role, User
from routing import desk, dispatch
from routing.models import NoticeState, Notification, QueueItem
from routing.models.notice import NOT_KNOWN
from tests.builders import KROME, STEWART, concern, submission
from tests.cast import operator, person
from tests.house import ruling, sharing, supervising
from tests.house.clockwork import closed_for_a_day, overdue, stand_still
from tests.house.marks import Marks
from tests.house.supervising import Supervising
from tests.policy import SIGHTS, SOMEBODY, People

UNKNOWN_FACILITY = "NOSUCHPLACE"
PLANNED_MOVE = "ALAMCNC"  # goes to Miami in a month


@dataclass
class World:
    """People by the names of the policy, and everything that can stand in an address."""

    people: dict[str, User] = field(default_factory=dict)
    marks: Marks = field(default_factory=Marks)
    calls: dict[str, Call] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    persons: dict[str, Detainee] = field(default_factory=dict)
    draft: UUID = field(default_factory=uuid4)
    callbacks: dict[str, int] = field(default_factory=dict)
    alarm: UUID = field(default_factory=uuid4)
    notice: int = 0
    escalations: dict[str, int] = field(default_factory=dict)
    closing: int = 0
    supervising: Supervising = field(default_factory=Supervising)

    def targets(self, kind: str) -> list[tuple[str, object, People | None]]:
        """Everything of this kind: its label, the variable part of its address, who may know of it (None: all)."""
        if (found := self.supervising.targets(kind)) is not None:
            return found
        match kind:
            case "case":
                return [(label, case.number, SIGHTS[label].sees) for label, case in self.cases.items()]
            case "call":
                return [(label, call.reference, SIGHTS[label].sees) for label, call in self.calls.items()]
            case "person":
                return [(label, who.pk, SIGHTS[label].person) for label, who in self.persons.items()]
            case "alarm":
                return [("restricted", self.alarm, SIGHTS["restricted"].sees)]
            case "callback":
                return [(label, key, SIGHTS[label].caller) for label, key in self.callbacks.items()]
            case "answer":
                return [("answer", "visiting", None)]
            case "draft":
                return [("draft", self.draft, SIGHTS["draft"].sees)]
            case "facility":
                return [("live", STEWART, None), ("planned", KROME, None)]
            case "office":
                return [("field", "ATL", None)]
            case "closing":
                return [("atlanta", self.closing, None)]
            case "escalation":
                return [(label, key, SIGHTS[label].sees) for label, key in self.escalations.items()]
            case "notice":
                return [("plain", self.notice, SIGHTS["plain"].sees)]
            case "moved_facility":
                return [("planned", PLANNED_MOVE, None)]
            case "key":
                return [("key", 4711, None)]
        return [("", None, None)]

    def unknown(self, kind: str) -> object:
        """The variable part of an address of this kind that leads nowhere."""
        if (nowhere := ruling.unknown(kind)) is not None:
            return nowhere
        match kind:
            case "case":
                return new_case_number()
            case "call":
                return next_reference(timezone.localdate())
            case "person" | "draft" | "alarm" | "block":
                return uuid4()
            case "facility" | "moved_facility":
                return UNKNOWN_FACILITY
            case "office":
                return "NOSUCH"
            case "answer":
                return "no-such-answer"
        return 4712


def make_people() -> dict[str, User]:
    """One person for every name of the policy but the stranger."""
    everybody = {
        "taker": operator("operator"),
        "operator2": operator("operator2"),
        "supervisor": person("supervisor", Role.SUPERVISOR),
        "officer_atl": person("officer.atl", Role.OFFICER, "ATL"),
        "lead_atl": person("lead.atl", Role.OFFICE_LEAD, "ATL"),
        "officer_mia": person("officer.mia", Role.OFFICER, "MIA"),
        "officer_opr": person("officer.opr", Role.OFFICER, "OPR"),
        "officer_saapi": person("officer.saapi", Role.OFFICER, "SAAPI"),
        "unposted": person("officer.gone", Role.OFFICER, "ATL"),
        "inactive": person("officer.left", Role.OFFICER, "ATL"),
        "hq": person("hq", Role.HEADQUARTERS),
        "hq_accused": person("hq.accused", Role.HEADQUARTERS),
        "analyst": person("analyst", Role.ANALYST),
        "auditor": person("auditor", Role.AUDITOR),
    }
    ended = {"ended_at": timezone.now(), "ended_by": everybody["hq"]}
    Posting.objects.filter(user=everybody["unposted"]).update(**ended)
    return everybody


class Builder:
    """Fills a world, one call after another, through the verbs of the product."""

    def __init__(self) -> None:
        self.world = World(people=make_people())
        self.marks = self.world.marks
        self._numbers = iter(range(100, 199))

    def whom(self, label: str) -> Detainee:
        """A person on record with a canary in every field."""
        put, number = self.marks.put, next(self._numbers)
        who = Detainee.described(
            a_number=put(f"A000000{number}", label, "a_number", "person"),
            given_names=self.marks.word(label, "given_names", "person"),
            family_names=self.marks.word(label, "family_names", "person"),
            date_of_birth=date(1970, 1, 1),
            country_of_birth=self.marks.word(label, "country_of_birth", "person"),
            by=self.world.people["supervisor"],
        )
        who.protected = label == "protected"
        who.save(force_insert=True)
        put(str(who.pk), label, "key", "person")
        self.world.persons[label] = who
        return who

    def told(self, label: str, **said: object) -> intake.Submission:
        """Everything that can be said on a call, with a canary in every field."""
        word = self.marks.word
        phone = self.marks.put(f"(404) 555-0{next(self._numbers)}", label, "phone", "caller")
        usual: dict[str, object] = {
            "caller": intake.ToldCaller(
                CallerKind.FAMILY,
                name=word(label, "caller", "caller"),
                phone=phone,
                relationship=word(label, "relationship", "caller"),
                safe_to_call_back=True,
            ),
            "told": intake.ToldDetainee(
                given_names=word(label, "told_given", "record"),
                family_names=word(label, "told_family", "record"),
            ),
            "note": word(label, "note", "record"),
            "facility": STEWART,
        }
        return submission(**{**usual, **said})  # type: ignore[arg-type]

    def concern(self, label: str, topic: str = "CON", **said: object) -> intake.Concern:
        """A concern whose summary is a canary and a word that is searched for."""
        summary = f"{self.marks.word(label, 'summary')} No hot water."
        return concern(topic, summary, **said)

    def case(
        self, label: str, topic: str = "CON", *, by: str = "taker", place: str = STEWART, **said: object
    ) -> Case:
        """A call about one person with one concern, not routed yet."""
        made = self.told(label, facility=place, found=self.whom(label))
        made = _with(made, concerns=(self.concern(label, topic, **said),))
        call = intake.submit(made, by=self.world.people[by])
        self._keep_call(label, call)
        return self._keep_case(label, Case.objects.get(call=call))

    def _keep_call(self, label: str, call: Call) -> None:
        self.marks.put(call.reference, label, "reference")
        self.world.calls[label] = call

    def _keep_case(self, label: str, case: Case) -> Case:
        self.marks.put(case.number, label, "number")
        self.world.cases[label] = case
        return case

    def work(self, label: str, *steps: Callable[[QueueItem, User], object], by: str = "officer_atl") -> None:
        """Do these things to the case as an officer would, each with the stay that lasts."""
        for step in steps:
            item = QueueItem.objects.open().select_related("case", "office").get(case=self.world.cases[label])
            step(item, self.world.people[by])


def _with(said: intake.Submission, **more: object) -> intake.Submission:
    return dataclasses.replace(said, **more)  # type: ignore[arg-type]


def _claim(item: QueueItem, by: User) -> None:
    desk.claim(item, by=by)


def make_world() -> World:
    """All of it. The people of the tests that see nothing are there too."""
    b = Builder()
    marks, staff = b.marks, b.world.people
    supervising.begin(staff)
    for label in (
        "plain",
        "claimed",
        "closed",
        "reopened",
        "rerouted",
        "transferred",
        "returned",
        "protected",
    ):
        b.case(label)
    b.case("mia", by="operator2", place=KROME)
    b.case("withheld", identity_withheld=True)
    b.case("accusing", accuses_staff=True)
    b.case("restricted", "SAA")
    for label in ("named", "leads", "copied"):
        b.case(label)
    b.case("let_in", place=KROME)
    b.world.alarm = Alarm.objects.get().pk  # sexual abuse is an emergency
    _call_with_two_concerns(b)
    _calls_without_a_case(b)
    for label in ("called_back", "called_back_protected"):
        _promise_to_call_back(b, label)
    dispatch.drain()

    def act(item: QueueItem, by: User) -> object:
        return desk.act(item, ActionKind.NOTED, marks.word(_label(item), "action", "work"), by=by)

    def close(item: QueueItem, by: User) -> object:
        return desk.close(item, Disposition.RESOLVED, marks.word(_label(item), "closure", "work"), by=by)

    def _label(item: QueueItem) -> str:
        return next(label for label, case in b.world.cases.items() if case.pk == item.case_id)

    b.work("claimed", _claim, act, stand_still)
    b.work("closed", _claim, act, close)
    b.work("reopened", _claim, close)
    mia = Office.objects.get(code="MIA")
    b.work(
        "transferred",
        lambda item, by: desk.transfer(item, mia, by=by, why=marks.word("transferred", "why", "work")),
    )
    reason = desk.ReturnReason.CONFLICT
    b.work(
        "returned",
        lambda item, by: desk.return_to_headquarters(
            item, reason, by=by, why=marks.word("returned", "why", "work")
        ),
    )
    again = Case.objects.get(pk=b.world.cases["reopened"].pk)
    lifecycle.reopen(again, marks.word("reopened", "why"), by=staff["taker"])
    sent_back = Case.objects.get(pk=b.world.cases["rerouted"].pk)
    dispatch.reroute(sent_back, marks.word("rerouted", "why", "work"), by=staff["hq"])
    routed = Case.objects.filter(pk__in=[again.pk, sent_back.pk])
    dispatch.drain()
    assert {case.office.code for case in routed.select_related("office") if case.office} == {"ATL"}
    _one_person_twice(b)
    b.case("unrouted")
    rollout.activate(Facility.objects.get(key=STEWART), by=staff["hq"], why="Readiness was shown.")
    _places_change(b)
    b.world.notice = _a_notice_fails(b)
    b.world.escalations = {
        label: overdue(item)
        for label, case in b.world.cases.items()
        for item in QueueItem.objects.open().filter(case=case)
    }
    b.world.closing = closed_for_a_day(b.world.people["hq"])
    drafts.keep(b.world.draft, 0, {"note": [marks.word("draft", "body", "record")]}, by=staff["taker"])
    marks.put(str(b.world.draft), "draft", "key")
    tokens.issue(staff["hq"], marks.word("token", "label"), 30, by=None)
    User.objects.filter(pk=staff["inactive"].pk).update(is_active=False)
    shared = sharing.make(staff, b.world.cases, marks)
    b.world.cases = {
        label: Case.objects.select_related("office").get(pk=case.pk) for label, case in b.world.cases.items()
    }
    b.world.supervising = supervising.make(staff, b.world.calls, b.world.cases)
    b.world.supervising.found |= ruling.make(staff) | shared
    return b.world


def _a_notice_fails(b: Builder) -> int:
    """It may not have gone out that a case came to Atlanta."""
    notice = Notification.objects.filter(decision__case=b.world.cases["plain"], office__code="ATL").latest(
        "pk"
    )
    told = {"state": NoticeState.FAILED, "sent_at": None, "last_error_code": NOT_KNOWN}
    Notification.objects.filter(pk=notice.pk).update(**told)
    return notice.pk


def _places_change(b: Builder) -> None:
    """Stewart was Miami's long ago, so Miami holds a case of it; another facility goes to Miami; a person was moved."""
    hq, miami = b.world.people["hq"], Office.objects.get(code="MIA")
    stewart, other = Facility.objects.get(key=STEWART), Facility.objects.get(key=PLANNED_MOVE)
    stewart.assignments.update(valid_from=date(2010, 1, 1))
    long_ago = {"valid_from": date(2000, 1, 1), "valid_to": date(2009, 12, 31), "basis": "As it was."}
    stewart.assignments.create(office=miami, **long_ago)
    in_a_month = moving.today_at(other) + timedelta(days=30)
    moving.move_facility(other, miami, in_a_month, "Miami opens a branch there.", by=hq)
    moved, krome = b.world.persons["plain"], Facility.objects.get(key=KROME)
    since = date(timezone.localdate().year, 1, 1)
    custody.note_custody(moved, krome, since, b.marks.word("plain", "source", "person"), by=hq)


def _call_with_two_concerns(b: Builder) -> None:
    made = _with(
        b.told("mixed", found=b.whom("mixed")),
        concerns=(b.concern("mixed_plain"), b.concern("mixed_accusing", accuses_staff=True)),
    )
    call = intake.submit(made, by=b.world.people["taker"])
    b._keep_call("mixed", call)
    for case in Case.objects.filter(call=call):
        b._keep_case("mixed_accusing" if case.accuses_staff else "mixed_plain", case)


def _one_person_twice(b: Builder) -> None:
    """The person of the plain case was on record twice; the other record was merged into the one kept. And somebody."""
    somebody = Detainee(pk=UUID(SOMEBODY), given_names="Eva", recorded_by=b.world.people["hq"])
    somebody.hear()
    somebody.save(force_insert=True)
    plain = b.world.persons["plain"]
    again = b.whom("plain")
    b.world.persons["plain"] = plain
    merging.merge(plain, again, b.marks.word("plain", "merged_why", "person"), by=b.world.people["hq"])


def _calls_without_a_case(b: Builder) -> None:
    topic = b.concern("answered").topic
    answer = intake.Question(topic, b.marks.word("answered", "answer", "record"))
    made = _with(b.told("answered", found=b.whom("answered")), concerns=(), questions=(answer,))
    b._keep_call("answered", intake.submit(made, by=b.world.people["taker"]))
    nothing = intake.ToldDetainee()
    silent = b.told("ended", told=nothing, caller=intake.ToldCaller(CallerKind.ANONYMOUS))
    made = _with(silent, concerns=(), ending=CallEnding.DISCONNECTED)
    b._keep_call("ended", intake.submit(made, by=b.world.people["taker"]))


def _promise_to_call_back(b: Builder, label: str) -> None:
    whom = b.whom(label)
    whom.protected = label.endswith("protected")
    whom.save()
    answer = intake.Question(b.concern(label).topic, b.marks.word(label, "answer", "record"))
    made = b.told(label, found=whom)
    slot = free_slots(timezone.now() + timedelta(days=1), days=1, most=1)[0].at
    wish = CallbackWish(slot, made.caller.phone, wish=b.marks.word(label, "wish", "caller"))
    call = intake.submit(
        _with(made, concerns=(), questions=(answer,), callback=wish), by=b.world.people["taker"]
    )
    b._keep_call(label, call)
    b.world.callbacks[label] = Callback.objects.get(call=call).pk
