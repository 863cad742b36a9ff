"""Exact answers about rules: which situations does one take, what is left? Pure: no Django, no database, no clock.

A condition holds for some classes of one dimension (`routing.checks.situations`), so conditions together are a box:
one bit mask a dimension. Taking a box away from boxes leaves boxes, and any box gives a situation as the example.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from routing.checks.situations import Domain, dimensions, ordinary_facts
from routing.rules.language import Condition, Facts

Box = tuple[int, ...]
MOST_BOXES = 20_000


class TooIntricate(Exception):
    """What is left has become more boxes than can be looked at; nothing was decided."""


class Space:
    """All situations of a domain, as far as these conditions tell them apart."""

    def __init__(self, domain: Domain, conditions: Iterable[Condition]) -> None:
        self._urgency_of = {subject.code: subject.urgency for subject in domain.subjects}
        asked = sorted(set(conditions), key=_order)
        self.dimensions = tuple(dimensions(domain, asked))
        self._ordinary = ordinary_facts(domain)
        self._home = {
            condition: place for place, one in enumerate(self.dimensions) for condition in one.masks
        }

    @property
    def everything(self) -> Box:
        """Every situation."""
        return tuple(one.whole for one in self.dimensions)

    def box(self, conditions: Iterable[Condition]) -> Box | None:
        """The situations in which all of these hold; None where there are none."""
        masks = list(self.everything)
        for condition in conditions:
            place = self._home[condition]
            masks[place] &= self.dimensions[place].masks[condition]
        return tuple(masks) if all(masks) else None

    def example(self, box: Box) -> Facts:
        """One situation of the box: the most ordinary one."""
        told: dict[str, Any] = {}
        for one, mask in zip(self.dimensions, box, strict=True):
            told |= one.classes[_lowest(mask)][0]
        return replace(self._ordinary, **self._urgent(box, told))

    def _urgent(self, box: Box, told: dict[str, Any]) -> dict[str, Any]:
        """The topic's own urgency, unless the box asks for another."""
        own = self._urgency_of[told.get("topic", self._ordinary.topic)]
        for one, mask in zip(self.dimensions, box, strict=True):
            if one.name == "urgency":
                at = next(number for number, members in enumerate(one.classes) if {"urgency": own} in members)
                return told | {"urgency": own} if mask >> at & 1 else told
        return told | {"urgency": own}

    def values(self, boxes: Iterable[Box], name: str, fact: str) -> set[Any]:
        """Every value of a fact in these boxes. `name` is its dimension, of which some condition asks."""
        place = next(place for place, one in enumerate(self.dimensions) if one.name == name)
        mask = 0
        for box in boxes:
            mask |= box[place]
        classes = enumerate(self.dimensions[place].classes)
        return {point[fact] for number, members in classes if mask >> number & 1 for point in members}


def meet(one: Box, other: Box) -> Box | None:
    """What both hold; None where that is nothing."""
    both = tuple(a & b for a, b in zip(one, other, strict=True))
    return both if all(both) else None


def meeting(boxes: Iterable[Box], box: Box) -> list[Box]:
    """What each of the boxes shares with this one."""
    return [both for one in boxes if (both := meet(one, box)) is not None]


def without(boxes: Iterable[Box], taken: Box) -> list[Box]:
    """What is left of boxes that share nothing when `taken` is taken away; they share nothing either."""
    left: list[Box] = []
    for box in boxes:
        if meet(box, taken) is None:
            left.append(box)
            continue
        rest = list(box)
        for place, (have, take) in enumerate(zip(box, taken, strict=True)):
            if outside := have & ~take:
                left.append((*rest[:place], outside, *rest[place + 1 :]))
                rest[place] = have & take
    if len(left) > MOST_BOXES:
        raise TooIntricate
    return left


def holds_in(outer: Box, inner: Box) -> bool:
    """Every situation of `inner` is one of `outer`."""
    return all(not (b & ~a) for a, b in zip(outer, inner, strict=True))


def _lowest(mask: int) -> int:
    return (mask & -mask).bit_length() - 1


def _order(condition: Condition) -> str:
    asked = sorted(map(str, condition.one_of)), sorted(map(str, condition.none_of))
    return f"{condition.fact} {asked} {condition.at_least} {condition.at_most}"
