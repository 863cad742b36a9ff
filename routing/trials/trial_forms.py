"""What is typed to try rules out: a truth table, a set of cases, one situation."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cases import languages
from cases.forms.fields import PlainText
from cases.models import Topic, Urgency, Vulnerability
from cases.references import canonical_case_number
from facilities import directory
from facilities.models import Facility
from routing.rules.vocabulary import CALLERS
from routing.trials import truth, truth_csv
from routing.trials.simulation import MOST_CHOSEN, Wish
from routing.trials.truth_csv import MOST_BYTES
from routing.trials.truth_table import EXPECTED, Row
from routing.trials.truth_words import TITLES

PERIODS = (
    ("7", "The last 7 days"),
    ("30", "The last 30 days"),
    ("90", "The last 90 days"),
    ("366", "The last year"),
)
LIKELY = 5
NUMBERS_LIMIT = 40_000


class TableForm(forms.Form):
    """A truth table: a file, or the text of one. `rev` is the draft as the writer saw it."""

    file = forms.FileField(required=False, label="CSV file", allow_empty_file=True)
    table = forms.CharField(
        required=False, label="The table as text", strip=False, widget=forms.Textarea(attrs={"rows": 12})
    )
    rev = forms.IntegerField(required=False, widget=forms.HiddenInput)
    keep = forms.BooleanField(required=False, widget=forms.HiddenInput)

    @property
    def source(self) -> str:
        """Which field was filled; a file counts before the text."""
        return "file" if self.files.get("file") else "table"

    def clean(self) -> dict[str, Any]:
        """The rows of the table as `rows`; every problem beside the field it came by."""
        told = super().clean() or {}
        raw = self._raw()
        if raw is None:
            raise ValidationError("Choose a file, or change the table below.")
        self.parsed = truth.parse(raw)
        if self.parsed.problems:
            count = len(self.parsed.problems)
            places = "One place" if count == 1 else f"{count} places"
            said = f"Nothing was changed. {places} to mend, the first: {self.parsed.problems[0]}"
            self.add_error(self.source, said)
        return {**told, "rows": self.parsed.rows}

    def _raw(self) -> bytes | None:
        file = self.files.get("file")
        if file:
            kept: bytes = file.read(MOST_BYTES + 1)
            return kept
        text = self.data.get("table", "")
        return text.encode(errors="replace") if text.strip() else None


def facility_named(text: str) -> Facility | None:
    """The one facility a text names; None for an empty text. Raises with the likely ones otherwise."""
    if not text.strip():
        return None
    likely = directory.find_facilities(text, limit=LIKELY)
    wanted = {text.strip().casefold(), text.strip().upper()}
    exact = [one for one in likely if {one.key, one.shown_name.casefold(), one.label.casefold()} & wanted]
    found = exact or likely
    if len(found) == 1:
        return found[0]
    if not found:
        raise ValidationError("No facility goes by this name. Check the spelling, or type its city or code.")
    names = "; ".join(f"{one.label} ({one.key})" for one in found)
    raise ValidationError(f"Which one is meant? Type its code: {names}.")


def _topics() -> list[tuple[str, str]]:
    return [(topic.code, str(topic)) for topic in Topic.objects.only("code", "name")]


class WishForm(forms.Form):
    """Which cases to try the draft on."""

    days = forms.ChoiceField(label="Cases opened in", choices=PERIODS, initial="30", required=False)
    topic = forms.ChoiceField(label="Topic", required=False)
    facility = PlainText(label="Facility", limit=120, required=False, help_text="Name, city or code.")
    numbers = PlainText(
        label="Or only these cases",
        limit=NUMBERS_LIMIT,
        lines=3,
        required=False,
        help_text=f"Case numbers, up to {MOST_CHOSEN:,}. What is chosen above then does not count.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].choices = [("", "Every topic"), *_topics()]  # type: ignore[attr-defined]

    def clean_facility(self) -> str:
        """The key of the facility."""
        found = facility_named(self.cleaned_data["facility"])
        return found.key if found else ""

    def clean_numbers(self) -> list[str]:
        """Case numbers as they are kept, in any spelling."""
        words = self.cleaned_data["numbers"].replace(",", " ").replace(";", " ").split()
        read = [(word, canonical_case_number(word)) for word in words]
        if wrong := [word for word, number in read if number is None]:
            raise ValidationError(f"{wrong[0][:20]} is not a case number. Check its letters and digits.")
        return [number for _, number in read if number]

    @property
    def wish(self) -> Wish:
        """What was asked for, of a form that is valid."""
        said = self.cleaned_data
        days = int(said["days"] or "30")
        return Wish(days=days, topic=said["topic"], facility=said["facility"], numbers=said["numbers"])


class SituationForm(forms.Form):
    """One situation, in the facts of the truth table. Everything but the topic may stay empty."""

    topic = forms.ChoiceField(label="Topic", error_messages={"required": "Choose a topic."})
    facility = PlainText(
        label="Facility", limit=120, required=False, help_text="Name, city or code. Empty: not known."
    )
    accuses_staff = forms.BooleanField(label="It accuses staff", required=False)
    urgency = forms.ChoiceField(label="Urgency", required=False)
    vulnerabilities = forms.MultipleChoiceField(
        label="Vulnerabilities",
        choices=Vulnerability.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    days_in_segregation = PlainText(label="Days in segregation", limit=8, required=False)
    days_to_hearing = PlainText(label="Days to the hearing", limit=8, required=False)
    days_to_removal = PlainText(label="Days to the removal", limit=8, required=False)
    caller_kind = forms.ChoiceField(
        label="Caller",
        choices=[(code, label.capitalize()) for code, label in CALLERS.items()],
        required=False,
    )
    language = forms.ChoiceField(label="Language", required=False)
    protected = forms.BooleanField(label="The person's record is protected by law", required=False)
    held_at = PlainText(
        label="Where the person is now",
        limit=120,
        required=False,
        help_text="Only where that is another facility.",
    )
    called_on = PlainText(
        label="Day of the call", limit=12, required=False, help_text="Empty: today. As 2026-03-04."
    )
    closed = PlainText(
        label="Offices that are closed", limit=120, required=False, help_text="Codes: ATL; MIA."
    )
    excluded = PlainText(
        label="Offices shut out for a conflict", limit=120, required=False, help_text="Codes: ATL; MIA."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "try-%s"
        choices = {
            "topic": [("", "– Choose –"), *_topics()],
            "urgency": [
                ("", "As the topic has it"),
                *[(code, f"{label} ({code})") for code, label in Urgency.choices],
            ],
            "language": [(one.code, one.label) for one in languages.TABLE],
        }
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]

    def clean_facility(self) -> str:
        """The key of the facility."""
        found = facility_named(self.cleaned_data["facility"])
        return found.key if found else ""

    def clean_held_at(self) -> str:
        """The key of the facility."""
        found = facility_named(self.cleaned_data["held_at"])
        return found.key if found else ""

    def clean(self) -> dict[str, Any]:
        """The situation as `row`; what the truth table would refuse is said beside its field."""
        told = super().clean() or {}
        if self.errors:
            return told
        cells = {name: _cell(value) for name, value in told.items()}
        parsed = truth_csv.read([(1, {**cells, **UNSAID})], truth.known())
        for problem in parsed.problems:
            self.add_error(problem.column if problem.column in self.fields else None, problem.reason)
        return {**told, "row": parsed.rows[0] if parsed.rows else None}

    @property
    def row(self) -> Row:
        """The situation, of a form that is valid."""
        found: Row = self.cleaned_data["row"]
        return found


UNSAID = {"situation": TITLES["situation"], EXPECTED[0]: "OPA"}


def _cell(value: object) -> str:
    """A value of the form as the table writes it."""
    if isinstance(value, list):
        return ";".join(value)
    return "yes" if value is True else "" if value is False else str(value)
