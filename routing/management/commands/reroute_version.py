from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from helpline.accounts.models import User
from helpline.refusals import Refused
from routing.rules import rerouting


class Command(BaseCommand):
    help = (
        "Send open cases that a wrong version of the rules placed back to the router, where the rules in force would"
        " place them elsewhere. Shows what would move; --for-certain does it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("version", type=int, help="the version that was wrong")
        parser.add_argument("--by", required=True, help="user name of somebody at headquarters")
        parser.add_argument("--why", default="The rules were put right.", help="written on every case")
        parser.add_argument("--for-certain", action="store_true", help="do it")

    def handle(self, *args: Any, **options: Any) -> None:
        by = User.objects.filter(username=options["by"], is_active=True).first()
        if by is None:
            raise CommandError("Nobody here has this user name.")
        try:
            tally = rerouting.reroute_version(
                options["version"], options["why"], by=by, for_certain=options["for_certain"]
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        for (here, there), count in tally.moves.most_common():
            self.stdout.write(f"{count} from {here} to {there}")
        done = "went back to the router" if options["for_certain"] else "would go back to the router"
        self.stdout.write(
            f"{tally.moves.total() - tally.overtaken} cases {done}; {tally.stay} are right as they are;"
        )
        self.stdout.write(f"{tally.held} are held by somebody and stay; {tally.overtaken} changed meanwhile.")
