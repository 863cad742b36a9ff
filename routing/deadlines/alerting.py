"""Whom a step of the ladder is told to. Written with the step; the second outbox delivers it.

Nearly due and overdue go to the office that holds the case; the next step to each of its leads, by page and mail; the
last to headquarters triage. Nobody who is shut out of the case is told.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from cases.models import Exclusion
from facilities.models import Office, Posting
from helpline.accounts.models import Role
from routing.models import Escalation, NoticeChannel, NoticeKind, Notification, QueueItem, Step
from routing.rules.in_force import rules_in_force
from routing.rules.language import TRIAGE

BY_PAGE, BY_BOTH = (NoticeChannel.PAGE,), (NoticeChannel.PAGE, NoticeChannel.MAIL)


def alert(steps: Sequence[Escalation], stays: Mapping[int, QueueItem]) -> None:
    """Write the notices of these saved steps; `stays` are the open stays by case. At most five queries."""
    if not steps:
        return
    shut_out = _shut_out(steps)
    leads = _leads([stays[s.case_id].office_id for s in steps if s.step == Step.LEAD])
    above = _above_all() if any(s.step == Step.HEADQUARTERS for s in steps) else []
    notices: list[Notification] = []
    for step in steps:
        office = stays[step.case_id].office
        offices, people = shut_out[step.case_id]
        if step.step == Step.HEADQUARTERS:
            unit = next((unit for unit in above if unit.pk not in offices), above[0])
            notices += _notices(step, unit, [None], BY_BOTH)
        elif step.step == Step.LEAD:
            notices += _notices(step, office, [p for p in leads[office.pk] if p not in people], BY_BOTH)
        else:
            notices += _notices(step, office, [None], BY_PAGE)
    Notification.objects.bulk_create(notices)


def _notices(
    step: Escalation, office: Office, people: Sequence[int | None], channels: Sequence[NoticeChannel]
) -> list[Notification]:
    return [
        Notification(
            kind=NoticeKind.ESCALATED, escalation=step, channel=channel, office=office, person_id=person
        )
        for person in people
        for channel in channels
    ]


def _shut_out(steps: Sequence[Escalation]) -> dict[int, tuple[set[int], set[int]]]:
    """The offices and the people that may not know of each case."""
    found: dict[int, tuple[set[int], set[int]]] = defaultdict(lambda: (set(), set()))
    rows = Exclusion.objects.filter(case__in={step.case_id for step in steps})
    for case, office, person in rows.values_list("case_id", "office_id", "person_id"):
        offices, people = found[case]
        if office is not None:
            offices.add(office)
        if person is not None:
            people.add(person)
    return found


def _leads(offices: Sequence[int]) -> dict[int, list[int]]:
    """The people who lead these offices now, by office."""
    found: dict[int, list[int]] = defaultdict(list)
    if not offices:
        return found
    posted = Posting.objects.current().filter(
        office__in=offices, user__role=Role.OFFICE_LEAD, user__is_active=True
    )
    for office, person in posted.order_by("user_id").values_list("office_id", "user_id"):
        found[office].append(person)
    return found


def _above_all() -> list[Office]:
    """Headquarters triage, and who covers for it, in order."""
    ruleset = rules_in_force()
    codes = [TRIAGE, *(ruleset.read().cover.get(TRIAGE, ()) if ruleset else ())]
    offices = {office.code: office for office in Office.objects.filter(code__in=codes)}
    return [offices[code] for code in codes if code in offices]
