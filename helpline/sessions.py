"""How long a session lasts: half an hour without anything a person did, and twelve hours in all."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone

BEGAN, SEEN = "session_began_at", "session_seen_at"


@dataclass(frozen=True)
class Left:
    """Seconds until the session ends: without anything a person does, and whatever they do."""

    idle: int
    whole: int


def left_of(session: SessionBase) -> Left:
    """What is left of it. A session without a beginning begins now."""
    now = int(timezone.now().timestamp())
    began, seen = session.get(BEGAN, now), session.get(SEEN, now)
    return Left(
        idle=settings.SESSION_IDLE_SECONDS - (now - seen),
        whole=settings.SESSION_ABSOLUTE_SECONDS - (now - began),
    )


def note_activity(session: SessionBase) -> None:
    """A person did something just now: the half hour begins anew."""
    now = int(timezone.now().timestamp())
    session.setdefault(BEGAN, now)
    session[SEEN] = now
