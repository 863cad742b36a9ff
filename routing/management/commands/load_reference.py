from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from cases.callback_hours import load_hours
from cases.library import load_answers
from cases.loading import load_topics
from cases.publishing import load_disclosure
from cases.scorecards import load_scorecards
from facilities.loading import load_map
from helpline.refusals import Refused
from routing.rules.loading import load_rules


class Command(BaseCommand):
    help = "Load offices, facilities, topics, destinations and the default rule set. Idempotent."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            load_map(self.stdout.write)
            self.stdout.write(f"{load_topics()} topics.")
            try:
                self.stdout.write(f"{load_disclosure()}.".capitalize())
            except Refused as refusal:
                raise CommandError(str(refusal)) from None
            self.stdout.write(f"{load_answers()} answers.")
            self.stdout.write(f"Call-backs on {load_hours()} weekdays.")
            self.stdout.write(f"{load_scorecards()} versions of the scorecard.")
            self.stdout.write(f"{load_rules()}.".capitalize())
