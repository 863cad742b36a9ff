"""`{% route_of case %}`: where a case is, by when, and why, on a page of any room.
`{% destination_of page form %}`: where a concern will go, while the call is still being written down."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils import timezone

from cases.forms import sofar
from cases.forms.concern import ConcernForm
from cases.forms.intake import IntakePage
from cases.models import Call, Case
from routing import preview
from routing.models import QueueItem
from routing.preview import Destination
from routing.rows import due_by

register = template.Library()

Routes = Mapping[int, QueueItem]


def newest_stays(cases: Iterable[Case]) -> dict[int, QueueItem]:
    """The newest stay of each case, by case id. One query, none for no case."""
    stays = QueueItem.objects.filter(case__in=[case.pk for case in cases]).select_related(
        "office", "decision"
    )
    return {stay.case_id: stay for stay in stays.order_by("case_id", "-id").distinct("case_id")}


@register.simple_tag
def routes_of(cases: Iterable[Case]) -> Routes:
    """The routes of a list in one query: `{% routes_of cases as routes %}`, then `{% route_of case routes %}`."""
    return newest_stays(cases)


@register.inclusion_tag("routing/_route.html")
def route_of(case: Case, routes: Routes | None = None) -> dict[str, Any]:
    """Where this case is, by when and why; one query unless `routes` brings the answer. The case is visible."""
    stay = (newest_stays([case]) if routes is None else routes).get(case.pk)
    return {"case": case, "stay": stay, "why": stay.decision.why if stay and stay.decision.rule else ""}


@register.inclusion_tag("routing/_destination.html")
def destination_of(page: IntakePage, form: ConcernForm) -> dict[str, Any]:
    """Where the concern of this row of the page will go; three queries a page, none while no topic is chosen."""
    now = timezone.now()
    if "destinations" not in page.noted:
        page.noted["destinations"] = _destinations(page)
    found: Destination | None = page.noted["destinations"].get(str(form.prefix))
    return {"goes": found, "due": due_by(found.due_at, now) if found else "", "form": form}


def _destinations(page: IntakePage) -> dict[str, Destination]:
    concerns = sofar.concerns_of(page)
    call = Call(
        started_at=sofar.started_at(page),
        caller_kind=sofar.caller_kind(page),
        language=str(sofar.said(page.call, "language") or "en"),
        detainee=sofar.person_of(page) if concerns else None,
        facility=sofar.facility_of(page, page.call) if concerns else None,
        taken_by=page.by,
    )
    found = preview.destinations(call, list(concerns.values()), by=page.by, at=timezone.now())
    return dict(zip(concerns, found, strict=True))
