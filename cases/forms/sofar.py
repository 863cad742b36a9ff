"""What the page says so far, as far as it makes sense: for what is worked out while somebody still types."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.forms import Form
from django.utils import timezone

from cases import matching
from cases.forms.place import PlaceForm
from cases.models import CallerKind, Detainee, Topic, canonical_a_number
from cases.submission import Concern
from facilities import directory
from facilities.models import Facility, Line

if TYPE_CHECKING:
    from cases.forms.concern import ConcernForm
    from cases.forms.intake import IntakePage


def said(form: Form, name: str) -> Any:
    """The value of one field, or None where there is no such field or what is typed makes no sense yet."""
    if name not in form.fields:
        return None
    try:
        return form.fields[name].clean(form[name].data if form.is_bound else form[name].initial)
    except ValidationError:
        return None


def place_of(page: "IntakePage", form: PlaceForm) -> Facility | Line | None:
    """The place a form names now; each text is looked up once a page."""
    text, key = str(form["place"].value() or "").strip(), str(form["place_key"].value() or "")
    wanted = key if key and text == str(form["place_label"].value() or "").strip() else text
    if not wanted or "\x00" in wanted:
        return None
    known: dict[str, Facility | Line | None] = page.noted.setdefault("places", {})
    if wanted not in known:
        known[wanted] = directory.resolve_place(wanted)
    return known[wanted]


def facility_of(page: "IntakePage", form: PlaceForm) -> Facility | None:
    """The facility a form names now, also by a line of it."""
    place = place_of(page, form)
    return place.facility if isinstance(place, Line) else place


def started_at(page: "IntakePage") -> datetime:
    """When the call began, now where the page does not say."""
    moment = said(page.call, "started_at")
    return moment if isinstance(moment, datetime) else timezone.now()


def caller_kind(page: "IntakePage") -> str:
    """Who is calling; a detainee until the page says otherwise."""
    return str(said(page.call, "caller_kind") or CallerKind.DETAINEE)


def person_of(page: "IntakePage") -> Detainee | None:
    """The person chosen, or the one this taker may see with the A-number typed; looked up once a page."""
    if "person" not in page.noted:
        page.noted["person"] = _person(page)
    person: Detainee | None = page.noted["person"]
    return person


def _person(page: "IntakePage") -> Detainee | None:
    if page.chosen:
        shown = next((who for who in page.call.candidates if str(who.pk) == page.chosen), None)
        return shown or page.call.person(page.chosen)
    number = canonical_a_number(str(said(page.call, "a_number") or ""))
    return next(iter(matching.with_a_number(number, by=page.by)), None) if number else None


def concerns_of(page: "IntakePage") -> dict[str, Concern]:
    """The concerns with a topic, by the prefix of their form; the words may still be missing."""
    if "concerns" not in page.noted:
        page.noted["concerns"] = {
            str(form.prefix): concern
            for form in page.concerns.forms
            if (concern := _concern(page, form)) is not None
        }
    concerns: dict[str, Concern] = page.noted["concerns"]
    return concerns


def _concern(page: "IntakePage", form: "ConcernForm") -> Concern | None:
    topic = said(form, "topic")
    if not isinstance(topic, Topic):
        return None
    return Concern(
        topic=topic,
        summary=str(said(form, "summary") or ""),
        urgency=said(form, "urgency") or "",
        facility=facility_of(page, form),
        vulnerabilities=tuple(said(form, "vulnerabilities") or ()),
        accuses_staff=bool(said(form, "accuses_staff")),
        hearing_on=said(form, "hearing_on"),
        removal_on=said(form, "removal_on"),
        held_at=facility_of(page, form.held),
    )
