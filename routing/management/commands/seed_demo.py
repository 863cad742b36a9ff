from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from helpline.refusals import Refused
from routing import demo


class Command(BaseCommand):
    help = "Make the demo people and an invented history through the verbs. Refuses outside DEBUG."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--cases", type=int, default=60, help="how many cases to add (default 60)")
        parser.add_argument("--seed", type=int, default=1, help="the same seed tells the same story")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            total = demo.make_history(options["cases"], options["seed"], self.stdout.write)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{total} cases on record.")
