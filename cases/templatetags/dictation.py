"""How to read a number out: `{{ case.number|said }}`."""

from django import template

from cases import dictation

register = template.Library()


@register.filter
def said(number: str) -> str:
    """The words of a number: “K7Q2-9MBD-4” is said “Kilo, 7, Quebec, 2 · 9, Mike, Bravo, Delta · 4”."""
    return " · ".join(group.said for group in dictation.groups(number))


@register.filter
def groups(number: str) -> list[dictation.Group]:
    """The groups of a number with the words of each."""
    return dictation.groups(number)
