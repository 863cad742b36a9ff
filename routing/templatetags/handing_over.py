"""What a facility or a person left behind by moving, on the pages of the map and of the record."""

from typing import Any

from django import template

from cases import custody
from cases.models import Detainee
from facilities.models import Facility
from helpline.accounts.models import User
from routing.access import DESK_ROLES
from routing.moves import left_behind

register = template.Library()


@register.inclusion_tag("routing/_left_behind.html", takes_context=True)
def left_behind_by(context: template.Context, facility: Facility) -> dict[str, Any]:
    """How many open cases of the facility are still with an office that answered for it before, for who sees them."""
    user = context["frame"].person
    count = left_behind.count_left(facility, user) if _works_a_desk(user) else 0
    return {"facility": facility, "count": count}


@register.inclusion_tag("routing/_following.html", takes_context=True)
def following_cases(context: template.Context, person: Detainee) -> dict[str, Any]:
    """How many open cases would follow the person to the new place, for who holds them or headquarters."""
    user = context["frame"].person
    now = custody.present(person) if _works_a_desk(user) else None
    to = left_behind.office_now(now.facility) if now and now.facility else None
    return {"person": person, "to": to, "count": left_behind.count_following(person, to, user) if to else 0}


def _works_a_desk(user: User | None) -> bool:
    return user is not None and user.role in DESK_ROLES
