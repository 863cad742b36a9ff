import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, close_old_connections

from routing.deadlines import ladder

PAUSE_SECONDS = 10.0


class Command(BaseCommand):
    help = "Tell of cases that are nearly due or overdue, with PostgreSQL alone. With --loop, go on until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--loop", action="store_true", help="look again every 10 seconds until stopped")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["loop"]:
            self.stdout.write(f"{ladder.climb_all()} cases looked at.")
            return
        while True:
            close_old_connections()
            try:
                if seen := ladder.climb_all():
                    self.stdout.write(f"{seen} cases looked at.")
            except (OperationalError, InterfaceError) as error:
                self.stderr.write(f"PostgreSQL does not answer ({type(error).__name__}); trying again.")
            time.sleep(PAUSE_SECONDS)
