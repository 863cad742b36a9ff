"""Checking the chain: was any entry edited, deleted, swapped or cut out?"""

from dataclasses import dataclass

from django.db import connection

BROKEN = """
SELECT seq FROM (
  SELECT l.seq, l.prev, l.hash, e.id AS entry,
         lag(l.hash, 1, '\\x00'::bytea) OVER (ORDER BY l.seq) AS expected_prev,
         row_number() OVER (ORDER BY l.seq) AS expected_seq,
         CASE WHEN e.id IS NULL THEN NULL ELSE journal_hash(l.prev, e) END AS expected_hash
  FROM audit_link l LEFT JOIN audit_entry e ON e.id = l.entry_id
) chain
WHERE entry IS NULL OR seq <> expected_seq OR prev <> expected_prev OR hash <> expected_hash
ORDER BY seq LIMIT 100
"""
UNCHAINED = """
SELECT e.id FROM audit_entry e LEFT JOIN audit_link l ON l.entry_id = e.id WHERE l.seq IS NULL ORDER BY e.id LIMIT 100
"""


@dataclass(frozen=True)
class Verdict:
    """How many entries stand in the chain and what is wrong with it, one sentence each."""

    entries: int
    violations: list[str]


def verify() -> Verdict:
    """Walk the whole chain in the database; finds any edited, deleted, swapped or cut entry."""
    with connection.cursor() as cursor:
        cursor.execute(BROKEN)
        violations = [f"The chain is broken at link {seq}." for (seq,) in cursor.fetchall()]
        cursor.execute(UNCHAINED)
        violations += [f"Entry {pk} is not in the chain." for (pk,) in cursor.fetchall()]
        cursor.execute("SELECT count(*) FROM audit_link")
        (entries,) = cursor.fetchone()
    return Verdict(entries, violations)
