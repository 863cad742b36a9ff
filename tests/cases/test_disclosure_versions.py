"""The disclosure policy comes in versions: loading adds one, and none is ever changed."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases import disclosure
from cases.models import DisclosurePolicy, Verification
from cases.publishing import FILE, load_disclosure
from cases.submission import Checked
from helpline.refusals import Refused
from tests.builders import a_call, settle
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def told() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def written(folder: Path, told: dict[str, Any]) -> Path:
    """The file with these words."""
    file = folder / "disclosure.json"
    file.write_text(json.dumps(told), encoding="utf-8")
    return file


def test_loading_twice_adds_nothing() -> None:
    before = list(DisclosurePolicy.objects.values())
    assert load_disclosure() == "disclosure policy version 1 is on record"
    assert list(DisclosurePolicy.objects.values()) == before


def test_a_new_version_is_added_and_in_force_from_its_day(told: dict[str, Any], tmp_path: Path) -> None:
    load_disclosure(written(tmp_path, told | {"version": 2, "effective_from": "2026-06-01"}))
    days = [date(2025, 1, 1), date(2026, 5, 31), date(2026, 6, 1)]
    in_force = [disclosure.policy_on(day) for day in days]
    assert [policy and policy.version for policy in in_force] == [1, 1, 2]


def test_other_words_under_an_old_version_are_refused(told: dict[str, Any], tmp_path: Path) -> None:
    file = written(tmp_path, told | {"everybody": ["Everything"]})
    with pytest.raises(Refused, match="never changed: give the file the version 2"):
        load_disclosure(file)
    assert DisclosurePolicy.objects.count() == 1


def test_an_older_version_is_refused(told: dict[str, Any], tmp_path: Path) -> None:
    load_disclosure(written(tmp_path, told | {"version": 3}))
    with pytest.raises(Refused, match="version 3 is on record already"):
        load_disclosure(written(tmp_path, told | {"version": 2}))


@pytest.mark.parametrize(
    "fault",
    [
        {"steps": []},
        {"authorities": [{"key": "g28", "label": "G-28"}]},
        {"rules": [{"callers": ["detainee"]}]},
    ],
)
def test_a_policy_that_contradicts_itself_is_refused(
    told: dict[str, Any], tmp_path: Path, fault: dict[str, Any]
) -> None:
    with pytest.raises(Refused, match="does not hold together"):
        load_disclosure(written(tmp_path, told | {"version": 2} | fault))


def test_two_rules_for_one_caller_and_proof_are_refused(told: dict[str, Any], tmp_path: Path) -> None:
    twice = {"version": 2, "rules": [*told["rules"], told["rules"][0]]}
    with pytest.raises(Refused, match="has two rules"):
        load_disclosure(written(tmp_path, told | twice))


def test_the_table_keeps_a_version_as_it_was() -> None:
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        DisclosurePolicy.objects.update(source="Somebody else")


def test_a_call_keeps_the_version_it_was_checked_by(cast: Cast, told: dict[str, Any], tmp_path: Path) -> None:
    call = a_call(by=cast.operator, checked=Checked(policy=1, steps=("a_number", "facility_line")))
    load_disclosure(written(tmp_path, told | {"version": 2}))
    kept = Verification.objects.get(call=call)
    assert (kept.policy_id, kept.authority, kept.steps) == (1, "none", ["facility_line", "a_number"])
    settle()


def test_a_version_in_force_later_is_not_used_early(told: dict[str, Any], tmp_path: Path) -> None:
    load_disclosure(written(tmp_path, told | {"version": 2, "effective_from": "2099-01-01"}))
    policy = disclosure.policy_for(2, timezone.localdate())
    assert policy is not None
    assert policy.version == 1
