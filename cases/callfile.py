"""Everything the record of one call says to one person. What is not theirs is empty, not named."""

from dataclasses import dataclass

from cases import access
from cases.disclosure import Checks, checks_of
from cases.models import Answer, Call, CallerIdentity, Case, Detainee, Verification
from helpline.accounts.models import Role, User

READERS_OF_WHOLE_CALLS = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.HEADQUARTERS})


@dataclass(frozen=True)
class CallFile:
    """One call as one person may read it. `knows_caller` is false where nothing may tell who was on the line.

    `told` is what was told about the person, where no record is shown or the record says something else.
    """

    call: Call
    cases: list[Case]
    knows_caller: bool
    caller: CallerIdentity | None
    verification: Verification | None
    detainee: Detainee | None
    told: dict[str, str]
    answers: list[Answer]
    may_link: bool = False

    @property
    def checks(self) -> Checks | None:
        """How the caller was checked, for whoever may know who called."""
        return checks_of(self.verification, self.call.caller_kind) if self.verification else None

    def records_read(self) -> list[Call | CallerIdentity | Detainee]:
        """Whose records it shows, for the journal."""
        return [row for row in (self.call, self.caller, self.detainee) if row is not None]


def read(user: User, reference: str) -> CallFile:
    """The whole record, at most six queries. Raises `Call.DoesNotExist` for a call unknown or not theirs.

    An office reads who called only if none of its cases of this call hides it, and never the answers given to
    other questions or what was told about a person.
    """
    seen = Call.objects.visible_to(user).select_related("facility", "line", "taken_by", "entered_by")
    call = seen.defer("facility__search").get(reference=reference)
    cases = list(
        Case.objects.visible_to(user)
        .filter(call=call)
        .select_related("topic", "facility", "office", "held_at")
        .defer("search", "facility__search", "held_at__search")
        .order_by("id")
    )
    whole = user.role in READERS_OF_WHOLE_CALLS
    knows_caller = (
        access.may_see_caller(user, call)
        if whole
        else all(access.may_see_caller(user, call, case) for case in cases)
    )
    person = (
        Detainee.objects.visible_to(user).filter(pk=call.detainee_id).first() if call.detainee_id else None
    )
    told = call.told if whole else {}
    return CallFile(
        call=call,
        cases=cases,
        knows_caller=knows_caller,
        caller=CallerIdentity.objects.filter(call=call).first() if knows_caller else None,
        verification=Verification.objects.filter(call=call).select_related("policy").first()
        if knows_caller
        else None,
        detainee=person,
        told=told if person is None or person.differs_from(told) else {},
        answers=list(Answer.objects.filter(call=call).select_related("topic").order_by("id"))
        if whole
        else [],
        may_link=access.may_link(user, call),
    )
