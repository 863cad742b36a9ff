"""How long somebody waited, in words."""

from datetime import timedelta

from django import template

register = template.Library()


@register.filter
def waiting(length: timedelta) -> str:
    """`45 s`, `2 min 5 s`, `1 h 10 min`."""
    seconds = max(int(length.total_seconds()), 0)
    minutes, rest = divmod(seconds, 60)
    if minutes >= 60:
        return f"{minutes // 60} h {minutes % 60} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
