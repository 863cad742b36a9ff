"""How well calls are taken: supervisors read one by a scorecard, and whoever took it sees that and can answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from cases import access
from cases.models import Call, QualityReview, Scorecard
from helpline.accounts.models import Role, User
from helpline.audit import journal
from helpline.refusals import Overtaken, Refused

FULL, PARTLY, NOT = 2, 1, 0
Scores = Mapping[str, int | None]  # None: did not come up on this call
WORDS_LIMIT = 4_000
AVERAGE_FROM = 3  # an average of fewer reviews says more about the calls than about the person
AVERAGE_OVER = timedelta(days=90)
OWN = "Somebody else reviews your own calls."
TWICE = "This call was reviewed already. Look at what was found."


def scorecard_in_force(on: date) -> Scorecard | None:
    """The newest version in effect on that day."""
    return Scorecard.objects.filter(effective_from__lte=on).order_by("-version").first()


def score(call: Call, card: Scorecard, scores: Scores, comment: str, *, by: User) -> QualityReview:
    """Review the call by every question of the card, once. `Refused` for one's own call, a question left out, a
    score that is none, a card on which nothing came up, or no comment."""
    if by.role != Role.SUPERVISOR:
        raise Refused("Supervisors review calls.")
    if not access.may_review_quality(by, call):
        raise Refused(OWN)
    if set(scores) != {question["key"] for question in card.questions}:
        raise Refused("Give a score, or “did not come up”, for every question.")
    if not set(scores.values()) <= {FULL, PARTLY, NOT, None} or not any(
        value is not None for value in scores.values()
    ):
        raise Refused("Score at least one question with yes, partly or no.")
    if not comment.strip():
        raise Refused("Write at least one sentence to whoever took the call.")
    try:
        with transaction.atomic():
            review = QualityReview.objects.create(
                call=call,
                operator=call.taken_by,
                scorecard=card,
                scores=dict(scores),
                comment=comment.strip(),
                by=by,
            )
            journal.record("scored", call, by=by, version=card.version)
    except IntegrityError:
        raise Overtaken(TWICE) from None
    return review


def answer(review: QualityReview, words: str, *, by: User) -> None:
    """Whoever took the call says something to the review, once."""
    if review.operator_id != by.pk:
        raise Refused("Only whoever took the call answers.")
    if not words.strip():
        raise Refused("Write your answer first.")
    with transaction.atomic():
        unanswered = QualityReview.objects.filter(pk=review.pk, answered_at__isnull=True)
        if not unanswered.update(answer=words.strip(), answered_at=Now(), answered_by=by):
            raise Overtaken("You answered already. The first answer stands.")
        journal.record("answered_score", review.call, by=by)


def percent(review: QualityReview) -> int:
    """How much of what came up was done, by the weights of its card, in percent."""
    came_up = [q for q in review.scorecard.questions if review.scores.get(q["key"]) is not None]
    most = sum(FULL * q["weight"] for q in came_up)
    reached = sum(review.scores[q["key"]] * q["weight"] for q in came_up)
    return round(100 * reached / most) if most else 0


@dataclass(frozen=True)
class Average:
    """The reviews of one person. `percent` is None where there are too few to say."""

    operator: User
    reviews: int
    percent: int | None


def averages(reviews: Iterable[QualityReview]) -> list[Average]:
    """One line a person, by name; `reviews` come with operator and scorecard."""
    of: dict[User, list[int]] = {}
    for review in reviews:
        of.setdefault(review.operator, []).append(percent(review))
    lines = [
        Average(who, len(all_), round(sum(all_) / len(all_)) if len(all_) >= AVERAGE_FROM else None)
        for who, all_ in of.items()
    ]
    return sorted(lines, key=lambda line: line.operator.called)


def since(at: datetime) -> datetime:
    """From when reviews count towards an average."""
    return at - AVERAGE_OVER
