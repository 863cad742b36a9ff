"""What is sent and told when a draft is tried out."""

from typing import Any

from rest_framework import serializers

from cases.api.fields import Many, Shape, Text, WholeNumber
from cases.api.shapes import CODE_LIMIT
from cases.models import Topic
from cases.references import canonical_case_number
from facilities.models import Facility
from routing.models import SimulationState
from routing.trials.simulation import MOST_CHOSEN, MOST_DAYS
from routing.trials.simulation_report import Report
from routing.trials.trial import Outcome, Saying

CELL_LIMIT = 200


class SimulationShape(Shape):
    """Which cases: those opened in the last `days`, of a topic or about a facility where told; or only these numbers."""

    days = WholeNumber(min_value=1, max_value=MOST_DAYS, required=False)
    topic = Text(max_length=CODE_LIMIT, required=False, help_text="Code of the topic.")
    facility = Text(max_length=64, required=False, help_text="Key of the facility.")
    numbers = Many(most=MOST_CHOSEN, child=Text(max_length=20), required=False, help_text="Case numbers.")

    def validate_topic(self, code: str) -> str:
        """A topic of the taxonomy."""
        if not Topic.objects.filter(code=code).exists():
            raise serializers.ValidationError("There is no such topic. GET topics/ lists them.")
        return code

    def validate_facility(self, key: str) -> str:
        """A facility on the map."""
        if not Facility.objects.filter(key=key.upper()).exists():
            raise serializers.ValidationError("There is no such facility. GET facilities/ lists them.")
        return key.upper()

    def validate_numbers(self, numbers: list[str]) -> list[str]:
        """Case numbers as they are kept."""
        read = [canonical_case_number(number) for number in numbers]
        if None in read:
            raise serializers.ValidationError(f"Number {read.index(None) + 1} is not a case number.")
        return [number for number in read if number]

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """One of the two is said."""
        if not attrs.get("days") and not attrs.get("numbers"):
            raise serializers.ValidationError({"days": ["Send days, or the numbers of cases."]})
        return attrs


class SituationShape(Shape):
    """One situation, in the columns of the truth table: every value is text, lists are written `a;b`."""

    topic = Text(max_length=CELL_LIMIT, help_text="Code of the topic.")
    facility = Text(
        max_length=CELL_LIMIT, required=False, help_text="Key of the facility; without it, not known."
    )
    accuses_staff = Text(
        max_length=CELL_LIMIT, required=False, help_text="yes or no; without it, as the topic has it."
    )
    urgency = Text(
        max_length=CELL_LIMIT, required=False, help_text="P0 to P4; without it, as the topic has it."
    )
    vulnerabilities = Text(max_length=CELL_LIMIT, required=False)
    days_in_segregation = Text(max_length=CELL_LIMIT, required=False)
    days_to_hearing = Text(max_length=CELL_LIMIT, required=False)
    days_to_removal = Text(max_length=CELL_LIMIT, required=False)
    caller_kind = Text(max_length=CELL_LIMIT, required=False)
    language = Text(max_length=CELL_LIMIT, required=False)
    protected = Text(max_length=CELL_LIMIT, required=False)
    held_at = Text(
        max_length=CELL_LIMIT, required=False, help_text="Key of the facility where the person is now."
    )
    called_on = Text(
        max_length=CELL_LIMIT, required=False, help_text="Day of the call as YYYY-MM-DD; today without it."
    )
    phase_state = Text(max_length=CELL_LIMIT, required=False)
    closed = Text(max_length=CELL_LIMIT, required=False, help_text="Codes of offices that are closed.")
    excluded = Text(max_length=CELL_LIMIT, required=False, help_text="Codes of offices that are shut out.")


class BrokenRowAnswer(serializers.Serializer[Any]):
    """A row that the draft does not pass."""

    row = serializers.IntegerField(help_text="Its row in the file; row 1 names the columns.")
    situation = serializers.CharField()
    reason = serializers.CharField()


class TableAnswer(serializers.Serializer[Any]):
    """What another table changes."""

    rows = serializers.IntegerField()
    added = serializers.ListField(child=serializers.CharField())
    changed = serializers.ListField(child=serializers.CharField())
    removed = serializers.ListField(child=serializers.CharField())
    broken = BrokenRowAnswer(many=True, help_text="Rows that keep the draft from being published.")


class MoveAnswer(serializers.Serializer[Any]):
    """Cases that would go to another office."""

    before = serializers.CharField(help_text="Code of the office in force.")
    after = serializers.CharField(help_text="Code of the office with the draft.")
    cases = serializers.IntegerField()


class CountAnswer(serializers.Serializer[Any]):
    """Something else that changes, and for how many cases."""

    says = serializers.CharField()
    cases = serializers.IntegerField()


class RuleCountAnswer(serializers.Serializer[Any]):
    """A rule that holds for another number of cases. An empty key: no rule, headquarters triage."""

    key = serializers.CharField(allow_blank=True)
    before = serializers.IntegerField()
    after = serializers.IntegerField()


class ExampleAnswer(serializers.Serializer[Any]):
    """One case that changes, with both reasons."""

    case = serializers.CharField()
    before = serializers.CharField(help_text="Code of the office in force.")
    after = serializers.CharField(help_text="Code of the office with the draft.")
    why_before = serializers.CharField()
    why_after = serializers.CharField()
    also = serializers.ListField(child=serializers.CharField(), help_text="What else changes.")


class SimulationAnswer(serializers.Serializer[Any]):
    """What would change. While it runs, what was found so far."""

    id = serializers.IntegerField()
    draft = serializers.IntegerField()
    rev = serializers.IntegerField(help_text="The revision of the draft that was tried.")
    draft_changed_since = serializers.BooleanField()
    against = serializers.IntegerField(
        allow_null=True, help_text="The version of the rules it is compared with."
    )
    state = serializers.ChoiceField(SimulationState.choices)
    percent = serializers.IntegerField()
    cases = serializers.IntegerField()
    moved = serializers.IntegerField(help_text="To another office.")
    changed = serializers.IntegerField(help_text="In anything at all.")
    moves = MoveAnswer(many=True)
    others = CountAnswer(many=True)
    rules = RuleCountAnswer(many=True)
    examples = ExampleAnswer(many=True)


class SayingAnswer(serializers.Serializer[Any]):
    """What one version says."""

    office = serializers.CharField(help_text="The office's code.")
    rule = serializers.CharField(allow_null=True)
    why = serializers.CharField()
    urgency = serializers.CharField()
    also = serializers.ListField(child=serializers.CharField(), help_text="Keys of rules that add.")
    copies = serializers.ListField(
        child=serializers.CharField(), help_text="Codes of offices that get a copy."
    )
    limits = serializers.CharField()
    withhold_identity = serializers.BooleanField()
    leads_only = serializers.BooleanField()


class OutcomeAnswer(serializers.Serializer[Any]):
    """Both versions over the same facts."""

    same = serializers.BooleanField()
    version = serializers.IntegerField(allow_null=True, help_text="The version in force.")
    draft = SayingAnswer()
    in_force = SayingAnswer()


def simulation_told(report: Report) -> dict[str, Any]:
    """A simulation as the API tells it."""
    row = report.simulation
    examples = [
        {
            "case": one.number,
            "before": one.before,
            "after": one.after,
            "why_before": one.why_before,
            "why_after": one.why_after,
            "also": one.said,
        }
        for group in report.groups
        for one in group.examples
    ]
    told = {
        "id": row.pk,
        "draft": row.draft_id,
        "rev": row.rev,
        "draft_changed_since": report.behind,
        "against": report.against,
        "state": row.state,
        "percent": report.share,
        **{name: getattr(report, name) for name in ("cases", "moved", "changed", "rules")},
        "moves": [
            {"before": before, "after": after, "cases": count}
            for before, after, count in row.result["tally"]["moves"]
        ],
        "others": [{"says": says, "cases": count} for says, count in report.others],
        "examples": examples,
    }
    return dict(SimulationAnswer(told).data)


def outcome_told(found: Outcome) -> dict[str, Any]:
    """Both versions as the API tells them."""
    sides = {"draft": _saying(found.draft), "in_force": _saying(found.now)}
    return dict(OutcomeAnswer({"same": found.same, "version": found.version, **sides}).data)


def _saying(saying: Saying) -> dict[str, Any]:
    verdict = saying.verdict
    plain = ("office", "rule", "why", "urgency", "also", "withhold_identity", "leads_only")
    return {
        **{name: getattr(verdict, name) for name in plain},
        "copies": [copy.office for copy in verdict.copies],
        "limits": saying.limits,
    }
