"""Answers of the library on the intake page."""

from typing import TYPE_CHECKING

from django import template

from cases import library
from cases.forms.answering import SEARCH

if TYPE_CHECKING:
    from cases.forms.intake import IntakePage

register = template.Library()


@register.simple_tag
def answer_search(page: "IntakePage") -> str:
    """What is searched for in the library."""
    return page.typed.get(SEARCH) or ""


@register.simple_tag
def answers_found(page: "IntakePage") -> list[library.Found]:
    """What the library says to what is searched for, in the language of the call. One query, none without words."""
    return library.found(answer_search(page), str(page.call["language"].value() or ""))
