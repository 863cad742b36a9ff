"""A page's form as a browser without JavaScript sees it: read its fields, change some, press a button."""

from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client

Typed = dict[str, list[str]]


class _Fields(HTMLParser):
    def __init__(self, form: str) -> None:
        super().__init__()
        self.form = form
        self.inside = False
        self.typed: Typed = {}
        self.buttons: set[tuple[str, str]] = set()
        self.radios: dict[str, list[str]] = {}
        self._area: str | None = None
        self._select: str | None = None
        self._words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = has.get("id") == self.form
        if not self.inside:
            return
        name = has.get("name", "")
        if tag == "button" and name:
            self.buttons.add((name, has.get("value", "")))
        elif tag == "textarea":
            self._area, self._words = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in has:
            self.typed[self._select] = [has.get("value", "")]
        elif tag == "input" and name and name != "csrfmiddlewaretoken":
            self._input(name, has)

    def _input(self, name: str, has: dict[str, str]) -> None:
        kind, value = has.get("type", "text"), has.get("value", "")
        if kind == "radio":
            self.radios.setdefault(name, []).append(value)
        if kind in {"radio", "checkbox"} and "checked" not in has:
            return
        self.typed.setdefault(name, []).append(value or ("on" if kind == "checkbox" else ""))

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._words += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area is not None:
            self.typed[self._area] = [self._words.removeprefix("\n")]
            self._area = None
        elif tag == "select" and self._select:
            self.typed.setdefault(self._select, [""])
            self._select = None
        elif tag == "form":
            self.inside = False


class FormPage:
    """One page of one person, with its form."""

    def __init__(self, client: Client, url: str, form: str = "intake") -> None:
        self.client, self.url, self.form = client, url, form
        self.read(client.get(url))

    def read(self, answer: Any) -> "FormPage":
        """Take the fields out of an answer."""
        self.answer: HttpResponse = answer
        self.html = answer.content.decode()
        fields = _Fields(self.form)
        fields.feed(self.html)
        self.typed, self.buttons, self.radios = fields.typed, fields.buttons, fields.radios
        return self

    def write(self, **said: str | list[str]) -> "FormPage":
        """Type into fields; `concerns_0_topic` is the field `concerns-0-topic`."""
        for name, value in said.items():
            rows = name.startswith(("concerns_", "answers_"))
            key = "-".join(name.split("_", 2)) if rows else name
            self.typed[key] = value if isinstance(value, list) else [value]
        return self

    def press(self, name: str = "", value: str = "1", *, follow: bool = False, **headers: str) -> "FormPage":
        """Press the button of this name and value (the plain submit button without), and read what comes."""
        sent: dict[str, Any] = dict(self.typed)
        if name:
            assert (name, value) in self.buttons, f"no button {name}={value}"
            sent[name] = value
        return self.read(self.client.post(self.url, sent, follow=follow, headers=headers))
