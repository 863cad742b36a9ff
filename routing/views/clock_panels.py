"""The part of a case's page about its clock: pausing it and letting it run."""

from routing.casefile import CaseFile
from routing.deadlines.clock_forms import PauseForm, PlanForm
from routing.forms import MoveForm
from routing.views.panel import Panel, panel_for

HINT = "Only business time stands still. The new due time is shown at once, here and in the queue."


def clock_panels(file: CaseFile, refused: MoveForm | None) -> list[Panel]:
    """What this reader can do about the clock now. The verbs check again."""
    clock = file.clock
    tried = refused is not None and refused.noun == PauseForm.noun
    if clock is None or not (clock.may_pause or tried):
        return []
    return [
        panel_for(
            file.case.number,
            file.case.version,
            PauseForm(initial={"version": file.case.version}),
            refused,
            address="routing:pause",
            label="Pause the clock",
            button="Stop the clock",
            hint=HINT,
        )
    ]


def plan_form(file: CaseFile) -> PlanForm | None:
    """The form with which this reader takes the highest open step on."""
    if file.clock is None or file.clock.waiting is None or not file.clock.may_answer:
        return None
    return PlanForm(key=file.clock.waiting.pk)
