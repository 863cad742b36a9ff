"""Who signs in and out is in the journal; so is a refused sign-in, but never a name that is nobody's.

So are a new password and second factors that come and go, by their kind alone.
"""

import re
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import reverse

from helpline.audit.models import Entry
from tests.cast import Cast

PASSWORD = "a long enough password"


def entries() -> list[tuple[str, str, str | None]]:
    """What the journal says of people coming and going."""
    verbs = ("signed_in", "signed_out", "refused_sign_in")
    found = Entry.objects.filter(verb__in=verbs).order_by("id")
    return list(found.values_list("verb", "subject_ref", "by__username"))


def test_signing_in_and_out_is_written_down(cast: Cast) -> None:
    cast.operator.set_password("a long enough password")
    cast.operator.save()
    client = Client()
    client.post(reverse("account_login"), {"login": "operator", "password": "a long enough password"})
    client.post(reverse("account_logout"))
    assert entries() == [("signed_in", "operator", "operator"), ("signed_out", "operator", "operator")]


def test_a_refused_sign_in_is_written_down_for_a_known_account_only(cast: Cast) -> None:
    client = Client()
    for name in ("operator", "my-password-typed-as-a-name"):
        client.post(reverse("account_login"), {"login": name, "password": "wrong"})
    assert entries() == [("refused_sign_in", "operator", None)]
    assert "my-password" not in str(list(Entry.objects.values()))


def at_the_account(cast: Cast) -> Client:
    """The operator, who has just given their password."""
    cast.operator.set_password(PASSWORD)
    cast.operator.save()
    client = Client()
    client.post(reverse("account_login"), {"login": "operator", "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def changes(cast: Cast) -> list[tuple[str, dict[str, Any]]]:
    """What the operator did to their own account."""
    verbs = ("changed_password", "added_factor", "removed_factor")
    found = Entry.objects.filter(verb__in=verbs, by=cast.operator, subject_ref="operator").order_by("id")
    return list(found.values_list("verb", "details"))


def test_a_new_password_is_written_down(cast: Cast) -> None:
    new = "another long enough password"
    at_the_account(cast).post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert changes(cast) == [("changed_password", {})]


def test_second_factors_that_come_and_go_are_written_down(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    client = at_the_account(cast)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    found = re.search(r'id="totp-secret"[^>]*value="([A-Z2-7]+)"', page)
    assert found
    code = hotp_value(found.group(1), next(yield_hotp_counters_from_time()))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": f"{code:06d}"})
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_generate_recovery_codes"))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.exists()
    assert sorted(changes(cast)[:2], key=str) == [
        ("added_factor", {"factor": "recovery_codes"}),
        ("added_factor", {"factor": "totp"}),
    ]
    assert changes(cast)[2:] == [
        ("added_factor", {"factor": "recovery_codes"}),
        ("removed_factor", {"factor": "totp"}),
        ("removed_factor", {"factor": "recovery_codes"}),
    ]
