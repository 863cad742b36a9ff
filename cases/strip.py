"""The top line of a call: its reference, since when, where it comes from, who answers for that place, its clock."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone

from cases.forms import sofar
from cases.models import CallerKind, Draft, PhoneCall
from facilities import directory
from facilities.models import Activation, Facility, Line, Office, RolloutState
from helpline.face.templatetags.face import zone_of

if TYPE_CHECKING:
    from cases.forms.intake import IntakePage


@dataclass(frozen=True)
class Strip:
    """What stands there. `zone` is empty where the place has no clock on record."""

    reference: str
    started_at: datetime
    facility: Facility | None
    line: Line | None
    office: Office | None
    activation: Activation | None
    zone: str
    phone: PhoneCall | None
    called_from: str

    @property
    def place(self) -> str:
        """Where the call comes from, in words."""
        if self.facility:
            return self.facility.label
        return self.line.label if self.line else ""

    @property
    def local_time(self) -> str:
        """The time on the wall of the place: "14:03 ET"."""
        return _wall_clock(timezone.localtime(timezone.now(), ZoneInfo(self.zone))) if self.zone else ""

    @property
    def is_live(self) -> bool:
        """The helpline is open to this facility."""
        return self.activation is not None and self.activation.state == RolloutState.LIVE

    @property
    def warning(self) -> str:
        """What the operator has to know about the place; the call is taken all the same."""
        if self.facility is None or self.is_live:
            return ""
        if self.activation is not None and self.activation.state == RolloutState.SUSPENDED:
            return "The helpline is suspended at this facility. Take the call all the same."
        return "The helpline is not live at this facility yet. Take the call all the same."


def strip_of(page: "IntakePage") -> Strip:
    """The top line of this page, as far as the page says so far."""
    key, began = _key(page), sofar.started_at(page)
    place = sofar.place_of(page, page.call)
    phone = _phone_call(page, key)
    if place is None and phone and phone.line and not page.bound:
        place = phone.line
    line = place if isinstance(place, Line) else None
    facility = place.facility if isinstance(place, Line) else place
    zone = facility.timezone if facility else ""
    day = timezone.localdate(began, ZoneInfo(zone)) if zone else timezone.localdate(began)
    return Strip(
        reference=_reference(page, key, phone),
        started_at=began,
        facility=facility,
        line=line,
        office=directory.office_for(facility, on=day) if facility else None,
        activation=_activation(facility),
        zone=zone,
        phone=phone,
        called_from=_called_from(page, phone),
    )


def _activation(facility: Facility | None) -> Activation | None:
    if facility is None:
        return None
    return Activation.objects.select_related("phase").filter(facility=facility).first()


def _key(page: "IntakePage") -> UUID | None:
    try:
        return UUID(str(page.call["submission_key"].value()))
    except ValueError:
        return None


def _phone_call(page: "IntakePage", key: UUID | None) -> PhoneCall | None:
    if key is None:
        return None
    return PhoneCall.objects.visible_to(page.by).select_related("line__facility").filter(pk=key).first()


def _called_from(page: "IntakePage", phone: PhoneCall | None) -> str:
    """The number of the phone, for the operator of that call, unless the caller asked to stay unnamed."""
    anonymous = sofar.caller_kind(page) == CallerKind.ANONYMOUS
    return phone.number if phone and phone.is_in_the_hands_of(page.by) and not anonymous else ""


def _reference(page: "IntakePage", key: UUID | None, phone: PhoneCall | None) -> str:
    if phone or key is None:
        return phone.reference if phone else ""
    kept = Draft.objects.filter(pk=key, owner=page.by).values_list("reference", flat=True).first()
    return kept or ""


def _wall_clock(at: datetime) -> str:
    return f"{at:%H:%M} {zone_of(at)}"
