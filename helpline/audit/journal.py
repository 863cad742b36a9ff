"""Writing the journal. Call these inside the transaction that makes the change or shows the record."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models

from helpline.accounts.models import User
from helpline.audit.models import Entry

LOOKED = """
INSERT INTO audit_access (by_id, "where", subject_kind, subject_key)
SELECT %s, %s, seen.kind, seen.key FROM unnest(%s::text[], %s::text[]) AS seen(kind, key)
"""
ROWS = """
INSERT INTO audit_entry (by_id, verb, subject_kind, subject_key, subject_ref, details)
SELECT %s, %s, %s, told.key, told.ref, told.details::jsonb
FROM unnest(%s::text[], %s::text[], %s::text[]) AS told(key, ref, details)
"""
Change = tuple[str, models.Model, dict[str, Any]]
Row = tuple[int, str, dict[str, Any]]


def _reference(subject: models.Model) -> str:
    """The public number people use for the row, where it has a column for one.

    Never a property: that may open what is sealed, and the journal is kept for ever.
    """
    columns = {column.attname for column in subject._meta.concrete_fields}
    for name in ("number", "reference", "key", "code", "username"):
        value = getattr(subject, name) if name in columns else None
        if isinstance(value, str):
            return value
    return ""


def _entry(verb: str, subject: models.Model, by: User | None, details: dict[str, Any]) -> Entry:
    return Entry(
        verb=verb,
        subject_kind=subject._meta.model_name or "",
        subject_key=str(subject.pk),
        subject_ref=_reference(subject),
        by=by,
        details=details,
    )


def record(verb: str, subject: models.Model, *, by: User | None, **details: Any) -> None:
    """Write that `by` (None: the system) did `verb` to `subject`. Details carry no personal data."""
    _entry(verb, subject, by, details).save(force_insert=True)


def record_many(changes: Iterable[Change], *, by: User | None) -> None:
    """Write many changes of one doer with one statement."""
    Entry.objects.bulk_create([_entry(verb, subject, by, details) for verb, subject, details in changes])


def record_rows(verb: str, kind: type[models.Model], rows: Sequence[Row], *, by: User | None) -> None:
    """Write one verb for very many rows (key, public number, details) that nobody made instances of."""
    keys, refs = [str(key) for key, _, _ in rows], [ref for _, ref, _ in rows]
    details = [json.dumps(told) for _, _, told in rows]
    with connection.cursor() as cursor:
        cursor.execute(ROWS, [by.pk if by else None, verb, kind._meta.model_name, keys, refs, details])


def looked(subject: models.Model, *, by: User, at: str) -> None:
    """Write that `by` read `subject` on the page or endpoint `at`; an error here refuses the read."""
    looked_many([subject], by=by, at=at)


def looked_many(subjects: Iterable[models.Model], *, by: User, at: str) -> None:
    """Write the reading of several records with one statement."""
    seen = [(subject._meta.model_name or "", str(subject.pk)) for subject in subjects]
    if seen:
        with connection.cursor() as cursor:
            cursor.execute(LOOKED, [by.pk, at, [kind for kind, _ in seen], [key for _, key in seen]])
