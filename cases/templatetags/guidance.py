"""What stands beside a concern of the intake page. Templates ask for it."""

from typing import TYPE_CHECKING

from django import template

from cases import points
from cases.forms import guidance
from cases.forms.guidance import Guide
from cases.topics import Suggestion

if TYPE_CHECKING:
    from cases.forms.concern import ConcernForm
    from cases.forms.intake import IntakePage

register = template.Library()


@register.simple_tag
def guides_of(page: "IntakePage") -> list[Guide]:
    """The guides of the concerns in the order of the page."""
    return list(guidance.guides_of(page).values())


@register.simple_tag
def guide_of(page: "IntakePage", form: "ConcernForm") -> Guide:
    """The guide of one concern."""
    return guidance.guides_of(page)[str(form.prefix)]


@register.simple_tag
def suggestions_of(page: "IntakePage", form: "ConcernForm") -> list[Suggestion]:
    """Topics that may fit what is written."""
    return guidance.suggestions_of(page, form)


@register.simple_tag
def warning_of(page: "IntakePage", form: "ConcernForm") -> str:
    """What in the texts tells who somebody is."""
    return guidance.warning_of(page, form)


@register.simple_tag
def advised(page: "IntakePage", *parts: str) -> str:
    """The parts of every concern with these names, as htmx takes them out of an answer."""
    return ",".join(f"#{form.prefix}-{part}:innerHTML" for form in page.concerns.forms for part in parts)


@register.filter
def labelled(told: dict[str, str]) -> list[tuple[str, str]]:
    """The salient points of a case with their labels."""
    return points.shown(told)
