"""Of sixteen who publish and roll back at once, exactly one wins for each version that was seen."""

import threading
from collections.abc import Callable

from django.db import connection

from helpline.accounts.models import Role, User
from helpline.refusals import Overtaken
from routing.models import CurrentRules, Publication, RuleDraft, RuleSet
from routing.rules import drafts, publishing
from routing.rules.in_force import rules_in_force
from tests.cast import Cast, person

AT_ONCE = 16
Try = Callable[[], object]


def all_at_once(tries: list[Try]) -> list[str]:
    """What became of each: `won`, `overtaken`, or the name of any other error."""
    ready, said = threading.Barrier(len(tries)), [""] * len(tries)

    def run(place: int, attempt: Try) -> None:
        try:
            ready.wait()
            attempt()
            said[place] = "won"
        except Overtaken:
            said[place] = "overtaken"
        except Exception as error:
            said[place] = type(error).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[place, one]) for place, one in enumerate(tries)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def waiting(name: str, base: RuleSet, by: User) -> RuleDraft:
    """A draft that waits for a second person."""
    draft = drafts.change(drafts.begin(name, base, by=by), 1, truth=[], by=by)
    return drafts.submit(draft, "At once.", by=by)


def test_exactly_one_of_many_publishers_wins(transactional_db: None, cast: Cast) -> None:
    base = CurrentRules.objects.get().ruleset
    second = person("hq2", Role.HEADQUARTERS)
    rows = [waiting(f"Draft {number}", base, cast.hq) for number in range(AT_ONCE)]
    tries: list[Try] = [
        lambda row=row: publishing.publish(row, row.rev, expected=base, by=second)  # type: ignore[misc]
        for row in rows
    ]
    assert sorted(all_at_once(tries)) == ["overtaken"] * (AT_ONCE - 1) + ["won"]
    head = CurrentRules.objects.get().ruleset
    assert rules_in_force() == head
    assert (head.version, RuleSet.objects.count()) == (base.version + 1, base.version + 1)
    assert RuleDraft.objects.filter(state="published").count() == 1


def test_one_draft_is_published_once(transactional_db: None, cast: Cast) -> None:
    base = CurrentRules.objects.get().ruleset
    draft = waiting("Draft", base, cast.hq)
    others = [person(f"hq{number}", Role.HEADQUARTERS) for number in range(2, 2 + AT_ONCE)]
    tries: list[Try] = [
        lambda who=who: publishing.publish(draft, draft.rev, expected=base, by=who)  # type: ignore[misc]
        for who in others
    ]
    assert sorted(all_at_once(tries)) == ["overtaken"] * (AT_ONCE - 1) + ["won"]
    assert RuleSet.objects.count() == base.version + 1


def test_publishing_and_rolling_back_at_once_ends_in_one_of_them(transactional_db: None, cast: Cast) -> None:
    base = CurrentRules.objects.get().ruleset
    second = person("hq2", Role.HEADQUARTERS)
    first = waiting("First", base, cast.hq)
    seen = publishing.publish(first, first.rev, expected=base, by=second).ruleset
    rows = [waiting(f"Draft {number}", seen, cast.hq) for number in range(AT_ONCE // 2)]
    tries: list[Try] = [
        lambda row=row: publishing.publish(row, row.rev, expected=seen, by=second)  # type: ignore[misc]
        for row in rows
    ]
    tries += [lambda: publishing.roll_back(base, "At once.", by=cast.hq, expected=seen)] * (AT_ONCE // 2)
    assert sorted(all_at_once(tries)) == ["overtaken"] * (AT_ONCE - 1) + ["won"]
    newest = Publication.objects.latest("effective_at", "id")
    assert rules_in_force() == newest.ruleset == CurrentRules.objects.get().ruleset
