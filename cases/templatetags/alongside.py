"""What the intake page works out from what is typed: emergencies and what is on record already. Templates ask for it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import template

from cases.forms import emergency
from cases.forms.earlier import Earlier
from cases.forms.earlier import earlier_of as earlier_on
from cases.models import Alarm, Urgency

if TYPE_CHECKING:
    from cases.forms.concern import ConcernForm
    from cases.forms.intake import IntakePage

register = template.Library()


@dataclass(frozen=True)
class EmergencyPart:
    """What the part of one concern says: whom to tell, whether it is about a removal today, the alarm raised."""

    tell: str
    removal: bool
    alarm: Alarm | None


@register.simple_tag
def emergency_of(page: "IntakePage", form: "ConcernForm") -> EmergencyPart | None:
    """The emergency of this concern; None where it is none."""
    concern = emergency.emergencies_on(page).get(str(form.prefix))
    if concern is None:
        return None
    return EmergencyPart(
        tell=emergency.whom_to_tell(concern),
        removal=Urgency.P0 not in {concern.topic.urgency, concern.urgency},
        alarm=emergency.alarms_on(page).get(concern.topic.code),
    )


@register.simple_tag
def earlier_of(page: "IntakePage", form: "ConcernForm") -> Earlier:
    """What is on record for this concern; nothing on a page nobody has typed into."""
    return earlier_on(page)[str(form.prefix)]


@register.simple_tag
def missing_of(page: "IntakePage") -> str:
    """The field of the first emergency that still asks who was told; empty where none does."""
    return emergency.missing_name(page)


@register.simple_tag
def worked_out(page: "IntakePage") -> str:
    """The parts of the page that are worked out, as htmx takes them out of an answer."""
    parts = [f"{form.prefix}-{part}" for form in page.concerns.forms for part in ("emergency", "alongside")]
    return ",".join(f"#{part}:innerHTML" for part in [*parts, "intake-missing"])
