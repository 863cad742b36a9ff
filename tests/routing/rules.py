"""Rules for tests, in force at once."""

from typing import Any

from django.utils import timezone

from routing.models import Publication, PublicationKind, RuleSet

HOME: dict[str, Any] = {
    "key": "home",
    "says": "Everything goes to the field office",
    "when": {},
    "to": "office_of_facility",
}


def in_force(
    *rules: dict[str, Any],
    guards: list[dict[str, Any]] | None = None,
    cover: dict[str, list[str]] | None = None,
) -> RuleSet:
    """A version with these rules, from now on."""
    now = timezone.now()
    newest = RuleSet.objects.order_by("-version").first()
    made = RuleSet.objects.create(
        version=newest.version + 1 if newest else 1,
        rules=list(rules),
        guards=guards or [],
        cover=cover or {},
        shipped=True,
        published_at=now,
    )
    Publication.objects.create(
        ruleset=made, kind=PublicationKind.SHIPPED, effective_at=now, why="For a test."
    )
    return made


def adding(key: str, **outcome: Any) -> dict[str, Any]:
    """A rule that adds to every case."""
    return {"key": key, "says": f"Adds {key}", "when": {}, **outcome}


def copy_to(office: str, purpose: str = "know", shows: str = "no_identity") -> dict[str, str]:
    """A copy as a rule asks for it."""
    return {"office": office, "purpose": purpose, "shows": shows}
