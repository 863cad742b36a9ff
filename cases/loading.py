"""Loading the taxonomy from `cases/reference/topics.csv`. Idempotent; never deletes a topic.

A protocol whose text has changed becomes a new version; versions that were in force stay as they were.
"""

import csv
from pathlib import Path

from cases.models import Topic
from cases.protocols import publish

FILE = Path(__file__).parent / "reference" / "topics.csv"
FLAGS = {
    "restricted",
    "identity_check",
    "anonymous_ok",
    "identity_withheld",
    "accuses_staff",
    "opens_case",
    "needs_certification",
}


def _topic(row: dict[str, str]) -> Topic:
    return Topic(**{name: value == "1" if name in FLAGS else value for name, value in row.items()})


def load_topics() -> int:
    """Insert or update every topic; give back how many there are in the file."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        topics = [_topic(row) for row in csv.DictReader(lines)]
    names = [field.name for field in Topic._meta.concrete_fields if not field.primary_key]
    Topic.objects.bulk_create(topics, update_conflicts=True, unique_fields=["code"], update_fields=names)
    publish(topics)
    return len(topics)
