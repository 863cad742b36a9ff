"""Servers for the length of one command, where `start` is not running and no DATABASE_URL names another database."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import django
from django.db import connections

from helpline.stack import doorstep, servers, setting_up
from helpline.stack.binaries import NoServer
from helpline.stack.children import Child

NEED_TABLES = {
    "appoint",
    "changepassword",
    "check_invariants",
    "climb_ladder",
    "issue_token",
    "load_reference",
    "reroute_version",
    "revoke_token",
    "route_pending",
    "seed_demo",
    "send_notices",
    "shell",
    "simulate_rules",
    "verify_audit",
}
NEED_SERVERS = NEED_TABLES | {"bench", "migrate", "showmigrations"}


def _quiet(_: str) -> None:
    return


@contextmanager
def servers_for(command: str) -> Iterator[None]:
    """Our PostgreSQL and Redis around `command`, with tables and reference facts; nothing if they run already."""
    if command not in NEED_SERVERS or "DATABASE_URL" in os.environ:
        yield
        return
    lock = doorstep.take_lock()
    if lock is None:  # `start` is running: use its servers
        yield
        return
    doorstep.note_holder(lock, f"manage.py {command}")
    homes = servers.Homes.ours()
    homes.servers.mkdir(mode=0o755, parents=True, exist_ok=True)
    lent: list[Child] = []
    try:
        postgres = servers.postgres(homes)
        servers.start_when_possible(postgres)
        lent.append(postgres)
        servers.wait_for_postgres(postgres, homes.run)
        if "REDIS_URL" not in os.environ:
            redis = servers.redis(homes)
            servers.start_when_possible(redis)
            lent.append(redis)
            servers.wait_for_redis(redis, homes.run)
        if command in NEED_TABLES:
            django.setup()
            changed = setting_up.migrate(_quiet)
            setting_up.load_reference(_quiet, anyway=changed)
        yield
    except NoServer as reason:
        raise SystemExit(str(reason)) from reason
    finally:
        connections.close_all()
        for child in reversed(lent):
            child.ask_to_stop()
            child.wait()
        lock.close()
