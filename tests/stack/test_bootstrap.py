"""When the virtual environment is made, kept, and made anew; and what is refused before anything else."""

import socket
from pathlib import Path

import pytest

from helpline.stack import bootstrap, doorstep, places


@pytest.fixture
def venv(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    folder = tmp_path / ".venv"
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "python").touch()
    monkeypatch.setattr(bootstrap, "VENV", folder)
    monkeypatch.setattr(bootstrap, "PYTHON", folder / "bin" / "python")
    monkeypatch.setattr(bootstrap, "INSTALLING", folder / ".helpline-installing")
    return folder


@pytest.fixture
def requirements(tmp_path: Path) -> Path:
    file = tmp_path / "requirements.txt"
    file.write_text("Django==5.2.19  # why\nallauth[mfa]==1.2\nolder==1 ; python_full_version < '3.11.3'\n")
    return file


def test_pins_are_read_without_extras_comments_and_conditions(requirements: Path) -> None:
    assert bootstrap.pins(requirements.read_text()) == {"Django": "5.2.19", "allauth": "1.2"}


def test_the_interpreter_of_this_run_has_everything() -> None:
    assert bootstrap.lacks(bootstrap.wanted("test")) == []


def test_another_version_counts_as_missing(tmp_path: Path) -> None:
    file = tmp_path / "requirements.txt"
    file.write_text("Django==1.0\npytest-of-nowhere==3\n")
    assert bootstrap.lacks([file]) == ["Django==1.0", "pytest-of-nowhere==3"]


def test_an_installation_counts_only_when_it_was_finished(venv: Path, requirements: Path) -> None:
    files = [requirements]
    assert not bootstrap.is_installed(files)
    bootstrap.stamp_file(files).write_text(bootstrap.digest(files))
    assert bootstrap.is_installed(files)
    bootstrap.INSTALLING.touch()
    assert not bootstrap.is_installed(files)


def test_changed_requirements_are_installed_again(venv: Path, requirements: Path) -> None:
    files = [requirements]
    bootstrap.stamp_file(files).write_text(bootstrap.digest(files))
    requirements.write_text("Django==5.2.20\n")
    assert not bootstrap.is_installed(files)


def test_the_suite_needs_more_than_the_site() -> None:
    assert bootstrap.wanted("start") == [places.ROOT / "requirements.txt"]
    assert bootstrap.wanted("test") == [
        places.ROOT / "requirements.txt",
        places.ROOT / "tests" / "requirements.txt",
    ]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], ("127.0.0.1", 8000)),
        (["--port", "9000", "--empty"], ("127.0.0.1", 9000)),
        (["--host=0.0.0.0", "--port=81"], ("0.0.0.0", 81)),
        (["--port", "eighty"], ("127.0.0.1", 8000)),
    ],
)
def test_the_address_is_known_before_django(arguments: list[str], expected: tuple[str, int]) -> None:
    assert bootstrap.address(arguments) == expected


def test_a_port_in_use_is_refused_with_a_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit, match=f"Port {port} on 127.0.0.1 is in use.*--port N"):
            doorstep.refuse_if_taken("127.0.0.1", port)
    doorstep.refuse_if_taken("127.0.0.1", port)


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 70000), ("127.0.0.1", 0), ("no such host", 8000)])
def test_an_impossible_address_is_refused_in_words(host: str, port: int) -> None:
    with pytest.raises(SystemExit, match="Cannot listen on"):
        doorstep.refuse_if_taken(host, port)


def test_one_supervisor_at_a_time_may_work_on_a_state_directory(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HELPLINE_STATE_DIR", str(tmp_path / "var"))
    doorstep.refuse_if_running()
    held = doorstep.take_lock()
    assert held is not None
    doorstep.note_holder(held, "http://127.0.0.1:8000/")
    with pytest.raises(SystemExit, match=r"already running on .*var \(process \d+, http://127.0.0.1:8000/\)"):
        doorstep.refuse_if_running()
    held.close()
    doorstep.refuse_if_running()
