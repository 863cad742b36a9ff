"""Looking for something in the journal."""

from django import forms

from helpline.audit.wording import VERBS


def spellings(text: str) -> list[str]:
    """How the journal may have written a number: as typed, in capitals, with the dashes of cases and calls."""
    plain = "".join(text.split()).replace("-", "").upper()
    ways = {text, text.upper(), text.lower()}
    if len(plain) == len("XXXXXXXXK"):
        ways.add(f"{plain[:4]}-{plain[4:8]}-{plain[8]}")
    if len(plain) == len("CYYMMDDXXXX") and plain.startswith("C"):
        ways.add(f"C-{plain[1:7]}-{plain[7:]}")
    return sorted(ways)


class JournalFilter(forms.Form):
    """By what was done, and by the number of the case, call or facility it was done to."""

    verb = forms.ChoiceField(
        label="What was done",
        required=False,
        choices=[("", "Anything"), *sorted((verb, verb.replace("_", " ").capitalize()) for verb in VERBS)],
    )
    reference = forms.CharField(label="Case, call or facility", required=False, max_length=64)
    before = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
