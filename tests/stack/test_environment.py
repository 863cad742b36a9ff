"""Demo mode begins only where nothing was configured, and its secrets are made once."""

from pathlib import Path

import pytest

from helpline.stack import environment


def test_env_files_may_quote_export_and_comment() -> None:
    text = (
        "# note\nexport DEBUG=1\nSECRET_KEY='a b=c'\nEMPTY=\n  TIME_ZONE = \"America/Chicago\"\nnot a line\n"
    )
    assert environment.assignments(text) == {
        "DEBUG": "1",
        "SECRET_KEY": "a b=c",
        "EMPTY": "",
        "TIME_ZONE": "America/Chicago",
    }


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("DEBUG=1\nTIME_ZONE=UTC\n")
    environ = {"DEBUG": "0"}
    environment.read_env_file(tmp_path / ".env", environ)
    assert environ == {"DEBUG": "0", "TIME_ZONE": "UTC"}


def test_start_without_any_configuration_is_a_demo() -> None:
    environ = {"PATH": "/bin", "DATABASE_URL": "postgresql:///x"}
    assert environment.enter_demo_mode("start", environ)
    assert environ["DEBUG"] == "1"


@pytest.mark.parametrize("name", ["DEBUG", "SECRET_KEY", "FIELD_KEYS", "ALLOWED_HOSTS"])
def test_a_configured_installation_never_becomes_a_demo(name: str) -> None:
    environ = {name: "0"}
    assert not environment.enter_demo_mode("start", environ)
    assert environ == {name: "0"}


def test_other_commands_follow_the_demo_that_start_made(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HELPLINE_STATE_DIR", str(tmp_path))
    elsewhere = {"DATABASE_URL": "postgresql:///x"}
    assert not environment.enter_demo_mode("verify_audit", dict(elsewhere))
    assert environment.enter_demo_mode("verify_audit", {})
    environment.adopt_demo_secrets({"DEBUG": "1"})
    assert environment.enter_demo_mode("verify_audit", dict(elsewhere))


def test_demo_secrets_are_made_once_and_for_our_eyes_only(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HELPLINE_STATE_DIR", str(tmp_path))
    first, second = {"DEBUG": "1"}, {"DEBUG": "yes", "SECRET_KEY": "mine"}
    environment.adopt_demo_secrets(first)
    environment.adopt_demo_secrets(second)
    assert set(first) == {"DEBUG", "SECRET_KEY", "FIELD_KEYS", "TELEPHONY_SECRET"}
    assert second == first | {"DEBUG": "yes", "SECRET_KEY": "mine"}
    assert (tmp_path / "secrets.env").stat().st_mode & 0o777 == 0o600


def test_outside_debug_no_secret_is_invented(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HELPLINE_STATE_DIR", str(tmp_path))
    environ = {"DEBUG": "0"}
    environment.adopt_demo_secrets(environ)
    assert environ == {"DEBUG": "0"}
    assert not (tmp_path / "secrets.env").exists()


def test_children_do_not_inherit_the_patience_of_a_command() -> None:
    environ: dict[str, str] = {}
    environment.be_patient("start", environ)
    assert environ == {"HELPLINE_PG_OPTIONS": environment.PATIENT}
    assert environment.for_children(environ) == {}
    assert environment.for_children({"HELPLINE_PG_OPTIONS": "-c x=1"}) == {"HELPLINE_PG_OPTIONS": "-c x=1"}
