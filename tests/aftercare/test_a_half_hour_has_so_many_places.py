"""Of those who want the last places of a half hour at once, as many get one as there are."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from cases.callbacks import NoPlace
from cases.models import Call, Callback, CallbackHours
from cases.submission import CallbackWish
from helpline.accounts.models import Role
from tests.aftercare.promises import NUMBER, SISTER, half_hour
from tests.builders import a_call
from tests.cast import person

THREADS = 16


@pytest.mark.django_db(transaction=True)
def test_sixteen_at_once_share_five_places() -> None:
    by, at, together = person("operator", Role.OPERATOR), half_hour(), Barrier(THREADS)
    CallbackHours.objects.update(places=5)

    def ask(_: int) -> str:
        try:
            together.wait(20)
            a_call(by=by, caller=SISTER, callback=CallbackWish(at, NUMBER))
        except NoPlace as refusal:
            return str(refusal)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(THREADS) as pool:
        told = list(pool.map(ask, range(THREADS)))
    assert Callback.objects.filter(slot_at=at).count() == 5
    assert told.count("") == Call.objects.count() == 5
    assert all("full" in sentence and "next one with room" in sentence for sentence in told if sentence)
