"""What to say and do for a topic: the help beside the concern, version by version, with the steps that were taken."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from cases.models import Case, ProtocolRun, Topic, TopicProtocol, Urgency
from cases.submission import Concern
from helpline.refusals import Refused


@dataclass(frozen=True)
class Step:
    """One step: its place from 0, what to do, and whether somebody said that it was done."""

    place: int
    words: str
    taken: bool = False


@dataclass(frozen=True)
class Protocol:
    """A topic with its protocol as steps, in the order they are taken. Version 0 was never published."""

    topic: Topic
    steps: tuple[str, ...]
    version: int = 0
    taken: frozenset[int] = frozenset()

    @property
    def emergency(self) -> bool:
        """Life is in danger: the steps come before everything else on the page."""
        return self.topic.urgency == Urgency.P0

    @property
    def to_tick(self) -> list[Step]:
        """The steps, each with its tick."""
        return [Step(place, words, place in self.taken) for place, words in enumerate(self.steps)]


def steps_in(text: str) -> tuple[str, ...]:
    """The steps of a protocol as the taxonomy writes it: parted by semicolons."""
    steps = (step.strip() for step in text.split(";"))
    return tuple(f"{step[0].upper()}{step[1:]}" for step in steps if step)


def protocol_of(topic: Topic) -> Protocol:
    """The protocol of a topic as the taxonomy has it today."""
    return Protocol(topic, steps_in(topic.protocol))


def protocol_of_case(case: Case, run: ProtocolRun | None) -> Protocol:
    """The version that whoever took the case worked by, with what they ticked; today's where none is on record."""
    if run is None:
        return protocol_of(case.topic)
    return Protocol(case.topic, tuple(run.protocol.steps), run.protocol.version, frozenset(run.taken))


def versions_of(
    topics: Iterable[str], shown: Iterable[tuple[str, int]] = ()
) -> dict[tuple[str, int], TopicProtocol]:
    """Every version that may be shown for these topics, by topic and version; the newest stands as version 0 too."""
    codes = set(topics) | {code for code, _ in shown}
    if not codes:
        return {}
    found: dict[tuple[str, int], TopicProtocol] = {}
    for row in TopicProtocol.objects.filter(topic__in=codes).order_by("version"):
        found[row.topic_id, row.version] = found[row.topic_id, 0] = row
    return found


def publish(topics: Iterable[Topic]) -> int:
    """A new version for each topic whose text has changed since its last one, in force from today; none is altered."""
    last = {row.topic_id: row for row in TopicProtocol.objects.current()}
    new = []
    for topic in topics:
        steps, known = list(steps_in(topic.protocol)), last.get(topic.code)
        if steps and (known is None or known.steps != steps):
            version = known.version + 1 if known else 1
            today = timezone.localdate()
            new.append(TopicProtocol(topic=topic, version=version, steps=steps, effective_from=today))
    return len(TopicProtocol.objects.bulk_create(new))


def record_runs(told: Iterable[tuple[Concern, Case]]) -> None:
    """Keep which version each case was taken by and which of its steps were ticked. `Refused` for another topic's."""
    runs = []
    for concern, case in told:
        if concern.protocol is None:
            continue
        if concern.protocol.topic_id != case.topic_id:
            raise Refused(
                "The steps ticked belong to another topic. Look at the help once more, then send it."
            )
        count = len(concern.protocol.steps)
        taken = sorted({place for place in concern.steps if 0 <= place < count})
        runs.append(ProtocolRun(case=case, protocol=concern.protocol, taken=taken))
    ProtocolRun.objects.bulk_create(runs)
