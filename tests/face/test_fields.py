"""A form field is rendered with its label, hint and error tied to the input."""

from typing import Any

from django import forms
from django.template.loader import render_to_string


class Concern(forms.Form):
    """One field of every shape."""

    summary = forms.CharField(label="What is wrong?", help_text="Since when, where?", widget=forms.Textarea)
    note = forms.CharField(label="Note", required=False)
    who = forms.ChoiceField(
        label="Who calls?", choices=[("a", "Detainee"), ("b", "Family")], widget=forms.RadioSelect
    )
    staff = forms.BooleanField(label="Accuses staff", required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuses everything as a whole, too."""
        raise forms.ValidationError("The call was taken already.")


def field(name: str, **typed: str) -> str:
    """The markup of one field, after `typed` was sent."""
    return str(Concern(typed or None)[name].as_field_group())


def test_a_line_has_label_hint_and_class() -> None:
    html = field("summary")
    assert '<label class="usa-label hl-label" for="id_summary">What is wrong?</label>' in html
    assert '<div class="usa-hint" id="id_summary_helptext">Since when, where?</div>' in html
    assert 'class="usa-textarea"' in html
    assert 'aria-describedby="id_summary_helptext"' in html


def test_what_may_stay_empty_says_so() -> None:
    assert "(optional)" in field("note")
    assert "(optional)" not in field("summary")


def test_an_error_stands_beside_its_field() -> None:
    html = field("summary", note="x")
    assert '<div class="usa-error-message" id="id_summary_error">This field is required.</div>' in html
    assert 'aria-describedby="id_summary_helptext id_summary_error"' in html
    assert 'aria-invalid="true"' in html


def test_choices_are_a_fieldset_of_usa_radios() -> None:
    html = field("who")
    assert '<legend class="usa-legend hl-label">Who calls?</legend>' in html
    assert 'class="usa-radio__input"' in html
    assert '<label class="usa-radio__label" for="id_who_0">Detainee</label>' in html


def test_a_tick_has_its_label_behind_it() -> None:
    html = field("staff")
    assert html.index('class="usa-checkbox__input"') < html.index(
        '<label class="usa-checkbox__label" for="id_staff">Accuses staff</label>'
    )


def test_a_hidden_field_is_only_an_input() -> None:
    assert field("key").strip() == '<input type="hidden" name="key" id="id_key">'


def test_what_was_typed_stays_and_is_escaped() -> None:
    assert "&lt;b&gt;cold&lt;/b&gt; water" in field("summary", summary="<b>cold</b> water")


def test_the_summary_links_to_every_field_that_needs_mending() -> None:
    html = render_to_string("_components/errors.html", {"form": Concern({"note": "x"})})
    assert "3 things need mending" in html
    assert '<a class="usa-link" href="#id_summary">What is wrong?</a> This field is required.' in html
    assert '<a class="usa-link" href="#id_who">Who calls?</a>' in html
    assert "<li>The call was taken already.</li>" in html


def test_a_form_without_errors_has_no_summary() -> None:
    assert render_to_string("_components/errors.html", {"form": Concern()}).strip() == ""
