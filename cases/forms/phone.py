"""A page that begins with a phone call: its key, its start and its line are filled in; its number is only offered."""

from typing import TYPE_CHECKING
from uuid import UUID

from cases.forms.buttons import button
from cases.models import CallerKind, PhoneCall
from facilities.models import Facility

if TYPE_CHECKING:
    from cases.forms.intake import IntakePage

NAMELESS = "The caller wants to stay unnamed: the number was not taken over."
GONE = "The number is not kept any more. Ask the caller for it."


def begun_by(phone: PhoneCall) -> dict[str, str]:
    """What the page of this phone call begins with. Never the number, and nothing about a person."""
    begun = {"submission_key": str(phone.key), "started_at": phone.began_at.isoformat()}
    if phone.line:
        place = phone.line if phone.line.active else phone.line.facility or phone.line
        key = place.key if isinstance(place, Facility) else place.code
        begun |= {"place": place.label, "place_label": place.label, "place_key": key}
    return begun


@button("use_number")
def use_number(page: "IntakePage") -> None:
    """Take the number of the phone over as the number to call back, on the operator's word."""
    if page.typed.get("caller_kind") == CallerKind.ANONYMOUS:
        page.show_again("use_number")
        page.problem = NAMELESS
        return
    number = _number(page)
    if number:
        page.typed["caller_phone"] = number
    page.show_again("caller_phone")
    if not number:
        page.problem = GONE


def _number(page: "IntakePage") -> str:
    try:
        key = UUID(page.typed.get("submission_key") or "")
    except ValueError:
        return ""
    phone = PhoneCall.objects.of(page.by).filter(pk=key).first()
    return phone.number if phone else ""
