"""How the caller is checked, and what may be told then."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import cached_property

from cases import disclosure
from cases.disclosure import NO_PROOF, Advice, Policy
from cases.forms.fields import QuietForm
from cases.models import CallerKind
from cases.submission import Checked

UNKNOWN_PROOF = "Choose what proof the caller has from the list."


@dataclass(frozen=True)
class Step:
    """One check to tick."""

    key: str
    label: str
    ticked: bool


class Proof(forms.ChoiceField):
    """One of the proofs for this kind of caller; what fits another kind counts as none."""

    def validate(self, value: Any) -> None:
        """Left to the form, which knows the policy."""


class Ticks(forms.MultipleChoiceField):
    """Steps ticked; those that are not for this caller count as not ticked."""

    widget = forms.CheckboxSelectMultiple

    def validate(self, value: Any) -> None:
        """Left to the form, which knows the policy."""


class CheckingFields(QuietForm):
    """The proof the caller has and the steps taken, under the version of the policy the page began with."""

    policy = forms.CharField(required=False, widget=forms.HiddenInput)
    authority = Proof(label="Proof", required=False, initial=NO_PROOF)
    checks = Ticks(label="Checks", required=False)

    def offer_proofs(self) -> None:
        """Let the list of proofs be those for this kind of caller; nothing is read before it is shown."""
        for name, options in (("authority", self._proofs), ("checks", self._steps)):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = options

    def _proofs(self) -> Iterator[tuple[str, str]]:
        yield from (self.in_policy.authorities_of(self.kind) if self.in_policy else {}).items()

    def _steps(self) -> Iterator[tuple[str, str]]:
        return iter([(step.key, step.label) for step in self.steps])

    @cached_property
    def in_policy(self) -> Policy | None:
        """The version this page began with, or the one in force."""
        told, today = str(self["policy"].value() or ""), timezone.localdate()
        if told.isascii() and told.isdigit() and len(told) < 9:
            return disclosure.policy_for(int(told), today)
        return disclosure.policy_on(today)

    @property
    def kind(self) -> str:
        """The kind of caller chosen, right or wrong."""
        return str(self["caller_kind"].value() or "")

    @property
    def anonymous(self) -> bool:
        """Whether the caller prefers not to say who they are."""
        return self.kind == CallerKind.ANONYMOUS

    @property
    def proof(self) -> str:
        """The proof chosen, as far as it is for this kind of caller."""
        chosen = str(self["authority"].value() or "")
        known = self.in_policy.authorities_of(self.kind) if self.in_policy else {}
        return chosen if chosen in known else NO_PROOF

    @property
    def proofs(self) -> list[tuple[str, str]]:
        """What can be chosen; empty where there is nothing to choose."""
        proofs = list(self._proofs())
        return proofs if len(proofs) > 1 else []

    @property
    def steps(self) -> list[Step]:
        """What can be ticked for this caller with this proof."""
        policy = self.in_policy
        if policy is None:
            return []
        ticked = set(self["checks"].value() or ())
        return [Step(key, policy.steps[key], key in ticked) for key in policy.steps_of(self.kind, self.proof)]

    @property
    def advice(self) -> Advice:
        """What this caller may be told as things stand."""
        ticked = {step.key for step in self.steps if step.ticked}
        return disclosure.advise(self.in_policy, self.kind, self.proof, ticked)

    def clean_authority(self) -> str:
        """A proof the policy knows; one that is for another kind of caller counts as none."""
        told: str = self.cleaned_data["authority"]
        if told and self.in_policy and told not in self.in_policy.authorities:
            raise ValidationError(UNKNOWN_PROOF)
        return self.proof

    def checked(self) -> Checked | None:
        """What the verb keeps; None for an anonymous caller and one nobody checked."""
        steps = tuple(step.key for step in self.steps if step.ticked)
        if self.in_policy is None or self.anonymous or (self.proof == NO_PROOF and not steps):
            return None
        return Checked(policy=self.in_policy.version, authority=self.proof, steps=steps)
