"""1,000 submissions, each sent two to five times at once from 16 threads, make exactly 1,000 calls."""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from django.db import close_old_connections, connection

from cases import intake
from cases.models import Call, Case
from cases.submission import Submission
from routing.models import RouteRequest
from tests.builders import concern, submission
from tests.cast import Cast

CALLS, THREADS = 1000, 16


@pytest.mark.slow
def test_every_submission_is_one_call(transactional_db: None, cast: Cast) -> None:
    chance = random.Random(20261123)
    sent = [submission(concern("CON", f"Cold food, told by caller {number}.")) for number in range(CALLS)]
    copies = [one for one in sent for _ in range(chance.randint(2, 5))]
    # copies of the same submission stand close together, so that they meet
    order = sorted(range(len(copies)), key=lambda place: place + chance.uniform(0, 6))

    def take(place: int) -> tuple[UUID, str]:
        said: Submission = copies[place]
        call = intake.submit(said, by=cast.operator)
        return said.key, call.reference

    def begin() -> None:
        close_old_connections()

    with ThreadPoolExecutor(THREADS, initializer=begin) as pool:
        answers = list(pool.map(take, order))
        list(pool.map(lambda _: connection.close(), range(THREADS * 4)))

    told: dict[UUID, set[str]] = {}
    for key, reference in answers:
        told.setdefault(key, set()).add(reference)
    assert Call.objects.count() == Case.objects.count() == RouteRequest.objects.count() == CALLS
    assert {len(references) for references in told.values()} == {1}, "copies were told different calls"
    kept: Any = Counter(Call.objects.values_list("submission_key", flat=True))
    assert kept == Counter(one.key for one in sent)
