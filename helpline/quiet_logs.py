"""The last wall before a log line: identifiers and statement values are masked whoever wrote them.

Nothing of ours logs personal data on purpose; this catches what libraries put into exceptions, such as
PostgreSQL's `DETAIL: Key (…)=(…) already exists` and the values of a failing statement.
"""

import logging
import re
from typing import Any

MASKS = [
    (re.compile(r"\bA[#\s-]*\d{3}[\s-]?\d{3}[\s-]?\d{1,3}\b", re.IGNORECASE), "[A-number]"),
    (re.compile(r"\+?1?[\s.-]?\(?\b\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}\b"), "[phone]"),
    (re.compile(r"(DETAIL:\s+)[^\n]*"), r"\1[withheld]"),
    (re.compile(r"(CONTEXT:\s+)[^\n]*"), r"\1[withheld]"),
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+"), "[e-mail]"),
]


def masked(text: str) -> str:
    """`text` without A-numbers, phone numbers, e-mail addresses and PostgreSQL's row details."""
    for pattern, instead in MASKS:
        text = pattern.sub(instead, text)
    return text


class NoPersonalData(logging.Filter):
    """Rewrites message and traceback of every record; never drops one."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = masked(record.getMessage())
        record.args = None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = masked(record.exc_text)
        return True


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "no_personal_data": {"()": "helpline.quiet_logs.NoPersonalData"},
        "request_id": {"()": "helpline.request_ids.RequestId"},
    },
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(request_id)s %(name)s %(message)s"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["no_personal_data", "request_id"],
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "propagate": True},  # Django's own handler would write past the mask
        "django.server": {"handlers": [], "propagate": True},
        "django.db.backends": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
    },
}
