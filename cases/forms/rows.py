"""Rows of a page added and taken away in what was typed, before any form looks at it."""

from django.utils.datastructures import MultiValueDict

Typed = MultiValueDict[str, str]


def count(typed: Typed, prefix: str, most: int) -> int:
    """How many rows the page says it has, between 0 and `most`."""
    text = typed.get(f"{prefix}-TOTAL_FORMS") or ""
    return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 5 else 0


def mend(typed: Typed, prefix: str, most: int, least: int = 0) -> None:
    """Count the rows of a page that came back without a count, so that no row is lost."""
    told = typed.get(f"{prefix}-TOTAL_FORMS") or ""
    if not (told.isascii() and told.isdigit() and len(told) < 5):
        places = [
            name.split("-")[1] for name in typed if name.startswith(f"{prefix}-") and name.count("-") == 2
        ]
        told = str(max((int(p) + 1 for p in places if p.isascii() and p.isdigit() and len(p) < 3), default=0))
    set_count(typed, prefix, max(int(told), least))


def set_count(typed: Typed, prefix: str, rows: int) -> None:
    """Write the number of rows; none of them was there before the page was opened."""
    typed[f"{prefix}-TOTAL_FORMS"] = str(rows)
    typed[f"{prefix}-INITIAL_FORMS"] = "0"


def add(typed: Typed, prefix: str, most: int) -> int:
    """One row more, as long as there are fewer than `most`; gives back the place of the last row."""
    rows = min(count(typed, prefix, most) + 1, most)
    set_count(typed, prefix, rows)
    return rows - 1


def words_in(typed: Typed, prefix: str, place: int, name: str) -> str:
    """What is written into this field of the row at `place`."""
    return (typed.get(f"{prefix}-{place}-{name}") or "").strip()


def remove(typed: Typed, prefix: str, place: int, most: int, least: int = 0) -> None:
    """Take the row at `place` away; later rows move up. A page keeps at least `least` rows."""
    rows = count(typed, prefix, most)
    if not 0 <= place < rows:
        return
    for row in range(place, rows):
        here, following = f"{prefix}-{row}-", f"{prefix}-{row + 1}-"
        for name in [name for name in typed if name.startswith(here)]:
            del typed[name]
        if row + 1 < rows:
            for name in [name for name in typed if name.startswith(following)]:
                typed.setlist(here + name.removeprefix(following), typed.getlist(name))
    set_count(typed, prefix, max(rows - 1, least))
