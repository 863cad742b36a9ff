"""A call that is still being written down."""

import json
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.functions import Now

from cases.models.call import Call
from helpline import sealed
from helpline.accounts.models import User
from helpline.constraints import both_or_neither


class DraftQuerySet(models.QuerySet["Draft"]):
    """A draft is its owner's and nobody else's, whatever their role."""

    def visible_to(self, user: User) -> Self:
        """The drafts of this person, but for calls that were sent meanwhile (an autosave may arrive late)."""
        sent = Call.objects.filter(submission_key=OuterRef("key"))
        return self.filter(~Exists(sent), owner=user)

    def outlines(self) -> Self:
        """Whose drafts there are and since when, for the board, the one saved last first: never what they say."""
        sent = Call.objects.filter(submission_key=OuterRef("key"))
        shown = (
            "key",
            "owner",
            "begun_at",
            "updated_at",
            "owner__first_name",
            "owner__last_name",
            "owner__username",
        )
        return self.filter(~Exists(sent)).select_related("owner").only(*shown).order_by("-updated_at")

    def untouched_since(self, at: datetime) -> Self:
        """Drafts that were last saved before `at`."""
        return self.filter(updated_at__lt=at)


class Draft(models.Model):
    """What an operator has typed so far, sealed. The key becomes the submission key of the call."""

    key = models.UUIDField(primary_key=True)
    owner = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="drafts")
    rev = models.PositiveIntegerField(default=1)
    body_sealed = models.BinaryField()
    reference = models.CharField(max_length=13, blank=True)
    handed_at = models.DateTimeField(null=True)
    handed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    begun_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(db_default=Now())

    objects = DraftQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["owner", "-updated_at"], name="draft_by_owner")]
        constraints = [
            both_or_neither("handed_at", "handed_by", name="draft_handed_over_says_by_whom"),
            models.UniqueConstraint(
                fields=["reference"], condition=~models.Q(reference=""), name="draft_reference_is_its_own"
            ),
        ]

    def __str__(self) -> str:
        return f"Draft {self.key}"

    @property
    def body(self) -> dict[str, Any]:
        """The fields of the page as they were typed."""
        text = sealed.unseal(self.body_sealed, table="draft", column="body", row=self.key)
        return json.loads(text) if text else {}
