"""The field that chooses the topic of a concern or of an answer."""

from collections.abc import Sequence
from typing import Any

from django import forms

from cases.models import Topic, TopicGroup

TOPIC_MESSAGES = {
    "required": "Choose a topic. “Other / not yet classified” is there for what fits nowhere.",
    "invalid_choice": "Choose a topic from the list.",
}


def grouped(topics: Sequence[Topic]) -> list[tuple[str, Any]]:
    """The options of a topic select, in the order of the groups."""
    groups = [
        (label, [(topic.code, str(topic)) for topic in topics if topic.group == group])
        for group, label in TopicGroup.choices
    ]
    return [("", "– Choose a topic –"), *((label, options) for label, options in groups if options)]


class TopicField(forms.ChoiceField):
    """One of the topics of this page, read once for all its rows."""

    def __init__(self) -> None:
        super().__init__(label="Topic", error_messages=TOPIC_MESSAGES)
        self.by_code: dict[str, Topic] = {}

    def offer(self, topics: Sequence[Topic]) -> None:
        """Set what can be chosen."""
        self.by_code = {topic.code: topic for topic in topics}
        self.choices = grouped(topics)

    def clean(self, value: Any) -> Topic:
        """The topic itself."""
        return self.by_code[super().clean(value)]
