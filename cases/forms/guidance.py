"""What stands beside a concern while it is written: topics that may fit, its protocol, a supervisor where one must join."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases import certifications, topics
from cases.certifications import NOT_A_SUPERVISOR, NotCertified, Standing
from cases.forms import sofar
from cases.forms.buttons import button
from cases.forms.fields import PlainText, QuietForm
from cases.forms.points import identifiers_in
from cases.models import Topic, TopicProtocol
from cases.protocols import Protocol, protocol_of, versions_of
from cases.screening import warning
from cases.topics import Suggestion
from helpline.accounts.models import User

if TYPE_CHECKING:
    from cases.forms.concern import ConcernForm
    from cases.forms.intake import IntakePage

STEPS_LIMIT = 60
ADVICE = "cases/intake/_advice.html"


class Ticks(forms.Field):
    """The places of the steps ticked. What is no place is left out: nobody can mend a tick."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> tuple[int, ...]:
        """The places, each once, in order."""
        texts = [str(text) for text in value or ()][:STEPS_LIMIT]
        return tuple(
            sorted({int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 3})
        )


class Mark(forms.CharField):
    """The topic and version the page showed. Nobody can mend it, so what makes no sense is as good as none."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> str:
        """Never complains."""
        return str(value or "")[:20]


class GuidedFields(QuietForm):
    """The version of the protocol the page showed (“MED:2”), the steps ticked in it, the supervisor who joined."""

    protocol = Mark(required=False)
    steps = Ticks(required=False)
    supervisor = PlainText(label="Supervisor who joined", limit=150, required=False)

    protocol_row: TopicProtocol | None = None

    def clean_supervisor(self) -> User | None:
        """A supervisor who works here, or none."""
        username = self.cleaned_data["supervisor"]
        if not username:
            return None
        found = next((one for one in certifications.supervisors() if one.username == username), None)
        if found is None:
            raise ValidationError(NOT_A_SUPERVISOR)
        return found

    @property
    def steps_name(self) -> str:
        """The name its ticks come under."""
        return self.add_prefix("steps")

    @property
    def shown_version(self) -> tuple[str, int]:
        """The topic and the version the page showed; version 0 where it showed none."""
        code, _, version = str(self["protocol"].value() or "").partition(":")
        return code, int(version) if version.isascii() and version.isdigit() and len(version) < 6 else 0


@dataclass(frozen=True)
class Guide:
    """What is worked out for one concern. `protocol` carries the ticks; `mark` is how the page remembers its version."""

    form: "ConcernForm"
    number: int
    protocol: Protocol | None = None
    row: TopicProtocol | None = None
    standing: Standing = field(default_factory=lambda: Standing(alone=True))
    supervisors: tuple[User, ...] = ()

    @property
    def mark(self) -> str:
        """The topic and the version."""
        return f"{self.protocol.topic.code}:{self.protocol.version}" if self.protocol else ""

    @property
    def supervisor(self) -> str:
        """The one chosen."""
        return str(self.form["supervisor"].value() or "")


def guides_of(page: "IntakePage") -> dict[str, Guide]:
    """The guide of every concern by the prefix of its form, worked out once; two queries, one more for supervisors."""
    if "guides" not in page.noted:
        page.noted["guides"] = _guides(page)
    found: dict[str, Guide] = page.noted["guides"]
    return found


def _guides(page: "IntakePage") -> dict[str, Guide]:
    forms = page.concerns.forms
    chosen = {str(form.prefix): sofar.said(form, "topic") for form in forms}
    by_code = {topic.code: topic for topic in chosen.values() if isinstance(topic, Topic)}
    versions = versions_of(by_code)
    taker = sofar.said(page.call, "late_taken_by") if page.call.is_late else None
    taker = taker if isinstance(taker, User) else page.by
    standings = certifications.standings(taker, by_code.values(), timezone.now())
    joined = any(not standing.alone for standing in standings.values())
    supervisors = tuple(certifications.supervisors()) if joined else ()
    return {
        str(form.prefix): _guide(form, number, chosen[str(form.prefix)], versions, standings, supervisors)
        for number, form in enumerate(forms, start=1)
    }


def _guide(
    form: "ConcernForm",
    number: int,
    topic: Topic | None,
    versions: dict[tuple[str, int], TopicProtocol],
    standings: dict[str, Standing],
    supervisors: tuple[User, ...],
) -> Guide:
    if not isinstance(topic, Topic):
        return Guide(form, number)
    code, version = form.shown_version
    row = versions.get((code, version)) if code == topic.code else None
    row = row or versions.get((topic.code, 0))
    protocol = protocol_of(topic)
    if row is not None:
        ticked = sofar.said(form, "steps") if form.shown_version == (topic.code, row.version) else ()
        protocol = Protocol(topic, tuple(row.steps), row.version, frozenset(ticked or ()))
    return Guide(form, number, protocol, row, standings[topic.code], supervisors)


def keep_versions(page: "IntakePage") -> None:
    """Give every concern the version of the protocol its page showed, if that was the one of its topic."""
    for guide in guides_of(page).values():
        shown = guide.form.shown_version
        if guide.row is not None and shown == (guide.row.topic_id, guide.row.version):
            guide.form.protocol_row = guide.row


def suggestions_of(page: "IntakePage", form: "ConcernForm") -> list[Suggestion]:
    """Topics that fit what is written so far: those that fit better than the one chosen, or are more urgent."""
    text = " ".join(str(form[name].value() or "") for name in ("summary", "asks_for"))
    if not text.strip():
        return []
    found = topics.suggest(text, str(page.call["language"].value() or ""), page.topics)
    chosen = sofar.said(form, "topic")
    if not isinstance(chosen, Topic):
        return found
    fits = any(one.topic == chosen for one in found)
    return [one for one in found if one.topic != chosen and (not fits or one.topic.urgency < chosen.urgency)]


def warning_of(page: "IntakePage", form: "ConcernForm") -> str:
    """What in the texts of this concern tells who somebody is, as a sentence; empty where nothing does."""
    found = [hit for hits in identifiers_in(page, form).values() for hit in hits]
    return warning(list(dict.fromkeys(found)))


@button("advise")
def advise(page: "IntakePage") -> None:
    """Work out anew what stands beside the concerns, and answer with those parts alone. Saves and journals nothing."""
    for part in (page.call, page.concerns, page.answers):
        part.hush()
    page.template = ADVICE


@button("choose_topic")
def choose_topic(page: "IntakePage") -> None:
    """Take a suggested topic; an emergency goes on at the first step of its protocol, all else at the words."""
    row, _, code = str(page.typed["choose_topic"]).partition(":")
    prefix = f"concerns-{row}"
    known = next((topic for topic in page.topics if topic.code == code), None)
    if known is None or prefix not in {str(form.prefix) for form in page.concerns.forms}:
        page.show_again()
        return
    page.typed[f"{prefix}-topic"] = known.code
    page.show_again(f"{prefix}-steps" if protocol_of(known).emergency else f"{prefix}-summary")


def show_refusal(page: "IntakePage", refusal: NotCertified) -> None:
    """Put what was refused for want of a certification beside the topic of its concern."""
    filled = page.concerns.filled()
    for place, sentence in refusal.sentences.items():
        if place < len(filled):
            filled[place].add_error("topic", sentence)
