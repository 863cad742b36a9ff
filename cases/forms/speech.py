"""What the caller speaks, and who interprets."""

from django import forms

from cases import languages
from cases.forms.fields import QuietForm


class SpeechFields(QuietForm):
    """The language of the call."""

    language = forms.ChoiceField(
        label="Language spoken",
        choices=languages.choices,
        initial=languages.DEFAULT,
        error_messages={
            "required": "Choose the language spoken.",
            "invalid_choice": "Choose a language from the list; “Another language” is at its end.",
        },
    )
    interpreter = forms.BooleanField(label="An interpreter is on the line", required=False)
