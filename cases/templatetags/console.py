"""Parts of the call page that are the same for everybody before a word is typed."""

import time
from typing import Any

from django.conf import settings
from django.template import Context, Library, Node, NodeList
from django.template.base import Parser, Token
from django.template.exceptions import TemplateSyntaxError
from django.utils.safestring import SafeString

from cases.forms.intake import IntakePage

register = Library()

_ready: dict[tuple[str, str], tuple[float, SafeString]] = {}


class Blank(Node):
    """One part. An untouched page shows it as it was made last, for `BLANK_PAGE_SECONDS` at most.

    Nothing in it may depend on who reads the page, on the call or on the moment; a test compares two people's. What
    can change (topics, what may be told) changes a minute later here, and at once on a page that was typed into.
    """

    def __init__(self, name: str, inside: NodeList) -> None:
        self.name, self.inside = name, inside

    def render(self, context: Context) -> SafeString:
        """The part, made anew or as made before."""
        page: IntakePage = context["page"]
        if not page.untouched or not settings.BLANK_PAGE_SECONDS:
            return self.inside.render(context)
        key, now = (self.name, page.by.role), time.monotonic()
        until, part = _ready.get(key, (0.0, SafeString()))
        if now >= until:
            part = self.inside.render(context)
            _ready[key] = (now + settings.BLANK_PAGE_SECONDS, part)
        return part


@register.tag
def blank(parser: Parser, token: Token) -> Node:
    """`{% blank "who" %}…{% endblank %}`."""
    words: list[Any] = token.split_contents()
    if len(words) != 2:
        raise TemplateSyntaxError("blank takes the name of the part")
    inside = parser.parse(("endblank",))
    parser.delete_first_token()
    return Blank(words[1].strip("\"'"), inside)


def forget() -> None:
    """Make every part anew at the next look."""
    _ready.clear()
