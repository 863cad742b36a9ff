"""Posting people to offices. A posting is ended, never deleted, so who belonged where has an answer for any day."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from facilities.models import Office, Posting
from helpline.accounts.models import User
from helpline.audit import journal
from helpline.refusals import Overtaken, Refused


def post(person: User, office: Office, *, by: User | None) -> Posting:
    """The person belongs to the office from now on. One person is posted to an office once at a time."""
    try:
        with transaction.atomic():
            posting = Posting.objects.create(user=person, office=office, began_at=timezone.now(), began_by=by)
            journal.record("posted", person, by=by, office=office.code)
    except IntegrityError as clash:
        raise Refused(f"{person.called} is posted to {office.name} already.") from clash
    return posting


def end(posting: Posting, *, by: User) -> Posting:
    """The person no longer belongs to the office; from the next request on they see none of its cases."""
    at = timezone.now()
    with transaction.atomic():
        if not Posting.objects.filter(pk=posting.pk, ended_at__isnull=True).update(ended_at=at, ended_by=by):
            raise Overtaken("This posting has ended already.")
        journal.record("unposted", posting.user, by=by, office=posting.office.code)
    posting.ended_at, posting.ended_by = at, by
    return posting
