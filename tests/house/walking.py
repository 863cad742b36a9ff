"""Walking the product as everybody: every address, every method, one request at a time, nothing kept of it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.house.supervising import filled
from tests.house.world import World
from tests.policy import EVERYBODY, VERSION, Row

METHODS = ("GET", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE")
WRITES = {"POST", "PUT", "PATCH", "DELETE"}
# What a request may write although it changes nothing: who is signed in, rate limits, who looked, refusals counted.
NOTES = {"django_session", "helpline_cache", "audit_access", "cases_telephonyrefusal"}
DML = re.compile(r"^\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+\"?(\w+)", re.IGNORECASE)
HASH = "SELECT md5(coalesce(string_agg(line, '' ORDER BY line), '')) FROM (SELECT md5(t::text) AS line FROM \"{}\" t) x"
PASSING = [
    (re.compile(r"(name=\"csrfmiddlewaretoken\" value=\")[^\"]*"), r"\1"),
    (re.compile(r"(\"X-CSRFToken\"\s*:\s*\")[^\"]*"), r"\1"),
    (re.compile(r"X-CSRFToken[^}]{0,120}\}"), ""),
    (re.compile(r"\b[0-9a-f]{32}\b"), ""),
]


@dataclass(frozen=True)
class Place:
    """One address of the resolver: its full name, what is variable in it, and the view."""

    name: str
    route: str
    variables: tuple[str, ...]
    view: Any

    @property
    def is_api(self) -> bool:
        """It answers in JSON."""
        return self.route.startswith("api/")

    def address(self, value: object, query: str = "") -> str:
        """The address with its variable part filled in; two parts by their names."""
        kwargs = value if isinstance(value, dict) else dict.fromkeys(self.variables, value)
        return reverse(self.name, kwargs=kwargs) + (f"?{query}" if query else "")


def places() -> Iterator[Place]:
    """Every address there is."""
    yield from _below(get_resolver(), "", "", ())


def _below(resolver: URLResolver, route: str, spaces: str, variables: tuple[str, ...]) -> Iterator[Place]:
    for pattern in resolver.url_patterns:
        here = route + str(pattern.pattern)
        named = (*variables, *pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLPattern):
            yield Place(f"{spaces}{pattern.name or here}", here, named, pattern.callback)
        else:
            space = f"{spaces}{pattern.namespace}:" if pattern.namespace else spaces
            yield from _below(pattern, here, space, named)


def settled(body: bytes) -> str:
    """A body without what differs from one answer to the next of the same page."""
    text = body.decode("utf-8", "replace")
    for pattern, instead in PASSING:
        text = pattern.sub(instead, text)
    return text


@dataclass
class Answer:
    """What came back, and what the database was asked to change meanwhile."""

    response: HttpResponse
    sent: str
    written: set[str]

    @property
    def status(self) -> int:
        """The status code."""
        return self.response.status_code

    @property
    def body(self) -> str:
        """The body as a file or a page."""
        if self.response.streaming:
            return b"".join(self.response).decode("utf-8", "replace")
        return self.response.content.decode("utf-8", "replace")

    @property
    def said(self) -> str:
        """Everything that reached the browser: the body and every header."""
        heads = "\n".join(
            f"{name}: {value}" for name, value in self.response.items() if name != "X-Request-ID"
        )
        return f"{heads}\n{self.body}"

    @property
    def shape(self) -> tuple[int, str, str]:
        """What must be the same for the unseen and the unknown."""
        return self.status, self.response.headers.get("Content-Type", ""), settled(self.response.content)

    @property
    def to_sign_in(self) -> bool:
        """The person was sent to sign in, or shown that they are signed out."""
        location = self.response.headers.get("Location", "")
        is_page = self.response.headers.get("Content-Type", "").startswith("text/html")
        return location.startswith(reverse(settings.LOGIN_URL)) or (self.status == 401 and is_page)


@dataclass
class Walker:
    """Sends requests as anybody of a world. Refused writes stay as they are; accepted ones are rolled back."""

    world: World
    clients: dict[str, Client] = field(default_factory=dict)

    def sign_everybody_in(self) -> None:
        """Everybody has a browser with nothing in it but a session; the stranger has not even that."""
        for name in everybody():
            self.clients[name] = Client(raise_request_exception=False)
            if name in self.world.people:
                self.clients[name].force_login(
                    self.world.people[name], backend="allauth.account.auth_backends.AuthenticationBackend"
                )

    def send(
        self, name: str, method: str, address: str, row: Row, *, api: bool, keep: bool, version: int = 0
    ) -> Answer:
        """One request. With `keep` false whatever it changed is undone."""
        client = self.clients[name]
        cookies = dict(client.cookies.items())
        written: set[str] = set()

        def watch(execute: Any, sql: str, params: Any, many: bool, context: Mapping[str, Any]) -> Any:
            if changed := DML.match(sql):
                written.add(changed.group(1))
            return execute(sql, params, many, context)

        said: dict[str, Any] = {}
        if method in WRITES:
            said["data"] = {
                name: version if text == VERSION else filled(text, self.world.supervising)
                for name, text in row.body.items()
            }
            if api:
                said["content_type"] = "application/json"
                said["headers"] = {"If-Match": "*", "Idempotency-Key": str(uuid4())}
            elif method != "POST":
                said["data"], said["content_type"] = "", "application/x-www-form-urlencoded"
        with transaction.atomic(), connection.execute_wrapper(watch):
            response = getattr(client, method.lower())(address, **said)
            if not keep and response.status_code < 400:
                transaction.set_rollback(True)
        client.cookies = SimpleCookie()
        client.cookies.update(cookies)
        return Answer(response, f"{address} {row.body if method in WRITES else ''}", written - NOTES)


def tables() -> dict[str, str]:
    """A hash of every table but those that take notes."""
    hashes = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table not in NOTES:
                cursor.execute(HASH.format(table))
                hashes[table] = cursor.fetchone()[0]
    return hashes


def everybody() -> list[str]:
    """The names of all people of the policy, in one order."""
    return sorted(EVERYBODY)
