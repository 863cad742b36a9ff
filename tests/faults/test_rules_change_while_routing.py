"""Rules are put in force again and again while cases are routed: each decision is what the version it names says."""

import threading
from uuid import uuid4

from django.db import connection
from django.utils import timezone

from cases import intake
from helpline.accounts.models import User
from routing import dispatch
from routing.invariants import check
from routing.models import CurrentRules, Decision, Publication, PublicationKind, RuleSet
from tests.builders import concern, submission
from tests.cast import Cast

VERSIONS = 50
CALLS, CONCERNS = 60, 5
TOPICS = ["CON", "MED", "TEL", "FOR", "CAS"]


def put_in_force_in_turn(versions: list[RuleSet], stop: threading.Event) -> None:
    """One version after the other, for as long as cases are routed."""
    while not stop.is_set():
        for version in versions:
            Publication.objects.create(
                ruleset=version,
                kind=PublicationKind.PUBLISHED,
                effective_at=timezone.now(),
                made_by=version.published_by,
                why="In turn.",
            )
            stop.wait(0.01)
    connection.close()


def route_all(left: threading.Semaphore) -> None:
    """Small batches, so that many of them meet a change of rules."""
    while dispatch.route_waiting(limit=7):
        left.acquire(blocking=False)
    connection.close()


def test_every_decision_is_reproduced_by_the_version_it_names(transactional_db: None, cast: Cast) -> None:
    shipped = CurrentRules.objects.get().ruleset
    shipped_rules = list(shipped.rules)
    hq: User = cast.hq
    versions = []
    for number in range(VERSIONS):  # every other version sends conditions at a facility to headquarters
        rules = [dict(rule) for rule in shipped_rules]
        if number % 2:
            first = {"key": "all-to-cmd", "says": "This version sends all conditions to Custody Management"}
            rules.insert(0, {**first, "when": {"group": ["CONDITIONS"]}, "to": "CMD"})
        version = RuleSet.objects.create(
            version=shipped.version + number + 1, rules=rules, published_at=timezone.now(), published_by=hq
        )
        versions.append(version)
    for _ in range(CALLS):
        concerns = [concern(topic) for topic in TOPICS[:CONCERNS]]
        intake.submit(submission(*concerns, key=uuid4()), by=cast.operator)
    stop, left = threading.Event(), threading.Semaphore(0)
    publisher = threading.Thread(target=put_in_force_in_turn, args=[versions, stop])
    routers = [threading.Thread(target=route_all, args=[left]) for _ in range(2)]
    publisher.start()
    for router in routers:
        router.start()
    for router in routers:
        router.join()
    stop.set()
    publisher.join()
    assert Decision.objects.count() == CALLS * CONCERNS
    assert len(set(Decision.objects.values_list("ruleset", flat=True))) > 5
    assert len(set(Decision.objects.filter(case__topic="CON").values_list("office__code", flat=True))) == 2
    assert check().violations == []
