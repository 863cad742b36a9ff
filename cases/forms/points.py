"""The salient points beside the main text, and the tick that what tells who somebody is must stay in them."""

from typing import TYPE_CHECKING, Any

from django import forms

from cases import points, screening
from cases.forms import sofar
from cases.forms.fields import PlainText, QuietForm
from cases.intake import SUMMARY_LIMIT

if TYPE_CHECKING:
    from cases.forms.intake import IntakePage

TEXTS = ("summary", *points.LABELS)


def _point(name: str, hint: str, lines: int = 0) -> PlainText:
    return PlainText(
        label=points.LABELS[name], limit=points.POINT_LIMIT, lines=lines, required=False, help_text=hint
    )


class PointFields(QuietForm):
    """What people ask next about any concern. Each may stay empty; together with what is wrong they are the summary."""

    since = _point("since", "Such as: Sunday evening.")
    spot = _point("spot", "Unit, room, yard, bus.")
    witnesses = _point("witnesses", "What they are; names only if they agreed.")
    tried = _point("tried", "Whom they told, when, what came of it.")
    asks_for = _point("asks_for", "What would settle it.")
    keep_identifiers = forms.BooleanField(label="It must stay in the text", required=False)

    def points(self) -> dict[str, str]:
        """The points that were told. Validate first."""
        return points.tidy({name: self.cleaned_data.get(name) or "" for name in points.LABELS})

    def refuse_too_much(self) -> None:
        """Say so beside what is wrong when the summary they make together is too long to keep."""
        told = self.cleaned_data
        if sentence := points.too_long(told.get("summary") or "", self.points(), SUMMARY_LIMIT):
            self.add_error("summary", sentence)

    @property
    def tells_points(self) -> bool:
        """Whether the part with the points holds anything to read."""
        return not set(points.LABELS).isdisjoint({*self.changed_data, *self.errors})


def identifiers_in(page: "IntakePage", form: forms.Form) -> dict[str, list[screening.Found]]:
    """What in the texts of this concern tells who somebody is, by the name of the field."""
    name = str(sofar.said(page.call, "caller_name") or "")
    texts = {field: str(form[field].value() or "") for field in TEXTS}
    found = {
        field: screening.find_identifiers(text, caller_name=name) for field, text in texts.items() if text
    }
    return {field: hits for field, hits in found.items() if hits}


def ask_about_identifiers(page: "IntakePage") -> bool:
    """Whether no text tells who somebody is, or somebody said that it must stay; where not, each field says so."""
    fine = True
    for form in page.concerns.forms:
        told: dict[str, Any] = getattr(form, "cleaned_data", {})
        if not form.has_changed() or told.get("keep_identifiers"):
            continue
        for field, found in identifiers_in(page, form).items():
            form.add_error(field, screening.warning(found))
            fine = False
    return fine
