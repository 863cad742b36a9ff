import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, close_old_connections

from routing.notices import delivery

PAUSE_SECONDS = 2.0


class Command(BaseCommand):
    help = "Send whatever notices wait, with PostgreSQL and the mail server alone. With --loop, go on until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--loop", action="store_true", help="look again every 2 seconds until stopped")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["loop"]:
            self.stdout.write(f"{delivery.send_waiting()} notices taken up.")
            return
        while True:
            close_old_connections()
            try:
                if taken := delivery.send_waiting():
                    self.stdout.write(f"{taken} notices taken up.")
            except (OperationalError, InterfaceError) as error:
                self.stderr.write(f"PostgreSQL does not answer ({type(error).__name__}); trying again.")
            time.sleep(PAUSE_SECONDS)
