"""Where a person is held now, and how that is known."""

from datetime import timedelta
from typing import Any

from django import forms

from cases.custody import SOURCE_LIMIT
from cases.forms.fields import MemorableDate, PlainText
from cases.forms.place import PlaceForm
from facilities.models import Facility

HELD, OUT = "held", "out"
LONG_PAST = timedelta(days=365)


class CustodyForm(PlaceForm):
    """The new place, or that there is none; since when; how that is known."""

    where = forms.ChoiceField(
        label="Where is the person now?",
        choices=[(HELD, "At another facility"), (OUT, "Not in custody any more: released or removed")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the two."},
    )
    since = MemorableDate(
        label="Since when?", earliest_year=2000, example="March 4, 2026", longest_ago=LONG_PAST
    )
    source = PlainText(
        label="How is this known?",
        limit=SOURCE_LIMIT,
        help_text="Such as “the sister said so on the phone” or “the locator”. Name nobody.",
        error_messages={"required": "Say how this is known."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].label = "Which facility?"
        self.fields["since"].required = True
        self.fields["since"].error_messages["required"] = "Give the day on which the person was moved."

    def clean(self) -> dict[str, Any]:
        """A facility where the person is at one, and a day."""
        cleaned = super().clean()
        cleaned["facility"] = None
        if cleaned.get("where") == HELD and "place" not in self.errors:
            found = cleaned.get("found_place")
            if isinstance(found, Facility):
                cleaned["facility"] = found
            else:
                self.add_error("place", "Name the facility, by a part of its name, its city or its code.")
        return cleaned
