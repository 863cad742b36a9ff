"""Finding an answer in the library while somebody waits, and using it."""

from typing import TYPE_CHECKING

from cases import library
from cases.forms import rows
from cases.forms.buttons import button
from cases.forms.concern import ANSWERS_LIMIT, KEY_LIMIT
from cases.models import LineAnswer

if TYPE_CHECKING:
    from cases.forms.intake import IntakePage

SEARCH = "answer_search"


@button("find_answer")
def find_answer(page: "IntakePage") -> None:
    """Show what the library says about the words typed."""
    page.show_again(SEARCH)


@button("use_answer")
def use_answer(page: "IntakePage") -> None:
    """Write the answer chosen into an empty row, or into one more; the search is done with."""
    key = (page.typed.get("use_answer") or "")[:KEY_LIMIT]
    answer = LineAnswer.objects.filter(pk=key).first() if key.isascii() else None
    prefix = str(page.answers.prefix)
    place = _empty_row(page, prefix) if answer else None
    if answer is None or place is None:
        page.show_again(SEARCH)
        return
    row = f"{prefix}-{place}"
    page.typed[f"{row}-topic"] = answer.topic_id
    page.typed[f"{row}-note"] = library.note_of(answer)
    page.typed[f"{row}-from_library"] = answer.key
    page.typed[SEARCH] = ""
    page.show_again(f"{row}-note")


def _empty_row(page: "IntakePage", prefix: str) -> int | None:
    """The place of a row nothing is written into, adding one where there is none; None when the page is full."""
    written = rows.count(page.typed, prefix, ANSWERS_LIMIT)
    for place in range(written):
        if not any(rows.words_in(page.typed, prefix, place, name) for name in ("topic", "note")):
            return place
    return rows.add(page.typed, prefix, ANSWERS_LIMIT) if written < ANSWERS_LIMIT else None
