"""The second outbox: who has to be told of what, exactly once."""

from typing import TYPE_CHECKING, Self, cast

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from cases.models.scope import OFFICE_ROLES, offices_of, open_to, role_of
from helpline.accounts.models import Role, User
from helpline.constraints import only_choices

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


NOT_KNOWN = "not known whether it went out"
NO_ADDRESS = "no address"
NOT_THEIRS = "not theirs any more"  # the person left, or the case went elsewhere, before it was told


class NoticeKind(models.TextChoices):
    """What happened."""

    ROUTED = "routed", "A case came to the queue"
    COPIED = "copied", "A copy came"
    ESCALATED = "escalated", "A due time is near or past"
    TRIAGED = "triaged", "A case could not be placed"


class NoticeChannel(models.TextChoices):
    """How it is told. Neither carries any content of a case."""

    PAGE = "page", "In the page"
    MAIL = "mail", "By mail"


class NoticeState(models.TextChoices):
    """A notice waits, is being sent, was sent; or failed and can be sent again by a person."""

    WAITING = "waiting", "Waiting"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Failed"


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Always begin with `visible_to`."""

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Headquarters sees every notice, people of an office those to it and to themselves; none about a case they
        are shut out of."""
        role = role_of(user)
        if role != Role.HEADQUARTERS and role not in OFFICE_ROLES:
            return self.none()
        known = self.filter(open_to(user, case="decision__case"), open_to(user, case="escalation__case"))
        if role == Role.HEADQUARTERS:
            return known
        theirs = Q(office__in=offices_of(user), person__isnull=True) | Q(person=cast(User, user))
        return known.filter(theirs)

    def waiting(self) -> Self:
        """Not told yet."""
        return self.filter(state__in=[NoticeState.WAITING, NoticeState.SENDING])

    def failed(self) -> Self:
        """Did not go out, or may not have, and somebody may want to send it again; not what nobody needs any more."""
        return self.filter(state=NoticeState.FAILED).exclude(last_error_code=NOT_THEIRS)


class Notification(models.Model):
    """One notice to an office, or to one person of it, by one channel. The unique constraint keeps it single."""

    kind = models.CharField(max_length=9, choices=NoticeKind.choices)
    decision = models.ForeignKey(
        "routing.Decision", on_delete=models.PROTECT, null=True, related_name="notices"
    )
    escalation = models.ForeignKey(
        "routing.Escalation", on_delete=models.PROTECT, null=True, related_name="notices"
    )
    channel = models.CharField(max_length=4, choices=NoticeChannel.choices)
    office = models.ForeignKey("facilities.Office", on_delete=models.PROTECT, related_name="notices")
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=7, choices=NoticeState.choices, default=NoticeState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    next_attempt_at = models.DateTimeField(db_default=Now())
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    sent_at = models.DateTimeField(null=True)
    last_error_code = models.CharField(max_length=60, blank=True, default="", db_default="")

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "escalation", "kind", "channel", "office", "person"],
                nulls_distinct=False,
                name="everybody_is_told_once",
            ),
            only_choices("kind", NoticeKind.values, name="notice_is_of_a_known_kind"),
            only_choices("channel", NoticeChannel.values, name="notice_goes_by_a_known_channel"),
            only_choices("state", NoticeState.values, name="notice_is_in_a_known_state"),
            models.CheckConstraint(
                condition=Q(decision__isnull=False, escalation__isnull=True)
                | Q(decision__isnull=True, escalation__isnull=False),
                name="notice_tells_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | ~Q(state="sent") & Q(sent_at__isnull=True),
                name="notice_sent_says_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(state__in=["waiting", "sending"]),
                name="notices_waiting",
            ),
            models.Index(fields=["-id"], condition=Q(state="failed"), name="notices_that_failed"),
            models.Index(fields=["office", "-id"], name="notices_of_an_office"),
        ]

    def __str__(self) -> str:
        return f"Notice {self.pk}"

    @property
    def is_to_headquarters(self) -> bool:
        """It goes to a headquarters unit."""
        return self.office.kind == "headquarters"

    @property
    def why_failed(self) -> str:
        """What went wrong, as a sentence."""
        known = {
            NOT_KNOWN: "It is not known whether it went out. Ask whether it arrived before you send it again.",
            NO_ADDRESS: "No mail address is on record for anybody it goes to.",
        }
        return known.get(self.last_error_code, f"The mail server did not take it ({self.last_error_code}).")
