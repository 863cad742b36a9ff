"""What the API answers about calls and topics. Rows become plain values here and nowhere else."""

from collections.abc import Sequence
from typing import Any

from rest_framework import serializers

from cases.callfile import CallFile
from cases.models import (
    Call,
    CallEnding,
    CallerIdentity,
    CallerKind,
    Case,
    CaseState,
    Channel,
    Detainee,
    RepeatCall,
    TopicGroup,
    Urgency,
)

Answer = dict[str, Any]


class PersonAnswer(serializers.Serializer[Any]):
    """A person in custody."""

    id = serializers.UUIDField()
    name = serializers.CharField(allow_blank=True, help_text="Given and family names; empty where not known.")
    a_number = serializers.CharField(allow_blank=True, help_text="“A” and nine digits, or empty.")
    date_of_birth = serializers.DateField(allow_null=True)
    country_of_birth = serializers.CharField(allow_blank=True)


class ToldPersonAnswer(serializers.Serializer[Any]):
    """A person as the caller described them."""

    a_number = serializers.CharField(required=False)
    given_names = serializers.CharField(required=False)
    family_names = serializers.CharField(required=False)
    date_of_birth = serializers.DateField(required=False)
    year_of_birth = serializers.IntegerField(required=False)
    country_of_birth = serializers.CharField(required=False)


class CallerAnswer(serializers.Serializer[Any]):
    """Who was on the line, for whoever may know."""

    kind = serializers.ChoiceField(CallerKind.choices)
    name = serializers.CharField(allow_blank=True)
    phone = serializers.CharField(allow_blank=True)
    relationship = serializers.CharField(allow_blank=True)
    safe_to_call_back = serializers.BooleanField(allow_null=True)
    may_announce = serializers.BooleanField(allow_null=True)


class ChecksAnswer(serializers.Serializer[Any]):
    """How the caller was checked, by the keys of that version of the disclosure policy."""

    policy = serializers.IntegerField()
    authority = serializers.CharField()
    steps = serializers.ListField(child=serializers.CharField())
    verified = serializers.BooleanField()


class InterpretingAnswer(serializers.Serializer[Any]):
    """The help of an interpreter."""

    number = serializers.CharField(allow_blank=True)
    asked_at = serializers.DateTimeField(allow_null=True)
    joined_at = serializers.DateTimeField(allow_null=True)


class OpenedCaseAnswer(serializers.Serializer[Any]):
    """What a sender learns about a case of a call: no personal data. `office` is there once the case is routed."""

    number = serializers.CharField()
    state = serializers.ChoiceField(CaseState.choices)
    office = serializers.CharField(required=False, help_text="The office's code.")


class ReceiptAnswer(serializers.Serializer[Any]):
    """The receipt of a call."""

    reference = serializers.CharField()
    cases = OpenedCaseAnswer(many=True)
    added_to = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="Cases on record that the call was added to."
    )
    receipt_code = serializers.CharField(
        required=False, help_text="Where one was wished: shown to its issuer for a day."
    )


class CallCaseAnswer(OpenedCaseAnswer):
    """A case of a call, as far as the reader may see it."""

    topic = serializers.CharField()
    urgency = serializers.ChoiceField(Urgency.choices)
    facility = serializers.CharField(allow_null=True)


class GivenAnswer(serializers.Serializer[Any]):
    """A question answered on the line."""

    topic = serializers.CharField()
    note = serializers.CharField()
    from_library = serializers.CharField(allow_null=True, help_text="The key of the library's answer.")
    given_at = serializers.DateTimeField()


class CallAnswer(serializers.Serializer[Any]):
    """One call as the reader may see it; what is not theirs is null or left empty."""

    reference = serializers.CharField()
    channel = serializers.ChoiceField(Channel.choices)
    started_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    taken_at = serializers.DateTimeField()
    taken_by = serializers.CharField(help_text="User name.")
    line = serializers.CharField(allow_null=True)
    facility = serializers.CharField(allow_null=True)
    language = serializers.CharField()
    interpreter = serializers.BooleanField()
    interpreting = InterpretingAnswer(allow_null=True)
    disposition = serializers.ChoiceField(
        [choice for choice in CallEnding.choices if choice[0]],
        allow_null=True,
        help_text="How the call ended where nothing was taken up.",
    )
    caller = CallerAnswer(allow_null=True)
    verification = ChecksAnswer(allow_null=True)
    detainee = PersonAnswer(allow_null=True)
    told = ToldPersonAnswer(help_text="What was told about the person, where it is not what `detainee` says.")
    answers = GivenAnswer(many=True)
    cases = CallCaseAnswer(many=True)


class TopicAnswer(serializers.Serializer[Any]):
    """One topic of the taxonomy. Limits read 15min, 2h, 4bh (business hours), 5bd (business days), or are empty."""

    code = serializers.CharField()
    name = serializers.CharField()
    group = serializers.ChoiceField(TopicGroup.choices)
    definition = serializers.CharField()
    urgency = serializers.ChoiceField(Urgency.choices)
    respond_within = serializers.CharField(allow_blank=True)
    resolve_within = serializers.CharField(allow_blank=True)
    restricted = serializers.BooleanField()
    identity_check = serializers.BooleanField()
    anonymous_ok = serializers.BooleanField()
    identity_withheld = serializers.BooleanField()
    needs_certification = serializers.BooleanField(
        help_text="Taken alone only by operators certified in it; others name the supervisor who joined."
    )
    opens_case = serializers.BooleanField()
    protocol_version = serializers.IntegerField(help_text="The newest; 0 where the topic has no protocol.")
    steps = serializers.ListField(child=serializers.CharField(), help_text="What to ask and say, in order.")


def receipt(call: Call, cases: Sequence[Case], code: str = "", added: Sequence[RepeatCall] = ()) -> Answer:
    """What the sender of a call gets: references, states and offices, nothing personal."""
    told: Answer = {"reference": call.reference, "cases": [opened_case(case) for case in cases]}
    told |= {"added_to": [row.case.number for row in added]} if added else {}
    return told | ({"receipt_code": code} if code else {})


def opened_case(case: Case) -> Answer:
    """A case in three words."""
    told: Answer = {"number": case.number, "state": case.state}
    return told | ({"office": case.office.code} if case.office else {})


def person(detainee: Detainee | None) -> Answer | None:
    """A person the reader may see, or null."""
    if detainee is None:
        return None
    return {
        "id": str(detainee.pk),
        "name": detainee.full_name,
        "a_number": detainee.a_number,
        "date_of_birth": detainee.date_of_birth,
        "country_of_birth": detainee.country_of_birth,
    }


def caller(call: Call, identity: CallerIdentity | None) -> Answer:
    """Who was on the line, for a reader who may know; an anonymous caller has a kind only."""
    return {
        "kind": call.caller_kind,
        "name": identity.name if identity else "",
        "phone": identity.phone if identity else "",
        "relationship": identity.relationship if identity else "",
        "safe_to_call_back": identity.safe_to_call_back if identity else None,
        "may_announce": identity.may_announce if identity else None,
    }


def verification(file: CallFile) -> Answer | None:
    """How the caller was checked, for whoever may know who called."""
    done, checks = file.verification, file.checks
    if done is None or checks is None:
        return None
    return {
        "policy": checks.version,
        "authority": done.authority,
        "steps": done.steps,
        "verified": checks.verified,
    }


def interpreting(call: Call) -> Answer | None:
    """The help of an interpreter, where anything is known of it."""
    number, asked, joined = call.interpreter_number, call.interpreter_asked_at, call.interpreter_joined_at
    if not (number or asked or joined):
        return None
    return {"number": number, "asked_at": asked, "joined_at": joined}


def whole_call(file: CallFile) -> Answer:
    """One call with everything of it the reader may see."""
    call = file.call
    return {
        "reference": call.reference,
        "channel": call.channel,
        "started_at": call.started_at,
        "ended_at": call.ended_at,
        "taken_at": call.taken_at,
        "taken_by": call.taken_by.username,
        "line": call.line.code if call.line else None,
        "facility": call.facility.key if call.facility else None,
        "language": call.language,
        "interpreter": call.interpreter,
        "interpreting": interpreting(call),
        "disposition": call.ending or None,
        "caller": caller(call, file.caller) if file.knows_caller else None,
        "verification": verification(file),
        "detainee": person(file.detainee),
        "told": file.told,
        "answers": [
            {"topic": a.topic_id, "note": a.note, "from_library": a.from_library_id, "given_at": a.given_at}
            for a in file.answers
        ],
        "cases": [
            opened_case(case)
            | {
                "topic": case.topic_id,
                "urgency": case.urgency,
                "facility": case.facility.key if case.facility else None,
            }
            for case in file.cases
        ],
    }
