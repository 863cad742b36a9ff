"""The status page says how many concerns, where each stands and in which week it changed, and nothing else."""

import dataclasses
import logging
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases import receipts, status
from cases.intake import Question, submit
from cases.models import Call, Case, Detainee, StatusTry
from cases.references import receipt_code
from routing import dispatch
from tests.builders import a_call, concern, submission
from tests.cast import Cast

pytestmark = pytest.mark.django_db
NOBODYS = [receipt_code(bytes([number]) * 16) for number in range(3)]


def a_report(cast: Cast, *topics: str, **said: Any) -> tuple[Call, str]:
    concerns = [concern(topic, "Zqsummary of the report.") for topic in topics]
    call = a_call(*concerns, by=cast.operator, receipt_code=True, **said)
    return call, receipts.code_shown_to(cast.operator, call)


def ask(code: str, client: Client | None = None, **more: str) -> Any:
    return (client or Client()).post("/status/", {"code": code, **more})


def protected(cast: Cast) -> Detainee:
    person = Detainee.described(
        a_number="A000000321", given_names="Zqgiven", family_names="Zqfamily", date_of_birth=None,
        country_of_birth="Honduras", by=cast.hq,
    )  # fmt: skip
    person.protected = True
    person.save(force_insert=True)
    return person


def test_each_concern_says_where_it_stands_and_its_week(cast: Cast) -> None:
    call, code = a_report(cast, "CON", "TEL", "MED")
    dispatch.drain()
    first, second, _ = Case.objects.filter(call=call).order_by("pk")
    Case.objects.filter(pk=first.pk).update(state="received", office=None)
    Case.objects.filter(pk=second.pk).update(
        state="closed", closed_at=timezone.now(), closed_by=cast.officer_atl
    )
    report = status.ask(code, "192.0.2.1")
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    assert [one.standing.value for one in report.concerns] == ["received", "closed", "with_an_office"]
    assert {one.week for one in report.concerns} == {monday}
    page = ask(code).content.decode()
    assert [f"Concern {number}" in page for number in (1, 2, 3, 4)] == [True, True, True, False]
    assert "It is closed." in page


def test_nothing_of_the_report_is_on_the_page(cast: Cast) -> None:
    call, code = a_report(cast, "SAA", "FOR", found=protected(cast), facility="STWRTGA")
    dispatch.drain()
    page = ask(code).content.decode()
    secrets = ["Zq", call.reference, code, code.lower(), "Stewart", "Atlanta", "Sexual", "force", "Honduras"]
    secrets += [case.number for case in Case.objects.all()]
    assert [secret for secret in secrets if secret in page] == []


def test_equal_answers_are_equal_byte_for_byte(cast: Cast) -> None:
    _, usual = a_report(cast, "CON", "TEL")
    _, guarded = a_report(cast, "SAA", "MED", found=protected(cast), facility="KRO")
    dispatch.drain()
    assert ask(usual).content == ask(guarded).content
    assert len({ask(code).content for code in NOBODYS}) == 1
    known, unknown = ask(usual), ask(NOBODYS[0])
    drop = {"X-Request-ID", "Content-Length"}
    heads = [{k: v for k, v in answer.items() if k not in drop} for answer in (known, unknown)]
    assert heads[0] == heads[1]
    assert (known.status_code, unknown.status_code) == (200, 200)


def test_an_unknown_code_gets_the_same_work(cast: Cast) -> None:
    _, code = a_report(cast, "CON")
    statements = []
    for asked in (code, NOBODYS[0]):
        with CaptureQueriesContext(connection) as queries:
            ask(asked)
        statements.append([query["sql"].split(" WHERE ")[0] for query in queries])
    assert statements[0] == statements[1]


@pytest.mark.parametrize(
    "code",
    ["", "1234", "AAAA-AAAA-AAAA-AAAB", "\x00", "\ud800".encode("utf-8", "surrogatepass"), "9" * 300_000],
)
def test_what_is_no_code_is_told_so(code: Any) -> None:
    answer = ask(code)
    assert answer.status_code in {400, 422}
    assert StatusTry.objects.count() <= 1


def test_a_report_of_questions_only_says_that_they_were_answered(cast: Cast) -> None:
    question = Question(concern().topic, "Told.")
    said = submission(receipt_code=True, questions=(question,))
    call = submit(dataclasses.replace(said, concerns=()), by=cast.operator)
    page = ask(receipts.code_shown_to(cast.operator, call)).content.decode()
    assert "Your questions were answered on the phone" in page


def test_a_mistyped_code_comes_back_to_be_mended() -> None:
    answer = ask('2345-6789-ABCD-"<b>')
    assert "2345-6789-ABCD-&quot;&lt;b&gt;" in answer.content.decode()
    assert "Check the code" in answer.content.decode()


def test_it_speaks_spanish_where_asked_and_where_the_browser_does(cast: Cast) -> None:
    _, code = a_report(cast, "CON")
    assert 'lang="es"' in Client().get("/status/?lang=es").content.decode()
    page = Client().get("/status/", headers={"Accept-Language": "es-MX,es;q=0.9,en;q=0.5"}).content.decode()
    assert "¿Qué pasó con mi reporte?" in page
    assert "Asunto 1" in ask(code, lang="es").content.decode()


def test_nobody_gets_a_cookie_a_cache_or_a_robot() -> None:
    answer = Client().get("/status/")
    assert not answer.cookies
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "<script" not in answer.content.decode()


def test_the_code_is_in_no_log_and_no_address(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    _, code = a_report(cast, "CON")
    with caplog.at_level(logging.DEBUG):
        answer = ask(code)
        ask(code + "x")
    lines = [record.getMessage() for record in caplog.records if record.name != "django.db.backends"]
    assert not [line for line in lines if code in line or code.replace("-", "") in line]
    assert "Location" not in answer.headers
    assert 'name="code" type="text" autocomplete' in answer.content.decode()


def test_the_api_answers_the_same(cast: Cast) -> None:
    _, code = a_report(cast, "CON")
    client = Client()
    answer = client.post("/api/v1/status/", {"code": code}, content_type="application/json")
    assert answer.status_code == 200
    assert answer.json()["known"] is True
    assert [one["standing"] for one in answer.json()["concerns"]] == ["received"]
    unknown = client.post("/api/v1/status/", {"code": NOBODYS[0]}, content_type="application/json")
    assert unknown.json() == {"known": False, "concerns": []}
    wrong = client.post("/api/v1/status/", {"code": "AAAA"}, content_type="application/json")
    assert wrong.status_code == 422
    assert wrong.json()["errors"][0]["field"] == "code"
