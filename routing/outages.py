"""When PostgreSQL goes away over cases that were taken up, that says nothing against them.

What nobody had begun to work on gets its attempt back; what was in work keeps it counted, because a case may be what ended
the session. Both are due at once when PostgreSQL is back, instead of after their pauses. A process that dies forgets this,
and the pauses hold.
"""

from collections.abc import Collection, Mapping

from django.db import InterfaceError, OperationalError, connection

GONE = ("08", "57P")  # classes of SQLSTATE: connection lost, server shut down or starting

DUE = """
UPDATE routing_routerequest r SET attempts = r.attempts - v.back, next_attempt_at = statement_timestamp()
FROM unnest(%s::bigint[], %s::int[], %s::int[]) AS v(id, attempts, back)
WHERE r.id = v.id AND r.state = 'pending' AND r.attempts = v.attempts
"""

_owed: dict[int, tuple[int, int]] = {}


def is_outage(error: BaseException) -> bool:
    """The server or our session with it is gone, rather than this statement refused."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    code = getattr(error.__cause__, "pgcode", None)
    return code is None or code.startswith(GONE)


def note(claimed: Mapping[int, int], *, in_work: Collection[int]) -> None:
    """Keep in mind what was taken up (attempts so far, by request) and cannot be worked on now."""
    _owed.update({pk: (attempts, 0 if pk in in_work else 1) for pk, attempts in claimed.items()})


def make_good() -> None:
    """PostgreSQL may be back: what this process owes is due now. Raises what the database raises where it is not."""
    if not _owed:
        return
    owed = dict(_owed)
    columns = zip(*((pk, attempts, back) for pk, (attempts, back) in owed.items()), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(DUE, [list(column) for column in columns])
    for pk in owed:
        _owed.pop(pk, None)
