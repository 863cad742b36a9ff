"""Choosing a colleague."""

from typing import TYPE_CHECKING

from django import forms

from helpline.accounts.models import User

if TYPE_CHECKING:
    OneUser = forms.ModelChoiceField[User]
else:
    OneUser = forms.ModelChoiceField


class PersonChoice(OneUser):
    """People by the name colleagues read."""

    def label_from_instance(self, obj: User) -> str:
        """The name."""
        return obj.called


class PersonAtDesk(PersonChoice):
    """The same, with what their page says they do. Read with their presence."""

    def label_from_instance(self, obj: User) -> str:
        """ "Olive Parks, ready for a call"."""
        presence = getattr(obj, "presence", None)
        return f"{obj.called}, {presence.get_doing_display().lower()}" if presence else obj.called
