"""What allauth may do here: let staff sign in by user name, and nothing else."""

from hashlib import sha256
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from helpline.accounts.models import User

SECONDS_AN_ADDRESS_IS_KNOWN = 30 * 24 * 60 * 60


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by `manage.py appoint`; nobody signs up, nobody resets a password by mail.

    Wrong passwords are counted per account *and* address (`login_failed`), so a stranger elsewhere cannot
    shut a person out; the count per account over all addresses (`login_failed_anywhere`) is ten times as
    high, forgets within ten minutes, and never holds at an address this person signed in from lately.
    """

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": "This user name and password do not belong together. Check both and try again.",
        "too_many_login_attempts": "Too many wrong tries from here. Wait five minutes, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: people are appointed."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address to count tries by; one shared count where a server behind a socket tells none."""
        return get_client_ip(request) or "unknown"

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        return f"{credentials.get('username', '').lower()}@{ratelimit.get_ip(request)}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuses further tries once an account was tried too often, from here or from everywhere."""
        super().pre_authenticate(request, **credentials)
        if cache.get(self._home_key(request, credentials)):
            self._anywhere = None
            return
        self._anywhere = ratelimit.consume(
            request,
            app="allauth.account",
            action="login_failed_anywhere",
            config=app_settings.RATE_LIMITS,
            key=credentials.get("username", "").lower(),
        )
        if not self._anywhere:
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """The person with this name and password; people of the demonstration only where that is allowed."""
        user = super().authenticate(request, **credentials)
        if not isinstance(user, User) or (user.is_demo and not settings.DEMO_PEOPLE_MAY_SIGN_IN):
            return None
        if self._anywhere:
            self._anywhere.rollback()
        cache.set(self._home_key(request, credentials), True, SECONDS_AN_ADDRESS_IS_KNOWN)
        return user

    def _home_key(self, request: HttpRequest, credentials: dict[str, Any]) -> str:
        """Under which a successful sign-in of this account from this address is remembered, as a digest."""
        name = self._get_login_attempts_cache_key(request, **credentials)
        return f"signed-in:{sha256(name.encode()).hexdigest()}"
