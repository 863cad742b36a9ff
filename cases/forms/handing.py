"""To whom a call that is being written goes."""

from typing import Any

from django import forms

from cases import access
from cases.forms.people import PersonAtDesk
from helpline.accounts.models import User


class HandOverForm(forms.Form):
    """A colleague who takes calls, and the revision of the draft that was seen."""

    to = PersonAtDesk(
        label="Who goes on with this call?",
        queryset=User.objects.none(),
        to_field_name="username",
        empty_label="Choose a colleague",
        widget=forms.Select(attrs={"autofocus": True}),
        error_messages={
            "required": "Choose who goes on with this call.",
            "invalid_choice": "This colleague does not take calls. Choose another one.",
        },
    )
    rev = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**9, required=False)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (declared above)
        field.queryset = access.call_takers().exclude(pk=by.pk).select_related("presence")
