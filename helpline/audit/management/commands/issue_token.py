"""Issue a token for the API. Stands on the journal's floor because issuing is journalled."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from helpline.accounts import tokens
from helpline.accounts.models import User
from helpline.audit import journal
from helpline.refusals import Refused


class Command(BaseCommand):
    """`manage.py issue_token USERNAME --label X --days N` prints the token once; only its digest is kept."""

    help = "Issue an API token for a person and print it once."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, what for, how long."""
        parser.add_argument("username")
        parser.add_argument("--label", required=True, help="what the token is for")
        parser.add_argument("--days", type=int, default=90, help="how long it is valid (default 90)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Issue it, write it into the journal, print it."""
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError("Nobody signs in with that user name.")
        try:
            with transaction.atomic():
                token, text = tokens.issue(user, options["label"], options["days"], by=None)
                journal.record("issued", token, by=None, user=user.pk, expires=f"{token.expires_at:%Y-%m-%d}")
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stderr.write(
            f"Token for {user.username}, valid until {token.expires_at:%Y-%m-%d}. Shown only now:"
        )
        self.stdout.write(text)
