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
    still `place_label`; `place_choice` is picked from those offered for the text `place_asked`, and `settle` turns
    it into a key. So a choice never outlives the text it was made for, with or without JavaScript.
    """

    place = PlainText(limit=200, required=False)
    place_key = PlainText(limit=70, required=False, widget=forms.HiddenInput)
    place_label = PlainText(limit=200, required=False, widget=forms.HiddenInput)
    place_choice = PlainText(limit=70, required=False, widget=forms.HiddenInput)
    place_asked = PlainText(limit=200, required=False, widget=forms.HiddenInput)

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

    def _chosen(self, told: dict[str, Any], text: str) -> Place | None:
        """The place chosen for this very text."""
        if text == told.get("place_label") and told.get("place_key"):
            return directory.resolve_place(told["place_key"])
        return None

    def settle(self, typed: MultiValueDict[str, str]) -> bool:
        """Turn a choice made for this text into the place itself, so that it outlives messages elsewhere."""
        told = {name: (typed.get(self.add_prefix(name)) or "").strip() for name in (*CARRIED, "place")}
        text, choice = told["place"], told["place_choice"]
        if not choice or text != told["place_asked"] or "\x00" in choice:
            return False
        found = Facility.objects.filter(key=choice[:70]).first()
        if found:
            self.put(typed, found)
        typed.pop(self.add_prefix("place_choice"), None)
        return found is not None

    def put(self, typed: MultiValueDict[str, str], place: Place) -> None:
        """Write a found place into what was typed, so that the next page carries it by its key."""
        typed[self.add_prefix("place")] = typed[self.add_prefix("place_label")] = place.label
        typed[self.add_prefix("place_key")] = place.key if isinstance(place, Facility) else place.code

    @property
    def asked(self) -> str:
        """The text the offered places answer."""
        return str(self["place"].value() or "").strip()
