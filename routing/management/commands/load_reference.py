from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from cases.loading import load_topics
from facilities.loading import load_map
from routing.loading import load_rules


class Command(BaseCommand):
    help = "Load offices, facilities, topics, destinations and the default rule set. Idempotent."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            load_map(self.stdout.write)
            self.stdout.write(f"{load_topics()} topics.")
            self.stdout.write(f"{load_rules()}.".capitalize())
