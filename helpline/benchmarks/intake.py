"""Taking a call: how long the page and a submission take beside an empty page, and how much goes over the wire."""

import gzip
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from uuid import uuid4

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from cases.models import Call, Case
from helpline.accounts.models import Role, User
from helpline.audit.models import Entry
from helpline.benchmarks.figures import AtMost, Figure, interleaved, p50, p95
from helpline.benchmarks.stage import Bench, Stage
from helpline.benchmarks.web import Visitor, served
from routing.models import RouteRequest

EMPTY, NEW = "/bench/empty/", "/calls/new/"
KB = 1024
TICKED = {"radio", "checkbox", "submit"}
SUMMARY = "No insulin for two days. Unit B, bed 14. Told the nurse on Sunday and again on Monday."
# Pictures that the style sheets show on this page: arrows of selects, ticks of boxes.
PICTURES = ("uswds/img/usa-icons/unfold_more.svg", "uswds/img/correct8.svg")


class Page(HTMLParser):
    """What a browser reads from a page: the fields of its form as they stand, and the files it asks for."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.files: list[str] = []
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note fields and files."""
        has = {name: value or "" for name, value in attrs}
        if tag == "script" and "src" in has:
            self.files.append(has["src"])
        elif tag == "link" and has.get("rel") in {"stylesheet", "preload", "icon"}:
            self.files.append(has["href"])
        elif tag == "select":
            self._select = has.get("name", "")
        elif tag == "option" and self._select and "selected" in has:
            self.fields[self._select] = has.get("value", "")
        elif tag == "input" and "name" in has and ("checked" in has or has.get("type") not in TICKED):
            self.fields[has["name"]] = has.get("value", "")


def measure(stage: Stage) -> Iterator[Figure]:
    """The figures of the intake page; every answer and the rows at the end are looked at."""
    stage.load_reference()
    operator = User.objects.create(username="bench", role=Role.OPERATOR, password=make_password(None))
    with served(stage) as port:
        visitor = Visitor(port, operator)
        page = Page(gunzipped(visitor.get(NEW).body))
        yield from _weights(stage, visitor, page)
        rounds = stage.sizes["rounds"]
        empty, form, sent = interleaved(
            [lambda: _open(visitor, EMPTY), lambda: _open(visitor, NEW), lambda: _submit(visitor, page)],
            rounds=rounds,
            warm=10,
        )
    _check(rounds + 10)
    floor = p50(empty)
    yield stage.figure("page_vs_empty_page", p50(form) / floor, "times", goal=AtMost(3.5))
    yield stage.figure("submit_vs_empty_page", p50(sent) / floor, "times", goal=AtMost(5))
    yield stage.figure("empty_page_ms", floor, "ms")
    yield stage.figure("page_ms", p50(form), "ms", floor=floor)
    yield stage.figure("submit_ms", p50(sent), "ms", floor=floor)
    yield stage.figure("submit_p95_ms", p95(sent), "ms", floor=p95(empty))


def _open(visitor: Visitor, path: str) -> None:
    answer = visitor.get(path)
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status}")


def _submit(visitor: Visitor, page: Page) -> None:
    """A call with two cases about a person told by name and number, as the form sends it."""
    fields = page.fields | {
        "submission_key": str(uuid4()),
        "started_at": timezone.now().isoformat(),
        "draft_rev": "0",
        "place": "STWRTGA",
        "caller_kind": "detainee",
        "a_number": "A000000123",
        "given_names": "Ana",
        "family_names": "Flores Reyes",
        "concerns-TOTAL_FORMS": "2",
        "concerns-0-topic": "MED",
        "concerns-0-summary": SUMMARY,
        "concerns-1-topic": "TEL",
        "concerns-1-summary": "The phones of unit B have been dead since Friday.",
    }
    answer = visitor.post(NEW, fields)
    if answer.status != 303:
        raise RuntimeError(f"a submission answered {answer.status}: {gunzipped(answer.body)[:3000]}")


def _check(calls: int) -> None:
    """Every submission is a call with two cases that wait for their routes, and stands in the journal."""
    taken = Entry.objects.filter(verb="took").count()
    found = (Call.objects.count(), Case.objects.count(), RouteRequest.objects.count(), taken)
    if found != (calls, 2 * calls, 2 * calls, calls):
        raise RuntimeError(f"{calls} calls were sent, on record are {found}")


def _weights(stage: Stage, visitor: Visitor, page: Page) -> Iterator[Figure]:
    """What a browser with an empty cache gets, and what one gets that has the files."""
    again = visitor.get(NEW).size
    files = [*dict.fromkeys([*page.files, *_fonts(visitor, page), *_pictures(visitor, page)])]
    sizes = {path: _size(visitor, path) for path in files}
    yield stage.figure("first_load_kb", (again + sum(sizes.values())) / KB, "KB", goal=AtMost(150))
    yield stage.figure("next_load_kb", again / KB, "KB", goal=AtMost(15))
    for path, size in sorted(sizes.items(), key=lambda found: -found[1])[:6]:
        stage.say(f"{size / KB:6.1f} KB {path}")


def _size(visitor: Visitor, path: str) -> int:
    answer = visitor.get(path)
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status}")
    return answer.size


def _sheets(visitor: Visitor, page: Page) -> Iterator[tuple[str, str]]:
    for path in page.files:
        if path.endswith(".css"):
            yield path, visitor.get(path, packed=False).body.decode()


def _fonts(visitor: Visitor, page: Page) -> list[str]:
    """The fonts of our own sheets; those of the design system are named there and never shown."""
    found = [
        (path, url)
        for path, text in _sheets(visitor, page)
        if "/helpline/" in path
        for url in re.findall(r"url\(\"?([^\")]+\.woff2)\"?\)", text)
    ]
    return [_beside(path, url) for path, url in found]


def _pictures(visitor: Visitor, page: Page) -> list[str]:
    shown = {name.rsplit("/", 1)[-1].removesuffix(".svg") for name in PICTURES}
    found = []
    for path, text in _sheets(visitor, page):
        urls = set(re.findall(r"url\(\"?(\.\./[^\")]+\.svg)\"?\)", text))
        found += [_beside(path, url) for url in urls if url.rsplit("/", 1)[-1].split(".")[0] in shown]
    return found


def _beside(path: str, url: str) -> str:
    """The address of `url` as the sheet at `path` names it."""
    folders = path.split("/")[:-1]
    for step in url.split("/"):
        folders = folders[:-1] if step == ".." else [*folders, step]
    return "/".join(folders)


def gunzipped(body: bytes) -> str:
    """The text of a page, compressed or not."""
    return (gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body).decode()


BENCH = Bench("intake", "Taking a call", measure, sizes={"rounds": 200})
