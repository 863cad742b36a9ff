"""Which PostgreSQL runs: the one that fits the data, and never a silent empty database."""

from pathlib import Path

import pytest

from helpline.stack import binaries
from helpline.stack.binaries import NoServer, Postgres

SYSTEM_16 = Postgres(Path("/usr/lib/postgresql/16/bin"), 16, "system")
SYSTEM_15 = Postgres(Path("/usr/lib/postgresql/15/bin"), 15, "system")
BUNDLED_18 = Postgres(Path("/venv/pginstall/bin"), 18, "bundled")


def choose(offers: list[Postgres], with_data: list[int], asked: str = "auto") -> Postgres:
    return binaries.choose_postgres(offers, with_data, asked=asked, servers=Path("/srv/var"))


def test_a_new_installation_takes_the_best_on_offer() -> None:
    assert choose([SYSTEM_16, SYSTEM_15, BUNDLED_18], []) == SYSTEM_16


def test_existing_data_decides_over_what_is_newer_or_preferred() -> None:
    assert choose([SYSTEM_16, SYSTEM_15, BUNDLED_18], [15]) == SYSTEM_15
    assert choose([SYSTEM_16, BUNDLED_18], [18]) == BUNDLED_18


def test_of_two_data_directories_the_last_used_one_counts() -> None:
    assert choose([SYSTEM_15, BUNDLED_18], [18, 15]) == BUNDLED_18


def test_data_that_no_binary_can_read_stops_the_start_and_says_so() -> None:
    with pytest.raises(NoServer, match=r"written by PostgreSQL 15.*offers only version 18"):
        choose([BUNDLED_18], [15], asked="bundled")


def test_a_machine_without_postgresql_is_told_what_to_do() -> None:
    with pytest.raises(NoServer, match="Set DATABASE_URL, install the package 'postgresql'"):
        choose([], [], asked="system")


def test_system_versions_are_offered_newest_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    for version in ("9", "15", "17"):
        folder = tmp_path / version / "bin"
        folder.mkdir(parents=True)
        for program in ("postgres", "initdb"):
            (folder / program).touch()
    (tmp_path / "18" / "bin").mkdir(parents=True)  # client only
    assert binaries.system_postgres(tmp_path) == [tmp_path / v / "bin" for v in ("17", "15", "9")]


def test_data_directories_are_listed_last_used_first(tmp_path: Path) -> None:
    for number, major in enumerate((18, 15)):
        data = tmp_path / f"pg{major}"
        data.mkdir()
        (data / "PG_VERSION").write_text(f"{major}\n")
        (data / "postmaster.opts").touch()
        import os

        os.utime(data / "postmaster.opts", (number, number))
    (tmp_path / "pg16.new").mkdir()  # an interrupted initdb
    (tmp_path / "pg17").mkdir()
    assert binaries.majors_with_data(tmp_path) == [15, 18]


def test_an_unknown_mode_is_refused_with_the_choices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HELPLINE_SERVERS", "docker")
    with pytest.raises(NoServer, match="must be one of auto, system, bundled"):
        binaries.mode()


def test_bundled_binaries_are_found_without_importing_their_package() -> None:
    folder = binaries.bundled_postgres()
    assert folder is not None
    assert binaries.major_of(folder) == 18
    assert binaries.choose_redis("bundled").name == "redis-server"
