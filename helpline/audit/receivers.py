"""Coming and going, on record: the sign-in page's signals are the only ones listened to here."""

from typing import Any

from allauth.account.signals import user_logged_in
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.dispatch import receiver

from helpline.accounts.models import User
from helpline.audit import journal


@receiver(user_logged_in, dispatch_uid="journal signs in")
def signed_in(user: User, **_: Any) -> None:
    """Who signed in."""
    journal.record("signed_in", user, by=user)


@receiver(user_logged_out, dispatch_uid="journal signs out")
def signed_out(user: User | None, **_: Any) -> None:
    """Who signed out, or whose session ended."""
    if user is not None:
        journal.record("signed_out", user, by=user)


@receiver(user_login_failed, dispatch_uid="journal failed sign-in")
def failed_to_sign_in(credentials: dict[str, Any], **_: Any) -> None:
    """For which account a sign-in failed; a name that is nobody's is not kept, it may be a password."""
    user = User.objects.filter(username=str(credentials.get("username", ""))[:150]).first()
    if user is not None:
        journal.record("refused_sign_in", user, by=None)
