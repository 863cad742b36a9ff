"""What is being typed is kept for its owner only, and two tabs never overwrite each other."""

from uuid import uuid4

import pytest

from cases import drafts, intake
from cases.models import Draft
from helpline.refusals import OutOfReach, Overtaken, Refused
from tests.builders import submission
from tests.cast import Cast


def test_a_draft_comes_back_as_it_was_typed(cast: Cast) -> None:
    key = uuid4()
    rev = drafts.keep(key, 0, {"concern-0-summary": "No insulin"}, by=cast.operator)
    rev = drafts.keep(key, rev, {"concern-0-summary": "No insulin for two days"}, by=cast.operator)
    draft = Draft.objects.visible_to(cast.operator).get()
    assert (rev, draft.rev, draft.body) == (2, 2, {"concern-0-summary": "No insulin for two days"})
    assert b"insulin" not in bytes(draft.body_sealed)


def test_somebody_elses_draft_is_absent(cast: Cast) -> None:
    key = uuid4()
    drafts.keep(key, 0, {"a": "b"}, by=cast.operator)
    for rev in (0, 1):
        with pytest.raises(OutOfReach):
            drafts.keep(key, rev, {}, by=cast.operator2)
    drafts.discard(key, by=cast.supervisor)
    assert Draft.objects.get().body == {"a": "b"}


def test_the_tab_that_saved_earlier_is_told(cast: Cast) -> None:
    key = uuid4()
    drafts.keep(key, 0, {"tab": "one"}, by=cast.operator)
    drafts.keep(key, 1, {"tab": "two"}, by=cast.operator)
    with pytest.raises(Overtaken):
        drafts.keep(key, 1, {"tab": "one"}, by=cast.operator)
    assert Draft.objects.get().body == {"tab": "two"}


def test_more_text_than_any_call_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused):
        drafts.keep(uuid4(), 0, {"a": "x" * drafts.BODY_LIMIT}, by=cast.operator)


def test_a_submitted_call_leaves_no_draft(cast: Cast) -> None:
    said = submission()
    drafts.keep(said.key, 0, {"a": "b"}, by=cast.operator)
    intake.submit(said, by=cast.operator)
    assert not Draft.objects.exists()


def test_an_autosave_that_arrives_after_the_call_was_sent_offers_nothing(cast: Cast) -> None:
    said = submission()
    intake.submit(said, by=cast.operator)
    drafts.keep(said.key, 0, {"a": "b"}, by=cast.operator)
    assert not Draft.objects.visible_to(cast.operator).exists()
