"""The authorization matrix of the API: the same world, the same policy, the same verdicts as for the pages."""

import pytest

from tests.house.matrix import Ear, walk_through
from tests.house.walking import Walker
from tests.policy import ROWS

pytestmark = [pytest.mark.house, pytest.mark.timeout(300), pytest.mark.django_db]


@pytest.mark.parametrize("name", [name for name in ROWS if name.startswith("api:")])
def test_everybody_gets_what_is_theirs(name: str, walker: Walker, ear: Ear) -> None:
    walk_through(name, walker, ear)
