"""Fields that keep what was typed and say what to mend."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils import timezone

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


class QuietForm(forms.Form):
    """A form that can be shown again, as typed, before anybody has asked whether it is complete."""

    def hush(self) -> None:
        """Show what was typed without a single complaint; `complain` may add one."""
        self._errors = ErrorDict()
        self.cleaned_data = {}

    def complain(self, field: str, sentence: str) -> None:
        """Put one message beside a field of a hushed form."""
        messages = self.error_class(renderer=self.renderer, field_id=self[field].auto_id)
        self.errors.setdefault(field, messages).append(sentence)


class PlainText(forms.CharField):
    """Text up to `limit` signs that a database can keep. Sets no maxlength: a browser would cut silently."""

    def __init__(self, *, limit: int, lines: int = 0, **kwargs: Any) -> None:
        if lines:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": lines}))
        super().__init__(**kwargs)
        self.limit = limit
        self.validators = []

    def to_python(self, value: Any) -> str:
        """One kind of line break, as the database and the fingerprint of a submission want it."""
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def run_validators(self, value: str) -> None:
        """Refuse what cannot be kept: too much, or signs no text has."""
        if "\x00" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
            raise ValidationError(
                "This text holds a sign that cannot be kept. Type it again instead of pasting it."
            )
        if len(value) > self.limit:
            raise ValidationError(
                f"Shorten this to {self.limit:,} characters. It has {len(value):,}; nothing was cut off."
            )


class MemorableDateWidget(forms.MultiWidget):
    """Month, day and year as three plain fields (the design system's memorable date)."""

    template_name = "cases/widgets/memorable_date.html"
    use_fieldset = True

    def __init__(self) -> None:
        months = [
            ("", "– Month –"),
            *((str(n), f"{n:02} - {name}") for n, name in enumerate(MONTHS, start=1)),
        ]
        numbers = {"inputmode": "numeric", "autocomplete": "off", "class": "usa-input"}
        super().__init__(
            {
                "month": forms.Select(choices=months, attrs={"class": "usa-select"}),
                "day": forms.TextInput(attrs=numbers),
                "year": forms.TextInput(attrs=numbers),
            }
        )

    def decompress(self, value: date | None) -> Sequence[str]:
        """The three texts of a date."""
        return [str(value.month), str(value.day), str(value.year)] if value else ["", "", ""]

    def id_for_label(self, id_: str) -> str:
        """The first of the three, where a link from the error summary lands."""
        return f"{id_}_0" if id_ else ""


class MemorableDate(forms.MultiValueField):
    """A date typed as month, day and year between two bounds, or nothing at all."""

    widget = MemorableDateWidget

    def __init__(
        self, *, earliest_year: int, example: str, longest_ago: timedelta | None = None, **kwargs: Any
    ) -> None:
        self.longest_ago = longest_ago
        self.earliest_year = earliest_year
        self.example = example
        part = forms.CharField(required=False)
        super().__init__((part, part, part), required=False, require_all_fields=False, **kwargs)

    def compress(self, data_list: Sequence[str]) -> date | None:
        """The date of three texts; a sentence with an example when they are not one."""
        if not any(data_list):
            return None
        try:
            month, day, year = (int(text[:6]) for text in data_list)
            day_named = date(year, month, day)
        except (ValueError, OverflowError):
            raise ValidationError(
                f"Fill in month, day and a year of four digits, such as {self.example}. Leave all three empty if not known."
            ) from None
        if not self.earliest_year <= day_named.year <= timezone.localdate().year + 10:
            raise ValidationError(
                f"Check the year: {day_named.year}. Write it with four digits, such as {self.example}."
            )
        if self.longest_ago and day_named < timezone.localdate() - self.longest_ago:
            raise ValidationError(
                f"{MONTHS[month - 1]} {day}, {year} is long past. Check the year, or leave all three empty."
            )
        return day_named
