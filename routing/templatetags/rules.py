"""What pages about rules need to say."""

from collections.abc import Iterable

from django import template

from routing.checks.finding import Finding, Severity

register = template.Library()


@register.simple_tag
def notes(findings: Iterable[Finding]) -> list[Finding]:
    """Those that are only to be known; errors and warnings are to be read."""
    return [one for one in findings if one.severity is Severity.NOTE]
