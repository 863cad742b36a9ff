"""The page of a case counts in words, pauses and resumes; what was typed is kept where it is refused."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from routing import desk
from routing.models import Escalation, Pause
from tests.builders import a_case, item_of
from tests.cast import Cast
from tests.routing.laddered import begun

NOTE = "Asked the facility for the repair slip."


def held(cast: Cast, topic: str = "CON") -> Case:
    """A case the officer of Atlanta holds."""
    case = a_case(topic, by=cast.operator)
    desk.claim(item_of(case), by=cast.officer_atl)
    return Case.objects.get(pk=case.pk)


def body(case: Case, **said: Any) -> dict[str, Any]:
    """The form of a pause as the page sends it."""
    until = (timezone.localdate() + timedelta(days=9)).isoformat()
    return {"version": case.version, "reason": "facility", "note": NOTE, "until": until} | said


def test_a_pause_and_its_end_are_on_the_page(cast: Cast, signed_in: Any) -> None:
    case, client = held(cast), signed_in(cast.officer_atl)
    page = client.get(reverse("routing:case", args=[case.number])).content.decode()
    assert "How this was counted" in page
    assert "The time is 5 business days." in page
    paused = client.post(
        reverse("routing:pause", args=[case.number]), body(case), follow=True
    ).content.decode()
    assert "The clock stands still until" in paused
    assert NOTE in paused
    assert "stopped the clock until" in paused
    again = client.post(
        reverse("routing:resumption", args=[case.number]), {"version": case.version + 1}, follow=True
    ).content.decode()
    assert "let the clock run again" in again
    assert Pause.objects.get().ended_by == cast.officer_atl


def test_a_day_that_cannot_be_is_refused_beside_its_field(cast: Cast, signed_in: Any) -> None:
    case, client = held(cast), signed_in(cast.officer_atl)
    refused = client.post(reverse("routing:pause", args=[case.number]), body(case, until="2020-01-01"))
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "Choose a day after today" in page
    assert NOTE in page
    assert not Pause.objects.exists()


def test_a_case_that_changed_keeps_the_words(cast: Cast, signed_in: Any) -> None:
    case, client = held(cast), signed_in(cast.officer_atl)
    stale = client.post(reverse("routing:pause", args=[case.number]), body(case, version=case.version - 1))
    assert stale.status_code == 409
    assert NOTE in stale.content.decode()


def test_an_urgent_case_offers_no_pause_and_says_why_in_the_api(cast: Cast, signed_in: Any) -> None:
    case, client = held(cast, "AST"), signed_in(cast.officer_atl)
    assert (
        reverse("routing:pause", args=[case.number])
        not in client.get(reverse("routing:case", args=[case.number])).content.decode()
    )
    clock = client.get(reverse("api:clock", args=[case.number])).json()
    assert clock["cannot_pause"].startswith("An urgent case cannot be paused")
    tag = client.get(reverse("api:case", args=[case.number])).headers["ETag"]
    sent = {key: value for key, value in body(case).items() if key != "version"}
    url = reverse("api:pause", args=[case.number])
    assert client.post(url, sent, content_type="application/json").status_code == 428
    refused = client.post(url, sent, content_type="application/json", headers={"If-Match": tag})
    assert (refused.status_code, refused.json()["detail"]) == (409, clock["cannot_pause"])


def test_a_step_is_taken_on_from_the_page_and_from_the_api(cast: Cast, signed_in: Any) -> None:
    first, second = a_case("CON", by=cast.operator), a_case("CON", by=cast.operator)
    for case in (first, second):
        begun(case, timedelta(days=40))
    client = signed_in(cast.hq)
    assert "2 warnings wait" in client.get(reverse("routing:escalations")).content.decode()
    top = {s.case_id: s for s in Escalation.objects.filter(step="headquarters")}
    url = reverse("routing:acknowledgement", args=[top[first.pk].pk])
    assert client.post(url, {"plan": " "}).status_code == 422
    assert client.post(url, {"plan": "I call the warden."}).status_code == 302
    late = client.post(url, {"plan": "So do I."})
    assert late.status_code == 409
    assert "So do I." in late.content.decode()
    api = reverse("api:acknowledgement", args=[top[second.pk].pk])
    answered = client.post(api, {"plan": "I call the unit."}, content_type="application/json")
    assert (answered.status_code, answered.json()["acknowledged_by"]) == (200, "hq")
    assert client.get(reverse("api:escalations"), {"waiting": "true"}).json()["results"] == []
    assert len(client.get(reverse("api:escalations")).json()["results"]) == 6
    assert "I call the warden." in client.get(reverse("routing:escalations")).content.decode()
