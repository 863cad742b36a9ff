from typing import Any

from django.core.management.base import BaseCommand

from routing.invariants import check


class Command(BaseCommand):
    help = "Check what must be true of every case. Exit 1 and a line per violation; 0 and a count when clean."

    def handle(self, *args: Any, **options: Any) -> None:
        findings = check()
        for violation in findings.violations:
            self.stdout.write(violation)
        if findings.violations:
            raise SystemExit(1)
        self.stdout.write(f"{findings.cases} cases checked, nothing is wrong.")
