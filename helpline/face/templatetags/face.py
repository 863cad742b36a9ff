"""What every page needs to say: when, how late, how urgent, and a form field with its USWDS class.

Clocks are told in the active time zone, which the middleware sets to the reader's office.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.safestring import SafeString

register = template.Library()

ZONES = {
    "EST": "ET", "EDT": "ET", "CST": "CT", "CDT": "CT", "MST": "MT", "MDT": "MT", "PST": "PT", "PDT": "PT",
    "AKST": "AKT", "AKDT": "AKT", "HST": "HT", "HDT": "HT", "AST": "AT", "ADT": "AT", "SST": "SST",
}  # fmt: skip

URGENCIES = {
    "P0": "Life in danger now",
    "P1": "Urgent",
    "P2": "Soon",
    "P3": "Routine",
    "P4": "Information",
}

SOON = timedelta(hours=2)
WEEK = timedelta(days=6)


def zone_of(at: datetime) -> str:
    """The zone as people say it, without summer or winter: "ET", not "EST"; else "UTC+3"."""
    name = at.tzname() or "UTC"
    return f"UTC{name}" if name[:1] in "+-" else ZONES.get(name, name)


def day_of(on: date, today: date) -> str:
    """A day as people say it, with its year only where that is not this year: "Mon 23 Nov"."""
    day = f"{on:%a} {on.day} {on:%b}"
    return day if on.year == today.year else f"{day} {on.year}"


@register.inclusion_tag("_components/when.html")
def when(at: datetime | date | None, form: str = "full") -> dict[str, Any]:
    """A moment as "Mon 23 Nov, 14:05 ET"; `form`: "full", "time" (14:05) or "day" (Mon 23 Nov)."""
    if at is None:
        return {"at": None}
    if not isinstance(at, datetime):
        return {
            "at": at,
            "machine": at.isoformat(),
            "exact": f"{at:%A} {at.day} {at:%B %Y}",
            "text": day_of(at, timezone.localdate()),
        }
    local = timezone.localtime(at)
    day, wall = day_of(local.date(), timezone.localdate()), f"{local:%H:%M}"
    texts = {"full": f"{day}, {wall} {zone_of(local)}", "time": wall, "day": day}
    return {
        "at": at,
        "machine": f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "exact": f"{local:%A} {local.day} {local:%B %Y, %H:%M:%S} {zone_of(local)}",
        "text": texts[form],
    }


def span(length: timedelta) -> str:
    """A length of time, rounded down to what matters: "40 min", "3 h", "2 days"."""
    minutes = int(length.total_seconds() // 60)
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h"
    return f"{minutes // (24 * 60)} days"


@register.inclusion_tag("_components/due.html")
def due(due_at: datetime | None, now: datetime | None = None) -> dict[str, Any]:
    """A deadline in words: "due in 3 h (17:05)", "due in 2 days (Fri 15:00)", "2 h late"; or "no due time"."""
    if due_at is None:
        return {"due_at": None}
    now = now or timezone.now()
    local, here, left = timezone.localtime(due_at), timezone.localtime(now), due_at - now
    if local.date() == here.date():
        wall = f"{local:%H:%M}"
    elif abs(local.date() - here.date()) < WEEK:
        wall = f"{local:%a %H:%M}"
    else:
        wall = day_of(local.date(), here.date())
    if left < timedelta(0):
        text, state = (f"{span(-left)} late" if -left >= timedelta(minutes=1) else "late just now"), "late"
    elif left < timedelta(minutes=1):
        text, state = f"due now ({wall})", "soon"
    else:
        text, state = f"due in {span(left)} ({wall})", "soon" if left <= SOON else "later"
    return {
        "due_at": due_at,
        "machine": f"{due_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "exact": f"{local:%A} {local.day} {local:%B %Y, %H:%M:%S} {zone_of(local)}",
        "text": text,
        "state": state,
    }


@register.inclusion_tag("_components/urgency.html")
def urgency(code: str, brief: bool = False) -> dict[str, Any]:
    """The mark of an urgency with its words; `brief` shows mark and code, the words only to screen readers."""
    return {"code": str(code), "shape": str(code).lower(), "words": URGENCIES[str(code)], "brief": brief}


@register.filter
def clock(at: datetime) -> str:
    """The time on the wall of the reader's office: "14:05 ET"."""
    local = timezone.localtime(at)
    return f"{local:%H:%M} {zone_of(local)}"


@register.filter
def dict_get(mapping: dict[Any, Any], key: Any) -> Any:
    """`mapping[key]` or nothing; templates cannot say it themselves."""
    return mapping.get(key)


CLASSES: list[tuple[type[forms.Widget], str]] = [
    (forms.HiddenInput, ""),
    (forms.CheckboxSelectMultiple, "usa-checkbox__input"),
    (forms.RadioSelect, "usa-radio__input"),
    (forms.CheckboxInput, "usa-checkbox__input"),
    (forms.Select, "usa-select"),
    (forms.Textarea, "usa-textarea"),
    (forms.FileInput, "usa-file-input"),
    (forms.widgets.Input, "usa-input"),
]


@register.simple_tag
def widget(field: BoundField) -> SafeString:
    """The bare input of a field with its USWDS class; label, hint and error are up to the caller."""
    base = next((css for kind, css in CLASSES if isinstance(field.field.widget, kind)), "")
    wrong = {
        "usa-input": " usa-input--error",
        "usa-select": " usa-input--error",
        "usa-textarea": " usa-input--error",
    }
    css = f"{base}{wrong.get(base, '') if field.errors else ''} {field.field.widget.attrs.get('class', '')}".strip()
    return field.as_widget(attrs={"class": css} if css else {})


@register.filter
def shape_of(field: BoundField) -> str:
    """Which markup a field needs: "hidden", "tick" (one checkbox), "choices" (radios, checkboxes) or "line"."""
    if field.is_hidden:
        return "hidden"
    if isinstance(field.field.widget, forms.CheckboxSelectMultiple | forms.RadioSelect):
        return "choices"
    return "tick" if isinstance(field.field.widget, forms.CheckboxInput) else "line"
