"""The library of short answers: finding one while somebody waits on the line, and keeping each true.

An answer has a day on which it is to be read again. Whoever reads it again says until when it holds; the text may be
changed with that. The reference file never overwrites what was reviewed here.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from cases.models import LineAnswer, canonical_a_number, searchable
from helpline.accounts.models import User
from helpline.audit import journal
from helpline.refusals import Overtaken, Refused

FILE = Path(__file__).parent / "reference" / "answers.json"
TEXTS = ("title", "says", "says_es", "words")
LONGEST_REVIEW = timedelta(days=2 * 366)
SHOWN = 6
SHORTEST_WORD = 2
NUMBERS = re.compile(r"\bA[-#\s]?\d[\d\s-]{6,10}\d\b")
CHANGED_MEANWHILE = "Somebody else reviewed this answer meanwhile. Read it as it stands now."
NOT_A_DAY = "Choose a day after today and within two years."
NAMES_SOMEBODY = "This text holds what looks like an A-number. Answers are for everybody: take it out."


@dataclass(frozen=True)
class Found:
    """One answer that was found. `says` is in the language of the call where there is a text in it."""

    answer: LineAnswer
    says: str
    spanish: bool
    due: bool


def load_answers() -> int:
    """Insert every answer of the file; bring those up to date that nobody reviewed here. Gives back how many."""
    rows = [LineAnswer(topic_id=row.pop("topic"), **row) for row in json.loads(FILE.read_text("utf-8"))]
    reviewed = set(LineAnswer.objects.filter(reviewed_at__isnull=False).values_list("pk", flat=True))
    LineAnswer.objects.bulk_create(
        [row for row in rows if row.pk not in reviewed],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=[*TEXTS, "topic", "source", "review_on"],
    )
    return len(rows)


def search(text: str) -> list[LineAnswer]:
    """Answers in which every word of `text` begins a word of title, text or key words, English or Spanish; the best
    first. No text: all, by title. Where no answer has every word, those that have most of them."""
    rows = list(LineAnswer.objects.select_related("topic").order_by("title"))
    words = [word for word in searchable(text).split() if len(word) >= SHORTEST_WORD]
    if not words:
        return [] if text.strip() else rows
    scores = [(_score(row, words), row) for row in rows]
    most = max((hits for (hits, _), _ in scores), default=0)
    found = [(weight, row) for (hits, weight), row in scores if hits and hits == most]
    return [row for _, row in sorted(found, key=lambda pair: (-pair[0], pair[1].title))]


def _score(row: LineAnswer, words: list[str]) -> tuple[int, int]:
    """How many of the words occur, and how much they weigh: title 4, key words 3, text 1."""
    places = (
        (4, searchable(row.title).split()),
        (3, searchable(row.words, row.topic.name).split()),
        (1, searchable(row.says, row.says_es).split()),
    )
    hits = weight = 0
    for word in words:
        best = [worth for worth, there in places if any(other.startswith(word) for other in there)]
        hits, weight = hits + bool(best), weight + sum(best)
    return hits, weight


def found(text: str, language: str, *, most: int = SHOWN) -> list[Found]:
    """What the operator is shown for a search: the first few answers in the language of the call."""
    today = timezone.localdate()
    return [told(row, language, today) for row in search(text)[:most]] if text.strip() else []


def told(answer: LineAnswer, language: str, today: date) -> Found:
    """An answer as it is read out in this language."""
    spanish = language == "es" and bool(answer.says_es)
    return Found(answer, answer.says_es if spanish else answer.says, spanish, is_due(answer, today))


def is_due(answer: LineAnswer, today: date) -> bool:
    """Whether the day on which it was to be read again has come."""
    return answer.review_on <= today


def note_of(answer: LineAnswer) -> str:
    """What an answer row says when this answer was given."""
    return f"{answer.title}. Told: {answer.says}"


def review(
    answer: LineAnswer, until: date, *, by: User, texts: Mapping[str, str] | None = None
) -> LineAnswer:
    """Say that the answer was read and holds `until` a day; `texts` (title, says, says_es, words) replace what it says.

    `answer` is as `by` saw it: `Overtaken` where somebody reviewed it meanwhile. The journal keeps the texts as they
    were before.
    """
    today = timezone.localdate()
    if not today < until <= today + LONGEST_REVIEW:
        raise Refused(NOT_A_DAY)
    new = {name: text.strip() for name, text in (texts or {}).items() if name in TEXTS}
    if any(canonical_a_number(hit) for text in new.values() for hit in NUMBERS.findall(text)):
        raise Refused(NAMES_SOMEBODY)
    if not (new.get("title", answer.title) and new.get("says", answer.says)):
        raise Refused("An answer has a title and says something.")
    before = {name: getattr(answer, name) for name, text in new.items() if getattr(answer, name) != text}
    with transaction.atomic():
        seen = LineAnswer.objects.filter(pk=answer.pk, reviewed_at=answer.reviewed_at)
        if not seen.update(**new, review_on=until, reviewed_at=timezone.now(), reviewed_by=by):
            raise Overtaken(CHANGED_MEANWHILE)
        journal.record("reviewed_answer", answer, by=by, until=until.isoformat(), before=before)
    answer.refresh_from_db()
    return answer
