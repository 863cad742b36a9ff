"""`{% route_of case %}`: where a case is, by when, and why, on a page of any room."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template

from cases.models import Case
from routing.models import QueueItem

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
