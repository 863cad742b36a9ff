"""Entries (what was done), links (the chain over them) and accesses (who looked).

PostgreSQL keeps the promises, not Python: triggers of migration 0002 refuse any update, delete or
truncate of the three tables, and chain every entry when its transaction commits.
"""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from helpline.constraints import never_blank


class Entry(models.Model):
    """One thing that was done. `by` empty means the system did it. Holds no personal data."""

    at = models.DateTimeField(db_default=Now(), editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="journal_entries"
    )
    verb = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=40)
    subject_key = models.CharField(max_length=64)
    subject_ref = models.CharField(max_length=64, blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["subject_kind", "subject_key", "-id"], name="entry_by_subject"),
            models.Index(fields=["subject_ref", "-id"], name="entry_by_reference"),
            models.Index(fields=["verb", "-id"], name="entry_by_verb"),
        ]
        constraints = [
            never_blank("verb", "entry_says_what_was_done"),
            never_blank("subject_key", "entry_says_to_what"),
        ]

    def __str__(self) -> str:
        return f"Entry {self.pk}"


class Link(models.Model):
    """The place of an entry in the chain, written by the database at commit, never by Python."""

    seq = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="link")
    prev = models.BinaryField()
    hash = models.BinaryField()

    def __str__(self) -> str:
        return f"Link {self.pk}"


class Access(models.Model):
    """Somebody read a person's record. Written before anything is shown, or the read is refused."""

    at = models.DateTimeField(db_default=Now(), editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="accesses")
    subject_kind = models.CharField(max_length=40)
    subject_key = models.CharField(max_length=64)
    where = models.CharField(max_length=40)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["subject_kind", "subject_key", "-id"], name="access_by_subject")]
        constraints = [never_blank("where", "access_says_where")]

    def __str__(self) -> str:
        return f"Access {self.pk}"
