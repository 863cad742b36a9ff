"""What the frame of every page knows: places, who is reading, which clock. Asked only if a page shows it."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from facilities.models import Office
from helpline import navigation, sessions
from helpline.accounts.models import Role, User

BANNER = "Helpline — case management for a public helpline"


class Frame:
    """The frame around one page."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def person(self) -> User | None:
        """Who is signed in."""
        user = getattr(self._request, "user", None)
        return user if isinstance(user, User) else None

    @cached_property
    def standing(self) -> str:
        """What they do and where: "Officer · Atlanta"."""
        if self.person is None:
            return ""
        offices: list[Office] = getattr(self._request, "offices", [])
        return " · ".join([str(Role(self.person.role).label), *(office.name for office in offices)])

    @cached_property
    def places(self) -> list[navigation.Link]:
        """The places of their rail, with live counts."""
        return list(navigation.links(self.person, self._request.path)) if self.person else []

    @property
    def more_places(self) -> bool:
        """Some of them stand under “More”."""
        return any(place.more for place in self.places)

    @property
    def stands_in_more(self) -> bool:
        """The page is one of those, so “More” is open."""
        return any(place.more and place.here for place in self.places)

    @property
    def session_left(self) -> sessions.Left:
        """How long they stay signed in."""
        return sessions.left_of(self._request.session)

    @cached_property
    def hears_news(self) -> bool:
        """Their pages listen for news and say that they are at their desk."""
        return self.person is not None and navigation.is_open("cases:news", self.person)

    @cached_property
    def at_a_desk(self) -> bool:
        """Their pages say whether they are there."""
        return self.person is not None and navigation.is_open("cases:presence", self.person)

    @property
    def clock_zone(self) -> str:
        """The zone the page tells time in, for the ticking clock."""
        return timezone.get_current_timezone_name()

    @property
    def now(self) -> Any:
        """The moment the page was made."""
        return timezone.now()

    @property
    def banner(self) -> str:
        """Whose service this is; a deployment sets SERVICE_BANNER."""
        return str(getattr(settings, "SERVICE_BANNER", BANNER))

    @property
    def demonstration(self) -> bool:
        """Everything here is invented."""
        return bool(settings.DEMO_PEOPLE_MAY_SIGN_IN)


def frame(request: HttpRequest) -> dict[str, Any]:
    """The frame, as `frame` in every template."""
    return {"frame": Frame(request)}
