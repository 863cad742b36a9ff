"""What the API answers about cases. Rows become plain values here and nowhere else."""

from typing import Any

from rest_framework import serializers

from cases.api import answers as record
from cases.api.concern import ShownProtocolAnswer, shown_protocol
from cases.models import Case, CaseState, Urgency, Vulnerability
from routing.casefile import CaseFile
from routing.models import DecisionKind, Purpose, QueueItem, Shows
from routing.timeline import Moment

Answer = dict[str, Any]


class CaseRowAnswer(serializers.Serializer[Any]):
    """A case in a list: nothing about persons."""

    number = serializers.CharField()
    state = serializers.ChoiceField(CaseState.choices)
    topic = serializers.CharField(help_text="The topic's code.")
    urgency = serializers.ChoiceField(Urgency.choices)
    office = serializers.CharField(
        allow_null=True, help_text="The office's code; null while the case is being routed."
    )
    facility = serializers.CharField(allow_null=True, help_text="The facility's key.")
    accuses_staff = serializers.BooleanField()
    opened_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(
        allow_null=True, help_text="When it should be resolved, while it waits in a queue."
    )
    respond_by = serializers.DateTimeField(allow_null=True)
    claimed_by = serializers.CharField(allow_null=True, help_text="User name of whoever works on it.")
    closed_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class CasePageAnswer(serializers.Serializer[Any]):
    """Some cases, the newest first. `next` is the cursor of what follows, null at the end."""

    results = CaseRowAnswer(many=True)
    next = serializers.CharField(allow_null=True)


class CaseAnswer(CaseRowAnswer):
    """A case as the reader may see it; what is not theirs is null."""

    summary = serializers.CharField(help_text="What is wrong and the salient points, as one text.")
    points = serializers.DictField(
        child=serializers.CharField(),
        help_text="The same point by point; empty where only a summary was told.",
    )
    protocol = ShownProtocolAnswer()
    vulnerabilities = serializers.ListField(child=serializers.ChoiceField(Vulnerability.choices))
    identity_withheld = serializers.BooleanField()
    hearing_on = serializers.DateField(allow_null=True)
    removal_on = serializers.DateField(allow_null=True)
    held_at = serializers.CharField(allow_null=True, help_text="Key of the facility where the person is now.")
    supervised_by = serializers.CharField(
        allow_null=True, help_text="The supervisor who joined the call, where one had to."
    )
    call = serializers.CharField(allow_null=True, help_text="The call's reference.")
    caller = record.CallerAnswer(allow_null=True)
    detainee = record.PersonAnswer(allow_null=True)


class MovedCaseAnswer(CaseAnswer):
    """A case after a move. Once it is out of the doer's sight only `number`, `state` and perhaps `office` are left."""

    def get_fields(self) -> dict[str, Any]:
        """Only what is always there is required."""
        fields: dict[str, Any] = super().get_fields()
        for name, field in fields.items():
            field.required = name in {"number", "state"}
        return fields


OUTCOME = frozenset({"urgency", "also", "covers_for", "copies"})


class FactsAnswer(serializers.Serializer[Any]):
    """What the router knew; no personal data. Empty for a decision by hand."""

    topic = serializers.CharField(required=False)
    topic_name = serializers.CharField(required=False)
    group = serializers.CharField(required=False)
    urgency = serializers.CharField(required=False, help_text="Before rules raised it.")
    accuses_staff = serializers.BooleanField(required=False)
    caller_kind = serializers.CharField(required=False)
    language = serializers.CharField(required=False, allow_blank=True)
    vulnerable = serializers.BooleanField(required=False)
    vulnerabilities = serializers.ListField(child=serializers.CharField(), required=False)
    protected = serializers.BooleanField(required=False)
    facility = serializers.CharField(required=False, allow_null=True)
    facility_name = serializers.CharField(required=False, allow_blank=True)
    facility_office = serializers.CharField(required=False, allow_null=True)
    facility_type = serializers.CharField(required=False, allow_blank=True)
    state = serializers.CharField(required=False, allow_blank=True)
    county = serializers.CharField(required=False, allow_blank=True)
    phase_state = serializers.CharField(required=False, allow_blank=True)
    held_at = serializers.CharField(required=False, allow_null=True, help_text="Where the person is now.")
    held_at_name = serializers.CharField(required=False, allow_blank=True)
    held_at_office = serializers.CharField(required=False, allow_null=True)
    days_in_segregation = serializers.IntegerField(required=False, allow_null=True)
    days_to_hearing = serializers.IntegerField(required=False, allow_null=True)
    days_to_removal = serializers.IntegerField(required=False, allow_null=True)
    called_on = serializers.DateField(required=False)
    closed = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="Offices that were closed."
    )
    excluded = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="Offices shut out; headquarters only."
    )


class DecidedCopyAnswer(serializers.Serializer[Any]):
    """A copy the rules asked for."""

    office = serializers.CharField()
    purpose = serializers.ChoiceField(Purpose.choices)
    shows = serializers.ChoiceField(Shows.choices)


class DecisionOutcomeAnswer(serializers.Serializer[Any]):
    """What else the rules said. Empty for a decision by hand."""

    urgency = serializers.CharField(required=False, help_text="Never less urgent than the facts.")
    also = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="Keys of the rules that added something."
    )
    covers_for = serializers.CharField(
        required=False, allow_null=True, help_text="The unit that may not receive the case."
    )
    copies = DecidedCopyAnswer(many=True, required=False, help_text="Headquarters only.")


class DecisionAnswer(serializers.Serializer[Any]):
    """Where the case went once, and why."""

    generation = serializers.IntegerField()
    office = serializers.CharField()
    kind = serializers.ChoiceField(DecisionKind.choices)
    rule = serializers.CharField(allow_null=True)
    ruleset = serializers.IntegerField(allow_null=True, help_text="Version of the rules.")
    why = serializers.CharField(allow_null=True, help_text="Null where the words are for offices only.")
    facts = FactsAnswer()
    outcome = DecisionOutcomeAnswer()
    decided_at = serializers.DateTimeField()
    decided_by = serializers.CharField(allow_null=True, help_text="User name; null for the router.")


class MomentAnswer(serializers.Serializer[Any]):
    """One thing that happened to the case."""

    at = serializers.DateTimeField()
    who = serializers.CharField()
    verb = serializers.CharField()
    sentence = serializers.CharField()
    words = serializers.CharField(allow_blank=True)


def case_row(case: Case, stay: QueueItem | None) -> Answer:
    """A case in a list; `stay` is the one that lasts, if any."""
    return {
        "number": case.number,
        "state": case.state,
        "topic": case.topic_id,
        "urgency": case.urgency,
        "office": case.office.code if case.office else None,
        "facility": case.facility.key if case.facility else None,
        "accuses_staff": case.accuses_staff,
        "opened_at": case.opened_at,
        "due_at": stay.due_at if stay else None,
        "respond_by": stay.respond_by if stay else None,
        "claimed_by": stay.claimed_by.username if stay and stay.claimed_by else None,
        "closed_at": case.closed_at,
        "version": case.version,
    }


def whole_case(file: CaseFile) -> Answer:
    """A case with everything of it the reader may see."""
    case = file.case
    stay = file.stay if file.stay and file.stay.left_at is None else None
    return case_row(case, stay) | {
        "summary": case.summary,
        "points": case.points,
        "protocol": shown_protocol(file.protocol),
        "vulnerabilities": case.vulnerabilities,
        "identity_withheld": case.identity_withheld,
        "hearing_on": case.hearing_on,
        "removal_on": case.removal_on,
        "held_at": case.held_at.key if case.held_at else None,
        "supervised_by": case.supervised_by.username if case.supervised_by else None,
        "call": case.call.reference if file.call_opens else None,
        "caller": record.caller(case.call, file.caller) if file.knows_caller else None,
        "detainee": record.person(file.detainee),
    }


def decision(stay: QueueItem, reads_words: bool, knows_caller: bool, leads_all: bool) -> Answer:
    """The decision that brought the case into this queue. Who was on the line is left out where it is withheld; which
    offices are shut out or have copies is for headquarters."""
    made = stay.decision
    left_out = set() if knows_caller else {"caller_kind"}
    if not leads_all:
        left_out.add("excluded")
    told = OUTCOME if leads_all else OUTCOME - {"copies"}
    by_hand = made.kind == DecisionKind.MANUAL
    return {
        "generation": made.generation,
        "office": stay.office.code,
        "kind": made.kind,
        "rule": made.rule or None,
        "ruleset": made.ruleset.version if made.ruleset else None,
        "why": made.why if reads_words or not by_hand else None,
        "facts": {name: fact for name, fact in made.facts.items() if name not in left_out},
        "outcome": {name: said for name, said in made.outcome.items() if name in told},
        "decided_at": made.decided_at,
        "decided_by": made.decided_by.username if made.decided_by else None,
    }


def moment(happened: Moment) -> Answer:
    """One line of the story."""
    return {
        "at": happened.at,
        "who": happened.who,
        "verb": happened.verb,
        "sentence": happened.sentence,
        "words": happened.words,
    }
