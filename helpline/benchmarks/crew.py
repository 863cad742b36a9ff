"""The product's own worker beside a bench, with a Redis that nobody else uses."""

import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import redis
from celery import current_app
from django.conf import settings
from kombu import Connection

from helpline.benchmarks.stage import Stage
from helpline.stack import places, processes, servers
from helpline.stack.children import Child
from routing.tasks import route_waiting_cases

STARTS_WITHIN, ENDS_WITHIN = 120.0, 300.0
READY = b" ready."


@dataclass(frozen=True)
class Crew:
    """A worker that works in the bench's database. `env` is for other processes that are to ring for it."""

    env: dict[str, str]

    def ring(self, times: int = 1) -> None:
        """Tell the worker that there is work; so many of its processes take it up."""
        with Connection(places.celery_broker_url(self.env["REDIS_URL"])) as broker:
            for _ in range(times):
                current_app.send_task(route_waiting_cases.name, connection=broker)

    def wait_until_idle(self) -> None:
        """Until no message waits and none is being worked on."""
        broker = redis.Redis.from_url(self.env["REDIS_URL"], socket_timeout=5)
        ends = time.monotonic() + ENDS_WITHIN
        while broker.llen("celery") or broker.hlen("unacked"):
            if time.monotonic() > ends:
                raise RuntimeError("The worker does not come to an end.")
            time.sleep(0.02)


def in_earnest(stage: Stage, redis_url: str) -> dict[str, str]:
    """The environment of a process that works as in production: without DEBUG, with the same keys."""
    return {
        **stage.environment(),
        "REDIS_URL": redis_url,
        "DEBUG": "0",
        "HELPLINE_TESTING": "0",
        "PYTHONUNBUFFERED": "1",
        "SECRET_KEY": settings.SECRET_KEY,
        "FIELD_KEYS": ",".join(settings.FIELD_KEYS),
        "TELEPHONY_SECRET": settings.TELEPHONY_SECRET,
    }


@contextmanager
def at_work(stage: Stage, workers: int) -> Iterator[Crew]:
    """A Redis and a worker with so many processes, ready for messages; afterwards nothing is left of them."""
    folder = Path(tempfile.mkdtemp(prefix="helpline-crew-", dir="/tmp"))  # short enough for a socket
    folder.chmod(0o711)
    homes = servers.Homes(folder / "servers", folder / "run", folder / "log")
    redis = servers.redis(homes)
    worker: Child | None = None
    try:
        redis.start()
        servers.wait_for_redis(redis, homes.run)
        crew = Crew(
            in_earnest(stage, f"unix://{homes.run}/redis.sock?db=0") | {"HELPLINE_STATE_DIR": str(folder)}
        )
        worker = _worker(folder, crew, workers)
        worker.start()
        _wait_for(worker)
        yield crew
    finally:
        for child in (worker, redis):
            if child is not None:
                child.ask_to_stop()
                child.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _worker(folder: Path, crew: Crew, workers: int) -> Child:
    worker = processes.worker()
    worker.argv = [said for said in worker.argv if "--concurrency" not in said] + [f"--concurrency={workers}"]
    worker.env, worker.log = crew.env, folder / "worker.log"
    return worker


def caller(crew: Crew, *arguments: str) -> Child:
    """A process that hands in calls at a steady rate and rings for this crew."""
    argv = [sys.executable, "-m", "helpline.benchmarks.incoming", *arguments]
    log = Path(crew.env["HELPLINE_STATE_DIR"]) / "incoming.log"
    return Child("incoming", argv, log, crew.env, cwd=places.ROOT)


def _wait_for(worker: Child) -> None:
    ends = time.monotonic() + STARTS_WITHIN
    while READY not in worker.log.read_bytes():
        if worker.ended() is not None or time.monotonic() > ends:
            raise RuntimeError(f"The worker does not start: {worker.last_words()}")
        time.sleep(0.1)
