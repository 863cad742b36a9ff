"""The pages of after the words: status for the public without a script, call-backs, answers, the receipt."""

from datetime import timedelta

from django.utils import timezone

from cases import receipts
from cases.models import Callback, LineAnswer
from tests.aftercare.promises import a_promise, half_hour
from tests.browser.conftest import StartWalk, Visit
from tests.builders import a_call, concern
from tests.cast import Cast


def test_the_public_asks_without_a_script(visit: Visit, people: Cast) -> None:
    call = a_call(concern("CON"), concern("TEL"), by=people.operator, receipt_code=True)
    code = receipts.code_shown_to(people.operator, call)
    caller = visit(javascript=False, width=360)
    caller.open("/status/?lang=es")
    caller.page.get_by_label("Su código").fill(code.lower().replace("-", " "))
    caller.page.get_by_role("button", name="Preguntar").click()
    assert "Asunto 2" in caller.text()
    assert caller.where == "/status/"
    assert not caller.context.cookies()


def test_the_public_page_looks_right_in_every_state(walk: StartWalk, people: Cast) -> None:
    call = a_call(concern("CON"), by=people.operator, receipt_code=True)
    stranger = walk(None)
    stranger.look("/status/", "status")
    stranger.look("/status/?lang=es", "status-spanish")
    stranger.page.get_by_label("Su código").fill("AAAA")
    stranger.page.get_by_role("button", name="Preguntar").click()
    stranger.look_at_this("status-mistyped")
    stranger.page.get_by_label("Su código").fill(receipts.code_shown_to(people.operator, call))
    stranger.page.get_by_role("button", name="Preguntar").click()
    stranger.look_at_this("status-answer")
    for _ in range(9):
        stranger.page.get_by_label("Su código").fill("AAAA")
        stranger.page.get_by_role("button", name="Preguntar").click()
    stranger.look_at_this("status-wait")


def test_call_backs_answers_and_the_receipt(walk: StartWalk, people: Cast) -> None:
    late = a_promise(people.operator, half_hour(), wish="Ask for Ana, after work only.")
    Callback.objects.filter(pk=late.pk).update(slot_at=timezone.now() - timedelta(hours=1))
    LineAnswer.objects.filter(key="visiting").update(review_on=timezone.localdate())
    call = a_call(concern("CON"), by=people.operator, receipt_code=True)
    operator = walk(people.operator)
    operator.look("/callbacks/", "callbacks")
    operator.look(f"/callbacks/{late.pk}/", "callback")
    operator.look("/answers/", "answers")
    operator.look(f"/calls/{call.reference}/", "receipt-with-code")
    headquarters = walk(people.hq)
    headquarters.look("/callbacks/hours/", "callback-hours")
    headquarters.look("/answers/visiting/", "answer-review")
    headquarters.look("/answers/counts/", "answer-counts")
