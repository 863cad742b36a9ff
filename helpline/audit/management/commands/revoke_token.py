"""End a token for the API before its time."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from helpline.accounts.models import ApiToken
from helpline.audit import journal


class Command(BaseCommand):
    """`manage.py revoke_token USERNAME --label X` ends every valid token of that person with that label."""

    help = "End the API tokens of a person that carry this label, at once."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose, and which."""
        parser.add_argument("username")
        parser.add_argument("--label", required=True, help="the label it was issued with")

    def handle(self, *args: Any, **options: Any) -> None:
        """End them and write it into the journal."""
        now = timezone.now()
        with transaction.atomic():
            ended = list(
                ApiToken.objects.select_for_update().filter(
                    user__username=options["username"], label=options["label"], expires_at__gt=now
                )
            )
            if not ended:
                raise CommandError("There is no valid token of that person with that label.")
            ApiToken.objects.filter(pk__in=[token.pk for token in ended]).update(expires_at=now)
            journal.record_many([("revoked", token, {"user": token.user_id}) for token in ended], by=None)
        self.stdout.write(f"{len(ended)} token(s) ended.")
