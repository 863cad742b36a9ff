"""Answering a step of the ladder: a named person says what they will do, and the ladder stops."""

from django.db import transaction
from django.db.models.functions import Now

from helpline.accounts.models import Role, User
from helpline.audit import journal
from helpline.refusals import Overtaken, Refused
from routing import access
from routing.deadlines import ladder
from routing.models import Escalation, QueueItem, Step

PLAN_LIMIT = 2_000
ANSWERERS = {
    Step.LEAD: frozenset({Role.OFFICE_LEAD, Role.HEADQUARTERS}),
    Step.HEADQUARTERS: frozenset({Role.HEADQUARTERS}),
}
FOR_OTHERS = {
    Step.LEAD: "The lead of the office or headquarters answers this step.",
    Step.HEADQUARTERS: "This step was told to headquarters. Somebody there answers it.",
}


def may_answer(user: User, step: str, item: QueueItem) -> bool:
    """Who may finish the case answers the first steps; the lead and headquarters the third; headquarters the last.

    `item` is visible to the person.
    """
    answerers = ANSWERERS.get(Step(step))
    return access.may_finish(user, item) if answerers is None else user.role in answerers


def acknowledge(escalation: Escalation, plan: str, *, by: User) -> None:
    """Take it on, saying what will be done: the ladder of this promise stops, and the steps below are answered too.

    Raises `Refused` without a plan, for somebody else's step or an ended case, `Overtaken` when somebody was first.
    """
    item = (
        QueueItem.objects.visible_to(by)
        .open()
        .select_related("case", "office")
        .filter(case=escalation.case_id)
        .first()
    )
    if item is None or item.counted_from != escalation.counted_from:
        raise Overtaken("This case has left the queue meanwhile, so there is nothing left to answer.")
    access.must_work(by, item)
    if not may_answer(by, escalation.step, item):
        raise Refused(FOR_OTHERS.get(Step(escalation.step), access.HELD))
    if not plan.strip():
        raise Refused("Say what you will do, and by when.")
    with transaction.atomic():
        _answer(escalation, item, plan.strip(), by)
        journal.record("acknowledged", item.case, by=by, escalation=escalation.pk, step=escalation.step)


def _answer(escalation: Escalation, item: QueueItem, plan: str, by: User) -> None:
    stands = QueueItem.objects.open().select_for_update(no_key=True).filter(pk=item.pk)
    if not stands.exists():
        raise Overtaken("This case has left the queue meanwhile, so there is nothing left to answer.")
    of_the_promise = Escalation.objects.filter(
        case=escalation.case_id, counted_from=escalation.counted_from, promise=escalation.promise
    )
    waiting = of_the_promise.filter(acknowledged_at__isnull=True)
    if not waiting.filter(pk=escalation.pk).exists():
        raise Overtaken("Somebody else has answered this already. Their plan is on the page of the case.")
    waiting.filter(step__in=ladder.highest(escalation.step)).update(
        acknowledged_at=Now(), acknowledged_by=by, plan=plan
    )
    stands.update(next_step_at=Now())
