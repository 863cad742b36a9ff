"""The pulse of the workers: when one last finished a task. Kept in Redis, which may vanish at any time."""

import time
from functools import lru_cache

import redis
from django.conf import settings

KEY = "helpline:pulse"
SWEEP_KEY = "helpline:sweep"
SECONDS_BETWEEN = 1.0
_last_beat = 0.0


@lru_cache(maxsize=1)
def connection() -> "redis.Redis":
    """A client that gives up quickly."""
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=0.5, socket_connect_timeout=0.5)


def beat() -> None:
    """Note that a worker is alive; at most once a second, and never a reason to fail."""
    global _last_beat
    if time.monotonic() - _last_beat < SECONDS_BETWEEN:
        return
    _last_beat = time.monotonic()
    try:
        connection().set(KEY, int(time.time()), ex=86_400)
    except redis.RedisError:
        return


def age() -> float | None:
    """Seconds since the last beat, None if there was none. Raises `redis.RedisError` if Redis does not answer."""
    seen = connection().get(KEY)
    return max(0.0, time.time() - int(seen)) if isinstance(seen, bytes) else None


def swept() -> None:
    """Note that somebody looked for what waits, bell or no bell; never a reason to fail."""
    try:
        connection().set(SWEEP_KEY, int(time.time()), ex=86_400)
    except redis.RedisError:
        return


def sweep_age() -> float | None:
    """Seconds since the last look, None if there was none. Raises `redis.RedisError` if Redis does not answer."""
    seen = connection().get(SWEEP_KEY)
    return max(0.0, time.time() - int(seen)) if isinstance(seen, bytes) else None
