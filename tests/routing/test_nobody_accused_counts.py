"""Unseen is absent: to somebody who is shut out, every page is as it was before the case existed."""

import re
from difflib import ndiff
from typing import Any

import pytest

from cases.intake import ToldCaller, ToldDetainee
from cases.models import CallerKind
from facilities.models import Office
from helpline.accounts.models import Role
from routing import desk
from routing.models import Purpose, QueueItem, Shows
from routing.sharing import accused, copies
from tests.builders import a_case, item_of
from tests.cast import Cast, person
from tests.routing.pages import fresh

PAGES = (
    "/queue/", "/live/queue/?since=2026-01-01T00:00:00Z", "/cases/", "/calls/", "/copies/", "/notices/", "/board/",
    "/alarms/", "/reviews/", "/quality/", "/callbacks/", "/journal/", "/live/news/", "/api/v1/cases/", "/api/v1/copies/",
    "/api/v1/alarms/", "/api/v1/board/", "/api/v1/quality/", "/api/v1/reviews/",
)  # fmt: skip
SEARCHES = (
    ("/cases/", {"words": "insulin"}),
    ("/detainees/search/", {"name": "Quetzal Ixcoy"}),
    ("/detainees/search/", {"a_number": "A000000555"}),
)
PASSING = [
    re.compile(
        r"csrfmiddlewaretoken\" value=\"[^\"]*|X-CSRFToken[^}]{0,120}\}|nonce=\"[^\"]*|\b[0-9a-f]{32}\b"
    ),
    re.compile(r"<time[^>]*>[^<]*</time>|\b\d\d?:\d\d(:\d\d)?\b|\d+ (min|h|s)\b"),
    re.compile(r"\"at\":\"[^\"]*\"|data-(idle|whole)=\"\d+\"|since=[^\"]*"),
]


def pages(client: Any) -> dict[str, str]:
    """Every list this person has, and what they find by searching."""
    answers = {address: client.get(address) for address in PAGES}
    answers |= {f"{address} {said}": client.post(address, said) for address, said in SEARCHES}
    return {name: f"{answer.status_code} {_settled(answer)}" for name, answer in answers.items()}


def _settled(answer: Any) -> str:
    text = answer.content.decode()
    for passing in PASSING:
        text = passing.sub("", text)
    return str(text)


def _differences(before: str, after: str) -> list[str]:
    lines = ndiff(before.splitlines(), after.splitlines())
    return [line[:200] for line in lines if line[0] in "+-" and line[2:].strip()]


def _complaint(cast: Cast, who: str) -> None:
    """A call about an emergency at Stewart, copied to Miami, in which this person is named as soon as it is routed."""
    case = a_case(
        "SAA" if who in {"supervisor", "operator2"} else "MED",
        by=cast.operator,
        summary="No insulin since Monday.",
        told=ToldDetainee(a_number="A000000555", given_names="Quetzal", family_names="Ixcoy"),
        caller=ToldCaller(CallerKind.FAMILY, name="Rosa Ixcoy", phone="(404) 555-0188"),
    )
    other = person("hq.other", Role.HEADQUARTERS)
    accused.name_accused(case, person=getattr(cast, who), why="The complaint names them.", by=other)
    if who == "officer_atl":
        accused.name_accused(fresh(case), office=Office.objects.get(code="ATL"), why="So does it.", by=other)
    case = fresh(case)
    if not case.accuses_staff:
        item = QueueItem.objects.open().select_related("case", "office").get(case=case)
        copies.send_copy(
            item, Office.objects.get(code="MIA"), Purpose.KNOW, Shows.ALL, "Same crew.", by=other
        )


@pytest.mark.parametrize(
    "who", ["operator", "operator2", "supervisor", "officer_atl", "officer_mia", "lead_atl", "hq", "auditor"]
)
def test_who_is_shut_out_finds_every_page_as_it_was_before(cast: Cast, signed_in: Any, who: str) -> None:
    a_case("CON", by=cast.operator2)
    client = signed_in(getattr(cast, who))
    pages(client)  # whatever is counted once is counted now
    before = pages(client)
    _complaint(cast, who)
    after = pages(client)
    odd = [f"{name}: {line}" for name in before for line in _differences(before[name], after[name])]
    assert not odd, "\n".join(odd)


def test_the_desk_of_headquarters_counts_no_case_that_its_reader_is_shut_out_of(
    cast: Cast, signed_in: Any
) -> None:
    case = a_case("CON", by=cast.operator)
    client = signed_in(cast.hq)
    waiting = {d.office.code: d.waiting for d in client.get("/queue/").context["page"].desks}
    assert waiting["ATL"] == 1
    accused.name_accused(case, person=cast.hq, why="Named.", by=person("hq.other", Role.HEADQUARTERS))
    waiting = {d.office.code: d.waiting for d in client.get("/queue/").context["page"].desks}
    assert waiting["ATL"] == 0


def test_the_office_that_returned_a_case_is_not_told_who_has_it(cast: Cast, signed_in: Any) -> None:
    case = a_case("CON", by=cast.operator)
    desk.return_to_headquarters(item_of(case), desk.ReturnReason.CONFLICT, by=cast.officer_atl, why="Ours.")
    client = signed_in(cast.lead_atl)
    unknown = client.get("/cases/2222-2222-2/").status_code
    assert client.get(f"/cases/{case.number}/").status_code == unknown == 404
