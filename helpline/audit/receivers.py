"""Coming and going, and what opens an account, on record: only signals of the sign-in pages are listened to here."""

from typing import Any

from allauth.account.signals import password_changed, user_logged_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
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


@receiver(password_changed, dispatch_uid="journal changed password")
def changed_password(user: User, **_: Any) -> None:
    """Who chose a new password."""
    journal.record("changed_password", user, by=user)


@receiver(authenticator_added, dispatch_uid="journal added factor")
@receiver(authenticator_reset, dispatch_uid="journal renewed codes")
def added_factor(user: User, authenticator: Authenticator, **_: Any) -> None:
    """Who added a second factor, and of which kind; new recovery codes in place of old ones count as added."""
    journal.record("added_factor", user, by=user, factor=authenticator.type)


@receiver(authenticator_removed, dispatch_uid="journal removed factor")
def removed_factor(user: User, authenticator: Authenticator, **_: Any) -> None:
    """Who took a second factor away, and of which kind."""
    journal.record("removed_factor", user, by=user, factor=authenticator.type)
