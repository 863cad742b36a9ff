"""`manage.py appoint` makes the first people of a deployment and every change after that."""

import io

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from facilities.models import Posting
from helpline.accounts.models import Role, User
from helpline.audit.models import Entry

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PASSWORD", PASSWORD)


def appoint(*words: str) -> str:
    """What the command prints."""
    out = io.StringIO()
    call_command("appoint", *words, stdout=out)
    return out.getvalue().strip()


def offices_of(username: str) -> list[str]:
    """Codes of their offices now."""
    return list(
        Posting.objects.current().filter(user__username=username).values_list("office__code", flat=True)
    )


def test_a_new_officer_belongs_to_the_office_and_is_in_the_journal() -> None:
    assert appoint("ana.cruz", "officer", "--office", "ATL") == "ana.cruz is officer of Atlanta (ATL)."
    user = User.objects.get(username="ana.cruz")
    assert user.check_password(PASSWORD)
    assert (user.role, user.is_demo, offices_of("ana.cruz")) == (Role.OFFICER, False, ["ATL"])
    told = Entry.objects.filter(subject_ref="ana.cruz").order_by("id").values_list("verb", "details")
    assert list(told) == [("appointed", {"role": "officer"}), ("posted", {"office": "ATL"})]


def test_moving_to_another_office_ends_the_old_posting() -> None:
    appoint("boss", "headquarters")
    appoint("ana.cruz", "officer", "--office", "ATL")
    appoint("ana.cruz", "officer", "--office", "MIA", "--by", "boss")
    assert offices_of("ana.cruz") == ["MIA"]
    assert Posting.objects.filter(user__username="ana.cruz").count() == 2


def test_an_old_posting_does_not_end_by_nobody() -> None:
    appoint("ana.cruz", "officer", "--office", "ATL")
    with pytest.raises(CommandError, match="Say with --by who ends the old posting"):
        appoint("ana.cruz", "officer", "--office", "MIA")
    assert offices_of("ana.cruz") == ["ATL"]


def test_a_change_of_role_is_in_the_journal(monkeypatch: pytest.MonkeyPatch) -> None:
    appoint("lee", "operator")
    monkeypatch.delenv("PASSWORD")
    appoint("lee", "supervisor")
    entry = Entry.objects.filter(subject_ref="lee").latest("id")
    assert (entry.verb, entry.details) == ("changed_role", {"was": "operator", "now": "supervisor"})
    assert User.objects.get(username="lee").check_password(PASSWORD)


def test_somebody_who_leaves_may_no_longer_sign_in() -> None:
    appoint("lee", "operator")
    assert appoint("lee", "--leaves") == "lee may no longer sign in."
    assert authenticate(username="lee", password=PASSWORD) is None
    with pytest.raises(CommandError, match="left already"):
        appoint("lee", "--leaves")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["lee", "officer"], "name it with --office"),
        (["lee", "operator", "--office", "ATL"], "leave out --office"),
        (["lee", "officer", "--office", "XYZ"], "No office XYZ"),
        (["lee"], "Name a role"),
        (["lee smith!", "operator"], "Enter a valid username"),
        (["lee", "operator", "--by", "nobody"], "Nobody here is called nobody"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(words: list[str], says: str) -> None:
    with pytest.raises(CommandError, match=says):
        appoint(*words)
    assert not User.objects.filter(username__startswith="lee").exists()


def test_a_weak_password_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PASSWORD", "short")
    with pytest.raises(CommandError, match="at least 12 characters"):
        appoint("lee", "operator")
