"""`manage.py test`: the whole suite. pytest does the work and gives the exit code."""

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from helpline.stack import assets, browser, places

CORES = "2"


class Command(BaseCommand):
    """Runs pytest with whatever it needs: a browser, the design system, and servers of its own."""

    help = "Run the test suite. Everything after `test` goes to pytest."
    requires_system_checks = ()

    def run_from_argv(self, argv: list[str]) -> None:
        """Hand all arguments to pytest untouched, except a plain request for help."""
        if argv[2:] in (["-h"], ["--help"]):
            super().run_from_argv(argv)
        else:
            self.handle(arguments=argv[2:])

    def add_arguments(self, parser: CommandParser) -> None:
        """Only for `--help`."""
        parser.add_argument("arguments", nargs="*", help="arguments for pytest")

    def handle(self, *args: Any, **options: Any) -> None:
        """Become pytest."""
        arguments = list(options["arguments"])
        if not assets.are_here():
            print("Fetching the design system's files (once).", flush=True)
            assets.main()
        browser.ensure(print)
        in_parallel = any(
            argument.startswith(("-n", "--numprocesses", "--pdb", "--collect")) for argument in arguments
        )
        if not in_parallel:
            arguments = ["-n", CORES, *arguments]
        os.chdir(places.ROOT)
        sys.stdout.flush()
        os.execv(sys.executable, [sys.executable, "-m", "pytest", *arguments])  # noqa: S606 - no shell
