"""Fresh references of calls. One counter for all that hand them out: a page, the exchange, a block on paper, the API."""

from datetime import date

from django.db import connection

from cases.references import call_reference


def next_references(on: date, how_many: int = 1) -> list[str]:
    """References `C-YYMMDD-XXXX` for calls of that day, each given out once. They are not secret."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_call_reference') FROM generate_series(1, %s)", [how_many])
        return [call_reference(on, place) for (place,) in cursor.fetchall()]


def next_reference(on: date) -> str:
    """One fresh reference for a call of that day."""
    return next_references(on)[0]
