"""Building a rule up without JavaScript: each button sends the whole form and changes what was typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.datastructures import MultiValueDict

from routing.rules import asking
from routing.rules.asking import Search
from routing.rules.condition_fields import ONE_OF, Posted
from routing.rules.language import FACTS

SAVE, LOOK = "save", "look"


@dataclass(frozen=True)
class Step:
    """The form after a button was pressed. `offers` are what a typed name may mean, by fact; `at` is the fact (or
    `copies`) that the button was about, empty for none; `saves` says that it was the button that saves."""

    data: Posted
    offers: Mapping[str, tuple[tuple[str, str], ...]]
    at: str
    saves: bool


def read_step(posted: Posted) -> Step:
    """What was typed with what the pressed button adds or takes away. Names that say one value exactly are added at once."""
    data = posted.copy()
    verb, _, rest = posted.get("step", LOOK).partition(":")
    fact, _, code = rest.partition(":")
    if verb == "add_fact":
        fact = posted.get("fact", "")
        _add(data, "facts", fact if fact in FACTS else "")
        data.setdefault(f"{fact}-mode", ONE_OF)
        data["fact"] = ""
    elif verb == "drop_fact":
        _drop(data, "facts", fact)
        for name in [name for name in data if name.startswith(f"{fact}-")]:
            del data[name]
    elif verb == "add_value":
        _add(data, f"{fact}-values", code)
        data[f"{fact}-typed"] = ""
    elif verb == "drop_value":
        _drop(data, f"{fact}-values", code)
    elif verb == "add_row":
        data[fact] = str(_number(data.get(fact)) + 1)
    at = fact if fact in FACTS or verb == "add_row" else ""
    return Step(data, _resolve(data), at, saves=verb == SAVE)


def posted(fields: Mapping[str, Any]) -> Posted:
    """These fields as if they had been posted: how a stored row comes into the form."""
    data: Posted = MultiValueDict()
    for name, value in fields.items():
        data.setlist(name, value if isinstance(value, list) else [str(value)])
    return data


def _resolve(data: Posted) -> dict[str, tuple[tuple[str, str], ...]]:
    """Add what the typed names say; what may mean several things stays typed, with the offers."""
    offers: dict[str, tuple[tuple[str, str], ...]] = {}
    for fact in asking.FOUND_BY_NAME:
        text = data.get(f"{fact}-typed", "").strip()
        found = asking.find(fact, text[:120]) if text and fact in data.getlist("facts") else Search()
        if found.code:
            _add(data, f"{fact}-values", found.code)
            data[f"{fact}-typed"] = ""
        elif found.offers:
            offers[fact] = found.offers
    return offers


def _add(data: Posted, name: str, value: str) -> None:
    if value and value not in data.getlist(name):
        data.appendlist(name, value)


def _drop(data: Posted, name: str, value: str) -> None:
    data.setlist(name, [one for one in data.getlist(name) if one != value])


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 3 else 0
