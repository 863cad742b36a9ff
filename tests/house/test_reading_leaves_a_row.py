"""Whoever reads a summary is written down: a page that shows one adds an access row for its case."""

import pytest
from django.db import transaction

from helpline.audit.models import Access
from tests.house.matrix import known
from tests.house.tree import tell
from tests.house.walking import Walker
from tests.policy import ROWS

pytestmark = [pytest.mark.house, pytest.mark.timeout(300), pytest.mark.django_db]

PAGES = [name for name in ROWS if not known()[name].is_api and not ROWS[name].own_rules]
# Where a summary stands; a page that is missing here shows none, so that the test below looked at nothing.
SHOW = {
    "cases:cases",
    "cases:call",
    "cases:detainee",
    "routing:queue",
    "routing:case",
    "cases:review",
    "routing:copy",
}


def test_a_page_that_shows_a_summary_adds_an_access_row_for_its_case(walker: Walker) -> None:
    unrecorded, showing = [], set()
    for name in PAGES:
        row = ROWS[name]
        for method in ("GET", "POST") if row.lists else ("GET",):
            for person in sorted(row.door(method) & set(walker.world.people)):
                for label, value, sees in walker.world.targets(row.target):
                    if sees is None or person in sees:
                        shown, silent = reading(walker, name, method, person, value)
                        unrecorded += [f"{method} {name} ({label}) as {person}: {case}" for case in silent]
                        showing |= {name} if shown else set()
    assert not unrecorded, tell(unrecorded)
    assert showing == SHOW


def reading(walker: Walker, name: str, method: str, person: str, value: object) -> tuple[set[str], set[str]]:
    """The cases of which one answer shows the summary, and those of them whose reading was not recorded."""
    row, cases = ROWS[name], walker.world.cases
    last = Access.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    with transaction.atomic():
        address = known()[name].address(value, row.query if method == "GET" else "")
        answer = walker.send(person, method, address, row, api=False, keep=True)
        seen = Access.objects.filter(pk__gt=last, by=walker.world.people[person], subject_kind="case")
        read = set(seen.values_list("subject_key", flat=True))
    marks = walker.world.marks.found_in(answer.said).values()
    shown = {mark.label for mark in marks if mark.field == "summary"}
    return shown, {label for label in shown if str(cases[label].pk) not in read}
