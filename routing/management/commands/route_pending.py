import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, close_old_connections

from helpline import pulse
from routing import dispatch

PAUSE_SECONDS = 2.0


class Command(BaseCommand):
    help = "Route whatever waits, with PostgreSQL alone. With --loop, go on until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--loop", action="store_true", help="look again every 2 seconds until stopped")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["loop"]:
            self.stdout.write(f"{dispatch.drain()} route requests taken up.")
            return
        while True:
            close_old_connections()
            try:
                if taken := dispatch.drain():
                    self.stdout.write(f"{taken} route requests taken up.")
                pulse.swept()
            except (OperationalError, InterfaceError) as error:
                self.stderr.write(f"PostgreSQL does not answer ({type(error).__name__}); trying again.")
            time.sleep(PAUSE_SECONDS)
