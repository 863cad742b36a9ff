"""What the pages of the desk accept. Shapes only: what may happen to a case, the verbs say."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

from cases.forms.fields import PlainText
from cases.models import ActionKind, Disposition, Topic, Urgency
from facilities import directory
from facilities.models import Facility, Office
from routing.desk import NOTE_LIMIT, ReturnReason
from routing.queue import View

WHY_LIMIT = 2_000
LIKELY_FACILITIES = 8
NO_SUCH_FACILITY = "No facility goes by this name. Check the spelling, or type its city or code."


def words(label: str, *, limit: int, empty: str, hint: str = "", lines: int = 4) -> PlainText:
    """A text people write; never cut, always asked for in a sentence."""
    return PlainText(
        limit=limit, lines=lines, label=label, help_text=hint, error_messages={"required": empty}
    )


def choice(
    label: str, choices: Sequence[tuple[str, str]], *, empty: str, ask: str = "– Choose –"
) -> forms.ChoiceField:
    """A select that begins with nothing chosen."""
    return forms.ChoiceField(
        label=label,
        choices=[("", ask), *choices],
        error_messages={"required": empty, "invalid_choice": empty},
    )


class MoveForm(forms.Form):
    """Something done to a case the person saw in `version`. `noun` names the form in the page and the URL."""

    noun: ClassVar[str]
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = f"{self.noun}-%s"

    @property
    def seen_version(self) -> int:
        """The version the person had before them; 0 where the form does not say."""
        try:
            return int(self.data.get("version", ""))
        except ValueError:
            return 0

    def is_stale(self, version: int) -> bool:
        """The case changed after the person looked; what they wrote was meant for another state of it."""
        return self.seen_version != version


class ClaimForm(MoveForm):
    """Taking a case on. Never stale: the verb itself knows who was first."""

    noun = "claim"

    def is_stale(self, version: int) -> bool:
        """Whoever is first gets it, whatever else changed."""
        return False


class ReleaseForm(MoveForm):
    """Giving a case back to the queue; nothing to write."""

    noun = "release"


class ActionForm(MoveForm):
    """One step taken."""

    noun = "actions"
    kind = choice("What kind of step?", ActionKind.choices, empty="Choose what kind of step you took.")
    note = words("What was done?", limit=NOTE_LIMIT, empty="Say what was done.")


class TransferForm(MoveForm):
    """Another office, and why."""

    noun = "transfer"
    office = choice("To which office?", [], empty="Choose an office from the list.")
    why = words(
        "Why does it belong there?",
        limit=WHY_LIMIT,
        empty="Say why the case goes to the other office.",
        lines=3,
    )

    def __init__(self, *args: Any, offices: Sequence[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offices = {office.code: office for office in offices}
        kinds: dict[str, list[tuple[str, str]]] = {}
        for office in offices:
            kinds.setdefault(f"{office.get_kind_display()}s", []).append(
                (office.code, f"{office.name} ({office.code})")
            )
        self.fields["office"].choices = [("", "– Choose –"), *kinds.items()]  # type: ignore[attr-defined]

    def clean_office(self) -> Office:
        """The office of the chosen code."""
        return self.offices[self.cleaned_data["office"]]


class ReturnForm(MoveForm):
    """Back to headquarters, with a coded reason and words."""

    noun = "return"
    reason = choice("Why?", ReturnReason.choices, empty="Choose why the case goes back.")
    why = words(
        "In your words", limit=WHY_LIMIT, empty="Say why the case goes back to headquarters.", lines=3
    )


class ClosureForm(MoveForm):
    """How it ended and what was done."""

    noun = "closure"
    disposition = choice("How did it end?", Disposition.choices, empty="Choose how the case ended.")
    note = words("What was done?", limit=NOTE_LIMIT, empty="Say what was done.")


class ReopeningForm(MoveForm):
    """Why a closed case is taken up again."""

    noun = "reopening"
    why = words("Why is it taken up again?", limit=WHY_LIMIT, empty="Say why the case is reopened.", lines=3)


class ReroutingForm(MoveForm):
    """Why the router should look again."""

    noun = "rerouting"
    why = words("Why should the router decide again?", limit=WHY_LIMIT, empty="Say why.", lines=3)


class HandOverForm(forms.Form):
    """Why cases go to another office; which ones is ticked in the list beside it."""

    why = words("Why do they go there?", limit=WHY_LIMIT, empty="Say why the cases go there.", lines=2)

    def chosen(self) -> list[str]:
        """The case numbers that were ticked, each once, in the order of the list."""
        ticked = self.data.getlist("cases") if isinstance(self.data, MultiValueDict) else []
        return [number[:20] for number in dict.fromkeys(ticked) if "\x00" not in number]

    def clean(self) -> dict[str, Any]:
        """At least one case."""
        if not self.chosen():
            self.add_error(None, "Tick at least one case.")
        return self.cleaned_data


class QueueFilterForm(forms.Form):
    """The filters of the queue. A value that is not on a list filters nothing; an unknown facility says so."""

    view = forms.ChoiceField(choices=View.choices, required=False)
    topic = forms.ChoiceField(required=False)
    urgency = forms.ChoiceField(choices=Urgency.choices, required=False)
    facility = PlainText(label="Facility", limit=120, required=False)

    def __init__(self, *args: Any, topics: Sequence[Topic], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "filter-%s"
        self.fields["topic"].choices = [(topic.code, str(topic)) for topic in topics]  # type: ignore[attr-defined]
        self.found: list[Facility] = []

    def clean_facility(self) -> tuple[int, ...] | None:
        """The facilities the text names, else the likely ones; None for an empty text."""
        text = self.cleaned_data["facility"].strip()
        if not text:
            return None
        likely = directory.find_facilities(text, limit=LIKELY_FACILITIES)
        named = {text.casefold(), text.upper()}
        exact = [f for f in likely if {f.key, f.shown_name.casefold(), f.label.casefold()} & named]
        self.found = exact or likely
        if not self.found:
            raise ValidationError(NO_SUCH_FACILITY)
        return tuple(facility.pk for facility in self.found)
