"""A thing to do on the page of a case that needs words: its form in a panel."""

from dataclasses import dataclass

from django.urls import reverse

from routing import forms


@dataclass(frozen=True)
class Panel:
    """One thing to do that needs words: its form, where it goes, and whether it stands open."""

    form: forms.MoveForm
    url: str
    label: str
    button: str
    hint: str
    primary: bool
    open: bool

    @property
    def noun(self) -> str:
        """Its name in the page and the URL."""
        return self.form.noun


def panel_for(
    number: str,
    version: int,
    form: forms.MoveForm,
    refused: forms.MoveForm | None,
    *,
    address: str,
    label: str,
    button: str,
    hint: str = "",
    primary: bool = False,
) -> Panel:
    """The panel of a form; the refused one with its text and errors where it is this very form."""
    stands = refused is not None and refused.noun == form.noun
    shown = again(refused, version) if refused is not None and stands else form
    return Panel(shown, reverse(address, args=[number]), label, button, hint, primary, stands)


def again(refused: forms.MoveForm, version: int) -> forms.MoveForm:
    """The refused form with its text and errors, ready to be sent again for the version shown now."""
    refused.data = {name: refused.data[name] for name in refused.data} | {"version": str(version)}
    return refused
