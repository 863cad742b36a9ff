import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, close_old_connections

from routing.trials import simulation

PAUSE_SECONDS = 2.0


class Command(BaseCommand):
    help = "Go on with simulations that wait, with PostgreSQL alone. With --loop, go on until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--loop", action="store_true", help="look again every 2 seconds until stopped")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["loop"]:
            self.stdout.write(f"{simulation.drain()} turns taken.")
            return
        while True:
            close_old_connections()
            try:
                simulation.drain()
            except (OperationalError, InterfaceError) as error:
                self.stderr.write(f"PostgreSQL does not answer ({type(error).__name__}); trying again.")
            time.sleep(PAUSE_SECONDS)
