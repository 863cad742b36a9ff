"""Third-party files are checked against the lock, and only the used ones are kept."""

import base64
import hashlib
import io
import tarfile
from pathlib import Path

import pytest

from helpline.stack import assets
from helpline.stack.assets import CannotFetch

CSS = (
    "@font-face{src:url(../fonts/a.woff2) format('woff2')}.i{background:url('../img/i.svg?x#y')}"
    ".d{background:url(data:image/png;base64,AA==)}.r{background:url(https://example.org/x.png)}"
    "\n/*# sourceMappingURL=uswds.min.css.map */\n"
)
FILES = {
    "css/uswds.min.css": CSS,
    "js/uswds.min.js": "run();\n//# sourceMappingURL=uswds.min.js.map",
    "fonts/a.woff2": "font",
    "fonts/unused.woff2": "font",
    "img/i.svg": "<svg/>",
}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "package.tgz"
    with tarfile.open(path, "w:gz") as package:
        for name, text in FILES.items():
            member = tarfile.TarInfo(f"package/dist/{name}")
            member.size = len(text)
            package.addfile(member, io.BytesIO(text.encode()))
    return path


def test_an_archive_with_another_hash_is_refused(archive: Path) -> None:
    good = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    assets.check(archive, f"sha512-{good}")
    archive.write_bytes(archive.read_bytes() + b" ")
    with pytest.raises(CannotFetch, match="not the one we know"):
        assets.check(archive, f"sha512-{good}")


def test_only_the_files_taken_and_those_they_refer_to_are_kept(archive: Path, tmp_path: Path) -> None:
    into = tmp_path / "assets" / "uswds"
    into.mkdir(parents=True)
    (into / "from-before.css").touch()
    assert assets.collect(archive, ["css/uswds.min.css", "js/uswds.min.js"], into) == 4
    found = {str(path.relative_to(into)) for path in into.rglob("*") if path.is_file()}
    assert found == {".stamp", "css/uswds.min.css", "js/uswds.min.js", "fonts/a.woff2", "img/i.svg"}
    assert "sourceMappingURL" not in (into / "css/uswds.min.css").read_text()
    assert (into / "js/uswds.min.js").read_text() == "run();\n"


def test_a_file_that_is_not_in_the_package_is_named_and_older_files_stay(
    archive: Path, tmp_path: Path
) -> None:
    into = tmp_path / "uswds"
    into.mkdir()
    (into / "older.css").touch()
    with pytest.raises(CannotFetch, match=r"no file css/gone\.css"):
        assets.collect(archive, ["css/gone.css"], into)
    assert (into / "older.css").exists()


def test_the_lock_file_names_no_host() -> None:
    assert "://" not in assets.LOCK.read_text()
