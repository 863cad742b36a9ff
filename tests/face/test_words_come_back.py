"""A case that left while somebody was typing is not found; what they typed comes back."""

from typing import Any

from django.test import Client
from django.urls import reverse

from tests.builders import KROME, a_case
from tests.cast import Cast


def test_the_words_come_back_and_nothing_tells_whether_the_case_exists(cast: Cast, signed_in: Any) -> None:
    case = a_case("CON", by=cast.operator, facility=KROME)
    client = signed_in(cast.officer_atl)
    said = {"kind": "noted", "note": "Spoke with the shift office about the boiler.", "version": "2"}
    unseen, unknown = (
        client.post(reverse("routing:actions", args=[number]), said).content.decode()
        for number in (case.number, "2222-2222-2")
    )
    assert "Spoke with the shift office about the boiler." in unseen
    assert case.number not in unseen
    assert unseen == unknown


def test_a_form_sent_after_the_session_ended_comes_back(cast: Cast) -> None:
    said = {"concerns-0-summary": "No insulin for two days, unit B."}
    answer = Client().post(reverse("cases:new_call"), said)
    assert answer.status_code == 401
    assert "No insulin for two days, unit B." in answer.content.decode()
