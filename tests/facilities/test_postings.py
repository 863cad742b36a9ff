"""A person belongs to offices from day to day; a posting ends and stays on record."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from facilities import postings
from facilities.models import Office, Posting
from helpline.audit.models import Entry
from helpline.refusals import Overtaken, Refused
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_a_person_is_posted_and_the_posting_ends(cast: Cast) -> None:
    miami = Office.objects.get(code="MIA")
    before = Posting.objects.offices_of(cast.officer_atl)

    posting = postings.post(cast.officer_atl, miami, by=cast.hq)
    assert Posting.objects.offices_of(cast.officer_atl) == [*before, miami.pk]

    postings.end(posting, by=cast.hq)
    assert Posting.objects.offices_of(cast.officer_atl) == before
    verbs = Entry.objects.order_by("-id").values_list("verb", flat=True)[:2]
    assert list(verbs) == ["unposted", "posted"]


def test_nobody_is_posted_twice_to_an_office(cast: Cast) -> None:
    with pytest.raises(Refused, match="posted to Atlanta already"):
        postings.post(cast.officer_atl, Office.objects.get(code="ATL"), by=cast.hq)


def test_a_posting_ends_once(cast: Cast) -> None:
    posting = Posting.objects.get(user=cast.officer_atl)
    postings.end(posting, by=cast.hq)

    with pytest.raises(Overtaken):
        postings.end(posting, by=cast.hq)


def test_who_belonged_to_an_office_has_an_answer_for_any_moment(cast: Cast) -> None:
    posting = Posting.objects.get(user=cast.officer_atl)
    began = timezone.now() - timedelta(days=30)
    Posting.objects.filter(pk=posting.pk).update(began_at=began)
    postings.end(posting, by=cast.hq)
    ended = Posting.objects.get(pk=posting.pk).ended_at
    assert ended is not None

    def there(at: object) -> bool:
        return Posting.objects.in_force(at).filter(pk=posting.pk).exists()  # type: ignore[arg-type]

    assert [there(began - timedelta(seconds=1)), there(began), there(ended)] == [False, True, False]


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("posting_ends_after_it_began", {"ended_at": "2000-01-01T00:00Z", "ended_by": True}),
        ("posting_end_says_by_whom", {"ended_at": "2100-01-01T00:00Z"}),
    ],
)
def test_the_table_refuses_a_posting_that_ends_wrongly(
    constraint: str, changes: dict[str, object], cast: Cast
) -> None:
    if changes.get("ended_by"):
        changes = {**changes, "ended_by": cast.hq}
    with pytest.raises(IntegrityError, match=constraint):
        Posting.objects.filter(user=cast.officer_atl).update(**changes)
