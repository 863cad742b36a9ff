"""`manage.py appoint`: the first people of a deployment, and every change after that."""

import getpass
import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from facilities import appointments
from facilities.models import Office
from helpline.accounts.models import Role, User
from helpline.refusals import Refused


class Command(BaseCommand):
    """Creates a person or changes their role and office. The password comes from PASSWORD or is asked for."""

    help = "Appoint somebody: create their account, change role or office, or let them go (--leaves)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, what, where, and who says so."""
        parser.add_argument("username")
        parser.add_argument("role", nargs="?", choices=Role.values)
        parser.add_argument("--office", metavar="CODE", help="for officers and office leads, such as ATL")
        parser.add_argument("--by", metavar="USERNAME", help="who decided it; written in the journal")
        parser.add_argument("--leaves", action="store_true", help="the person may no longer sign in")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, or say in a sentence why not."""
        username, role = options["username"], options["role"]
        by = self._person(options["by"]) if options["by"] else None
        try:
            if options["leaves"]:
                appointments.dismiss(self._person(username), by=by)
                self.stdout.write(f"{username} may no longer sign in.")
                return
            if not role:
                raise CommandError(f"Name a role: {', '.join(Role.values)}.")
            office = self._office(options["office"]) if options["office"] else None
            person = appointments.appoint(
                username, Role(role), office=office, password=self._password(username), by=by
            )
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        where = f" of {office}" if office else ""
        self.stdout.write(f"{person.username} is {Role(person.role).label.lower()}{where}.")

    def _person(self, username: str) -> User:
        person = User.objects.filter(username=username).first()
        if person is None:
            raise CommandError(f"Nobody here is called {username}.")
        return person

    def _office(self, code: str) -> Office:
        office = Office.objects.filter(code=code.upper()).first()
        if office is None:
            codes = ", ".join(Office.objects.values_list("code", flat=True))
            raise CommandError(f"No office {code}. There are: {codes}. (Run load_reference first.)")
        return office

    def _password(self, username: str) -> str:
        if password := os.environ.get("PASSWORD", ""):
            return password
        if User.objects.filter(username=username).exists() or not sys.stdin.isatty():
            return ""
        return getpass.getpass(f"Password for {username}: ")
