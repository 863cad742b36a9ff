"""Delivering the second outbox: what waits is told exactly once, or listed for a person where that is not known.

What is told in the page goes out with the row that says so: PostgreSQL carries both, so it is once or not at all. A
mail is claimed first, in a transaction of its own, and sent then; whoever dies in between leaves a notice that may or
may not have gone out. After a while it counts as failed and stands at `/notices/`; it is never sent twice by itself.
"""

import logging
import time
from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Value
from django.db.models.functions import Now

from cases.models import Case
from facilities.models import Posting
from helpline import failpoints, live
from helpline.accounts.models import Role, User
from helpline.audit import journal
from helpline.refusals import OutOfReach, Overtaken
from routing.models import CaseCopy, NoticeState, Notification, QueueItem
from routing.models.notice import NO_ADDRESS, NOT_KNOWN, NOT_THEIRS
from routing.notices.mailing import Failed, Post, Unsure

log = logging.getLogger(__name__)

PAGES_AT_ONCE = 2_000
PEOPLE_IN_A_PIECE = 800  # a piece of news has 8,000 bytes
ATTEMPTS = 5
BUDGET_SECONDS = 10.0  # for one turn of mails; the worker has cases to route
UNSURE_AFTER_SECONDS = 120
SENDERS = frozenset({Role.HEADQUARTERS, Role.OFFICE_LEAD})

TELL_PAGES = """
UPDATE routing_notification SET state = 'sent', sent_at = statement_timestamp(), attempts = attempts + 1
WHERE id IN (SELECT id FROM routing_notification
             WHERE state = 'waiting' AND channel = 'page' AND next_attempt_at <= statement_timestamp()
             ORDER BY next_attempt_at LIMIT %s FOR UPDATE SKIP LOCKED)
RETURNING id
"""
# Whose pages: people of the office (or the one named) who may know of the case; headquarters where nobody placed it.
WHO_HEARS = """
WITH news AS (
  SELECT DISTINCT n.office_id, n.person_id, n.kind = 'triaged' OR e.step = 'headquarters' AS for_headquarters,
         c.leads_only, CASE WHEN c.leads_only OR EXISTS (SELECT 1 FROM cases_exclusion x WHERE x.case_id = c.id)
                            THEN c.id END AS guarded
  FROM routing_notification n
  LEFT JOIN routing_decision d ON d.id = n.decision_id
  LEFT JOIN routing_escalation e ON e.id = n.escalation_id
  JOIN cases_case c ON c.id = coalesce(d.case_id, e.case_id)
  WHERE n.id = ANY(%s))
SELECT DISTINCT u.id FROM news n
JOIN accounts_user u ON u.is_active AND (
  n.person_id = u.id
  OR n.person_id IS NULL AND EXISTS (SELECT 1 FROM facilities_posting p
       WHERE p.office_id = n.office_id AND p.user_id = u.id AND p.ended_at IS NULL)
  OR u.role = 'headquarters' AND n.for_headquarters)
WHERE NOT EXISTS (SELECT 1 FROM cases_exclusion x
       WHERE x.case_id = n.guarded AND (x.person_id = u.id OR x.office_id = n.office_id))
  AND (NOT n.leads_only OR u.role IN ('office_lead', 'headquarters')
       OR EXISTS (SELECT 1 FROM cases_needtoknow k WHERE k.case_id = n.guarded AND k.person_id = u.id))
"""
CLAIM_MAIL = """
UPDATE routing_notification SET state = 'sending', attempts = attempts + 1,
       next_attempt_at = statement_timestamp() + %s * interval '1 second'
WHERE id = (SELECT id FROM routing_notification
            WHERE state = 'waiting' AND channel = 'mail' AND next_attempt_at <= statement_timestamp()
            ORDER BY next_attempt_at LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id
"""
GIVE_UP_UNSURE = """
UPDATE routing_notification SET state = 'failed', last_error_code = %s
WHERE id IN (SELECT id FROM routing_notification
             WHERE state = 'sending' AND next_attempt_at <= statement_timestamp()
             LIMIT 1000 FOR UPDATE SKIP LOCKED)
"""


def send_waiting() -> int:
    """Tell what waits, in pages and by mail; give back how many notices were taken up. Safe to run anywhere, at once."""
    return tell_pages() + send_mails()


def tell_pages() -> int:
    """Let open pages know of what waits to be told there; give back how many notices that were."""
    total = 0
    while told := _tell_some():
        total += told
    return total


@transaction.atomic
def _tell_some() -> int:
    with connection.cursor() as cursor:
        cursor.execute(TELL_PAGES, [PAGES_AT_ONCE])
        told = [key for (key,) in cursor.fetchall()]
        if told:
            cursor.execute(WHO_HEARS, [told])
            live.tell_all(*_pieces([person for (person,) in cursor.fetchall()]))
    return len(told)


def _pieces(people: Sequence[int]) -> Iterable[str]:
    for at in range(0, len(people), PEOPLE_IN_A_PIECE):
        yield live.news(live.QUEUE, people=people[at : at + PEOPLE_IN_A_PIECE])


def send_mails(budget: float = BUDGET_SECONDS) -> int:
    """Send mails that wait, for about `budget` seconds; give back how many notices were taken up."""
    _give_up_unsure()
    post, total, until = Post(), 0, time.monotonic() + budget
    try:
        while time.monotonic() < until and (notice := _claimed()):
            total += 1
            if not _deliver(notice, post):
                break
    finally:
        post.close()
    return total


def _give_up_unsure() -> None:
    with connection.cursor() as cursor:
        cursor.execute(GIVE_UP_UNSURE, [NOT_KNOWN])
        if cursor.rowcount:
            log.error("%d notices may or may not have gone out; see /notices/", cursor.rowcount)


def _claimed() -> Notification | None:
    with connection.cursor() as cursor:
        cursor.execute(CLAIM_MAIL, [UNSURE_AFTER_SECONDS])
        row = cursor.fetchone()
    return Notification.objects.select_related("person", "office").get(pk=row[0]) if row else None


def _deliver(notice: Notification, post: Post) -> bool:
    """Send a claimed notice and write down what became of it; False where the mail server cannot be reached."""
    failpoints.reach("notice_before_sending")
    people = [person for person in addressees(notice) if person.email]
    knowing = [person.email for person in people if _may_know(person, notice)]
    if not knowing:
        _settle(notice, NoticeState.FAILED, NOT_THEIRS if people else NO_ADDRESS)
        return True
    try:
        post.send(notice, knowing)
    except Unsure as broken:
        log.error("Notice %d: %s (%s)", notice.pk, NOT_KNOWN, broken)
        _settle(notice, NoticeState.FAILED, NOT_KNOWN)
        return True
    except Failed as refused:
        log.warning("Notice %d did not go out (%s), try %d", notice.pk, refused, notice.attempts)
        _try_later(notice, str(refused))
        return post.line is not None
    failpoints.reach("notice_after_sending")
    _settle(notice, NoticeState.SENT, "")
    return True


def addressees(notice: Notification) -> list[User]:
    """Who is written to: the person named, else the leads of the office; of a unit without any, headquarters."""
    if notice.person is not None:
        return [notice.person] if notice.person.is_active else []
    posted = Posting.objects.current().filter(office=notice.office_id).values("user")
    leads = User.objects.filter(is_active=True, role=Role.OFFICE_LEAD, pk__in=posted)
    above = User.objects.filter(is_active=True, role=Role.HEADQUARTERS)
    return list(leads.order_by("pk")) or list(above.order_by("pk") if notice.is_to_headquarters else [])


def _may_know(person: User, notice: Notification) -> bool:
    """Whether the person still works where the case, or a copy of it, is theirs to see."""
    about = Case.objects.filter(decisions=notice.decision_id or 0).values("pk")
    if notice.escalation_id:
        about = Case.objects.filter(escalations=notice.escalation_id).values("pk")
    held = QueueItem.objects.visible_to(person).filter(case__in=about)
    return held.exists() or CaseCopy.objects.visible_to(person).filter(case__in=about).exists()


def _settle(notice: Notification, state: NoticeState, code: str) -> None:
    sent_at = Now() if state == NoticeState.SENT else Value(None)
    Notification.objects.filter(pk=notice.pk, state=NoticeState.SENDING).update(
        state=state, sent_at=sent_at, last_error_code=code[:60]
    )


def _try_later(notice: Notification, code: str) -> None:
    """It surely did not go out: again after a pause that doubles, five times at most."""
    if notice.attempts >= ATTEMPTS:
        _settle(notice, NoticeState.FAILED, code)
        return
    pause = timedelta(seconds=15 * 2**notice.attempts)
    Notification.objects.filter(pk=notice.pk, state=NoticeState.SENDING).update(
        state=NoticeState.WAITING, next_attempt_at=Now() + pause, last_error_code=code[:60]
    )


def send_again(notice: Notification, *, by: User) -> None:
    """A person decides that a failed notice is sent (perhaps once more). `notice` is one that `by` may see.

    Raises `OutOfReach` for whoever does not send notices, `Overtaken` where it does not stand as failed any more.
    """
    if by.role not in SENDERS:
        raise OutOfReach("There is no such notice.")
    with transaction.atomic():
        failed = Notification.objects.visible_to(by).filter(pk=notice.pk).failed()
        if not Notification.objects.filter(pk__in=failed.values("pk")).update(
            state=NoticeState.WAITING, attempts=0, next_attempt_at=Now(), last_error_code=""
        ):
            raise Overtaken("This notice does not stand as failed any more. Look at the list again.")
        journal.record("resent", notice, by=by, channel=notice.channel)
