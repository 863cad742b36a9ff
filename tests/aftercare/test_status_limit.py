"""Ten tries in a quarter of an hour from one address; refused in both languages; forgotten in the night."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from cases import status
from cases.models import StatusTry
from cases.references import receipt_code
from cases.tasks import forget_status_tries

CODE = receipt_code(b"0123456789abcdef")


@pytest.mark.django_db
def test_the_eleventh_try_waits_and_another_address_does_not() -> None:
    answers = [Client().post("/status/", {"code": CODE}) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    page = answers[-1].content.decode()
    assert "Too many tries from here" in page
    assert "Demasiados intentos desde aquí" in page
    assert answers[-1].headers["Retry-After"] == "900"
    assert Client(REMOTE_ADDR="198.51.100.7").post("/status/", {"code": CODE}).status_code == 200
    told = Client(HTTP_X_FORWARDED_FOR="198.51.100.9").post("/status/", {"code": CODE})
    assert told.status_code == 429
    api = Client().post("/api/v1/status/", {"code": CODE}, content_type="application/json")
    assert api.status_code == 429
    assert api.headers["Retry-After"] == "900"
    assert StatusTry.objects.count() == 11


@pytest.mark.django_db
def test_mistyped_codes_count_and_one_ipv6_network_is_one_address() -> None:
    for place in range(10):
        Client(REMOTE_ADDR=f"2001:db8::{place:x}").post("/status/", {"code": "AAAA"})
    assert Client(REMOTE_ADDR="2001:db8::ffff").post("/status/", {"code": CODE}).status_code == 429
    assert Client(REMOTE_ADDR="2001:db9::1").post("/status/", {"code": CODE}).status_code == 200


@pytest.mark.django_db
def test_everybody_together_has_a_limit_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(status, "TRIES_OF_ALL", 3)
    told = [Client(REMOTE_ADDR=f"198.51.100.{n}").post("/status/", {"code": CODE}) for n in range(4)]
    assert [answer.status_code for answer in told] == [200, 200, 200, 429]


@pytest.mark.django_db
def test_tries_are_forgotten_and_no_address_is_kept() -> None:
    Client(REMOTE_ADDR="198.51.100.7").post("/status/", {"code": CODE})
    assert b"198.51.100.7" not in bytes(StatusTry.objects.get().address)
    StatusTry.objects.update(at=timezone.now() - timedelta(minutes=16))
    forget_status_tries()
    assert not StatusTry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_sixteen_at_once_at_most_ten_are_answered() -> None:
    together = Barrier(16)

    def ask(_: int) -> bool:
        try:
            together.wait(20)
            status.ask(CODE, "198.51.100.7")
        except status.TooManyTries:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(ask, range(16))) <= status.TRIES_OF_ONE
