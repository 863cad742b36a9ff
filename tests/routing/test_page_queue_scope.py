"""Nobody finds in a queue, a list or a count what is not theirs; a field office never what accuses staff."""

from typing import Any

from django.utils import timezone

from facilities.models import Office, Posting
from routing.queue import open_count
from tests.builders import KROME, a_case
from tests.cast import Cast
from tests.routing.pages import numbers_on, queue_of


def test_another_office_finds_no_trace(cast: Cast, signed_in: Any) -> None:
    case = a_case("CON", by=cast.operator, summary="Canary in unit B.")
    page = queue_of(signed_in(cast.officer_mia), office="ATL")
    assert numbers_on(page) == []
    assert [tab.count for tab in page.context["page"].tabs] == [0, 0, 0, 0, 0, 0]
    assert ">Nothing waits for Miami</h1>" in page.content.decode()
    assert case.number not in page.content.decode()
    assert open_count(cast.officer_mia) == 0


def test_what_accuses_staff_never_stands_in_a_field_office(cast: Cast, signed_in: Any) -> None:
    case = a_case("CON", by=cast.operator, accuses_staff=True)
    for user in (cast.officer_atl, cast.lead_atl):
        page = queue_of(signed_in(user))
        assert (numbers_on(page), page.context["page"].total, open_count(user)) == ([], 0, 0)
    assert numbers_on(queue_of(signed_in(cast.officer_opr))) == [case.number]


def test_headquarters_sees_every_queue_with_its_counts(cast: Cast, signed_in: Any) -> None:
    atlanta, miami = a_case("CON", by=cast.operator), a_case("CON", by=cast.operator, facility=KROME)
    client = signed_in(cast.hq)
    page = queue_of(client)
    assert numbers_on(page) == [atlanta.number, miami.number]
    assert ">2 cases wait in all queues</h1>" in page.content.decode()
    waiting = {
        desk.office.code: (desk.waiting, desk.late) for desk in page.context["page"].desks if desk.waiting
    }
    assert waiting == {"ATL": (1, 0), "MIA": (1, 0)}
    assert numbers_on(queue_of(client, office="MIA")) == [miami.number]


def test_a_person_of_two_offices_switches_between_them(cast: Cast, signed_in: Any) -> None:
    atlanta, miami = a_case("CON", by=cast.operator), a_case("CON", by=cast.operator, facility=KROME)
    Posting.objects.create(
        user=cast.officer_atl, office=Office.objects.get(code="MIA"), began_at=timezone.now()
    )
    client = signed_in(cast.officer_atl)
    assert numbers_on(queue_of(client)) == [atlanta.number]
    assert numbers_on(queue_of(client, office="MIA")) == [miami.number]


def test_without_a_posting_there_is_no_queue(cast: Cast, signed_in: Any) -> None:
    a_case("CON", by=cast.operator)
    Posting.objects.filter(user=cast.officer_atl).update(ended_at=timezone.now(), ended_by=cast.hq)
    page = queue_of(signed_in(cast.officer_atl))
    assert ">You are not posted to an office yet</h1>" in page.content.decode()
    assert numbers_on(page) == []


def test_who_has_no_queue_finds_no_page(cast: Cast, signed_in: Any) -> None:
    for user in (cast.operator, cast.supervisor, cast.analyst, cast.auditor):
        assert queue_of(signed_in(user)).status_code == 404
