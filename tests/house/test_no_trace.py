"""What one may not see leaves no trace: nothing changes when it is added, and searching for it finds what nonsense finds.

The first danger is retaliation: the office that is accused must not notice, in any list, count, search or page, that
somebody complained.
"""

import re
from collections.abc import Iterator
from difflib import ndiff
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from cases import intake
from cases.models import Call, CallerKind, Case, Detainee
from cases.references import new_case_number
from routing import dispatch
from tests.builders import KROME, a_call, concern
from tests.house.matrix import known
from tests.house.tree import tell
from tests.house.walking import Answer, Walker, settled
from tests.house.world import World
from tests.policy import AUDITOR, HQ, OPR, ROWS, STAFF, TAKER, WATCH, People, Row

pytestmark = [pytest.mark.house, pytest.mark.timeout(300), pytest.mark.django_db]


def look(
    walker: Walker, name: str, person: str, row: Row | None = None, method: str = "GET", query: str = ""
) -> Answer:
    """What one person gets from an address, of the plain case where it is about one."""
    place, row = known()[name], row or ROWS[name]
    targets = {label: value for label, value, _ in walker.world.targets(row.target)}
    value = targets.get("plain", next(iter(targets.values())))
    address = place.address(value, query or (row.query if method == "GET" else ""))
    return walker.send(person, method, address, row, api=place.is_api, keep=method == "GET")


# Lists in the API whose POST begins something new: the answer names it, so two answers are never the same.
BEGINS_SOMETHING = {"api:trainees", "api:paper_blocks"}


def views_of(walker: Walker, unknowing: People) -> Iterator[tuple[str, str, str, str]]:
    """Every list and every page about the plain case, as everybody who must not notice anything."""
    for name, row in ROWS.items():
        if not row.lists and row.target not in {"case", "call", "person"}:
            continue
        for person in sorted(unknowing & row.get):
            yield name, "GET", person, settled(look(walker, name, person).response.content)
        for person in sorted(unknowing & row.post if row.lists and name not in BEGINS_SOMETHING else ()):
            yield name, "POST", person, settled(look(walker, name, person, method="POST").response.content)


def accuse_on_the_same_call(world: World) -> None:
    """The person who called about hot water also says who hit them."""
    said = concern("FOR", "Zqretaliation No hot water.", accuses_staff=True)
    with transaction.atomic():
        intake.open_case(world.calls["plain"], said, by=world.people["taker"])


def accuse_on_a_call_of_its_own(world: World) -> None:
    """The same person calls again."""
    plain = world.calls["plain"].detainee
    said = concern("CON", "Zqretaliation No hot water.", accuses_staff=True)
    a_call(said, by=world.people["taker"], found=plain)


def report_abuse(world: World) -> None:
    """A restricted topic."""
    a_call(
        concern("SAA", "Zqabuse No hot water."), by=world.people["taker"], found=world.calls["plain"].detainee
    )


def call_from_miami(world: World) -> None:
    """The business of another office."""
    a_call(concern("CON", "Zqelsewhere No hot water."), by=world.people["taker"], facility=KROME)


def call_about_a_protected_person(world: World) -> None:
    """Somebody whose file does not exist for whoever has no need."""
    told = intake.ToldDetainee(a_number="A000000901", given_names="Zqzzprotected", family_names="Zqzzperson")
    call = a_call(
        concern("CON", "Zqprotected No hot water."), by=world.people["taker"], told=told, facility=KROME
    )
    Detainee.objects.filter(calls=call).update(protected=True)


MIA_TOO = frozenset({"officer_mia"})
ADDED = {
    accuse_on_the_same_call: TAKER | WATCH | OPR,
    accuse_on_a_call_of_its_own: TAKER | WATCH | OPR,
    report_abuse: TAKER | WATCH | OPR | frozenset({"officer_saapi"}),  # OPR has a copy
    call_from_miami: TAKER | WATCH | MIA_TOO,
    call_about_a_protected_person: TAKER | HQ | MIA_TOO,
}


@pytest.mark.parametrize("add", ADDED, ids=lambda add: add.__name__)
def test_who_may_not_know_notices_nothing(add: Any, walker: Walker) -> None:
    unknowing = STAFF - ADDED[add] - AUDITOR
    dispatch.drain()  # what waits in the world is not to be mistaken for what is added
    before = list(views_of(walker, unknowing))
    cases = Case.objects.count()
    add(walker.world)
    dispatch.drain()
    assert Case.objects.count() == cases + 1
    after = list(views_of(walker, unknowing))
    changed = [
        f"{method} {name} as {person}"
        for (name, method, person, then), (_, _, _, now) in zip(before, after, strict=True)
        if then != now
    ]
    assert not changed, tell(changed)


def test_a_later_call_about_what_one_may_not_know_leaves_no_trace(walker: Walker) -> None:
    """The accused office, and operators who did not take the case, see nothing of somebody calling again about it."""
    world, unknowing = walker.world, STAFF - TAKER - WATCH - OPR - AUDITOR
    dispatch.drain()
    before = list(views_of(walker, unknowing))
    case = Case.objects.select_related("topic").get(pk=world.cases["accusing"].pk)
    said = concern("CON", "Zqagain No hot water.", accuses_staff=True, repeats=case)
    a_call(said, by=world.people["taker"], found=world.persons["accusing"])
    assert Case.objects.get(pk=case.pk).calls_heard == 2
    changed = [
        f"{method} {name} as {person}"
        for (name, method, person, then), (_, _, _, now) in zip(
            before, views_of(walker, unknowing), strict=True
        )
        if then != now
    ]
    assert not changed, tell(changed)


def test_who_may_know_does_notice(walker: Walker) -> None:
    """The test above would notice: the office that holds the case sees its queue grow."""
    dispatch.drain()
    before = settled(look(walker, "routing:queue", "officer_opr").response.content)
    accuse_on_the_same_call(walker.world)
    dispatch.drain()
    assert settled(look(walker, "routing:queue", "officer_opr").response.content) != before


# -- searching ------------------------------------------------------------------------------------

NONSENSE = "Zqnonsensical"


def without(answer: Answer, *words: str) -> tuple[int, str]:
    """What a search answered, apart from the words that were typed."""
    text = settled(answer.response.content)
    for word in words:
        text = text.replace(word, "").replace(word.lower(), "")
    return answer.status, text


def searches(world: World) -> Iterator[tuple[str, str, str, dict[str, str], str, str, People]]:
    """Every way to search, with the text of a fixture and a nonsense of the same form, and who may know the fixture."""
    for mark_text, mark in world.marks.known.items():
        if mark.field == "summary":
            word = mark_text.capitalize()
            yield mark.label, "cases:cases", "POST", {"words": word}, word, NONSENSE, mark.readers
            yield mark.label, "api:cases", "GET", {"q": word}, word, NONSENSE, mark.readers
        if mark.field in {"given_names", "family_names"}:
            word = mark_text.capitalize()
            yield mark.label, "cases:find_detainee", "POST", {"name": word}, word, NONSENSE, mark.readers
            yield (
                mark.label,
                "cases:new_call",
                "POST",
                {"family_names": word, "find_detainee": "1"},
                word,
                NONSENSE,
                mark.readers,
            )
        if mark.field == "a_number":
            number = mark_text.upper()
            nobody = "A000000999"
            yield (
                mark.label,
                "cases:find_detainee",
                "POST",
                {"a_number": number},
                number,
                nobody,
                mark.readers,
            )
            yield (
                mark.label,
                "cases:new_call",
                "POST",
                {"a_number": number, "find_detainee": "1"},
                number,
                nobody,
                mark.readers,
            )
    for label, case in world.cases.items():
        sees = world.marks.known[case.number.replace("-", "").lower()].readers
        yield label, "cases:cases", "POST", {"words": case.number}, case.number, new_case_number(), sees
        yield label, "audit:journal", "GET", {"reference": case.number}, case.number, new_case_number(), sees


def test_searching_for_the_unseen_finds_what_nonsense_finds(walker: Walker) -> None:
    odd, asked = [], 0
    for label, name, method, typed, word, nonsense, readers in searches(walker.world):
        row = ROWS[name]
        for person in sorted(row.door(method) - readers):
            answers = []
            for text in (word, nonsense):
                said = {field: text if value == word else value for field, value in typed.items()}
                query = (
                    "&".join(f"{field}={value}" for field, value in said.items()) if method == "GET" else ""
                )
                sent = Row(row.target, get=row.get, post=row.post, body=said)
                answers.append(without(look(walker, name, person, sent, method, query), word, nonsense))
            asked += 1
            if answers[0] != answers[1]:
                odd.append(f"{person} finds {label} by {', '.join(typed)} at {name}")
    assert not odd, tell(odd)
    assert asked > 100


# -- the caller is withheld -------------------------------------------------------------------------


TIMES = re.compile(r"\d{4}-\d\d-\d\d[T ][\d:.]+(?:Z|\+00:00)|\b\d\d?:\d\d(?::\d\d)?")
RUNNING = re.compile(r"/copies/\d+/")  # of one table for all offices: the number says nothing of who called
SPELLED_OUT = re.compile(r'<span class="hl-say">[^<]*</span>')  # the numbers again, for reading aloud
ABOUT_THE_CASE = (
    "routing:case",
    "api:case",
    "api:decisions",
    "api:timeline",
    "cases:call",
    "api:call",
    "routing:queue",
)


def told_about_a_withheld_call(walker: Walker, caller: CallerKind) -> dict[str, str]:
    """What Atlanta reads about a withheld case of this kind of caller, without its number and the time of day."""
    world = walker.world
    said = concern("CON", "No hot water.", identity_withheld=True)
    who = intake.ToldCaller(caller, name="Zqcaller Name")
    with transaction.atomic():
        call = a_call(said, by=world.people["taker"], found=world.persons["plain"], caller=who)
        dispatch.drain()
        case = call.cases.get()
        told = {}
        for name in ABOUT_THE_CASE:
            value = call.reference if ROWS[name].target == "call" else case.number
            address = known()[name].address(value)
            answer = walker.send("officer_atl", "GET", address, ROWS[name], api=False, keep=True)
            assert answer.status == 200
            text = settled(answer.response.content).replace(case.number, "").replace(call.reference, "")
            told[name] = RUNNING.sub("", TIMES.sub("", SPELLED_OUT.sub("", text)))
        transaction.set_rollback(True)
    return told


def test_an_office_cannot_tell_who_called_when_it_is_withheld(walker: Walker) -> None:
    """Two withheld cases that differ only in who called look the same to the office that works on them."""
    dispatch.drain()
    one = told_about_a_withheld_call(walker, CallerKind.DETAINEE)
    other = told_about_a_withheld_call(walker, CallerKind.ATTORNEY)
    odd = []
    for name in ABOUT_THE_CASE:
        was, now = (text.replace(",", ",\n").splitlines() for text in (one[name], other[name]))
        odd += [
            f"{name}: {line.strip()}"
            for line in ndiff(was, now)
            if line[:2] in {"- ", "+ "} and line[2:].strip()
        ]
    assert not odd, tell(odd)


# -- the protected person ---------------------------------------------------------------------------


def test_a_supervisor_who_takes_a_call_reads_its_receipt_whoever_it_is_about(walker: Walker) -> None:
    """A missing receipt would tell that there is a protected file with this A-number."""
    world = walker.world
    call: Call = a_call(by=world.people["supervisor"], found=world.persons["protected"])
    row = ROWS["cases:call"]
    answer = walker.send(
        "supervisor", "GET", known()["cases:call"].address(call.reference), row, api=False, keep=True
    )
    assert answer.status == 200
    assert not {"given_names", "key"} & {mark.field for mark in world.marks.found_in(answer.said).values()}


# -- forms of other sites -----------------------------------------------------------------------------


NO_SESSION = {
    "cases:status": "Asked by the public, who have no session; it tells nothing about who is signed in.",
    "api:status": "The same through the API.",
    "api:telephony_events": "Signed by the exchange; a session opens nothing.",
}


def test_no_form_of_another_site_is_taken(walker: Walker) -> None:
    """A session without the token of a page of ours writes nothing, on pages and in the API."""
    taken = []
    for name, row in ROWS.items():
        if not row.post & STAFF or name in NO_SESSION:
            continue
        place = known()[name]
        person = next(who for who in ("hq", "taker", "supervisor") if who in row.post)
        client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        client.force_login(
            walker.world.people[person], backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        _, value, _ = walker.world.targets(row.target)[0]
        status = client.post(place.address(value), {"why": "x"}).status_code
        if status not in {403, 415}:
            taken.append(f"{name} as {person}: {status}")
    assert not taken, tell(taken)
