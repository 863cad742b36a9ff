"""The things headquarters can do to a facility, as the page offers them: each a form of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.forms import Form
from django.urls import reverse

from facilities import moving
from facilities.forms import AssignmentEndForm, AssignmentForm, PlannedMoveForm, SeenForm
from facilities.models import Assignment, Facility

WORDS: dict[type[SeenForm], tuple[str, str]] = {
    AssignmentForm: (
        "Move to another office",
        "New cases go there from that day on. Open cases stay where they are until somebody hands them over.",
    ),
    PlannedMoveForm: ("Call off the planned move", "The office before it goes on answering."),
    AssignmentEndForm: (
        "End who answers for it",
        "Afterwards no office answers; new cases go where the rules send them then.",
    ),
}


@dataclass(frozen=True)
class Panel:
    """One step that can be taken now: its form, where it goes, and whether it stands open."""

    form: Form
    noun: str
    url: str
    label: str
    hint: str
    primary: bool
    open: bool


def office_panels(
    facility: Facility, assignments: Sequence[Assignment], refused: tuple[str, Form] | None
) -> list[Panel]:
    """What can be done about who answers for it. `assignments` are the facility's, the last one first."""
    noun, typed = refused or ("", None)
    last, today = (assignments[0] if assignments else None), moving.today_at(facility)
    offered: list[type[SeenForm]] = [AssignmentForm]
    if last and last.valid_from > today:
        offered.append(PlannedMoveForm)
    elif last and last.valid_to is None:
        offered.append(AssignmentEndForm)
    offered += [shape for shape in WORDS if shape.noun == noun and shape not in offered]
    fresh = {"seen": last.office.code if last else "", "from_day": today, "last_day": today}
    return [
        Panel(
            form=_again(typed, fresh) if typed is not None and shape.noun == noun else shape(initial=fresh),
            noun=shape.noun,
            url=reverse(f"facilities:{shape.noun}", args=[facility.key]),
            label=WORDS[shape][0],
            hint=WORDS[shape][1],
            primary=False,
            open=shape.noun == noun,
        )
        for shape in offered
    ]


def _again(typed: Form, fresh: dict[str, object]) -> Form:
    """The refused form with its text and errors, ready to be sent again for what the page shows now."""
    typed.data = {name: typed.data[name] for name in typed.data} | {"seen": str(fresh["seen"])}
    return typed
