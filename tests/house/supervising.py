"""What supervisors see in the world of the authorization matrix: reviews, scores, certifications, references on paper."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from cases import certifications, paper, quality, reviews, traineeships
from cases.models import Call, Case, CaseReview, CaseReviewVerdict, Topic
from cases.quality import FULL
from cases.scorecards import load_scorecards
from helpline.accounts.models import User
from tests.house.clockwork import version_of_the_calendar
from tests.policy import CALENDAR_VERSION, PAPER_REFERENCE, SIGHTS, TAKER, WATCH, People

Targets = list[tuple[str, object, People | None]]


@dataclass
class Supervising:
    """Everything of it that can stand in an address."""

    found: dict[str, Targets] = field(default_factory=dict)
    paper: str = ""

    def targets(self, kind: str) -> Targets | None:
        """The targets of this kind; None where it is not one of these."""
        return self.found.get(kind)


def begin(people: dict[str, User]) -> None:
    """Before any call: whoever takes them is learning, so every case of theirs is to be read."""
    traineeships.begin(people["taker"], by=people["supervisor"])


def make(people: dict[str, User], calls: dict[str, Call], cases: dict[str, Case]) -> Supervising:
    """After the calls: one read and one scored, a certification, a block of references."""
    made, boss = Supervising(), people["supervisor"]
    rows = {row.case_id: row for row in CaseReview.objects.select_related("case")}
    read = rows[cases["claimed"].pk]
    reviews.give_verdict(read, CaseReviewVerdict.TALK, "Ask where it happened.", by=boss)
    made.found["review"] = [
        (label, rows[case.pk].pk, SIGHTS[label].sees & WATCH)
        for label, case in cases.items()
        if case.pk in rows and label in {"plain", "accusing", "protected", "restricted"}
    ]
    made.found["reply"] = [("claimed", read.pk, TAKER)]
    load_scorecards()
    card = quality.scorecard_in_force(timezone.localdate())
    assert card is not None
    scores = {question["key"]: FULL for question in card.questions}
    scored = quality.score(calls["plain"], card, scores, "Well done.", by=boss)
    made.found["score"] = [("plain", scored.pk, TAKER)]
    topic = Topic.objects.get(code="SAA")
    until = timezone.now() + timedelta(days=90)
    held = certifications.grant(people["operator2"], topic, until, by=boss)
    made.found["certification"] = [("held", held.pk, None)]
    made.found["operator"] = [(name, people[name].pk, None) for name in ("taker", "operator2")]
    block = paper.issue_block(3, "Maintenance on Saturday night.", by=boss)
    made.paper = block.references.order_by("reference")[0].reference
    made.found["block"] = [("block", block.pk, None)]
    return made


def filled(told: object, made: Supervising) -> object:
    """A body with the placeholder of an open reference on paper filled in."""
    if isinstance(told, list):
        return [filled(one, made) for one in told]
    if told == CALENDAR_VERSION:
        return version_of_the_calendar()
    return made.paper if told == PAPER_REFERENCE else told
