"""Putting a version of the disclosure policy on record from its file. A version that is there is never changed."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from cases.disclosure import Policy
from cases.models import DisclosurePolicy
from helpline.audit import journal
from helpline.refusals import Refused

FILE = Path(__file__).parent / "reference" / "disclosure.json"
ABOUT = {"version", "effective_from", "source"}
CHANGED = (
    "Version {version} of the disclosure policy is on record with other words. A version is never changed: give the "
    "file the version {next}."
)
OLDER = "The file has version {version} of the disclosure policy, and version {newest} is on record already."
UNSOUND = "Version {version} of the disclosure policy does not hold together: {why}."


def load_disclosure(file: Path = FILE) -> str:
    """Add the version the file holds, unless it is there; say in a sentence which one is newest.

    Raises `Refused` for a file that changes a version on record, is older than the newest, or contradicts itself.
    """
    told: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    row = DisclosurePolicy(
        version=told["version"],
        effective_from=date.fromisoformat(told["effective_from"]),
        source=told["source"],
        matrix={name: value for name, value in told.items() if name not in ABOUT},
    )
    newest = DisclosurePolicy.objects.order_by("-version").first()
    if known := DisclosurePolicy.objects.filter(version=row.version).first():
        if any(getattr(known, name) != getattr(row, name) for name in ("effective_from", "source", "matrix")):
            later = max(row.version, newest.version if newest else 0) + 1
            raise Refused(CHANGED.format(version=row.version, next=later))
        return f"disclosure policy version {row.version} is on record"
    if newest and newest.version > row.version:
        raise Refused(OLDER.format(version=row.version, newest=newest.version))
    _publish(row)
    return f"disclosure policy version {row.version} is new, in force from {row.effective_from}"


def _publish(row: DisclosurePolicy) -> None:
    try:
        Policy.of(row)
    except (ValueError, KeyError, TypeError) as fault:
        raise Refused(UNSOUND.format(version=row.version, why=fault)) from None
    row.save(force_insert=True)
    journal.record("published", row, by=None, version=row.version)
