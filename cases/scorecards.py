"""Loading the scorecard from `cases/reference/scorecard.json`. A version on record is never changed."""

import json
from datetime import date
from pathlib import Path

from cases.models import Scorecard

FILE = Path(__file__).parent / "reference" / "scorecard.json"


def load_scorecards() -> int:
    """Insert the versions that are new; give back how many there are in the file."""
    versions = json.loads(FILE.read_text(encoding="utf-8"))
    Scorecard.objects.bulk_create(
        [
            Scorecard(
                version=told["version"],
                questions=told["questions"],
                effective_from=date.fromisoformat(told["effective_from"]),
            )
            for told in versions
        ],
        ignore_conflicts=True,
    )
    return len(versions)
