"""How gunicorn serves the site. Loaded by gunicorn itself (`-c python:helpline.stack.gunicorn_conf`)."""

import os
import signal
from pathlib import Path
from typing import Any

from helpline import live_hub
from helpline.stack import pooling
from helpline.stack.children import die_with_parent

worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or min(os.cpu_count() or 2, 8))
threads = 2 * live_hub.STREAMS_AT_MOST  # streams wait in half of them at most; the others serve pages
timeout = 60
graceful_timeout = 10
keepalive = 5
preload_app = True  # Django starts once, the workers are forks of it
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - heartbeat files, unlinked at once
accesslog = None  # our own middleware logs requests, without what people typed
errorlog = "-"
loglevel = "info"


def post_fork(server: Any, worker: Any) -> None:
    """No worker outlives the master, however that one ends."""
    die_with_parent(signal.SIGKILL)


def post_worker_init(worker: Any) -> None:
    """Threads share connections to the database, and waiting streams end as soon as the worker is to stop."""
    pooling.begin()
    live_hub.HUB.give_back_the_database = pooling.put_back
    live_hub.HUB.process_goes_on = lambda: bool(worker.alive)
