"""Who signs in and out is in the journal; so is a refused sign-in, but never a name that is nobody's."""

from django.test import Client
from django.urls import reverse

from helpline.audit.models import Entry
from tests.cast import Cast


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
