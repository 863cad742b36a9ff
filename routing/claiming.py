"""Taking up what waits: the attempt is counted and the next one put off before any work, so that a crash counts too.

A process that died is no reason to wait long: its cases are due again after 5, 10, then 15 seconds. A case that failed
before a process that lives waits ever longer.

Two lanes share each batch. Most of it is what has waited longest; pressing cases stand before all others there, because
the database dates their request back. The rest is what came last: a new case never waits for a backlog to drain.
"""

import logging

from django.db import DatabaseError, connection, transaction
from django.db.models.functions import Now

from routing.models import RouteRequest

log = logging.getLogger(__name__)

NEWEST = 20  # of a batch; fewer than a batch holds, so that what waits longest always moves on

# The planner may believe that hardly anything waits and sort the whole backlog for each batch: it is told not to.
CLAIM = """
SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off;
WITH newest AS (
  SELECT id FROM routing_routerequest
  WHERE state = 'pending' AND next_attempt_at <= statement_timestamp()
  ORDER BY next_attempt_at DESC LIMIT %s FOR UPDATE SKIP LOCKED),
oldest AS (
  SELECT id FROM routing_routerequest
  WHERE state = 'pending' AND next_attempt_at <= statement_timestamp()
  ORDER BY next_attempt_at LIMIT %s FOR UPDATE SKIP LOCKED)
UPDATE routing_routerequest SET attempts = attempts + 1,
       next_attempt_at = statement_timestamp() + least(5 * (attempts + 1), 15) * interval '1 second'
WHERE id = ANY(ARRAY(SELECT id FROM newest UNION ALL SELECT id FROM oldest))
RETURNING id, attempts
"""
FAILED = """
UPDATE routing_routerequest SET last_error_code = %s,
       next_attempt_at = statement_timestamp() + 5 * 2 ^ (least(attempts, 6) - 1) * interval '1 second'
WHERE id = %s AND state = 'pending'
"""


def claim(limit: int) -> dict[int, int]:
    """Take up at most `limit` waiting requests in a transaction of its own; attempts so far, by request."""
    newest = min(NEWEST, limit // 2)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(CLAIM, [newest, limit - newest])
        return dict(cursor.fetchall())


def anything_waits() -> bool:
    """A request could be taken up now."""
    return RouteRequest.objects.pending().filter(next_attempt_at__lte=Now()).exists()


def is_pending(request: int) -> bool:
    """It still waits."""
    return RouteRequest.objects.pending().filter(pk=request).exists()


def note_failure(request: int, code: str) -> None:
    """Keep why an attempt failed, and put the next one off for longer each time, as far as the database lets us."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(FAILED, [code[:60], request])
    except DatabaseError as error:
        log.warning("The failure of route request %d could not be noted (%s)", request, type(error).__name__)
