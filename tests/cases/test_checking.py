"""A call keeps how its caller was checked; an anonymous caller leaves no trace of it."""

import pytest

from cases.models import Call, CallerIdentity, CallerKind, Verification
from cases.submission import Checked, ToldCaller
from helpline.audit.models import Entry
from helpline.refusals import Refused
from tests.builders import a_call
from tests.cast import Cast

pytestmark = pytest.mark.django_db
FAMILY = ToldCaller(CallerKind.FAMILY, name="Ana Cruz")


def test_proof_and_steps_are_kept_and_journalled(cast: Cast) -> None:
    checked = Checked(policy=1, authority="waiver", steps=("full_name", "form_names_caller"))
    call = a_call(by=cast.operator, caller=FAMILY, checked=checked)
    assert Verification.objects.get(call=call).steps == ["form_names_caller", "full_name"]
    entry = Entry.objects.get(verb="checked")
    assert (entry.subject_ref, entry.by_id) == (call.reference, cast.operator.pk)
    assert entry.details == {"policy": 1, "authority": "waiver", "steps": 2, "verified": True}


def test_a_caller_nobody_checked_leaves_no_row(cast: Cast) -> None:
    a_call(by=cast.operator, caller=FAMILY, checked=Checked(policy=1))
    a_call(by=cast.operator, caller=FAMILY)
    assert Verification.objects.count() == 0


def test_an_anonymous_caller_leaves_nothing(cast: Cast) -> None:
    caller = ToldCaller(CallerKind.ANONYMOUS, name="Ana Cruz", phone="(404) 555-0101", may_announce=True)
    a_call(by=cast.operator, caller=caller, checked=Checked(policy=1, steps=("a_number",)))
    assert (Verification.objects.count(), CallerIdentity.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "checked",
    [
        Checked(policy=99, steps=("full_name",)),
        Checked(policy=1, authority="g28"),
        Checked(policy=1, authority="a letter"),
        Checked(policy=1, authority="waiver", steps=("court_date",)),
    ],
)
def test_what_is_not_for_this_caller_is_refused_and_nothing_is_written(cast: Cast, checked: Checked) -> None:
    with pytest.raises(Refused, match="Check the caller again"):
        a_call(by=cast.operator, caller=FAMILY, checked=checked)
    assert Call.objects.count() == 0


def test_whether_we_may_say_who_we_are_is_kept_without_a_name(cast: Cast) -> None:
    call = a_call(by=cast.operator, caller=ToldCaller(CallerKind.DETAINEE, may_announce=False))
    identity = CallerIdentity.objects.get(call=call)
    assert (identity.name, identity.safe_to_call_back, identity.may_announce) == ("", None, False)


def test_a_caller_who_told_nothing_leaves_no_identity(cast: Cast) -> None:
    a_call(by=cast.operator, caller=ToldCaller(CallerKind.FAMILY))
    assert CallerIdentity.objects.count() == 0
