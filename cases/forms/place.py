"""A line or a facility, named by whatever part of a name, alias or code somebody types."""

from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from cases.forms.fields import PlainText, QuietForm
from facilities import directory
from facilities.models import Facility, Line

Place = Facility | Line

CARRIED = frozenset({"place_key", "place_label", "place_choice", "place_asked"})
NOT_FOUND = "No line or facility is called that. Check the spelling, type less of it, or leave this empty."


class PlaceForm(QuietForm):
    """Fields that name a place.

    `place` is the text; `place_key` is the facility chosen while typing and holds only as long as the text is
    still `place_label`; `place_choice` is picked from those offered for the text `place_asked`. So a choice never
    outlives the text it was made for, with or without JavaScript.
    """

    place = PlainText(limit=200, required=False)
    place_key = forms.CharField(required=False, widget=forms.HiddenInput)
    place_label = forms.CharField(required=False, widget=forms.HiddenInput)
    place_choice = forms.CharField(required=False, widget=forms.HiddenInput)
    place_asked = forms.CharField(required=False, widget=forms.HiddenInput)

    offered: list[Facility]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = []

    def has_changed(self) -> bool:
        """Whether a person wrote anything; what the page itself carries along does not count."""
        return any(name not in CARRIED for name in self.changed_data)

    def clean(self) -> dict[str, Any]:
        """Name the place or say what to mend."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned["found_place"] = None
        if "place" in cleaned:
            found, problem = self.seek(cleaned)
            cleaned["found_place"] = found
            if problem:
                self.add_error("place", problem)
        return cleaned

    def seek(self, told: dict[str, Any]) -> tuple[Place | None, str]:
        """The place meant by these texts and what to mend; fills `offered` when several could be meant."""
        text = told.get("place", "")
        if not text:
            return None, ""
        found = self._chosen(told, text) or directory.resolve_place(text)
        if found:
            return found, ""
        self.offered = list(directory.find_facilities(text, limit=8))
        return None, "Which one do you mean? Choose below." if self.offered else NOT_FOUND

    def _chosen(self, told: dict[str, Any], text: str) -> Facility | None:
        key = ""
        if text == told.get("place_label"):
            key = told.get("place_key", "")
        if not key and text == told.get("place_asked"):
            key = told.get("place_choice", "")
        return Facility.objects.filter(key=key[:64]).first() if key and "\x00" not in key else None

    def put(self, typed: MultiValueDict[str, str], place: Place) -> None:
        """Write a found place into what was typed, so that the next page carries it by its key."""
        typed[self.add_prefix("place")] = typed[self.add_prefix("place_label")] = place.label
        typed[self.add_prefix("place_key")] = place.key if isinstance(place, Facility) else place.code

    @property
    def asked(self) -> str:
        """The text the offered places answer."""
        return str(self["place"].value() or "").strip()

