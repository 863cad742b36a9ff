from typing import Any

from django.core.management.base import BaseCommand

from helpline.audit.verification import verify


class Command(BaseCommand):
    help = "Check the journal's chain. Exit 1 and a line per violation; 0 and a count when clean."

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = verify()
        for violation in verdict.violations:
            self.stdout.write(violation)
        if verdict.violations:
            raise SystemExit(1)
        self.stdout.write(f"{verdict.entries} journal entries, chain unbroken.")
