"""Who may take concerns of a topic alone. A topic that needs no certification is for everybody who takes calls."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.models import Certification, Channel, Topic
from cases.models.operators import CertificationQuerySet
from cases.submission import Submission
from helpline.accounts.models import Role, User
from helpline.audit import journal
from helpline.refusals import Overtaken, Refused

LATER = frozenset({Channel.VOICEMAIL, Channel.PAPER})
TAKERS = frozenset({Role.OPERATOR, Role.SUPERVISOR})
WAY_OUT = "Name the supervisor who joined, or hand the call over."
RENEWED = "Renewed."
NOT_A_SUPERVISOR = "Choose a supervisor who works here now."


@dataclass(frozen=True)
class Standing:
    """Where one person stands with one topic: `alone` or the sentence that says why not."""

    alone: bool
    sentence: str = ""


class NotCertified(Refused):
    """Concerns that this person may not take alone: their places among the concerns, each with its sentence."""

    def __init__(self, sentences: dict[int, str]) -> None:
        super().__init__(" ".join(dict.fromkeys(sentences.values())))
        self.sentences = sentences


def standings(user: User, topics: Iterable[Topic], at: datetime) -> dict[str, Standing]:
    """Where somebody stands with each of these topics, by its code; one query where it takes any."""
    topics = list(topics)
    asked = [topic for topic in topics if topic.needs_certification and user.role != Role.SUPERVISOR]
    newest: dict[str, Certification] = {}
    if asked:
        rows = Certification.objects.filter(operator=user, topic__in=asked, granted_at__lte=at)
        newest = {row.topic_id: row for row in rows.order_by("granted_at", "pk")}
    return {
        topic.code: _standing(topic, newest.get(topic.code), at) if topic in asked else Standing(alone=True)
        for topic in topics
    }


def _standing(topic: Topic, held: Certification | None, at: datetime) -> Standing:
    if held is None:
        return Standing(False, f"You are not certified for {topic}. {WAY_OUT}")
    if held.revoked_at is not None and held.revoked_at <= at:
        return Standing(
            False, f"Your certification for {topic} was taken away on {_day(held.revoked_at)}. {WAY_OUT}"
        )
    if held.expires_at <= at:
        return Standing(False, f"Your certification for {topic} ended on {_day(held.expires_at)}. {WAY_OUT}")
    return Standing(alone=True)


def _day(moment: datetime) -> str:
    day = timezone.localdate(moment)
    return f"{day:%B} {day.day}, {day.year}"


def refuse_uncertified(submission: Submission, *, by: User) -> None:
    """Refuse the concerns that whoever took the call may take only with a supervisor where none is named.

    What counts is now; for a call written down later, a certification held while it was taken does as well.
    """
    taker, now = submission.taken_by or by, timezone.now()
    topics = {concern.topic.code: concern.topic for concern in submission.concerns}.values()
    where = standings(taker, topics, now)
    if submission.paper_reference or submission.taken_by or submission.channel in LATER:
        then = standings(taker, topics, submission.started_at)
        where = {code: then[code] if then[code].alone else standing for code, standing in where.items()}
    sentences: dict[int, str] = {}
    for place, concern in enumerate(submission.concerns):
        joined = concern.supervised_by
        if joined is not None and not (joined.is_active and joined.role == Role.SUPERVISOR):
            sentences[place] = NOT_A_SUPERVISOR
        elif joined is None and not where[concern.topic.code].alone:
            sentences[place] = where[concern.topic.code].sentence
    if sentences:
        raise NotCertified(sentences)


def grant(operator: User, topic: Topic, expires_at: datetime, *, by: User | None) -> Certification:
    """Somebody may take this topic alone until `expires_at`; what they held for it before ends now.

    `Refused` for a day that is past, for oneself, for people who take no calls; `Overtaken` when somebody else did it first.
    """
    if expires_at <= timezone.now():
        raise Refused("A certification ends in the future. Choose a later day.")
    if operator.role not in TAKERS or not operator.is_active:
        raise Refused("Only people who take calls are certified.")
    if by is not None and by.pk == operator.pk:
        raise Refused("Nobody certifies themselves. Ask another supervisor.")
    try:
        with transaction.atomic():
            if by is not None:
                standing = Certification.objects.standing().filter(operator=operator, topic=topic)
                standing.update(revoked_at=timezone.now(), revoked_by=by, revoked_why=RENEWED)
            row = Certification.objects.create(
                operator=operator, topic=topic, expires_at=expires_at, granted_by=by
            )
            journal.record("certified", operator, by=by, topic=topic.code, until=expires_at.isoformat())
    except IntegrityError as clash:
        raise Overtaken("Somebody else certified this person just now. Look again.") from clash
    return row


def revoke(certification: Certification, why: str, *, by: User) -> None:
    """Take it away, with a reason; from now on a supervisor joins. `Overtaken` when it was taken away before."""
    if not why.strip():
        raise Refused("Say why the certification is taken away.")
    with transaction.atomic():
        changed = Certification.objects.filter(pk=certification.pk, revoked_at__isnull=True).update(
            revoked_at=timezone.now(), revoked_by=by, revoked_why=why.strip()
        )
        if not changed:
            raise Overtaken("This certification was taken away before.")
        journal.record("took_certificate", certification.operator, by=by, topic=certification.topic_id)


def expiring(within: timedelta) -> CertificationQuerySet:
    """Valid certifications that end within this time, the next to end first."""
    ending = Certification.objects.valid().filter(expires_at__lte=timezone.now() + within)
    return ending.select_related("operator", "topic").order_by("expires_at", "pk")


def supervisors() -> list[User]:
    """Who can join a call now."""
    return list(User.objects.filter(role=Role.SUPERVISOR, is_active=True).order_by("username"))
