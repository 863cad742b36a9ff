"""What the caller speaks, who interprets, and how long that took."""

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases import languages
from cases.forms.buttons import button
from cases.forms.fields import PlainText, QuietForm
from cases.forms.late import ZONES
from cases.models import CallEnding
from cases.speech import LANGUAGE_FIRST, speaks_our_language
from cases.submission import Interpreter

if TYPE_CHECKING:
    from cases.forms.intake import IntakePage

CLOCK_SLACK = timedelta(minutes=2)
DAY = timedelta(days=1)
NO_TIME = "Write the time of day, such as 14:05."
NOT_THEN = "This is in the future. Check the time; it is the time of day of your office."
BEFORE = "The interpreter joined before being asked for. Check both times."
WHICH = "Which one do you mean: {}?"
NO_LANGUAGE = "No language is called that. Check the spelling, or choose “Another language or not known”."


class LanguageField(forms.ChoiceField):
    """Any language of the table; shows the most used and the one chosen."""

    widget = forms.Select

    def valid_value(self, value: Any) -> bool:
        """Known, shown or not."""
        return str(value) in languages.BY_CODE


class SpeechFields(QuietForm):
    """The language of the call and the help of an interpreter."""

    language = LanguageField(
        label="Language spoken",
        choices=languages.choices,
        initial=languages.DEFAULT,
        error_messages={
            "required": "Choose the language spoken.",
            "invalid_choice": "Choose a language from the list, or write it beside the list.",
        },
    )
    language_told = PlainText(
        label="Or another language",
        limit=60,
        required=False,
        widget=forms.TextInput(attrs={"list": "languages", "autocomplete": "off"}),
    )
    interpreter = forms.BooleanField(label="An interpreter is on the line", required=False)
    interpreter_number = PlainText(label="Interpreter's number", limit=40, required=False)
    interpreter_asked = PlainText(label="Asked for at", limit=20, required=False)
    interpreter_joined = PlainText(label="Joined at", limit=20, required=False)

    def show_chosen_language(self) -> None:
        """Offer the language chosen too, where it is not one of the most used."""
        field = self.fields["language"]
        if isinstance(field, forms.ChoiceField):
            field.choices = languages.choices(str(self["language"].value() or ""))

    def clean_language_told(self) -> str:
        """The code of the language written, or empty."""
        text: str = self.cleaned_data["language_told"]
        found = languages.find(text)
        if text and not found:
            raise ValidationError(NO_LANGUAGE)
        if len(found) > 1:
            names = [language.name for language in found[: languages.SOME]]
            raise ValidationError(WHICH.format(", ".join(names)))
        return found[0].code if found else ""

    def clean_interpreter_asked(self) -> time | None:
        """A time of day, or None."""
        return _time_of_day(self.cleaned_data["interpreter_asked"])

    def clean_interpreter_joined(self) -> time | None:
        """A time of day, or None."""
        return _time_of_day(self.cleaned_data["interpreter_joined"])

    def clean(self) -> dict[str, Any]:
        """What is written beats what is chosen; the interpreter's times are moments of this call."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if written := cleaned.get("language_told"):
            cleaned["language"] = written
            self.errors.pop("language", None)
        lost = cleaned.get("ending") == CallEnding.NO_INTERPRETER
        if lost and speaks_our_language(cleaned.get("language", "")):
            self.add_error("language", LANGUAGE_FIRST)
        began = cleaned.get("late_moment") or cleaned.get("started_at")
        if began:
            self._place_in_time(cleaned, began)
        return cleaned

    def _place_in_time(self, cleaned: dict[str, Any], began: datetime) -> None:
        zone = ZoneInfo(cleaned["late_zone"] or ZONES[0][0]) if cleaned.get("late_moment") else None
        for name in ("interpreter_asked", "interpreter_joined"):
            if at := cleaned.get(name):
                cleaned[name] = moment = nearest(at, began, zone)
                if moment > timezone.now() + CLOCK_SLACK:
                    self.add_error(name, NOT_THEN)
        asked, joined = cleaned.get("interpreter_asked"), cleaned.get("interpreter_joined")
        if asked and joined and joined < asked:
            if joined.replace(second=0) == asked.replace(second=0):
                cleaned["interpreter_joined"] = asked  # written by hand to the minute
            else:
                self.add_error("interpreter_joined", BEFORE)

    def interpreting(self) -> Interpreter | None:
        """The help of an interpreter, or None where nothing is told of it."""
        told = self.cleaned_data
        number, asked, joined = (
            told[f"interpreter_{name}"] or None for name in ("number", "asked", "joined")
        )
        if not (number or asked or joined):
            return None
        return Interpreter(number=number or "", asked_at=asked, joined_at=joined)

    @property
    def says_interpreter(self) -> bool:
        """Whether anything is told of an interpreter."""
        names = [name for name in self.fields if name.startswith("interpreter")]
        return any(self[name].value() or name in self.errors for name in names)

    @property
    def waited(self) -> timedelta | None:
        """From asking to joining, where both are written and can be read."""
        try:
            asked = _time_of_day(str(self["interpreter_asked"].value() or ""))
            joined = _time_of_day(str(self["interpreter_joined"].value() or ""))
        except ValidationError:
            return None
        if asked is None or joined is None:
            return None
        day = timezone.localdate()
        wait = datetime.combine(day, joined) - datetime.combine(day, asked)
        return wait % DAY if wait % DAY < DAY / 2 else None


def _time_of_day(text: str) -> time | None:
    """14:05 or 14:05:33; None for nothing written."""
    text = text.strip()
    if not text:
        return None
    hours, _, rest = text.partition(":")
    try:
        if not text.isascii():
            raise ValueError
        return time.fromisoformat(f"{hours:0>2}:{rest}" if len(rest) in {2, 5} else "")
    except ValueError:
        raise ValidationError(NO_TIME) from None


def nearest(at: time, began: datetime, zone: ZoneInfo | None = None) -> datetime:
    """The moment with this time of day, in the zone of the page, that is closest to when the call began."""
    here = timezone.localtime(began, zone)
    days = (here.date() + DAY * step for step in (-1, 0, 1))
    moments = (datetime.combine(day, at, tzinfo=here.tzinfo) for day in days)
    return min(moments, key=lambda moment: abs(moment - began))


@button("interpreter_asked_now")
def interpreter_asked_now(page: "IntakePage") -> None:
    """An interpreter was asked for now."""
    page.typed["interpreter_asked"] = f"{timezone.localtime():%H:%M:%S}"
    page.show_again()


@button("interpreter_joined_now")
def interpreter_joined_now(page: "IntakePage") -> None:
    """The interpreter joined now, and is on the line."""
    page.typed["interpreter_joined"] = f"{timezone.localtime():%H:%M:%S}"
    page.typed["interpreter"] = "on"
    page.show_again()
