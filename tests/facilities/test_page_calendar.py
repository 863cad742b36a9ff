"""Hours and closings of an office by page and API: the same verb, refused beside the field, never lost to a colleague."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from facilities import workweek
from facilities.models import ClosedDays, Office, OpeningHours
from tests.cast import Cast

DAYS = {"opens_0": "08:00", "closes_0": "16:00", "opens_2": "09:00", "closes_2": "12:30"}


def closing(**said: str) -> dict[str, str]:
    """A closing of one day next week."""
    day = (timezone.localdate() + timedelta(days=7)).isoformat()
    return {"starts_on": day, "ends_on": day, "why": "Ice storm"} | said


def seen() -> str:
    """The version of Atlanta's calendar."""
    return workweek.version_of(Office.objects.get(code="ATL"))


def test_headquarters_sets_hours_and_a_stale_page_keeps_them(cast: Cast, signed_in: Any) -> None:
    client, url = signed_in(cast.hq), reverse("facilities:hours", args=["ATL"])
    before = seen()
    done = client.post(url, {**DAYS, "seen": before}, follow=True).content.decode()
    assert "Monday 08:00–16:00, Wednesday 09:00–12:30" in done
    stale = client.post(url, {**DAYS, "opens_0": "07:00", "seen": before})
    assert stale.status_code == 409
    assert 'value="07:00"' in stale.content.decode()
    assert OpeningHours.objects.count() == 2


def test_hours_that_cannot_be_are_refused_beside_the_field(cast: Cast, signed_in: Any) -> None:
    client, url = signed_in(cast.hq), reverse("facilities:hours", args=["ATL"])
    backwards = client.post(url, {"opens_0": "17:00", "closes_0": "08:00", "seen": seen()})
    assert backwards.status_code == 422
    assert "closes_0" in backwards.context["week_form"].errors
    half = client.post(url, {**DAYS, "closes_0": "", "seen": seen()})
    assert "closes_0" in half.context["week_form"].errors
    never = client.post(url, {"seen": seen()})
    assert "at least one weekday" in never.content.decode()
    assert not OpeningHours.objects.exists()


def test_a_lead_closes_the_own_office_and_takes_it_back(cast: Cast, signed_in: Any) -> None:
    client = signed_in(cast.lead_atl)
    assert client.post(reverse("facilities:office_closings", args=["MIA"]), closing()).status_code == 404
    page = client.post(
        reverse("facilities:office_closings", args=["ATL"]), closing(), follow=True
    ).content.decode()
    assert "Ice storm" in page
    made = ClosedDays.objects.get()
    twice = client.post(reverse("facilities:office_closings", args=["ATL"]), closing(why="Flood"))
    assert twice.status_code == 409
    assert "ends_on" in twice.context["closing_form"].errors
    client.post(reverse("facilities:closing_withdrawal", args=[made.pk]))
    assert ClosedDays.objects.get().withdrawn_by == cast.lead_atl


def test_the_api_reads_and_sets_with_if_match(cast: Cast, signed_in: Any) -> None:
    client, url = signed_in(cast.hq), reverse("api:calendar", args=["ATL"])
    read = client.get(url)
    assert [row["weekday"] for row in read.json()["week"]] == [0, 1, 2, 3, 4]
    week = {"week": [{"weekday": 0, "opens_at": "08:00", "closes_at": "16:00"}]}

    def put(sent: Any, **headers: str) -> Any:
        return client.put(url, sent, content_type="application/json", headers=headers)

    assert put(week).status_code == 428
    done = put(week, **{"If-Match": read.headers["ETag"]})
    assert (done.status_code, done.json()["week"]) == (200, week["week"])
    assert put(week, **{"If-Match": read.headers["ETag"]}).status_code == 412
    assert put({"week": []}, **{"If-Match": done.headers["ETag"]}).status_code == 422
    assert signed_in(cast.lead_atl).put(url, week, content_type="application/json").status_code == 404
    made = client.post(reverse("api:closures"), closing(), content_type="application/json")
    assert (made.status_code, made.json()["office"]) == (201, None)
    back = reverse("api:closure_withdrawal", args=[made.json()["id"]])
    assert [client.post(back).status_code for _ in range(2)] == [200, 409]
