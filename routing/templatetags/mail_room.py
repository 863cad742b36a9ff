"""The alarm of the mail room in the news of headquarters' pages, and ages in words."""

from datetime import timedelta
from typing import Any

from django import template

from helpline.accounts.models import Role
from helpline.face.templatetags.face import span
from routing import mailroom

register = template.Library()


@register.inclusion_tag("routing/_alarm.html", takes_context=True)
def mail_room_alarm(context: template.Context) -> dict[str, Any]:
    """For headquarters: that a case waits for too long, and how many could not be placed. Two queries, for them alone."""
    person = context["frame"].person
    if person is None or person.role != Role.HEADQUARTERS:
        return {"late": False, "unplaced": 0}
    return {"late": mailroom.has_late(), "unplaced": mailroom.unplaced(person)}


@register.filter
def in_words(seconds: float) -> str:
    """An age in words: "3 min"."""
    return f"{round(seconds)} s" if seconds < 60 else span(timedelta(seconds=seconds))


@register.filter
def ago(seconds: float | None) -> str:
    """ "3 min ago", or that it is not known."""
    return "Not known" if seconds is None else f"{in_words(seconds)} ago"
