"""The salient points of a concern: asked one by one, kept as asked, and read as one summary. Pure.

The summary is what is wrong followed by one line a point, in a fixed order and with the same plain labels, so that
everybody who knows one summary can read any other.
"""

from collections.abc import Mapping

WHAT = "what"
LABELS: dict[str, str] = {
    "since": "Since when",
    "spot": "Where",
    "witnesses": "Who saw it",
    "tried": "Tried with staff",
    "asks_for": "Asks for",
}
POINT_LIMIT = 600


def tidy(points: Mapping[str, str]) -> dict[str, str]:
    """The points that say something, in their order, each on one line."""
    lines = {name: " ".join((points.get(name) or "").split()) for name in LABELS}
    return {name: line for name, line in lines.items() if line}


def compose(what: str, points: Mapping[str, str]) -> str:
    """The summary. Without points it is what is wrong, as it was written."""
    lines = [f"{LABELS[name]}: {line}" for name, line in tidy(points).items()]
    return "\n".join([what.strip(), *lines]).strip()


def kept(what: str, points: Mapping[str, str]) -> dict[str, str]:
    """What the record keeps beside the summary; nothing where only what is wrong was told."""
    told = tidy(points)
    return {WHAT: what.strip(), **told} if told else {}


def shown(points: Mapping[str, str]) -> list[tuple[str, str]]:
    """The points of a record with their labels, as pages show them."""
    return [(LABELS[name], line) for name, line in tidy(points).items()]


def too_long(what: str, points: Mapping[str, str], limit: int) -> str:
    """What to mend when the summary they make is longer than `limit`; empty when it is not."""
    length = len(compose(what, points))
    if length <= limit:
        return ""
    return (
        f"Shorten this and the points below it: together they have {length:,} characters, and {limit:,} fit."
        " Nothing was cut off."
    )
