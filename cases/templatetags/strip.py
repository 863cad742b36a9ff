"""The top line of a call, for the intake page."""

from typing import TYPE_CHECKING

from django import template

from cases import strip

if TYPE_CHECKING:
    from cases.forms.intake import IntakePage

register = template.Library()


@register.simple_tag
def strip_of(page: "IntakePage") -> strip.Strip:
    """What stands at the top of this call."""
    return strip.strip_of(page)
