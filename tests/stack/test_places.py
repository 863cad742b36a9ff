"""Everybody finds the same sockets, and a long path still makes a socket that works."""

import os
from pathlib import Path

import pytest

from helpline.stack import places


def test_the_state_directory_is_var_unless_the_environment_says_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("HELPLINE_STATE_DIR", raising=False)
    assert places.state_dir() == places.ROOT / "var"
    monkeypatch.setenv("HELPLINE_STATE_DIR", "elsewhere")
    assert places.state_dir() == places.ROOT / "elsewhere"
    monkeypatch.setenv("HELPLINE_STATE_DIR", "/srv/helpline")
    assert places.state_dir() == Path("/srv/helpline")


@pytest.mark.parametrize("state", ["/srv/" + "deep/" * 30, "/srv/with space", "/srv/percent%41"])
def test_sockets_move_to_a_short_plain_path_where_the_state_path_will_not_do(
    monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    monkeypatch.setenv("HELPLINE_STATE_DIR", state)
    run = places.run_dir()
    assert run == places.run_dir()
    assert run.parent == Path("/tmp")
    assert len(os.fsencode(run / places.LONGEST_SOCKET)) <= places.SOCKET_LIMIT


def test_two_installations_never_share_a_socket_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HELPLINE_STATE_DIR", "/srv/one" + "/deep" * 30)
    one = places.run_dir()
    monkeypatch.setenv("HELPLINE_STATE_DIR", "/srv/two" + "/deep" * 30)
    assert places.run_dir() != one


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to give up its rights")
def test_data_of_servers_started_by_root_leaves_a_folder_that_others_cannot_enter(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    monkeypatch.setenv("HELPLINE_STATE_DIR", str(closed / "var"))
    assert places.servers_dir().parent == Path("/var/lib")


def test_celery_and_redis_spell_the_same_socket_differently() -> None:
    assert (
        places.celery_broker_url("unix:///run/redis.sock?db=3")
        == "redis+socket:///run/redis.sock?virtual_host=3"
    )
    assert places.celery_broker_url("redis://cache:6379/1") == "redis://cache:6379/1"
