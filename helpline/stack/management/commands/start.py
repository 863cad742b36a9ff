"""`manage.py start`: the whole product on this machine, until Ctrl-C."""

import os
import sys
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from helpline.stack import doorstep, places, processes, servers, setting_up
from helpline.stack.binaries import NoServer
from helpline.stack.supervisor import AskedToStop, Supervisor

DEMO_PASSWORD = "helpline-demo"  # noqa: S105 - the published password of the demonstration
DEMO_PEOPLE = (
    "operator, operator2, supervisor",
    "officer.atl, officer.mia, officer.ihsc, lead.atl",
    "hq, hq2, analyst, auditor",
)


def say(line: str) -> None:
    """A line for whoever watches, at once."""
    print(line, flush=True)


class Command(BaseCommand):
    """Starts PostgreSQL, Redis, web, worker and beat, sets up what is missing, and keeps them running."""

    help = "Start the whole product: servers, database, web, worker and beat. Ctrl-C stops everything."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen, and whether to begin without the demonstration."""
        parser.add_argument("--port", type=int, default=doorstep.PORT, help="default: %(default)s")
        parser.add_argument("--host", default=doorstep.HOST, help="default: %(default)s")
        parser.add_argument("--empty", action="store_true", help="no demo people, no demo history")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until asked to stop. Exit code 0 after a clean stop."""
        host, port = options["host"], options["port"]
        if not settings.DEBUG and options["host"] == doorstep.HOST:
            say("DEBUG is off: this is a real installation; put a TLS proxy in front of this address.")
        lock = doorstep.take_lock()
        if lock is None:
            raise CommandError(doorstep.already_running())
        doorstep.refuse_if_taken(host, port)
        doorstep.note_holder(lock, processes.site_address(host, port))
        supervisor = Supervisor(say)
        supervisor.listen()
        try:
            self._bring_up(supervisor, host, port, empty=options["empty"])
            supervisor.stay()
        except AskedToStop:
            say("\nStopping.")
        except NoServer as reason:
            raise CommandError(str(reason)) from reason
        except OSError as reason:
            if reason.filename is None:
                raise
            raise CommandError(
                f"{reason.strerror}: {reason.filename}. Does it belong to another account?"
            ) from reason
        finally:
            connections.close_all()
            supervisor.stop()
            lock.close()
        say("Stopped. The data stays for the next start.")

    def _bring_up(self, supervisor: Supervisor, host: str, port: int, *, empty: bool) -> None:
        began = time.monotonic()
        if os.environ.get("HELPLINE_DEMO_MODE"):
            say("Nothing is configured, so this is demo mode (DEBUG=1). Never put real callers into it.")
            if host != doorstep.HOST:
                os.environ.setdefault("ALLOWED_HOSTS", "*")
        fetching = setting_up.start_fetching_assets(say)
        self._start_servers(supervisor)
        setting_up.without_time_limit()
        changed = setting_up.migrate(say)
        setting_up.load_reference(say, anyway=changed)
        setting_up.finish_fetching_assets(fetching, say)
        setting_up.collect_static(say)
        if settings.DEBUG and not empty and setting_up.wants_demo():
            setting_up.seed_demo(say)
        people = setting_up.has_people()
        connections.close_all()
        web = processes.web(host, port)
        supervisor.start(web)  # alone at first: the first page matters more than the first sweep
        if not supervisor.wait_until(lambda: processes.answers(host, port), web, patience=90):
            raise CommandError(
                f"The web server does not come up. The end of {web.log}:\n{web.last_words(30)}"
            )
        supervisor.start(processes.worker())
        supervisor.start(processes.beat())
        self._greet(host, port, seconds=time.monotonic() - began, people=people)

    def _start_servers(self, supervisor: Supervisor) -> None:
        """Our own PostgreSQL and Redis, each only if no URL names another."""
        homes = servers.Homes.ours()
        if homes.servers != places.state_dir():
            homes.servers.mkdir(mode=0o755, parents=True, exist_ok=True)
            say(f"PostgreSQL cannot enter {places.state_dir()}, so its data is kept in {homes.servers}.")
        if "DATABASE_URL" not in os.environ:
            postgres = servers.postgres(homes, say)
            servers.start_when_possible(postgres)
            supervisor.started(postgres, server=True)
            servers.wait_for_postgres(postgres, homes.run)
            say(f"{postgres.name} is up; its data is in {homes.servers}.")
        if "REDIS_URL" not in os.environ:
            redis = servers.redis(homes)
            servers.start_when_possible(redis)
            supervisor.started(redis, server=True)
            servers.wait_for_redis(redis, homes.run)

    def _greet(self, host: str, port: int, *, seconds: float, people: bool) -> None:
        say(f"\nHelpline is ready ({seconds:.1f} s):  {processes.site_address(host, port)}")
        if settings.DEBUG and people:
            say(f"\nDemo sign-ins, all with the password {DEMO_PASSWORD}:")
            for line in DEMO_PEOPLE:
                say(f"  {line}")
        elif not people:
            say(f"\nNobody can sign in yet:  {sys.executable} manage.py appoint USERNAME headquarters")
        say(f"\nLogs are in {places.log_dir()}. Ctrl-C stops everything.")
