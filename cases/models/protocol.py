"""Protocols, version by version, and which of their steps were taken in a case."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models

from helpline.constraints import never_blank


class TopicProtocolQuerySet(models.QuerySet["TopicProtocol"]):
    """Protocols are for everybody who reads topics."""

    def current(self) -> Self:
        """The newest version of each topic."""
        return self.order_by("topic_id", "-version").distinct("topic_id")


class TopicProtocol(models.Model):
    """What to ask and say for a topic: one version, never changed once it is there."""

    topic = models.ForeignKey("cases.Topic", on_delete=models.PROTECT, related_name="protocols")
    version = models.PositiveIntegerField()
    steps = ArrayField(models.TextField())
    effective_from = models.DateField()

    objects = TopicProtocolQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "version"], name="protocol_has_one_row_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} protocol, version {self.version}"


class ProtocolRun(models.Model):
    """Which steps of which version the operator ticked for a case; places count from 0."""

    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="protocol_run")
    protocol = models.ForeignKey(TopicProtocol, on_delete=models.PROTECT, related_name="+")
    taken = ArrayField(models.PositiveSmallIntegerField(), default=list)

    def __str__(self) -> str:
        return f"Protocol run {self.pk}"


class DisclosurePolicy(models.Model):
    """What which caller with which proof may be told: one version, never changed once it is there.

    `matrix` is read by `cases.disclosure`; the newest version in force on the day of the call counts.
    """

    version = models.PositiveIntegerField(primary_key=True)
    effective_from = models.DateField()
    matrix = models.JSONField()
    source = models.TextField()

    class Meta:
        constraints = [never_blank("source", name="disclosure_policy_says_where_it_comes_from")]

    def __str__(self) -> str:
        return f"Disclosure policy, version {self.version}"


class Verification(models.Model):
    """How a caller was checked: by which version, on what authority, with which steps ticked."""

    call = models.OneToOneField("cases.Call", on_delete=models.PROTECT, related_name="verification")
    policy = models.ForeignKey(DisclosurePolicy, on_delete=models.PROTECT, related_name="+")
    authority = models.CharField(max_length=20, blank=True)
    steps = ArrayField(models.CharField(max_length=30), default=list)

    def __str__(self) -> str:
        return f"Verification {self.pk}"
