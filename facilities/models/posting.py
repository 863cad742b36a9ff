"""Which office a person works for, and since when."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from facilities.models.office import Office
from helpline.accounts.models import User
from helpline.constraints import both_or_neither, in_order


class PostingQuerySet(models.QuerySet["Posting"]):
    """Sets of postings."""

    def current(self) -> Self:
        """Postings that have not ended."""
        return self.filter(ended_at__isnull=True)

    def in_force(self, at: datetime) -> Self:
        """Postings that held at this moment; answers who belonged to an office in March."""
        return self.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=at), began_at__lte=at)

    def offices_of(self, user: User) -> list[int]:
        """Ids of the offices this person is posted to now."""
        return list(self.current().filter(user=user).order_by("began_at").values_list("office_id", flat=True))


class Posting(models.Model):
    """A person belongs to an office from `began_at` until `ended_at`. Ended, never deleted.

    `began_by` empty means the system posted them. Changed only by `facilities.postings`."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="postings")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="postings")
    began_at = models.DateTimeField()
    began_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = PostingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "office"],
                condition=Q(ended_at__isnull=True),
                name="person_is_posted_to_an_office_once",
            ),
            in_order("began_at", "ended_at", "posting_ends_after_it_began"),
            both_or_neither("ended_at", "ended_by", "posting_end_says_by_whom"),
        ]
        indexes = [models.Index(fields=["office", "ended_at"], name="postings_of_an_office")]

    def __str__(self) -> str:
        return f"Posting {self.pk}"
