"""`manage.py bench` measures in a database of its own, says what is met, and leaves nothing behind."""

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from cases.models import Detainee
from helpline.benchmarks import programme
from helpline.benchmarks.figures import AtLeast, AtMost, Figure, percentile
from helpline.benchmarks.management.commands import bench as command
from helpline.benchmarks.stage import Bench, Stage


def databases() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'helpline_bench_%%'")
        return {name for (name,) in cursor.fetchall()}


def test_a_figure_is_held_against_its_goal() -> None:
    assert Figure("b", "f", 4.0, "ms", floor=2.0, goal=AtMost(5)).as_json() == {
        "bench": "b", "figure": "f", "value": 4.0, "unit": "ms", "floor": 2.0, "ratio": 2.0, "goal": "<= 5", "met": True,
    }  # fmt: skip
    assert Figure("b", "f", 0.9, "share", goal=AtLeast(0.95)).met is False
    assert Figure("b", "f", float("nan"), "ms", goal=AtMost(5)).met is False
    assert Figure("b", "f", 1.0, "ms").met is None
    assert [percentile([3, 1, 2, 4], share) for share in (0.5, 0.95)] == [2, 4]


def test_it_refuses_outside_debug(settings: Any) -> None:
    settings.DEBUG = False
    with pytest.raises(CommandError, match="DEBUG"):
        call_command("bench")


def test_it_names_what_there_is(settings: Any) -> None:
    settings.DEBUG = True
    with pytest.raises(CommandError, match="no bench called nothing"):
        call_command("bench", "nothing")
    assert "search" in programme.BENCHES


@pytest.mark.django_db(transaction=True)
def test_a_bench_has_a_database_of_its_own_and_a_missed_goal_is_an_exit_code(
    settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings.DEBUG = True
    before, seen, here = databases(), [], connection.settings_dict["NAME"]

    def measure(stage: Stage) -> Iterator[Figure]:
        seen.append(
            (
                stage.database == connection.settings_dict["NAME"],
                Detainee.objects.count(),
                stage.sizes["people"],
            )
        )
        yield stage.figure("slow", 7.0, "ms", floor=1.0, goal=AtMost(5))

    monkeypatch.setattr(command, "BENCHES", {"own": Bench("own", "", measure, {"people": 3})})
    out = tmp_path / "figures.json"
    with pytest.raises(SystemExit) as ended:
        call_command("bench", "own", "--json", str(out))
    assert (ended.value.code, seen) == (1, [(True, 0, 3)])
    assert [(row["figure"], row["met"]) for row in json.loads(out.read_text())] == [("slow", False)]
    assert (databases(), connection.settings_dict["NAME"], settings.DEBUG) == (before, here, True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(170)
def test_the_search_is_measured_through_the_real_thing(settings: Any, tmp_path: Path) -> None:
    settings.DEBUG = True
    out = tmp_path / "figures.json"
    with contextlib.suppress(SystemExit):  # a slow machine misses the goals that are milliseconds
        call_command("bench", "search", "--people", "1500", "--searches", "40", "--json", str(out))
    rows = {row["figure"]: row for row in json.loads(out.read_text())}
    assert {"a_number_ms", "name_p95_ms", "recall_at_5"} <= set(rows)
    assert rows["recall_at_5"]["value"] >= 0.95
