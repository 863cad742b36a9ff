"""The linters agree: format, lint, types, floors, templates, migrations, and the schema of the API."""

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.house.tree import ROOT

pytestmark = pytest.mark.house

LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"


def run(*command: str) -> None:
    """Run a tool in the repository and fail with everything it said."""
    env = {**os.environ, "NO_COLOR": "1", "COLUMNS": "110"}
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"


def test_ruff_has_nothing_to_say() -> None:
    run("-m", "ruff", "check", "--quiet", "--output-format=concise", ".")


def test_the_format_is_the_one_of_ruff() -> None:
    run("-m", "ruff", "format", "--check", "--quiet", ".")


@pytest.mark.timeout(480)
def test_mypy_strict_finds_no_error() -> None:
    run("-m", "mypy", "--no-color-output", "--no-error-summary")


def test_imports_point_down_only() -> None:
    run("-c", LINT_IMPORTS, "--no-cache")


def test_templates_are_clean() -> None:
    run("-m", "djlint", "templates", "--lint", "--quiet")


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    said = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said)
    except SystemExit:
        pytest.fail(f"The models changed and no migration says so:\n{said.getvalue()}")


@pytest.mark.django_db
def test_the_schema_of_the_api_is_whole(tmp_path: Path) -> None:
    said = StringIO()
    file = tmp_path / "schema.yaml"
    call_command("spectacular", file=str(file), validate=True, fail_on_warn=True, stdout=said, stderr=said)
    assert file.stat().st_size > 0, said.getvalue()
