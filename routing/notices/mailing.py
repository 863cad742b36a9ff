"""The mail of a notice: that there is something to read, never what. And whether it surely did not go out."""

import smtplib
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from routing.models import NoticeKind, Notification

WORDS = {
    NoticeKind.ROUTED: "There is a new urgent case in Helpline for your office.",
    NoticeKind.COPIED: "There is a new copy of a case in Helpline for your office.",
    NoticeKind.ESCALATED: "A case in Helpline is near its due time, or past it, and waits for an answer.",
    NoticeKind.TRIAGED: "A case in Helpline could not be placed and waits for a decision by hand.",
}
SUBJECT = "Helpline: something waits for you"
# The server said no before or instead of taking the message: it surely did not go out.
CERTAIN = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError)


class Failed(Exception):
    """The mail surely did not go out; the code says why, without an address."""


class Unsure(Exception):
    """It is not known whether the mail went out."""


@dataclass
class Post:
    """A connection to the mail server, opened when it is first needed and again after it broke."""

    line: BaseEmailBackend | None = None

    def send(self, notice: Notification, addresses: Sequence[str]) -> None:
        """Send one notice to these addresses, none of which sees another; raises `Failed` or `Unsure`."""
        line = self._opened()
        try:
            sent = line.send_messages([message(notice, addresses)])
        except CERTAIN as refused:
            raise Failed(_code(refused)) from None
        except (OSError, smtplib.SMTPException) as broken:
            self.close()
            raise Unsure(type(broken).__name__) from None
        if not sent:
            raise Failed("not taken")

    def close(self) -> None:
        """Hang up."""
        line, self.line = self.line, None
        if line is not None:
            try:
                line.close()
            except (OSError, smtplib.SMTPException):
                return

    def _opened(self) -> BaseEmailBackend:
        if self.line is None:
            line = get_connection()
            try:
                line.open()
            except (OSError, smtplib.SMTPException) as refused:
                raise Failed(_code(refused)) from None
            self.line = line
        return self.line


def message(notice: Notification, addresses: Sequence[str]) -> EmailMessage:
    """The mail: a sentence without content, and where to sign in. Sent twice, it carries the same identity."""
    where = f" {settings.SITE_URL}" if settings.SITE_URL else ""
    body = f"{WORDS[NoticeKind(notice.kind)]} Sign in to read it.{where}\n"
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    identity = {"Message-ID": f"<helpline-notice-{notice.pk}@{host}>", "Auto-Submitted": "auto-generated"}
    to, hidden = (addresses, ()) if len(addresses) == 1 else ((), addresses)
    return EmailMessage(SUBJECT, body, settings.DEFAULT_FROM_EMAIL, to=to, bcc=hidden, headers=identity)


def _code(error: Exception) -> str:
    """What went wrong, in a word and a number; never the server's words, which may name somebody."""
    number = getattr(error, "smtp_code", None)
    return f"{type(error).__name__} {number}" if number else type(error).__name__
