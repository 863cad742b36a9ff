"""Merging and hiding records goes one at a time, and never beside a call that is being linked to somebody.

A way from a merged record to the one that was kept leads through rows in no order of their own, so holding the rows alone
would let two people wait in a circle. Ask for the turn before any row of a person is held.
"""

from django.db import connection

TURN = 0x48_4C_4D  # the advisory lock of people's records


def change_alone() -> None:
    """Until this transaction ends nobody else merges, hides or links to records."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURN])


def keep_still() -> None:
    """Until this transaction ends nobody merges or hides records; others link to them meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [TURN])
