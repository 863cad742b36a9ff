"""Who may take which topics alone, until when."""

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases import access
from cases.forms.fields import MemorableDate, PlainText
from cases.forms.people import PersonChoice
from cases.models import Topic
from helpline.accounts.models import User

LONGEST_YEARS = 5

if TYPE_CHECKING:
    OneTopic = forms.ModelChoiceField[Topic]
else:
    OneTopic = forms.ModelChoiceField


class TopicChoice(OneTopic):
    """Topics by name."""

    def label_from_instance(self, obj: Topic) -> str:
        """The name alone."""
        return obj.name


class CertificationForm(forms.Form):
    """A person, a topic, the last day it holds."""

    operator = PersonChoice(
        label="Who",
        queryset=User.objects.none(),
        to_field_name="username",
        empty_label="Choose a call taker",
        error_messages={
            "required": "Choose who may take the topic alone.",
            "invalid_choice": "This person does not take calls.",
        },
    )
    topic = TopicChoice(
        label="Topic",
        queryset=Topic.objects.none(),
        empty_label="Choose a topic",
        error_messages={
            "required": "Choose a topic.",
            "invalid_choice": "This topic needs no certification.",
        },
    )
    until = MemorableDate(
        label="Last day it holds", earliest_year=2020, example="November 30, 2027", error_messages={}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {
            "operator": access.call_takers(),
            "topic": Topic.objects.filter(needs_certification=True).order_by("name"),
        }
        for name, rows in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (declared above)
            field.queryset = rows

    def clean_until(self) -> datetime:
        """The end of that day; a day to come, within five years."""
        day = self.cleaned_data["until"]
        today = timezone.localdate()
        if day is None:
            raise ValidationError("Fill in the last day it holds.")
        if day < today:
            raise ValidationError("This day is over. Choose today or a later day.")
        if day.year > today.year + LONGEST_YEARS:
            raise ValidationError(
                f"A certification holds {LONGEST_YEARS} years at most. Choose an earlier day."
            )
        end = datetime.combine(day, time.max, tzinfo=timezone.get_current_timezone())
        return end.astimezone(UTC)


class RevocationForm(forms.Form):
    """Why a certification is taken away."""

    why = PlainText(
        label="Why is it taken away?",
        limit=400,
        error_messages={"required": "Say why it is taken away."},
    )
