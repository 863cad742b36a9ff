"""The intake page: its forms together, from what was typed to what the verb takes."""

from typing import Any
from uuid import uuid4

from django.utils.functional import cached_property

from cases.forms import answering as answering  # its buttons
from cases.forms import phone as phone  # its button
from cases.forms import rows
from cases.forms.buttons import HANDLERS
from cases.forms.call import CallForm
from cases.forms.concern import ANSWERS_LIMIT, AnswerFormSet, ConcernFormSet
from cases.forms.earlier import settle_repeats
from cases.forms.emergency import demand_names
from cases.forms.guidance import keep_versions
from cases.forms.late import LATE
from cases.forms.moves import ANSWERS, CONCERNS
from cases.forms.place import PlaceForm
from cases.forms.points import ask_about_identifiers
from cases.forms.problems import Problem, problems_of
from cases.forms.rows import Typed
from cases.intake import CONCERNS_LIMIT, Submission
from cases.models import CallEnding, CallerKind, Topic
from helpline.accounts.models import User

NOTHING = "Write down at least one concern or one answer. If nothing was said, choose how the call ended."
ENDED_WITH_TEXT = (
    "This call has concerns or answers, so it cannot end as “{ending}”. Submit it, or remove them first. "
    "Nothing was lost."
)
LOST = {"submission_key", "started_at"}


class IntakePage:
    """The page with everything typed into it.

    `typed` is the whole state: the same texts give the same page, so a draft can keep it and give it back. Until
    `is_valid` is asked the page shows what was typed without complaints.
    """

    def __init__(
        self,
        typed: Typed | None = None,
        *,
        by: User,
        late: bool = False,
        begun: dict[str, str] | None = None,
    ) -> None:
        self.by = by
        self.begun = begun or {}  # what a new page begins with, such as the phone call it is about
        self.begins_late = late
        self.bound = typed is not None
        self.typed: Typed = typed.copy() if typed is not None else rows.Typed()
        self.topics: list[Topic] = list(Topic.objects.filter(opens_case=True))
        self.problem = ""
        self.stale = False
        self.template = "cases/new_call.html"
        self.searched = False
        self.focus = ""
        self.asks = ""
        self.noted: dict[str, Any] = {}  # what was worked out from what is typed; forgotten with it
        if self.bound:
            rows.mend(self.typed, CONCERNS, CONCERNS_LIMIT, least=1)
            rows.mend(self.typed, ANSWERS, ANSWERS_LIMIT)
        self.bind()
        if self.bound and any([form.settle(self.typed) for form in self.places()]):
            self.bind()
        if not self.bound:
            self.point("late_channel" if late else "place")

    def bind(self) -> None:
        """Make the forms of what is typed; what was worked out before is forgotten."""
        self.noted = {"places": self.noted.get("places", {})}
        typed, with_topics = (self.typed if self.bound else None), {"topics": self.topics}
        self.call = CallForm(typed, by=self.by, initial=None if self.bound else self._fresh())
        self.concerns = ConcernFormSet(typed, prefix=CONCERNS, form_kwargs=with_topics)
        self.answers = AnswerFormSet(typed, prefix=ANSWERS, form_kwargs=with_topics)

    def _fresh(self) -> dict[str, str]:
        return CallForm.fresh() | ({"late": LATE} if self.begins_late else {}) | self.begun

    def places(self) -> list[PlaceForm]:
        """Every form that names a place: the call, then its concerns."""
        return [self.call, *self.concerns.forms, *(form.held for form in self.concerns.forms)]

    def point(self, focus: str) -> None:
        """Begin the next page at this field; works without JavaScript and for a swapped part alike."""
        self.focus = focus
        for form in (*self.places(), *self.answers.forms):
            for name, field in form.fields.items():
                if form.add_prefix(name) == focus:
                    field.widget.attrs["autofocus"] = True

    def _hush(self) -> None:
        for part in (self.call, self.concerns, self.answers):
            part.hush()

    def show(self) -> None:
        """Show what was typed, without complaints."""
        self.show_again()

    def edit(self) -> bool:
        """Do what the pressed button asks of the page; False when it was none of the page's own buttons."""
        for name, handler in HANDLERS.items():
            if name in self.typed:
                handler(self)
                return True
        return False

    def show_again(self, focus: str = "") -> None:
        """Bind anew to what is typed, without complaints; the next page begins at the field `focus`."""
        self.bind()
        self._hush()
        self._show_chosen()
        self.point(focus)

    @property
    def untouched(self) -> bool:
        """Nothing is on it yet: no word typed, no phone call, no draft, no other day."""
        return not (self.bound or self.begun or self.begins_late)

    # -- the call ---------------------------------------------------------------------------------

    def is_valid(self) -> bool:
        """Whether the whole page can be submitted; afterwards `problems` says what to mend."""
        ending = self.typed.get("ending", "")
        if ending and not self.typed.get("caller_kind"):
            self.typed["caller_kind"] = CallerKind.ANONYMOUS
            self.bind()
        valid = [self.call.is_valid(), self.concerns.is_valid(), self.answers.is_valid()]
        valid += [settle_repeats(self), demand_names(self), ask_about_identifiers(self)]
        told = any(form.has_changed() for form in (*self.concerns.forms, *self.answers.forms))
        if ending in CallEnding.values and ending and told:
            self.problem = ENDED_WITH_TEXT.format(ending=CallEnding(ending).label)
        elif not ending and not told:
            self.problem = NOTHING
        if all(valid) and not self.problem:
            return True
        self._show_chosen()
        self._renew(LOST & set(self.call.errors))
        return False

    def _show_chosen(self) -> None:
        """Show the person chosen before again: another button, or a message elsewhere, does not undo a choice."""
        person = self.call.person(self.chosen)
        self.call.candidates = [person] if person else []

    def _renew(self, lost: set[str]) -> None:
        """Give the page again what only the server writes and nobody could mend."""
        for name in lost:
            self.typed[name] = CallForm.fresh()[name]

    def renew_key(self) -> None:
        """Make the page a new call: what is typed stays, the key is new."""
        self.typed["submission_key"] = str(uuid4())
        self.typed["draft_rev"] = "0"

    def submission(self) -> Submission:
        """What `cases.intake.submit` takes. Only after `is_valid`."""
        told = self.call.cleaned_data
        line, facility = self.call.origin()
        keep_versions(self)
        return Submission(
            key=told["submission_key"],
            caller=self.call.caller(),
            line=line,
            facility=facility,
            language=told["language"],
            interpreter=told["interpreter"] or bool(told["interpreter_joined"]),
            ending=told["ending"],
            note=told["note"],
            found=told["detainee"],
            told=self.call.told(),
            checked=self.call.checked(),
            interpreting=self.call.interpreting(),
            concerns=tuple(form.concern() for form in self.concerns.filled()),
            questions=tuple(form.question() for form in self.answers.filled()),
            callback=self.call.callback_wish_told(),
            receipt_code=told["receipt_code"],
            **self.call.later(),
        )

    @cached_property
    def problems(self) -> list[Problem]:
        """Every message of the page in the order of the page, each with the field it stands beside."""
        found = [Problem("ending", self.problem)] if self.problem else []
        found += problems_of(self.call)
        for things, name in ((self.concerns, "Concern"), (self.answers, "Answer")):
            found += [Problem(f"{things.prefix}", str(message)) for message in things.non_form_errors()]
            for number, form in enumerate(things.forms, start=1):
                found += problems_of(form, f"{name} {number}: ")
                if held := getattr(form, "held", None):
                    found += problems_of(held, f"{name} {number}: ")
        return found

    @property
    def endings(self) -> list[tuple[str, str]]:
        """How a call can end when nothing was told, in a word or two."""
        return [
            (CallEnding.WRONG_NUMBER, "Wrong number"),
            (CallEnding.SILENT, "Silent"),
            (CallEnding.DISCONNECTED, "Disconnected"),
            (CallEnding.NO_INTERPRETER, "No interpreter"),
        ]

    @property
    def chosen(self) -> str:
        """The person chosen: a key, "new", or empty."""
        return self.typed.get("detainee", "")
