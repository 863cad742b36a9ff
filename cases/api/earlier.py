"""Repeat calls in the API: `repeats` of a concern names the case it adds to."""

import dataclasses
from collections.abc import Sequence

from rest_framework import serializers

from cases import matching, repeats
from cases.references import canonical_case_number
from cases.submission import Submission
from helpline.accounts.models import User


def settled(submission: Submission, numbers: Sequence[str], *, by: User) -> Submission:
    """The submission with the cases that its concerns name; `numbers` are as sent, empty for a new case.

    Raises `serializers.ValidationError` for a number that was not for this sender to add to, as for an unknown one.
    What this very submission added to before it may name again, so that it can be sent twice.
    """
    if not any(numbers):
        return submission
    line = submission.line
    facility = line.facility if line and line.facility else submission.facility
    a_number = submission.told.a_number
    holders = matching.with_a_number(a_number, by=by) if a_number else []
    person = submission.found or next(iter(holders), None)
    errors: list[dict[str, list[str]]] = [{} for _ in numbers]
    concerns = list(submission.concerns)
    for place, (number, concern) in enumerate(zip(numbers, submission.concerns, strict=True)):
        if not number:
            continue
        found = repeats.addable(concern, person, facility, by=by).filter(number=_plain(number)).first()
        found = found or repeats.added_before(submission.key, _plain(number), concern, by=by)
        if found is None:
            errors[place] = {"repeats": [repeats.NOT_OFFERED]}
        concerns[place] = dataclasses.replace(concern, repeats=found)
    if any(errors):
        raise serializers.ValidationError({"cases": errors})
    return dataclasses.replace(submission, concerns=concerns)


def _plain(number: str) -> str:
    return canonical_case_number(number) or ""
