"""The three processes of the product: web, worker, beat."""

import os
import signal
import sys
import urllib.error
import urllib.request

from helpline.stack import environment, places
from helpline.stack.children import Child

WORKERS = str(min(os.cpu_count() or 2, 8))


def _child(name: str, module: str, *arguments: str, patience: float = 15.0) -> Child:
    return Child(
        name=name,
        argv=[sys.executable, "-m", module, *arguments],
        log=places.log_dir() / f"{name}.log",
        env=environment.for_children(os.environ) | {"PYTHONUNBUFFERED": "1"},
        cwd=places.ROOT,
        stop_signal=signal.SIGTERM,
        patience=patience,
    )


def bind_address(host: str, port: int) -> str:
    """Host and port as gunicorn and URLs write them."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def web(host: str, port: int) -> Child:
    """The web server."""
    settings = ["-c", "python:helpline.stack.gunicorn_conf", "-b", bind_address(host, port)]
    return _child("web", "gunicorn", *settings, "helpline.wsgi:application")


def worker() -> Child:
    """The Celery worker: does what the bell and the sweep ask for."""
    quiet = ["--without-gossip", "--without-mingle", "--loglevel=INFO"]
    return _child("worker", "celery", "-A", "helpline.celery", "worker", f"--concurrency={WORKERS}", *quiet)


def beat() -> Child:
    """Celery beat: rings for the sweep every two seconds. Its schedule file lives in the state directory."""
    schedule = places.state_dir() / "beat"
    schedule.mkdir(parents=True, exist_ok=True)
    files = [f"--schedule={schedule / 'schedule'}", "--pidfile=", "--loglevel=WARNING"]
    return _child("beat", "celery", "-A", "helpline.celery", "beat", *files)


def site_address(host: str, port: int) -> str:
    """Where a browser on this machine finds the site."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 - read, not bound
    return f"http://{bind_address(everywhere.get(host, host), port)}/"


def answers(host: str, port: int) -> bool:
    """True once the web server answers at all."""
    try:
        with urllib.request.urlopen(site_address(host, port) + "healthz", timeout=5):  # noqa: S310 - our own
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
