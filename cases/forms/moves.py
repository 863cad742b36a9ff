"""The buttons every part of the page shares: rows that come and go, a place looked up, the page shown anew."""

from typing import TYPE_CHECKING

from cases.forms import rows
from cases.forms.buttons import button
from cases.forms.concern import ANSWERS_LIMIT
from cases.intake import CONCERNS_LIMIT
from cases.points import LABELS as POINTS

if TYPE_CHECKING:
    from cases.forms.intake import IntakePage

CONCERNS, ANSWERS = "concerns", "answers"
FEW_SIGNS = 20  # a row with more than these in it is not removed before that was asked


@button("add_concern")
def add_concern(page: "IntakePage") -> None:
    """One more concern."""
    page.show_again(f"{CONCERNS}-{rows.add(page.typed, CONCERNS, CONCERNS_LIMIT)}-topic")


@button("add_answer")
def add_answer(page: "IntakePage") -> None:
    """One more answer."""
    page.show_again(f"{ANSWERS}-{rows.add(page.typed, ANSWERS, ANSWERS_LIMIT)}-topic")


@button("remove_concern", "surely_remove_concern")
def remove_concern(page: "IntakePage") -> None:
    """One concern less; a page keeps one."""
    _remove(page, "concern", CONCERNS, "summary", CONCERNS_LIMIT, least=1)


@button("remove_answer", "surely_remove_answer")
def remove_answer(page: "IntakePage") -> None:
    """One answer less."""
    _remove(page, "answer", ANSWERS, "note", ANSWERS_LIMIT)


def _remove(page: "IntakePage", thing: str, prefix: str, name: str, most: int, least: int = 0) -> None:
    """Take a row away; where more than a few signs are written into it, ask beside it first."""
    surely = page.typed.get(f"surely_remove_{thing}")
    place = _place(str(surely or page.typed.get(f"remove_{thing}")))
    words = sum(len(rows.words_in(page.typed, prefix, place, text)) for text in (name, *POINTS))
    if not surely and words > FEW_SIGNS:
        page.asks = f"{prefix}-{place}"
        page.show_again()
    else:
        rows.remove(page.typed, prefix, place, most, least=least)
        page.show_again(f"add_{thing}")


@button("find_place")
def find_place(page: "IntakePage") -> None:
    """Name the place typed into the call or into one concern, or offer those it could be."""
    page.show_again()
    forms = {form.prefix or "call": form for form in page.places()}
    form = forms.get(str(page.typed["find_place"]))
    if form is None:
        return
    form.full_clean()
    found, messages = form.cleaned_data.get("found_place"), form.errors.get("place")
    if found:
        form.put(page.typed, found)
        page.show_again(form.add_prefix("place"))
        return
    form.hush()
    if messages:
        form.errors["place"] = messages
    else:
        form.complain("place", "Type part of a name or a code first, then find.")
    page.point(form.add_prefix("place_choice" if form.offered else "place"))


@button("refresh")
def refresh(page: "IntakePage") -> None:
    """Show the page again as typed: what it says about what is typed is up to date then."""
    page.show_again()


def _place(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else -1
