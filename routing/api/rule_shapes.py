"""What is sent and told about the rules: drafts, versions, publications and what a check finds."""

import re
from collections.abc import Iterable
from typing import Any

from rest_framework import serializers

from cases.api.fields import Instant, Many, Shape, Text, WholeNumber
from helpline.accounts.models import User
from helpline.problems import FieldError, Invalid, error
from routing.checks.checking import Unsound
from routing.checks.finding import About, Finding, Severity
from routing.checks.written import MOST_GUARDS, MOST_RULES
from routing.models import DraftState, Publication, PublicationKind, RuleDraft, RuleSet
from routing.rules.drafts import MOST_TRUTH, NAME_LIMIT, WHY_LIMIT, BadDraft

ROW = re.compile(r"(Rule|Guard) (\d+)\b")
HIGHEST_VERSION = 2_000_000_000


class RowsField(Many):
    """A list of objects as the language of the rules writes them."""

    child = serializers.DictField()


class DraftShape(Shape):
    """A new draft, holding what a version holds."""

    name = Text(max_length=NAME_LIMIT)
    base = WholeNumber(
        min_value=1, max_value=HIGHEST_VERSION, required=False, help_text="A version; the newest without it."
    )


class DraftChangeShape(Shape):
    """The parts that are put in place of the draft's; what is left out stays."""

    name = Text(max_length=NAME_LIMIT, required=False)
    rules = RowsField(most=MOST_RULES, required=False)
    guards = RowsField(most=MOST_GUARDS, required=False)
    cover = serializers.DictField(child=Many(most=100, child=Text(max_length=8)), required=False)
    truth = RowsField(most=MOST_TRUTH, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Something is changed."""
        if not attrs:
            raise serializers.ValidationError("Send at least one part to change.")
        return attrs


class RuleReasonShape(Shape):
    """Why."""

    why = Text(max_length=WHY_LIMIT)


class PublicationShape(Shape):
    """When the rules take effect, and on which version the publisher decided."""

    expected = WholeNumber(
        min_value=1, max_value=HIGHEST_VERSION, required=False,
        help_text="The newest version you saw; without it, the one the draft was begun from. 409 where another is newer.",
    )  # fmt: skip
    effective_at = Instant(required=False, allow_null=True, help_text="A time to come; now without it.")


class RollbackShape(RuleReasonShape):
    """Which version comes back."""

    version = WholeNumber(min_value=1, max_value=HIGHEST_VERSION)
    expected = WholeNumber(
        min_value=1, max_value=HIGHEST_VERSION, required=False,
        help_text="The newest version you saw. 409 where another is newer.",
    )  # fmt: skip


class FindingAnswer(serializers.Serializer[Any]):
    """One thing a check found."""

    severity = serializers.ChoiceField([one.value for one in Severity])
    about = serializers.ChoiceField([one.value for one in About])
    key = serializers.CharField(help_text="Of the rule, guard, unit or row; empty for the rules as a whole.")
    code = serializers.CharField(help_text="Which check.")
    sentence = serializers.CharField()
    example = serializers.CharField(help_text="A situation; empty where none helps.")


class RulesAnswer(serializers.Serializer[Any]):
    """Everything that decides, as the language of the rules writes it."""

    rules = serializers.ListField(child=serializers.DictField())
    guards = serializers.ListField(child=serializers.DictField())
    cover = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))
    truth = serializers.ListField(child=serializers.DictField())


class DraftLineAnswer(serializers.Serializer[Any]):
    """A draft in a list."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    rev = serializers.IntegerField()
    state = serializers.ChoiceField(DraftState.choices)
    base = serializers.IntegerField(help_text="The version it was begun from.")
    why = serializers.CharField()
    begun_by = serializers.CharField()
    changed_by = serializers.CharField()
    changed_at = serializers.DateTimeField()
    submitted_by = serializers.CharField(allow_null=True)
    became = serializers.IntegerField(allow_null=True, help_text="The version it was published as.")


class DraftAnswer(DraftLineAnswer, RulesAnswer):
    """A draft with everything in it."""


class PublicationAnswer(serializers.Serializer[Any]):
    """When a version comes, or came, into force."""

    id = serializers.IntegerField()
    version = serializers.IntegerField()
    kind = serializers.ChoiceField(PublicationKind.choices)
    effective_at = serializers.DateTimeField()
    made_at = serializers.DateTimeField()
    made_by = serializers.CharField(allow_null=True, help_text="Null: it came with the product.")
    why = serializers.CharField()
    called_off_at = serializers.DateTimeField(allow_null=True)


class VersionLineAnswer(serializers.Serializer[Any]):
    """A version in a list."""

    version = serializers.IntegerField()
    note = serializers.CharField()
    published_at = serializers.DateTimeField(allow_null=True)
    published_by = serializers.CharField(allow_null=True)
    proposed_by = serializers.CharField(allow_null=True)
    shipped = serializers.BooleanField()


class VersionAnswer(VersionLineAnswer, RulesAnswer):
    """A version with everything in it."""


class InForceAnswer(VersionAnswer):
    """The version in force, the newest one published, and those that wait for their time."""

    newest = serializers.IntegerField(help_text="What a publisher names as `expected`.")
    scheduled = PublicationAnswer(many=True)


def draft_line(draft: RuleDraft) -> dict[str, Any]:
    """A draft without what is in it."""
    told = {name: getattr(draft, name) for name in ("name", "rev", "state", "why", "changed_at")}
    people = {name: _name(getattr(draft, name)) for name in ("begun_by", "changed_by", "submitted_by")}
    became = draft.became.version if draft.became else None
    return {"id": draft.pk, "base": draft.base.version, "became": became, **told, **people}


def parts(row: RuleDraft | RuleSet) -> dict[str, Any]:
    """Everything that decides."""
    return {name: getattr(row, name) for name in ("rules", "guards", "cover", "truth")}


def version_line(version: RuleSet) -> dict[str, Any]:
    """A version without what is in it."""
    told = {name: getattr(version, name) for name in ("version", "note", "published_at", "shipped")}
    return {**told, "published_by": _name(version.published_by), "proposed_by": _name(version.proposed_by)}


def publication_told(row: Publication) -> dict[str, Any]:
    """A publication."""
    told = {name: getattr(row, name) for name in ("kind", "effective_at", "made_at", "why", "called_off_at")}
    return {"id": row.pk, "version": row.ruleset.version, "made_by": _name(row.made_by), **told}


def finding_told(one: Finding) -> dict[str, Any]:
    """A finding."""
    return {name: getattr(one, name) for name in ("severity", "about", "key", "code", "sentence", "example")}


def refused(refusal: BadDraft | Unsound, draft: RuleDraft) -> Invalid:
    """422 that names each row and the reason."""
    if isinstance(refusal, BadDraft):
        return Invalid([_mend(fault) for fault in refusal.faults], "Nothing was changed. Mend these rows.")
    return Invalid(
        [error(_path(one, draft), one.in_full) for one in refusal.findings],
        "These rules do not hold together.",
    )


def _mend(fault: str) -> FieldError:
    found = ROW.match(fault)
    path: Iterable[str | int] = (f"{found[1].lower()}s", int(found[2]) - 1) if found else ()
    return error(tuple(path), fault)


def _path(one: Finding, draft: RuleDraft) -> tuple[str | int, ...]:
    rows = {About.RULE: ("rules", draft.rules), About.GUARD: ("guards", draft.guards)}
    if one.about in rows:
        name, kept = rows[one.about]
        return name, next((place for place, row in enumerate(kept) if row["key"] == one.key), 0)
    return {About.COVER: ("cover", one.key), About.TRUTH: ("truth", one.key)}.get(one.about, ())


def _name(person: User | None) -> str | None:
    return person.username if person else None
