"""The conditions of a rule as fields of a form: one block a fact, from what was posted to what the row keeps."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.datastructures import MultiValueDict

from cases.forms.fields import PlainText, QuietForm
from routing.checks.written import FARTHEST_DAYS
from routing.rules import asking
from routing.rules.language import FACTS
from routing.rules.vocabulary import Vocabulary
from routing.rules.wording import YES_OR_NO

Posted = MultiValueDict[str, str]
ONE_OF, NONE_OF = "one_of", "none_of"
SHOWN_OF_TICKED = 3
NOTHING_CHOSEN = "Choose at least one, or remove this condition."
NOT_FOUND = "Nothing goes by this name. Check the spelling, or type the code."
SEVERAL_FOUND = "More than one goes by this name. Press the one you mean."
MODES = [(ONE_OF, "is one of these"), (NONE_OF, "is none of these")]
MODES_OF_SEVERAL = [(ONE_OF, "is known to have one of these"), (NONE_OF, "is known to have none of these")]


@dataclass(frozen=True)
class Block:
    """One condition on the page. `chosen` are its values with their names, `offers` what a typed name may mean."""

    fact: str
    label: str
    kind: str
    hint: str
    fields: Mapping[str, BoundField]
    chosen: list[tuple[str, str]]
    offers: tuple[tuple[str, str], ...]

    @property
    def ticked(self) -> str:
        """What is ticked, in short: `Hunger strike (HST) and 3 more`; empty for nothing."""
        names = [name for _, name in self.chosen]
        more = f" and {len(names) - SHOWN_OF_TICKED} more" if len(names) > SHOWN_OF_TICKED else ""
        return f"{', '.join(names[:SHOWN_OF_TICKED])}{more}"

    @property
    def wrong(self) -> bool:
        """Something in it needs mending."""
        return any(field.errors for field in self.fields.values())


class ConditionFields(QuietForm):
    """Mix this in: the posted `facts` say which blocks there are; `when()` gives the row's conditions."""

    def __init__(self, data: Posted, *, names: Vocabulary, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.posted = data
        self.names = names
        self.facts = [fact for fact in dict.fromkeys(data.getlist("facts")) if fact in FACTS]
        self.offers: dict[str, tuple[tuple[str, str], ...]] = {}
        for fact in self.facts:
            getattr(self, f"_add_{asking.kind_of(fact)}")(fact)

    def _add_list(self, fact: str) -> None:
        known = asking.listed(fact, self.names)
        codes = self.names.values[fact]
        gone = [value for value in self._values(fact) if value not in codes]
        self._add_mode(fact)
        self.fields[f"{fact}-values"] = forms.MultipleChoiceField(
            label=asking.LABELS[fact],
            choices=[*known, *((value, f"{value} (there is no such code)") for value in gone)],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": NOTHING_CHOSEN},
        )

    def _add_found(self, fact: str) -> None:
        self._add_mode(fact)
        self.fields[f"{fact}-typed"] = PlainText(
            label=f"{asking.LABELS[fact]} to add", limit=120, required=False, help_text=asking.HINTS[fact]
        )
        self.fields[f"{fact}-typed"].widget.attrs["autocomplete"] = "off"

    def _add_mode(self, fact: str) -> None:
        self.fields[f"{fact}-mode"] = forms.ChoiceField(
            label=f"{asking.LABELS[fact]}: how it is meant",
            choices=MODES_OF_SEVERAL if asking.takes_several(fact) else MODES,
            widget=forms.RadioSelect,
            error_messages={"required": "Choose how the values are meant."},
        )

    def _add_yes_no(self, fact: str) -> None:
        self.fields[f"{fact}-answer"] = forms.ChoiceField(
            label=asking.LABELS[fact],
            choices=[
                ("yes", YES_OR_NO[fact, True].capitalize()),
                ("no", YES_OR_NO[fact, False].capitalize()),
            ],
            widget=forms.RadioSelect,
            error_messages={"required": "Choose one of the two, or remove this condition."},
        )

    def _add_number(self, fact: str) -> None:
        for bound, label in (("least", "At least (days)"), ("most", "At most (days)")):
            self.fields[f"{fact}-{bound}"] = forms.IntegerField(
                label=f"{asking.LABELS[fact]}: {label.lower()}",
                required=False,
                min_value=-FARTHEST_DAYS,
                max_value=FARTHEST_DAYS,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
                error_messages={"invalid": "Write a whole number of days, such as 15."},
            )

    def _values(self, fact: str) -> list[str]:
        return [value for value in self.posted.getlist(f"{fact}-values") if value]

    @property
    def blocks(self) -> list[Block]:
        """The conditions in the order they were added."""
        return [self._block(fact) for fact in self.facts]

    def _block(self, fact: str) -> Block:
        kind = asking.kind_of(fact)
        opening = f"{fact}-"
        return Block(
            fact=fact,
            label=asking.LABELS[fact],
            kind=kind,
            hint=asking.HINTS.get(fact, ""),
            fields={
                name.removeprefix(opening): self[name] for name in self.fields if name.startswith(opening)
            },
            chosen=[(code, self.names.value(fact, code)) for code in self._values(fact)],
            offers=self.offers.get(fact, ()),
        )

    def clean(self) -> dict[str, Any]:
        """Every block asks something."""
        for fact in self.facts:
            if asking.kind_of(fact) == "found":
                self._check_found(fact)
            elif asking.kind_of(fact) == "number":
                self._check_number(fact)
        return self.cleaned_data

    def complain_of_name(self, fact: str) -> None:
        """Say beside a typed name that it names nothing, or more than one thing."""
        self.complain(f"{fact}-typed", SEVERAL_FOUND if self.offers.get(fact) else NOT_FOUND)

    def _check_found(self, fact: str) -> None:
        if self.data.get(f"{fact}-typed", "").strip():
            self.add_error(f"{fact}-typed", SEVERAL_FOUND if self.offers.get(fact) else NOT_FOUND)
        elif not self._values(fact):
            self.add_error(f"{fact}-typed", NOTHING_CHOSEN)

    def _check_number(self, fact: str) -> None:
        least, most = self.cleaned_data.get(f"{fact}-least"), self.cleaned_data.get(f"{fact}-most")
        if self.errors.keys() & {f"{fact}-least", f"{fact}-most"}:
            return
        if least is None and most is None:
            self.add_error(
                f"{fact}-least", "Write a number of days in one of the two, or remove this condition."
            )
        elif least is not None and most is not None and least > most:
            self.add_error(
                f"{fact}-most",
                ValidationError("This is less than the number before it. No case can be both."),
            )

    def when(self) -> dict[str, Any]:
        """The conditions as a row keeps them. Only of a valid form."""
        return {fact: self._asked(fact) for fact in self.facts}

    def _asked(self, fact: str) -> Any:
        said, kind = self.cleaned_data, asking.kind_of(fact)
        if kind == "yes_no":
            return [said[f"{fact}-answer"] == "yes"]
        if kind == "number":
            bounds = {"at_least": said[f"{fact}-least"], "at_most": said[f"{fact}-most"]}
            return {name: value for name, value in bounds.items() if value is not None}
        values = self._values(fact) if kind == "found" else said[f"{fact}-values"]
        return {NONE_OF: values} if said[f"{fact}-mode"] == NONE_OF else values


def posted_conditions(when: Mapping[str, Any]) -> dict[str, list[str]]:
    """Stored conditions as a form posts them."""
    posted: dict[str, list[str]] = {"facts": list(when)}
    for fact, asked in when.items():
        kind = asking.kind_of(fact)
        if kind == "number":
            bounds = {"least": asked.get("at_least"), "most": asked.get("at_most")}
            posted |= {f"{fact}-{name}": [str(value)] for name, value in bounds.items() if value is not None}
        elif kind == "yes_no":
            posted |= _posted_answer(fact, asked)
        else:
            none_of = isinstance(asked, Mapping)
            posted[f"{fact}-mode"] = [NONE_OF if none_of else ONE_OF]
            posted[f"{fact}-values"] = [str(value) for value in (asked[NONE_OF] if none_of else asked)]
    return posted


def _posted_answer(fact: str, asked: Any) -> dict[str, list[str]]:
    """Yes or no; nothing chosen where a row asks for both, which is the same as asking nothing."""
    values = {True, False} - set(asked[NONE_OF]) if isinstance(asked, Mapping) else set(asked)
    return {f"{fact}-answer": ["yes" if True in values else "no"]} if len(values) == 1 else {}
