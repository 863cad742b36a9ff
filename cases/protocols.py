"""What to say and do for a topic: the help beside the concern."""

from collections.abc import Iterable
from dataclasses import dataclass

from cases.models import Topic, Urgency


@dataclass(frozen=True)
class Protocol:
    """A topic with its protocol as steps, in the order they are taken."""

    topic: Topic
    steps: tuple[str, ...]

    @property
    def emergency(self) -> bool:
        """Life is in danger: the steps come before everything else on the page."""
        return self.topic.urgency == Urgency.P0


def protocol_of(topic: Topic) -> Protocol:
    """The steps are parted by semicolons in the taxonomy."""
    steps = (step.strip() for step in topic.protocol.split(";"))
    return Protocol(topic, tuple(f"{step[0].upper()}{step[1:]}" for step in steps if step))


def protocols_of(topics: Iterable[Topic]) -> list[Protocol]:
    """The protocols of these topics, in their order."""
    return [protocol_of(topic) for topic in topics]
