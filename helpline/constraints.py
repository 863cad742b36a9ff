"""Shapes of check constraints that many tables share. Names are sentences."""

from collections.abc import Iterable

from django.db.models import CheckConstraint, F, Q


def only_choices(field: str, choices: Iterable[str], name: str) -> CheckConstraint:
    """The column holds one of `choices` and nothing else."""
    return CheckConstraint(condition=Q(**{f"{field}__in": sorted(choices)}), name=name)


def both_or_neither(one: str, other: str, name: str) -> CheckConstraint:
    """Two nullable columns are filled together: a time has its person, a person has their time."""
    both = Q(**{f"{one}__isnull": False, f"{other}__isnull": False})
    neither = Q(**{f"{one}__isnull": True, f"{other}__isnull": True})
    return CheckConstraint(condition=both | neither, name=name)


def in_order(first: str, then: str, name: str) -> CheckConstraint:
    """`then` is empty or not before `first`."""
    return CheckConstraint(
        condition=Q(**{f"{then}__isnull": True}) | Q(**{f"{then}__gte": F(first)}), name=name
    )


def never_blank(field: str, name: str) -> CheckConstraint:
    """The text column says something."""
    return CheckConstraint(condition=~Q(**{field: ""}), name=name)
