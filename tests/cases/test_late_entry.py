"""A call written down later keeps its real time and its real taker, and its reference on paper is used once."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from cases import intake, paper
from cases.models import Call, Case, PaperReference
from helpline.accounts.models import User
from helpline.refusals import Refused
from routing import dispatch
from routing.models import QueueItem
from tests.builders import STEWART, submission
from tests.cases.form_page import FormPage
from tests.cast import Cast, make_cast

LATE = "/calls/late/"


@pytest.fixture
def page(cast: Cast, signed_in: Any) -> FormPage:
    return FormPage(signed_in(cast.operator), LATE)


def sheet(by: User, how_many: int = 2) -> list[str]:
    block = paper.issue_block(how_many, "Maintenance on Saturday night.", by=by)
    return list(block.references.order_by("reference").values_list("reference", flat=True))


def written(page: FormPage, **said: str) -> FormPage:
    usual = {
        "place": "Stewart Detention Center",
        "late_channel": "paper",
        "late_on_month": "3",
        "late_on_day": "4",
        "late_on_year": "2026",
        "late_at": "23:40",
        "late_zone": "America/Chicago",
        "concerns_0_topic": "CON",
        "concerns_0_summary": "No hot water.",
    }
    page.url = "/calls/new/"
    return page.write(**{**usual, **said})


def test_it_keeps_the_real_time_the_real_taker_and_who_keyed_it(page: FormPage, cast: Cast) -> None:
    [reference, _] = sheet(cast.supervisor)
    answer = written(page, late_taken_by="operator2", paper_reference=reference.lower()).press().answer
    call = Call.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/calls/{reference}/")
    assert call.started_at == datetime(2026, 3, 5, 5, 40, tzinfo=UTC)
    assert (call.channel, call.taken_by, call.entered_by) == ("paper", cast.operator2, cast.operator)
    assert PaperReference.objects.get(reference=reference).call == call


def test_both_see_it_and_nobody_else_who_takes_calls(page: FormPage, cast: Cast, signed_in: Any) -> None:
    written(page, late_taken_by="operator2").press()
    url = f"/calls/{Call.objects.get().reference}/"
    html = signed_in(cast.operator).get(url).content.decode()
    assert "by operator2, paper form; written down" in " ".join(html.split())
    assert signed_in(cast.operator2).get(url).status_code == 200
    Call.objects.update(taken_by=cast.operator2, entered_by=None)
    assert signed_in(cast.operator).get(url).status_code == 404


def test_the_office_of_that_day_gets_it_and_it_is_due_from_now(page: FormPage, cast: Cast) -> None:
    written(page).press()
    dispatch.drain()
    stay = QueueItem.objects.select_related("decision").get()
    assert stay.decision.facts["called_on"] == "2026-03-05"
    assert stay.due_at > timezone.now()
    assert "Due times count from now" in page.client.get(LATE).content.decode()


@pytest.mark.parametrize(
    ("said", "beside"),
    [
        ({"late_on_day": ""}, "Fill in month, day and a year"),
        ({"late_on_month": "", "late_on_day": "", "late_on_year": ""}, "Fill in the day of the call."),
        ({"late_on_year": "1999"}, "Check the year: 1999."),
        ({"late_on_year": str(datetime.now(UTC).year + 1)}, "This is in the future."),
        ({"late_at": "25:10"}, "Write the time as hours and minutes"),
        ({"late_at": ""}, "Write the time as hours and minutes"),
        ({"late_on_day": "8", "late_at": "2:30"}, "There was no such time that night"),
        ({"late_channel": "pigeon"}, "Choose how the call reached us"),
        ({"late_zone": "Mars"}, "Choose the time zone"),
        ({"late_taken_by": "hq"}, "Choose who took the call from the list."),
        ({"paper_reference": "C-260304-7KQ2"}, "not on any list we printed"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_loses_nothing(
    page: FormPage, said: dict[str, str], beside: str
) -> None:
    typed = written(page, **said).typed.copy()
    page.press()
    assert page.answer.status_code == 422
    assert page.html.count(beside) == 2  # in the summary and beside the field
    choices = {
        "late_channel",
        "late_zone",
        "late_taken_by",
    }  # a list shows its first where it has no such line
    typed = {name: text for name, text in typed.items() if name not in {*choices, "draft_rev"}}
    assert {**page.typed, **typed} == page.typed
    assert not Call.objects.exists()


def test_a_reference_that_was_struck_out_or_used_says_so(page: FormPage, cast: Cast) -> None:
    struck, used = sheet(cast.supervisor)
    block = PaperReference.objects.get(reference=struck).block
    paper.strike_out(block, [struck], "Shredded.", by=cast.supervisor)
    intake.submit(submission(paper_reference=used), by=cast.operator2)
    assert "was struck out" in written(page, paper_reference=struck).press().html
    assert "was used for another call" in written(page, paper_reference=used).press().html


def test_a_double_click_is_one_call_with_its_paper_reference(page: FormPage, cast: Cast) -> None:
    [reference, _] = sheet(cast.supervisor)
    written(page, paper_reference=reference, late_taken_by="operator2")
    first, second = (page.client.post("/calls/new/", page.typed) for _ in range(2))
    assert (first.status_code, second.status_code, first["Location"]) == (303, 303, second["Location"])
    assert Call.objects.count() == 1


def test_a_draft_of_a_late_call_comes_back_as_one(page: FormPage) -> None:
    written(page, late_taken_by="operator2").press("keep")
    again = FormPage(page.client, f"/calls/new/?draft={page.typed['submission_key'][0]}")
    assert again.typed["late_taken_by"] == ["operator2"]
    assert "A call is written down later" in again.html


def test_two_who_key_in_the_same_reference_at_once_make_one_call_and_one_is_told(
    transactional_db: None,
) -> None:
    cast = make_cast()
    [reference, _] = sheet(cast.supervisor)
    start, said = Barrier(2), []

    def key_in(by: User) -> None:
        start.wait()
        try:
            intake.submit(submission(paper_reference=reference), by=by)
        except Refused as refusal:
            said.append(str(refusal))
        finally:
            connection.close()

    both = [Thread(target=key_in, args=[by]) for by in (cast.operator, cast.operator2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert said == [paper.USED]
    assert (Call.objects.count(), Case.objects.count()) == (1, 1)


def test_blocks_count_what_became_of_their_references(cast: Cast, signed_in: Any) -> None:
    first, second = sheet(cast.supervisor)
    intake.submit(submission(paper_reference=first), by=cast.operator)
    [row] = paper.blocks(timezone.now() + timedelta(days=4))
    assert (row.used, row.struck, row.open, row.open_too_long) == (1, 0, 1, True)
    client = signed_in(cast.supervisor)
    url = f"/paper/{row.row.pk}/"
    assert second in client.get(f"{url}forms/").content.decode()
    page = FormPage(client, url, form="")
    answer = client.post(f"{url}striking/", {"references": [first, second], "why": "Shredded."})
    assert answer.status_code == 422  # one of them is used
    assert "One of these is not open any more." in answer.content.decode()
    assert client.post(f"{url}striking/", {"references": [second], "why": "Shredded."}).status_code == 302
    assert paper.blocks(timezone.now())[0].open == 0
    assert "All 2 references are settled" in page.read(client.get(url)).html


@pytest.mark.parametrize(("how_many", "status"), [("0", 422), ("201", 422), ("x", 422), ("200", 302)])
def test_a_block_has_1_to_200_references(cast: Cast, signed_in: Any, how_many: str, status: int) -> None:
    answer = signed_in(cast.hq).post("/paper/", {"how_many": how_many, "why": "Outage."})
    assert answer.status_code == status
    assert PaperReference.objects.count() == (200 if status == 302 else 0)


def test_the_api_takes_both(cast: Cast, signed_in: Any) -> None:
    [reference, other] = sheet(cast.supervisor)
    said = {
        "facility": STEWART,
        "channel": "voicemail",
        "caller": {"kind": "detainee"},
        "started_at": "2026-03-04T15:20:00Z",
        "cases": [{"topic": "CON", "summary": "No hot water."}],
        "taken_by": "operator2",
        "paper_reference": reference,
    }
    client, key = signed_in(cast.operator), {"Idempotency-Key": str(uuid4())}
    seen = [client.post("/api/v1/calls/", said, "application/json", headers=key) for _ in range(2)]
    assert [one.status_code for one in seen] == [201, 200]
    assert {one.json()["reference"] for one in seen} == {reference}
    call = Call.objects.get()
    assert (call.taken_by, call.entered_by, call.channel) == (cast.operator2, cast.operator, "voicemail")
    wrong = {**said, "taken_by": "hq", "paper_reference": f"{other[:-1]}{'2' if other[-1] != '2' else '3'}"}
    answer = client.post(
        "/api/v1/calls/", wrong, "application/json", headers={"Idempotency-Key": str(uuid4())}
    )
    assert {error["field"] for error in answer.json()["errors"]} == {"taken_by", "paper_reference"}
