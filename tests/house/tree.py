"""What the law reads: the files of the repository and the modules of the rooms."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ("helpline", "facilities", "cases", "routing")
OURS = ("accounts", "audit", "facilities", "cases", "routing")
NOT_OURS = {
    ".git",
    ".venv",
    "var",
    "__pycache__",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
}


@cache
def committed() -> tuple[Path, ...]:
    """Every file of the repository, also one about to join it; without git, every file that no tool made."""
    asked = subprocess.run(
        ["git", "ls-files", "-coz", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if asked.returncode == 0 and asked.stdout:
        found = [ROOT / name for name in asked.stdout.split("\0") if name]
    else:
        found = [path for path in ROOT.rglob("*") if not NOT_OURS & set(path.relative_to(ROOT).parts)]
    return tuple(sorted(path for path in found if path.is_file()))


def shown(path: Path) -> str:
    """The path as a person in the repository says it."""
    return path.relative_to(ROOT).as_posix()


@cache
def modules(*tops: str) -> tuple[Path, ...]:
    """The Python files of these top folders (all rooms where none is named), migrations left out."""
    return tuple(
        path
        for path in committed()
        if path.suffix == ".py"
        and path.relative_to(ROOT).parts[0] in (tops or ROOMS)
        and "migrations" not in path.parts
    )


@cache
def templates() -> tuple[Path, ...]:
    """Every template of ours."""
    return tuple(
        path for path in committed() if path.suffix in {".html", ".txt"} and "templates" in path.parts
    )


def lines_of(path: Path) -> list[tuple[int, str]]:
    """The numbered lines of a text file; none for a picture or another binary file."""
    try:
        return list(enumerate(path.read_text(encoding="utf-8").splitlines(), start=1))
    except UnicodeDecodeError:
        return []


def tell(violations: list[str]) -> str:
    """All violations, one a line, for the message of an assertion."""
    return f"{len(violations)} found:\n" + "\n".join(violations)
