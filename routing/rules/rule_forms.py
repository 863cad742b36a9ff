"""A rule as a form. What must hold for the whole draft, its check says; here only what one row needs."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases.forms.fields import PlainText
from cases.models import Urgency
from routing import clock
from routing.models.copy import Purpose, Shows
from routing.rules.condition_fields import Posted, posted_conditions
from routing.rules.named_rows import NamedRow, Row, office_choices

FIRST = "@first"
MOST_COPIES = 20
NOWHERE = "nowhere"
ONLY_ADDS = "Nowhere: it only adds to what another rule decides"
LIMIT_HINT = (
    "Such as 30min or 2h (day and night), 4bh (hours while the office is open) or 2bd (working days). "
    "Empty: as the topic has it."
)
BAD_LIMIT = "Write a number and min, h, bh or bd, such as 2h, 4bh or 2bd."
ORDER_HINT = (
    "Rules are asked in order, and the first that holds decides. "
    "A rule after one that always holds is never asked."
)
SHOWN_SHORTLY = {
    Shows.NO_IDENTITY: "No caller, nothing that points to them",
    Shows.FACTS_ONLY: "Topic, place and dates only",
    Shows.ALL: "Everything",
}
DOES_NOTHING = "This rule does nothing yet. Choose where the case goes, or add something below."


class RuleForm(NamedRow):
    """One rule. `order` are the deciding rules as (key, sentence); `asked` says which one it follows."""

    to = forms.ChoiceField(
        label="Where does the case go?",
        error_messages={"required": "Choose where the case goes, or that this rule only adds."},
    )
    asked = forms.ChoiceField(
        label="When is it asked?",
        help_text=ORDER_HINT,
        error_messages={"required": "Choose when this rule is asked. The first rule that holds decides."},
    )
    raise_to = forms.ChoiceField(
        label="Make it at least this urgent",
        required=False,
        choices=[
            ("", "– Leave the urgency as it is –"),
            *((code, f"{label} ({code})") for code, label in Urgency.choices[:-1]),
        ],
    )
    respond_within = PlainText(label="Taken up within", limit=12, required=False, help_text=LIMIT_HINT)
    resolve_within = PlainText(label="Resolved within", limit=12, required=False, help_text=LIMIT_HINT)
    withhold_identity = forms.BooleanField(
        label="Withhold who called",
        required=False,
        help_text="The office works the case without the caller's name.",
    )
    leads_only = forms.BooleanField(
        label="Only for the leads of the office",
        required=False,
        help_text="Officers see the case when a lead lets them in.",
    )

    def __init__(self, data: Posted, *, order: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.order = [(key, says) for key, says in order if key != self.key]
        today = timezone.localdate()
        kept = [code for code in data.getlist("to") if code != NOWHERE]
        offices = office_choices(self.names, today, places=True, kept=kept)
        self._choices("to", [("", "– Choose –"), (NOWHERE, ONLY_ADDS), *offices])
        after = [
            (key, f"After {place}. {says}"[:120]) for place, (key, says) in enumerate(self.order, start=1)
        ]
        self._choices("asked", [("", "– Choose –"), (FIRST, "First of all"), *after])
        count = data.get("copies", "")
        self.copies = min(int(count) if count.isdecimal() else 0, MOST_COPIES)
        for number in range(self.copies):
            self._add_copy(number, today)

    def _choices(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _add_copy(self, number: int, today: date) -> None:
        name = f"copy-{number}"
        self.posted.setdefault(f"{name}-purpose", Purpose.KNOW)
        self.posted.setdefault(f"{name}-shows", Shows.NO_IDENTITY)
        kept = self.posted.getlist(f"{name}-office")
        offices = office_choices(self.names, today, places=True, kept=kept)
        self.fields[f"{name}-office"] = forms.ChoiceField(
            label=f"Copy {number + 1}: to", required=False, choices=[("", "– No copy –"), *offices]
        )
        self.fields[f"{name}-purpose"] = forms.ChoiceField(label="What for?", choices=Purpose.choices)
        self.fields[f"{name}-shows"] = forms.ChoiceField(
            label="What does it show?", choices=list(SHOWN_SHORTLY.items())
        )

    @property
    def copy_rows(self) -> list[list[forms.BoundField]]:
        """The fields of each copy."""
        return [
            [self[f"copy-{number}-{part}"] for part in ("office", "purpose", "shows")]
            for number in range(self.copies)
        ]

    def clean_respond_within(self) -> str:
        """A limit the clock can read."""
        return self._limit("respond_within")

    def clean_resolve_within(self) -> str:
        """A limit the clock can read."""
        return self._limit("resolve_within")

    def _limit(self, name: str) -> str:
        text = "".join(str(self.cleaned_data[name]).split()).lower()
        found = clock.LIMIT.match(text)
        if text and (not found or int(found["amount"]) == 0):
            raise ValidationError(BAD_LIMIT)
        return text

    def clean(self) -> dict[str, Any]:
        """It does something, and a rule that decides has its place."""
        said = super().clean()
        if said.get("to") == NOWHERE:
            self.errors.pop("asked", None)
            said["to"] = ""
        marks = ("to", "raise_to", "respond_within", "resolve_within", "withhold_identity", "leads_only")
        if not self.errors and not any(said.get(name) for name in marks) and not self.row()["copies"]:
            self.add_error("to", DOES_NOTHING)
        return said

    def row(self) -> dict[str, Any]:
        """The rule as a draft keeps it. Only of a valid form."""
        said = self.cleaned_data
        texts = {
            name: said[name] for name in ("raise_to", "respond_within", "resolve_within") if said.get(name)
        }
        marks = {name: True for name in ("withhold_identity", "leads_only") if said.get(name)}
        copies = [
            {part: said[f"copy-{number}-{part}"] for part in ("office", "purpose", "shows")}
            for number in range(self.copies)
            if said.get(f"copy-{number}-office")
        ]
        return {**self.named(), "to": said["to"] or None, "copies": copies, **texts, **marks}

    def place(self, rows: Sequence[Row]) -> int | None:
        """Its place (from 1) among all rules but itself; None to stay last or where it was."""
        asked = self.cleaned_data.get("asked") if self.cleaned_data.get("to") else ""
        keys = [row["key"] for row in rows if row["key"] != self.key]
        if asked == FIRST:
            return 1
        return keys.index(asked) + 2 if asked in keys else None


def posted_rule(row: Row, order: Sequence[str]) -> dict[str, Any]:
    """A stored rule as its form posts it."""
    copies = row.get("copies", [])
    before = order[: order.index(row["key"])] if row["key"] in order else []
    fields: dict[str, Any] = {
        "says": row["says"],
        "to": row.get("to") or NOWHERE,
        "asked": (before[-1] if before else FIRST) if row.get("to") else "",
        "copies": str(len(copies)),
        **{name: row.get(name, "") for name in ("raise_to", "respond_within", "resolve_within")},
        **{name: "on" for name in ("withhold_identity", "leads_only") if row.get(name)},
    }
    for number, copy in enumerate(copies):
        fields |= {
            f"copy-{number}-office": copy["office"],
            f"copy-{number}-purpose": copy.get("purpose", Purpose.KNOW),
            f"copy-{number}-shows": copy.get("shows", Shows.NO_IDENTITY),
        }
    return fields | posted_conditions(row["when"])
