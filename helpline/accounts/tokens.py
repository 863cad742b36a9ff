"""Keys to the API: `Authorization: Token …` instead of a session.

A token is 256 random bits, so its plain SHA-256 is enough to find it and tells nothing; the token itself is shown
once, when it is issued. It opens exactly what its person may open.
"""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.request import Request

from helpline.accounts.models import ApiToken, User
from helpline.refusals import Refused

KEYWORD = "Token"
PREFIX = "hl_"
LONGEST_DAYS = 366
WORDS_IN_HEADER = 2


def digest_of(token: str) -> bytes:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).digest()


def issue(user: User, label: str, days: int, *, by: User | None) -> tuple[ApiToken, str]:
    """A new token for `user`, valid for `days`; the text is given back once and kept nowhere.

    Raises `Refused` without a label, for a lifetime outside 1 to 366 days, and for somebody who has left.
    """
    if not label.strip():
        raise Refused("Say what the token is for.")
    if not 1 <= days <= LONGEST_DAYS:
        raise Refused(f"A token lives from 1 to {LONGEST_DAYS} days.")
    if not user.is_active:
        raise Refused("This person has left; no token was issued.")
    text = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=user,
        label=label.strip()[:80],
        digest=digest_of(text),
        issued_by=by,
        expires_at=timezone.now() + timedelta(days=days),
    )
    return token, text


def holder_of(text: str) -> ApiToken | None:
    """The token with this text while it is valid and its person may sign in; notes the day of use."""
    token = ApiToken.objects.select_related("user").filter(digest=digest_of(text)).first()
    if token is None or token.expires_at <= timezone.now() or not token.user.is_active:
        return None
    if token.user.is_demo and not settings.DEBUG:
        return None
    today = timezone.now().date()
    if token.last_used_on != today:
        unused = Q(last_used_on__isnull=True) | Q(last_used_on__lt=today)
        ApiToken.objects.filter(unused, pk=token.pk).update(last_used_on=today)
    return token


class TokenAuthentication(BaseAuthentication):
    """Signs in whoever sends a valid token; a wrong one is refused, none at all is left to the session."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """The person and the token."""
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != KEYWORD.lower().encode():
            return None
        token = None
        if len(words) == WORDS_IN_HEADER and words[1].isascii():
            token = holder_of(words[1].decode("ascii"))
        if token is None:
            raise exceptions.AuthenticationFailed
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        """How to sign in, for the header of a 401."""
        return KEYWORD
