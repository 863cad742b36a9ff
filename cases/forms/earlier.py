"""Adding a concern to a case on record instead of opening a second one."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.utils import timezone

from cases import repeats
from cases.forms import sofar
from cases.forms.fields import QuietForm
from cases.models import Case
from cases.repeats import CannotAdd, Similar
from cases.submission import Concern
from helpline.audit import journal

if TYPE_CHECKING:
    from cases.forms.intake import IntakePage

AT = "new call: earlier cases"


class EarlierFields(QuietForm):
    """The number of the case this concern adds to; empty opens a case. Which numbers can be chosen, the page knows."""

    repeats = forms.CharField(required=False, max_length=20)

    def repeated(self) -> Case | None:
        """The case it adds to, once `settle_repeats` has found it."""
        found = self.cleaned_data.get("repeats")
        return found if isinstance(found, Case) else None


@dataclass(frozen=True)
class Earlier:
    """What is on record for one concern: cases it can add to, other open cases of the person, reports from here."""

    addable: list[Case]
    others: list[Case]
    similar: Similar | None
    chosen: str

    @property
    def adds(self) -> bool:
        """The concern adds to one of the cases offered."""
        return any(case.number == self.chosen for case in self.addable)


def earlier_of(page: "IntakePage") -> dict[str, Earlier]:
    """By the prefix of each concern what is on record already. Once a page; whose cases are shown is written down."""
    if "earlier" not in page.noted:
        page.noted["earlier"] = _read(page)
    found: dict[str, Earlier] = page.noted["earlier"]
    return found


def _read(page: "IntakePage") -> dict[str, Earlier]:
    person, concerns = sofar.person_of(page), sofar.concerns_of(page)
    open_cases = repeats.open_cases_of(person, by=page.by) if person else []
    here = _similar(page, concerns)
    found = {
        str(form.prefix): _sorted(
            form, concerns.get(str(form.prefix)), open_cases, here.get(str(form.prefix))
        )
        for form in page.concerns.forms
    }
    shown = {case.pk: case for case in open_cases}
    shown |= {case.pk: case for one in here.values() for case in one.cases}
    journal.looked_many(shown.values(), by=page.by, at=AT)
    return found


def _similar(page: "IntakePage", concerns: dict[str, Concern]) -> dict[str, Similar]:
    """Two queries for each facility that is named; nearly always one."""
    call = sofar.facility_of(page, page.call)
    places = {prefix: concern.facility or call for prefix, concern in concerns.items()}
    found: dict[str, Similar] = {}
    for place in {place for place in places.values() if place}:
        here = {prefix: concerns[prefix].topic for prefix, where in places.items() if where == place}
        told = repeats.similar(place, list(here.values()), by=page.by, now=timezone.now())
        found |= {prefix: told[topic.code] for prefix, topic in here.items() if topic.code in told}
    return found


def _sorted(
    form: forms.Form, concern: Concern | None, open_cases: list[Case], here: Similar | None
) -> Earlier:
    fits = [case for case in open_cases if concern and _fits(concern, case)]
    fits += [case for case in (here.cases if here else []) if concern and _fits(concern, case)]
    others = [case for case in open_cases if case not in fits]
    return Earlier(fits, others, here, str(form["repeats"].value() or ""))


def _fits(concern: Concern, case: Case) -> bool:
    return case.topic_id == concern.topic.code and (case.accuses_staff or not concern.accuses)


def settle_repeats(page: "IntakePage") -> bool:
    """Turn the numbers chosen into the cases themselves; whether every one was offered to this taker and is open.

    Anything else is refused like a number that does not exist.
    """
    person, taken, fine = sofar.person_of(page), set[int](), True
    for form in page.concerns.forms:
        number = page.typed.get(form.add_prefix("repeats"))
        if not number or not form.is_valid() or not form.has_changed():
            continue
        facility, concern = sofar.facility_of(page, page.call), form.concern()
        case = repeats.addable(concern, person, facility, by=page.by).filter(number=number).first()
        key = sofar.said(page.call, "submission_key")
        before = repeats.added_before(key, number, concern, by=page.by) if key else None
        case, problem = before or case, "" if before else _problem(case, taken)
        if problem or case is None:
            form.add_error("repeats", problem)
            fine = False
        else:
            form.cleaned_data["repeats"] = case
            taken.add(case.pk)
    return fine


def show_gone(page: "IntakePage", refusal: CannotAdd) -> None:
    """Put a refusal of the verb beside the concern that named the case; it adds to none until somebody chooses."""
    named = [
        form for form in page.concerns.forms if page.typed.get(form.add_prefix("repeats")) == refusal.number
    ]
    for form in named:
        form.add_error("repeats", str(refusal))
    if not named:
        page.problem = str(refusal)


def _problem(case: Case | None, taken: set[int]) -> str:
    if case is None:
        return repeats.NOT_OFFERED
    if repeats.is_closed(case):
        return repeats.CLOSED_MEANWHILE
    return repeats.CHOSEN_TWICE if case.pk in taken else ""
