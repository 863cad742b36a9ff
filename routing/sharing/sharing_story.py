"""Sentences of the timeline about copies, about who is shut out and who was let in."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from routing.models import Purpose

Telling = tuple[str, str]


class Sources(Protocol):
    """Where the sentences get names and words from."""

    def office(self, code: object) -> str:
        """The name of the office with this code."""

    def words(self, of: str, pk: object) -> tuple[str, str]:
        """What was written on a copy, an exclusion or an action, and which office it is about."""


def _sent_copy(details: Mapping[str, Any], sources: Sources) -> Telling:
    why, office = sources.words("copy", details.get("copy"))
    purpose = str(Purpose(details["purpose"]).label).lower()
    return f"sent {office or sources.office(details['to'])} a copy, {purpose}", why


def _took_copy_back(details: Mapping[str, Any], sources: Sources) -> Telling:
    _, office = sources.words("copy", details.get("copy"))
    return f"took back the copy of {office or sources.office(details['office'])}", ""


def _noted_copy(details: Mapping[str, Any], sources: Sources) -> Telling:
    _, office = sources.words("copy", details.get("copy"))
    named = office or sources.office(details["office"])
    if not details.get("action"):
        return f"read the copy of {named}", ""
    done, _ = sources.words("action", details["action"])
    return f"acted on the copy of {named}", done


def _shut_out(details: Mapping[str, Any], sources: Sources) -> Telling:
    why, office = sources.words("exclusion", details.get("exclusion"))
    code = details.get("office")
    named = office or (sources.office(code) if code else "one person")
    return f"shut {named} out for a conflict of interest", why


def _let_back(details: Mapping[str, Any], sources: Sources) -> Telling:
    code = details.get("office")
    why, _ = sources.words("action", details.get("action"))
    return f"lifted that {sources.office(code) if code else 'one person'} is shut out", why


def _let_in(details: Mapping[str, Any], sources: Sources) -> Telling:
    return "let a colleague in who needs to know", ""


def _let_out(details: Mapping[str, Any], sources: Sources) -> Telling:
    return "let a colleague out again", ""


SENTENCES: dict[str, Callable[[Mapping[str, Any], Any], Telling]] = {
    "sent_copy": _sent_copy,
    "took_copy_back": _took_copy_back,
    "noted_copy": _noted_copy,
    "shut_out": _shut_out,
    "let_back": _let_back,
    "let_in": _let_in,
    "let_out": _let_out,
}
