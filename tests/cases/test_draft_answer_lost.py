"""A page whose saving was kept but never answered goes on saving; another page of the same call does not."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from cases import drafts
from cases.models import Draft
from helpline.refusals import Overtaken
from tests.cast import Cast

SUMMARY = "concerns-0-summary"


def body(page: str, turn: int, words: str) -> dict[str, Any]:
    return {SUMMARY: [words], "draft_page": [page], "draft_turn": [str(turn)]}


@pytest.fixture
def key(cast: Cast) -> UUID:
    """Kept once by page one; the page heard no answer."""
    key = uuid4()
    drafts.keep(key, 0, body("one", 1, "No insulin"), by=cast.operator)
    return key


def words() -> list[str]:
    kept: list[str] = Draft.objects.get().body[SUMMARY]
    return kept


def test_its_later_words_are_kept(cast: Cast, key: UUID) -> None:
    rev = drafts.keep(key, 0, body("one", 2, "No insulin for two days"), by=cast.operator)
    assert (rev, words()) == (2, ["No insulin for two days"])


def test_its_earlier_words_that_arrive_late_change_nothing(cast: Cast, key: UUID) -> None:
    drafts.keep(key, 1, body("one", 3, "No insulin for two days"), by=cast.operator)
    assert drafts.keep(key, 1, body("one", 2, "No insulin for"), by=cast.operator) == 2
    assert words() == ["No insulin for two days"]


@pytest.mark.parametrize("page", ["two", ""])
def test_another_page_is_told(cast: Cast, key: UUID, page: str) -> None:
    with pytest.raises(Overtaken):
        drafts.keep(key, 0, body(page, 9, "Cold food"), by=cast.operator)
    assert words() == ["No insulin"]


@pytest.mark.parametrize("turn", ["", "x", "-1", "٣", "9" * 40])
def test_a_turn_that_is_no_number_changes_nothing(cast: Cast, key: UUID, turn: str) -> None:
    said = body("one", 0, "Cold food") | {"draft_turn": [turn]}
    if turn == "9" * 40:
        assert drafts.keep(key, 0, said, by=cast.operator) == 2
    else:
        assert drafts.keep(key, 0, said, by=cast.operator) == 1
        assert words() == ["No insulin"]
