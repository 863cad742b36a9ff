"""An emergency on the page: the supervisors are told at once, and somebody who can act is named before it is sent."""

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases import emergencies
from cases.forms import sofar
from cases.forms.fields import PlainText, QuietForm
from cases.models import Alarm
from cases.submission import Concern, Told

if TYPE_CHECKING:
    from cases.forms.intake import IntakePage

TELL_SOMEBODY = (
    "Tell somebody who can act now: the control room, 911 or your supervisor. Then write down their name."
)
TELL_SUPERVISOR = (
    "Do not tell the facility: staff are accused. Tell your supervisor, then write down their name."
)
SAY_POSITION = "Write down what they are: shift supervisor, 911 dispatcher, your supervisor."
CLOCK = re.compile(r"(\d{1,2})[:.h ]?(\d{2})", re.ASCII)
BAD_TIME = "Write the time as hours and minutes, such as 14:07, or leave it empty for now."


class ClockTime(forms.CharField):
    """A time of day of the last 24 hours, such as 14:07; empty is now. Gives the moment, aware.

    A clock on the wall may be a little ahead of ours.
    """

    def clean(self, value: Any) -> datetime | None:
        """The moment, or None for an empty text."""
        text = str(super().clean(value) or "")
        if not text:
            return None
        found = CLOCK.fullmatch(text)
        now = timezone.localtime()
        if not found or int(found[1]) > 23 or int(found[2]) > 59:
            raise ValidationError(BAD_TIME)
        moment = now.replace(hour=int(found[1]), minute=int(found[2]), second=0, microsecond=0)
        return moment if moment <= now + emergencies.CLOCK_SLACK else moment - timedelta(days=1)


class EmergencyFields(QuietForm):
    """Who was told of an emergency, what they are, and when."""

    told_name = PlainText(label="Who was told?", limit=120, required=False)
    told_position = PlainText(
        label="What are they?", limit=120, required=False, help_text="Such as shift supervisor."
    )
    told_at = ClockTime(label="When?", required=False, help_text="Such as 14:07. Empty is now.")

    def told(self) -> Told | None:
        """Who was told; None where no name is written down. Validate first."""
        said = self.cleaned_data
        if not said.get("told_name") or not said.get("told_position"):
            return None
        return Told(said["told_name"], said["told_position"], said.get("told_at"))


def emergencies_on(page: "IntakePage") -> dict[str, Concern]:
    """The concerns that are emergencies now, by the prefix of their form."""
    if "emergencies" not in page.noted:
        concerns, now = sofar.concerns_of(page), timezone.now()
        dated = any(concern.removal_on for concern in concerns.values())
        facility = sofar.facility_of(page, page.call) if dated else None
        page.noted["emergencies"] = {
            prefix: concern
            for prefix, concern in concerns.items()
            if emergencies.presses(concern, facility, now)
        }
    found: dict[str, Concern] = page.noted["emergencies"]
    return found


def raise_alarms(page: "IntakePage") -> None:
    """Alert the supervisors of every emergency that stands on the page, the first time it does."""
    key = sofar.said(page.call, "submission_key")
    if not isinstance(key, UUID):
        return
    for concern in emergencies_on(page).values():
        facility = concern.facility or sofar.facility_of(page, page.call)
        emergencies.raise_alarm(key, concern.topic, facility, by=page.by)


def alarms_on(page: "IntakePage") -> dict[str, Alarm]:
    """The alarms raised for this page, by topic; no query where nothing is an emergency."""
    key = sofar.said(page.call, "submission_key")
    if not emergencies_on(page) or not isinstance(key, UUID):
        return {}
    if "alarms" not in page.noted:
        raised = Alarm.objects.visible_to(page.by).filter(key=key).select_related("acknowledged_by")
        page.noted["alarms"] = {alarm.topic_id: alarm for alarm in raised}
    found: dict[str, Alarm] = page.noted["alarms"]
    return found


def whom_to_tell(concern: Concern) -> str:
    """Whom to tell: never the facility where its staff are accused."""
    return TELL_SUPERVISOR if concern.accuses else TELL_SOMEBODY


def demand_names(page: "IntakePage") -> bool:
    """Whether every emergency names somebody who was told; where not, the messages stand beside the fields."""
    fine = True
    for form in page.concerns.forms:
        concern = emergencies_on(page).get(str(form.prefix))
        if concern is None:
            continue
        for name, ask in (("told_name", whom_to_tell(concern)), ("told_position", SAY_POSITION)):
            if not form.cleaned_data.get(name) and name not in form.errors:
                form.add_error(name, ask)
                fine = False
    return fine


def missing_name(page: "IntakePage") -> str:
    """The id of the first field, as typed, where somebody who was told is still to be named; empty where none is."""
    fields = (
        form[name].auto_id
        for form in page.concerns.forms
        if str(form.prefix) in emergencies_on(page)
        for name in ("told_name", "told_position")
        if not sofar.said(form, name)
    )
    return next(fields, "")


class ToldForm(forms.Form):
    """Who was told of an emergency, written down afterwards by whoever answers the alarm."""

    told_name = PlainText(
        label="Who was told?", limit=120, error_messages={"required": "Write down the name of who was told."}
    )
    told_position = PlainText(label="What are they?", limit=120, error_messages={"required": SAY_POSITION})
    told_at = ClockTime(label="When?", required=False, help_text="Such as 14:07. Empty is now.")

    def said(self) -> Told:
        """What the verb takes. Validate first."""
        told = self.cleaned_data
        return Told(told["told_name"], told["told_position"], told["told_at"])
