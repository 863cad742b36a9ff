"""A demonstration: invented people who sign in, and an invented history made through the same verbs as a real one.

Never outside DEBUG. Names, numbers and stories are made up; A-numbers stay within A000000001 to A000000999 and
phone numbers within 555-0100 to 555-0199.
"""

import random
from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from cases import certifications, intake
from cases.models import ActionKind, Call, CallerKind, Case, Disposition, Topic
from facilities import rollout
from facilities.models import Activation, Facility, Office, Posting
from helpline.accounts.models import Role, User
from helpline.audit import journal
from helpline.refusals import Refused
from routing import demo_desk, desk, dispatch
from routing.models import QueueItem
from routing.stories import ANSWERS, COUNTRIES, FAMILY_NAMES, GIVEN_NAMES, STORIES, Story

PASSWORD = "helpline-demo"  # noqa: S105  (printed on the start screen; refused outside DEBUG)
PEOPLE: list[tuple[str, Role, str, str, str | None]] = [
    ("operator", Role.OPERATOR, "Olive", "Parks", None),
    ("operator2", Role.OPERATOR, "Omar", "Field", None),
    ("trainee", Role.OPERATOR, "Tara", "Lake", None),
    ("supervisor", Role.SUPERVISOR, "Sonia", "Bright", None),
    ("officer.atl", Role.OFFICER, "Alan", "Peach", "ATL"),
    ("officer.mia", Role.OFFICER, "Mia", "Reyes", "MIA"),
    ("officer.ihsc", Role.OFFICER, "Ines", "Holm", "IHSC"),
    ("lead.atl", Role.OFFICE_LEAD, "Lena", "Atwood", "ATL"),
    ("hq", Role.HEADQUARTERS, "Harriet", "Quill", None),
    ("hq2", Role.HEADQUARTERS, "Hugo", "Quist", None),
    ("analyst", Role.ANALYST, "Ana", "List", None),
    ("auditor", Role.AUDITOR, "Audrey", "Torr", None),
]
CERTIFIED = frozenset({"operator", "operator2"})
LIVE_IN_DEMO = 24


def refuse_outside_debug() -> None:
    """The demonstration belongs on no real system."""
    if not settings.DEBUG:
        raise Refused("The demonstration is made only under DEBUG.")


@transaction.atomic
def make_people() -> dict[str, User]:
    """The demo people of the contract, with their postings; existing ones are left alone."""
    refuse_outside_debug()
    password = make_password(PASSWORD)
    people: dict[str, User] = {}
    for username, role, first, last, office in PEOPLE:
        user, created = User.objects.get_or_create(
            username=username,
            defaults={
                "role": role,
                "first_name": first,
                "last_name": last,
                "is_demo": True,
                "password": password,
            },
        )
        people[username] = user
        if created:
            journal.record("appointed", user, by=None, role=role)
        if created and office:
            Posting.objects.create(user=user, office=Office.objects.get(code=office), began_at=timezone.now())
            journal.record("posted", user, by=None, office=office)
        if created and username in CERTIFIED:
            _certify(user)
    return people


def _certify(user: User) -> None:
    """This person may take every topic alone for a year."""
    until = timezone.now() + timedelta(days=365)
    for topic in Topic.objects.filter(needs_certification=True):
        certifications.grant(user, topic, until, by=None)


def go_live(by: User) -> int:
    """Put some phase-2 facilities in testing and live, as headquarters would; give back how many are live."""
    refuse_outside_debug()
    waiting = Activation.objects.filter(phase__number=2, state="planned").select_related("facility")
    for activation in waiting.order_by("-facility__population_fy26", "facility__key")[:LIVE_IN_DEMO]:
        rollout.begin_testing(
            activation.facility, by=by, why="Test calls from every housing unit came through."
        )
        rollout.activate(activation.facility, by=by, why="Demonstration: readiness was shown.")
    for activation in waiting.order_by("-facility__population_fy26", "facility__key")[:4]:
        rollout.begin_testing(activation.facility, by=by, why="Demonstration: test calls are under way.")
    return Activation.objects.filter(state="live").count()


def make_history(cases: int, seed: int, said: Callable[[str], None]) -> int:
    """At least `cases` cases over many calls, routed and partly worked; give back how many cases there are now."""
    refuse_outside_debug()
    people = make_people()
    said(f"{go_live(people['hq'])} facilities are live.")
    dice = random.Random(seed)  # noqa: S311  (a repeatable story, not a secret)
    facilities = list(Facility.objects.filter(activation__state="live").order_by("key"))
    topics = Topic.objects.in_bulk()
    goal = Case.objects.count() + cases
    made = first = Case.objects.count()
    while made < goal:
        minutes_ago = 175 - 170 * (made - first) // cases  # calls in the order of their clocks
        call = _one_call(dice, dice.choice(facilities), topics, people, minutes_ago)
        before, made = made, made + call.cases.count()
        if before // 500 < made // 500:
            said(f"{made} of {goal} cases")
    demo_desk.make_desk(people, dice)
    dispatch.drain()
    _work(dice, people)
    return Case.objects.count()


def _one_call(
    dice: random.Random,
    facility: Facility,
    topics: dict[str, Topic],
    people: dict[str, User],
    minutes_ago: int,
) -> Call:
    now = timezone.now()
    started = now - timedelta(minutes=minutes_ago)
    anonymous = dice.random() < 0.1
    detained = dice.random() < 0.7
    kind = CallerKind.ANONYMOUS if anonymous else CallerKind.DETAINEE if detained else CallerKind.FAMILY
    told = intake.ToldDetainee(
        a_number="" if anonymous else f"A{dice.randint(1, 999):09d}",
        given_names=dice.choice(GIVEN_NAMES),
        family_names=f"{dice.choice(FAMILY_NAMES)} {dice.choice(FAMILY_NAMES)}",
        date_of_birth=date(1960, 1, 1) + timedelta(days=dice.randint(0, 16_000)),
        country_of_birth=dice.choice(COUNTRIES),
    )
    relative = f"{dice.choice(GIVEN_NAMES)} {told.family_names}"
    caller = f"{told.given_names} {told.family_names}" if detained else relative
    stories = dice.sample(STORIES, k=dice.choice([1, 1, 1, 2, 2, 3]))
    answers = [dice.choice(ANSWERS)] if dice.random() < 0.3 else []
    submission = intake.Submission(
        key=uuid4(),
        caller=intake.ToldCaller(
            kind=kind,
            name="" if anonymous else caller,
            phone="" if anonymous or detained else f"(404) 555-01{dice.randint(0, 99):02d}",
            relationship="Sister" if kind == CallerKind.FAMILY else "",
            safe_to_call_back=None if detained else True,
        ),
        started_at=started,
        ended_at=started + timedelta(minutes=dice.randint(3, 25)) if minutes_ago > 25 else None,
        facility=facility,
        language=dice.choice(["en", "es", "es", "es", "ht", "quc", "pt"]),
        interpreter=dice.random() < 0.3,
        told=intake.ToldDetainee() if anonymous else told,
        concerns=[_concern(story, topics) for story in stories],
        questions=[intake.Question(topics[code], note) for code, note in answers],
    )
    return intake.submit(submission, by=people[dice.choice(["operator", "operator2"])])


def _concern(story: Story, topics: dict[str, Topic]) -> intake.Concern:
    return intake.Concern(
        topic=topics[story.topic],
        summary=story.summary,
        vulnerabilities=story.vulnerabilities,
        accuses_staff=story.accuses_staff,
    )


def _work(dice: random.Random, people: dict[str, User]) -> None:
    """Officers of the demo claim some cases, act, close a few, and headquarters moves one that came to triage."""
    for username in ("officer.atl", "lead.atl", "officer.mia", "officer.ihsc"):
        officer = people[username]
        items = QueueItem.objects.visible_to(officer).open().unclaimed().select_related("case", "office")
        for item in items.most_urgent_first()[: max(2, items.count() // 3)]:
            desk.claim(item, by=officer)
            if dice.random() < 0.7:
                desk.act(
                    item,
                    ActionKind.CONTACTED_FACILITY,
                    "Asked the shift supervisor; answer promised today.",
                    by=officer,
                )
            if dice.random() < 0.4:
                desk.act(
                    item,
                    ActionKind.CONTACTED_DETAINEE,
                    "Spoke with the person in the unit; put right.",
                    by=officer,
                )
                desk.close(
                    item,
                    Disposition.RESOLVED,
                    "Checked with the person that the concern is settled.",
                    by=officer,
                )
