"""The rows of the page: concerns that become cases, and questions answered on the line."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory

from cases.forms.earlier import EarlierFields
from cases.forms.emergency import EmergencyFields
from cases.forms.fields import MemorableDate, PlainText, QuietForm
from cases.forms.guidance import GuidedFields
from cases.forms.place import CARRIED, PlaceForm
from cases.forms.points import TEXTS, PointFields
from cases.forms.topic import TopicField
from cases.intake import CONCERNS_LIMIT, NOTE_LIMIT, SUMMARY_LIMIT, Concern, Question
from cases.models import LineAnswer, Topic, Urgency, Vulnerability
from facilities.models import Line

if TYPE_CHECKING:
    RowSet = BaseFormSet[Any]
else:
    RowSet = BaseFormSet

ANSWERS_LIMIT = 12
KEY_LIMIT = 40
FOLDED = frozenset({"vulnerabilities", "hearing_on", "removal_on", "place", "identity_withheld"})
GUIDED = frozenset({"protocol", "steps"})
YEAR = timedelta(days=366)


class HeldForm(PlaceForm):
    """Where the person is now."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].label = "Where the person is now, if somewhere else"


class ConcernForm(PlaceForm, EarlierFields, EmergencyFields, PointFields, GuidedFields):
    """One concern. Only topic and summary are asked for; `place` is where it happened, if elsewhere, `held` where the
    person is now."""

    topic = TopicField()
    summary = PlainText(
        label="What is wrong, since when, where?",
        limit=SUMMARY_LIMIT,
        lines=5,
        error_messages={"required": "Write down what is wrong, in a sentence or two."},
    )
    urgency = forms.ChoiceField(
        label="More urgent than usual?",
        choices=[("", "No, as the topic says"), *Urgency.choices[:3]],
        required=False,
        error_messages={"invalid_choice": "Choose how urgent it is from the list."},
    )
    accuses_staff = forms.BooleanField(label="Accuses staff of an office or a facility", required=False)
    identity_withheld = forms.TypedChoiceField(
        label="May the office know who called?",
        choices=[
            ("", "As usual for the topic"),
            ("yes", "No, hide the caller from the office"),
            ("no", "Yes"),
        ],
        required=False,
        coerce=lambda answer: answer == "yes",
        empty_value=None,
        error_messages={"invalid_choice": "Choose from the list whether the office may know who called."},
    )
    vulnerabilities = forms.MultipleChoiceField(
        label="The person is",
        choices=Vulnerability.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose only from the list."},
    )
    hearing_on = MemorableDate(
        label="Next hearing date", earliest_year=2000, longest_ago=YEAR, example="April 9, 2027"
    )
    removal_on = MemorableDate(
        label="Removal or flight date", earliest_year=2000, longest_ago=YEAR, example="April 9, 2027"
    )

    def __init__(self, *args: Any, topics: Sequence[Topic], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].label = "Where it happened, if somewhere else"
        topic = self.fields["topic"]
        if isinstance(topic, TopicField):
            topic.offer(topics)
        for name in TEXTS:
            self.fields[name].widget.attrs["data-advised"] = True
        self.held = HeldForm(self.data if self.is_bound else None, prefix=self.add_prefix("held"))

    @property
    def says_more(self) -> bool:
        """Whether the part that is folded away holds anything to read."""
        held = bool(self.held.has_changed() or self.held.offered or self.held.errors)
        return not FOLDED.isdisjoint({*self.changed_data, *self.errors}) or bool(self.offered) or held

    def has_changed(self) -> bool:
        """Whether a person wrote or ticked anything; which protocol the page showed does not count."""
        written = (name for name in self.changed_data if name not in CARRIED | GUIDED)
        return any(True for _ in written) or self.held.has_changed()

    def hush(self) -> None:
        """Show what was typed without a single complaint."""
        super().hush()
        self.held.hush()

    def is_valid(self) -> bool:
        """Whether the concern and where the person is now can be kept."""
        return all([super().is_valid(), self.held.is_valid()])

    def clean(self) -> dict[str, Any]:
        """A concern happened in a facility, not on a line; its texts fit together into one summary."""
        cleaned = super().clean()
        self.refuse_too_much()
        place = cleaned["found_place"]
        if isinstance(place, Line):
            cleaned["found_place"] = place.facility
        return cleaned

    def concern(self) -> Concern:
        """What the verb takes."""
        told = self.cleaned_data
        guide = self.protocol_row
        now = self.held.cleaned_data["found_place"]
        return Concern(
            topic=told["topic"],
            summary=told["summary"],
            urgency=told["urgency"],
            facility=told["found_place"],
            vulnerabilities=tuple(told["vulnerabilities"]),
            accuses_staff=told["accuses_staff"],
            identity_withheld=told["identity_withheld"],
            hearing_on=told["hearing_on"],
            removal_on=told["removal_on"],
            held_at=now.facility if isinstance(now, Line) else now,
            points=tuple(self.points().items()),
            protocol=guide,
            steps=told["steps"] if guide else (),
            supervised_by=told["supervisor"],
            told=self.told(),
            repeats=self.repeated(),
        )


class AnswerForm(QuietForm):
    """A question answered on the line, for the count; no case comes of it."""

    topic = TopicField()
    from_library = forms.CharField(required=False, widget=forms.HiddenInput)
    note = PlainText(
        label="What was asked and told",
        limit=NOTE_LIMIT,
        lines=2,
        error_messages={"required": "Write down in a few words what was asked and told."},
    )

    def __init__(self, *args: Any, topics: Sequence[Topic], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topic = self.fields["topic"]
        if isinstance(topic, TopicField):
            topic.offer(topics)

    def question(self) -> Question:
        """What the verb takes."""
        told = self.cleaned_data
        return Question(topic=told["topic"], note=told["note"], from_library=told["from_library"])

    def clean_from_library(self) -> LineAnswer | None:
        """The answer of the library it was taken from; one that is not there is none."""
        key = self.cleaned_data["from_library"]
        return LineAnswer.objects.filter(pk=key[:KEY_LIMIT]).first() if key and key.isascii() else None


class Rows(RowSet):
    """Rows of which the empty ones do not count."""

    def hush(self) -> None:
        """Show every row as typed, without complaints."""
        self._errors: list[Any] = [{} for _ in self.forms]
        self._non_form_errors = self.error_class()
        for form in self.forms:
            form.hush()

    def filled(self) -> list[Any]:
        """The rows something was written into. Validate first."""
        return [form for form in self.forms if form.has_changed() and form.is_valid()]


def _messages(limit: int, things: str) -> dict[str, Any]:
    return {
        "too_many_forms": f"One call takes at most {limit} {things}. Take the rest down as a second call.",
        "missing_management_form": f"The page came back without its count of {things}. Look it over, then send it again.",
    }


class ConcernRows(Rows):
    """At least one row is shown."""

    default_error_messages = _messages(CONCERNS_LIMIT, "concerns")


class AnswerRows(Rows):
    """No row is shown until one is asked for."""

    default_error_messages = _messages(ANSWERS_LIMIT, "answers")


ConcernFormSet = cast(
    type[ConcernRows],
    formset_factory(
        ConcernForm,
        formset=ConcernRows,
        extra=1,
        max_num=CONCERNS_LIMIT,
        validate_max=True,
        absolute_max=CONCERNS_LIMIT + 8,
    ),
)
AnswerFormSet = cast(
    type[AnswerRows],
    formset_factory(
        AnswerForm,
        formset=AnswerRows,
        extra=0,
        max_num=ANSWERS_LIMIT,
        validate_max=True,
        absolute_max=ANSWERS_LIMIT + 8,
    ),
)
