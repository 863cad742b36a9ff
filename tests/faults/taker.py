"""A process that records calls as a web worker does: a line of JSON in, `intake.submit`, a line of JSON out."""

import json
import sys
import time
from datetime import datetime
from uuid import UUID

import django

django.setup()

from cases import intake  # noqa: E402 - Django comes first
from cases.models import CallerKind, Topic  # noqa: E402
from facilities.models import Facility  # noqa: E402
from helpline.accounts.models import User  # noqa: E402


def answer(line: str) -> dict[str, object]:
    """Record the call that the line asks for."""
    asked = json.loads(line)
    submission = intake.Submission(
        key=UUID(asked["key"]),
        caller=intake.ToldCaller(kind=CallerKind.DETAINEE),
        started_at=datetime.fromisoformat(asked["started_at"]),
        facility=Facility.objects.get(key="STWRTGA"),
        concerns=[
            intake.Concern(topic=Topic.objects.get(code="TEL"), summary=f"The phones of unit {n} are dead.")
            for n in range(asked["cases"])
        ],
    )
    by = User.objects.get(username=asked["by"])
    began = time.monotonic()
    call = intake.submit(submission, by=by)
    return {"reference": call.reference, "seconds": time.monotonic() - began}


print(json.dumps("ready"), flush=True)
for line in sys.stdin:
    print(json.dumps(answer(line)), flush=True)
