"""What which caller may be told, and how a caller was checked.

The policy is data, a version with the day it takes effect. `advise` is pure and denies by default: a caller and a proof
the policy does not name together hear what everybody may be told and nothing more.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from cases.models import Call, CallerKind, DisclosurePolicy, Verification
from cases.submission import Checked
from helpline.accounts.models import User
from helpline.audit import journal
from helpline.refusals import Refused

NO_PROOF = "none"
NO_POLICY = "Anything: no disclosure policy is loaded. Take information, give none."
ONE_MORE = "One more of: {}"


@dataclass(frozen=True)
class Rule:
    """What a kind of caller with one proof may hear once every step of `needs` and one of `one_of` are ticked.

    Without steps there is nothing to prove: `may` holds from the start and nobody counts as verified.
    """

    needs: tuple[str, ...]
    one_of: tuple[str, ...]
    may: tuple[str, ...]
    advice: tuple[str, ...]
    general: bool

    @property
    def steps(self) -> tuple[str, ...]:
        """Every step that can be ticked, in the order of the page."""
        return (*self.needs, *self.one_of)


@dataclass(frozen=True)
class Policy:
    """One version of the policy: the words for proofs and steps, and a rule for each caller and proof it knows."""

    version: int
    source: str
    authorities: Mapping[str, str]
    steps: Mapping[str, str]
    everybody: tuple[str, ...]
    general: tuple[str, ...]
    never: tuple[str, ...]
    rules: Mapping[tuple[str, str], Rule]

    @classmethod
    def of(cls, row: DisclosurePolicy) -> Self:
        """The policy a row holds. Raises `ValueError` where it speaks of a proof, step or caller it does not define."""
        told: dict[str, Any] = row.matrix
        policy = cls(
            version=row.version,
            source=row.source,
            authorities={proof["key"]: proof["label"] for proof in told["authorities"]},
            steps={step["key"]: step["label"] for step in told["steps"]},
            everybody=tuple(told["everybody"]),
            general=tuple(told["general"]),
            never=tuple(refusal["says"] for refusal in told["never"]),
            rules={
                (caller, rule["authority"]): _rule(rule)
                for rule in told["rules"]
                for caller in rule["callers"]
            },
        )
        policy._hold_together([(c, rule["authority"]) for rule in told["rules"] for c in rule["callers"]])
        return policy

    def _hold_together(self, named: Sequence[tuple[str, str]]) -> None:
        wrong = [f"{key} has two rules" for key in set(named) if named.count(key) > 1]
        for (caller, proof), rule in self.rules.items():
            unknown = [step for step in rule.steps if step not in self.steps]
            unknown += [] if caller in CallerKind.values else [caller]
            unknown += [] if proof in self.authorities else [proof]
            wrong += [f"{word} is not defined" for word in unknown]
        if wrong or NO_PROOF not in self.authorities:
            raise ValueError("; ".join(wrong) or f"there is no proof called {NO_PROOF}")

    def authorities_of(self, kind: str) -> dict[str, str]:
        """The proofs a caller of this kind can have, by key; always "none"."""
        return {
            key: label
            for key, label in self.authorities.items()
            if key == NO_PROOF or (kind, key) in self.rules
        }

    def steps_of(self, kind: str, authority: str) -> tuple[str, ...]:
        """The steps that check a caller of this kind with this proof."""
        rule = self.rules.get((kind, authority))
        return rule.steps if rule else ()


def _rule(told: Mapping[str, Any]) -> Rule:
    return Rule(
        needs=tuple(told["needs"]),
        one_of=tuple(told["one_of"]),
        may=tuple(told["may"]),
        advice=tuple(told["advice"]),
        general=told["general"],
    )


@dataclass(frozen=True)
class Advice:
    """What may be told, what is never told, what is still to be checked, and what to do. `verified`: all is checked."""

    may: list[str]
    never: list[str]
    missing: list[str]
    verified: bool
    advice: list[str]


def advise(policy: Policy | None, kind: str, authority: str, ticked: Collection[str]) -> Advice:
    """What a caller of this kind may be told with this proof and these steps ticked. Pure; denies by default."""
    if policy is None:
        return Advice(may=[], never=[NO_POLICY], missing=[], verified=False, advice=[])
    never, rule = list(policy.never), policy.rules.get((kind, authority))
    if rule is None:
        return Advice(may=list(policy.everybody), never=never, missing=[], verified=False, advice=[])
    missing = [policy.steps[step] for step in rule.needs if step not in ticked]
    if rule.one_of and not set(rule.one_of) & set(ticked):
        missing.append(ONE_MORE.format("; ".join(policy.steps[step] for step in rule.one_of)))
    may = [*policy.everybody, *(policy.general if rule.general else ())]
    return Advice(
        may=may if missing else [*rule.may, *may],
        never=never,
        missing=missing,
        verified=bool(rule.steps) and not missing,
        advice=list(rule.advice),
    )


@dataclass(frozen=True)
class Checks:
    """How a caller was checked, in the words of the version it was done by."""

    version: int
    proof: str
    steps: list[str]
    verified: bool


def checks_of(verification: Verification, kind: str) -> Checks:
    """What a record of checks says about a caller of this kind. Its policy should be loaded with it."""
    policy = Policy.of(verification.policy)
    return Checks(
        version=policy.version,
        proof=policy.authorities.get(verification.authority, verification.authority),
        steps=[policy.steps.get(step, step) for step in verification.steps],
        verified=advise(policy, kind, verification.authority, verification.steps).verified,
    )


def policy_on(day: date) -> Policy | None:
    """The newest version in force on this day; the first one for days before it; None where none is loaded."""
    in_force = DisclosurePolicy.objects.filter(effective_from__lte=day).order_by("-version").first()
    row = in_force or DisclosurePolicy.objects.order_by("version").first()
    return Policy.of(row) if row else None


def policy_for(version: int, day: date) -> Policy | None:
    """This version if it was in force by this day, else the one that is: a page keeps the version it began with."""
    return policy_of(version, day) or policy_on(day)


def policy_of(version: int, day: date) -> Policy | None:
    """This version, where it is known and in force by this day."""
    row = DisclosurePolicy.objects.filter(version=version, effective_from__lte=day).first()
    return Policy.of(row) if row else None


def record(call: Call, checked: Checked | None, *, by: User) -> Verification | None:
    """Keep how the caller was checked, with the call. An anonymous caller and one nobody checked leave no row.

    Raises `Refused` for a version, a proof or a step that is not for this kind of caller.
    """
    if checked is None or call.caller_kind == CallerKind.ANONYMOUS:
        return None
    proof = checked.authority or NO_PROOF
    if proof == NO_PROOF and not checked.steps:
        return None
    row = DisclosurePolicy.objects.filter(version=checked.policy).first()
    if row is None:
        raise Refused("The disclosure policy of this page is not known. Check the caller again.")
    policy = Policy.of(row)
    known = policy.steps_of(call.caller_kind, proof)
    if proof not in policy.authorities_of(call.caller_kind) or not set(checked.steps) <= set(known):
        raise Refused("These checks are not for this kind of caller. Check the caller again.")
    steps = [step for step in known if step in checked.steps]
    verification = Verification.objects.create(call=call, policy=row, authority=proof, steps=steps)
    verified = advise(policy, call.caller_kind, proof, steps).verified
    journal.record(
        "checked", call, by=by, policy=row.version, authority=proof, steps=len(steps), verified=verified
    )
    return verification
