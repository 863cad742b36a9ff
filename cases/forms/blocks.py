"""References on paper: how many and why, and which are struck out."""

from typing import Any

from django import forms

from cases import paper
from cases.forms.fields import PlainText


class BlockForm(forms.Form):
    """How many references to print, and what for."""

    how_many = forms.IntegerField(
        label="How many references?",
        min_value=1,
        max_value=paper.MOST,
        initial=20,
        help_text=f"1 to {paper.MOST}.",
        error_messages={
            "required": "Say how many references you need.",
            "invalid": "Write a number, such as 20.",
            "min_value": "Hand out at least one.",
            "max_value": f"Hand out at most {paper.MOST} at a time.",
        },
    )
    why = PlainText(
        label="What are they for?",
        limit=paper.WHY_LIMIT,
        help_text="Such as “Maintenance on Saturday night, Atlanta”.",
        error_messages={"required": "Say what the references are for."},
    )


class StrikeForm(forms.Form):
    """Which open references are not to be used any more, and why."""

    references = forms.MultipleChoiceField(
        label="References to strike out",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Tick the references to strike out.",
            "invalid_choice": "One of these is not open any more. Look at the list again.",
        },
    )
    why = PlainText(
        label="Why are they struck out?",
        limit=paper.WHY_LIMIT,
        help_text="Such as “The outage did not happen; the sheet was shredded”.",
        error_messages={"required": "Say why they are struck out."},
    )

    def __init__(self, *args: Any, open_ones: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["references"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101  (declared above)
        field.choices = [(reference, reference) for reference in open_ones]
