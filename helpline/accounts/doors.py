"""Which roles a view opens to. Doors are shut until opened, and opened once, on the view itself.

`view.opens_to` is what navigation and the authorization tests read: a set of roles, or "public".
A signed-in person with another role gets the same 404 as for an unknown address; a stranger is led to
the sign-in page by Django's LoginRequiredMiddleware, and gets 401 from the API.
"""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, Literal

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from rest_framework.exceptions import NotAuthenticated, NotFound
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from helpline.accounts.models import Role, User

if TYPE_CHECKING:
    from rest_framework.views import APIView

View = Callable[..., HttpResponseBase]
OpensTo = frozenset[Role] | Literal["public"]

PUBLIC: Literal["public"] = "public"
EVERYBODY = frozenset(Role)


def only(*roles: Role) -> Callable[[View], View]:
    """Opens a page to these roles. Decorate the view function, or what `.as_view()` gave."""
    opens_to = frozenset(roles)

    def door(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not isinstance(request.user, User) or request.user.role not in opens_to:
                raise Http404
            return view(request, *args, **kwargs)

        guarded.opens_to = opens_to  # type: ignore[attr-defined]
        return guarded

    return door


def open_to_all(view: View) -> View:
    """Opens a page to strangers too."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    opened.login_required = False  # type: ignore[attr-defined]
    opened.opens_to = PUBLIC  # type: ignore[attr-defined]
    return opened


def opens_to(view: Any) -> OpensTo:
    """Whom a view opens to: a page as decorated, an API view by its `roles`; nobody where nothing is said."""
    said: OpensTo = getattr(view, "opens_to", getattr(getattr(view, "cls", None), "roles", frozenset()))
    return said if said == PUBLIC else frozenset(said)


class OnlyRoles(BasePermission):
    """The door of the API: an APIView names its `roles` (a set, or "public"); without them it stays shut."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        """True for these roles; a stranger is asked to sign in, another role is told there is nothing here."""
        roles: OpensTo = getattr(view, "roles", frozenset())
        if roles == PUBLIC:
            return True
        person: object = request.user
        if not getattr(person, "is_authenticated", False):
            raise NotAuthenticated
        if not isinstance(person, User) or person.role not in roles:
            raise NotFound
        return True
