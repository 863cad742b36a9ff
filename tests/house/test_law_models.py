"""What the tables promise: who did it, which values there are, and that nothing vanishes by cascade."""

import datetime
from typing import Any

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from cases.models import Action, Answer, Call, CallerIdentity, Case, Closure, Detainee
from routing.models import Decision
from tests.house.tree import OURS, tell

pytestmark = pytest.mark.house

# A time without a person. Every entry says why nobody is named beside it.
NOBODY_NEEDED = {
    "accounts.ApiToken.expires_at": "It is a limit; whoever issued the token set it.",
    "routing.CaseCopy.made_at": "Made by the decision it names.",
    "routing.CaseCopy.ended_at": "Ended by the decision that took its place, or by the end of the case.",
    "routing.Escalation.due_at": "A limit, computed by the clock.",
    "routing.Escalation.taken_at": "Taken by the clock itself.",
    "routing.Notification.next_attempt_at": "The mail room's own.",
    "routing.Notification.made_at": "Made with the decision or the step it names.",
    "routing.Notification.sent_at": "Sent by the worker.",
    "routing.Publication.effective_at": "A time to come; `made_by` set it.",
    "routing.Simulation.next_attempt_at": "The mail room's own.",
    "routing.Simulation.done_at": "Done by the worker.",
    "cases.Call.started_at": "When the phone rang, as told; `taken_by` took it.",
    "cases.Call.interpreter_asked_at": "As told; `taken_by` asked.",
    "cases.Call.interpreter_joined_at": "As told; `taken_by` heard it.",
    "cases.Callback.slot_at": "An agreed time to come; `agreed_by` agreed it.",
    "cases.CaseReview.asked_at": "Asked for by the case itself, as it is opened by a trainee.",
    "cases.Certification.expires_at": "It is a limit; `granted_by` set it.",
    "cases.PhoneCall.answered_at": "As the exchange told it; `operator` answered.",
    "cases.PhoneCall.ended_at": "As the exchange told it; `hung_up_by` says which side.",
    "cases.PhoneCall.offered_at": "As the exchange told it; `offered_to` is at whose desk it rang.",
    "cases.PhoneCall.rang_at": "As the exchange told it.",
    "cases.PhoneCall.told_at": "The exchange told it.",
    "cases.Presence.seen_at": "The row is one person's own.",
    "cases.StatusTry.at": "Asked by the public, of whom nothing is kept.",
    "cases.TelephonyNonce.seen_at": "Sent by the exchange.",
    "cases.Draft.begun_at": "A draft belongs to `owner`, and nobody else writes it.",
    "cases.Draft.updated_at": "A draft belongs to `owner`, and nobody else writes it.",
    "cases.Call.ended_at": "When the line went dead, as told; `taken_by` took it.",
    "routing.QueueItem.due_at": "Comes from the clock.",
    "routing.QueueItem.entered_at": "The decision beside it says by whom.",
    "routing.QueueItem.next_step_at": "The clock's own appointment.",
    "routing.QueueItem.left_at": "`left_how` says how; the next decision or the closure says by whom.",
    "routing.RouteRequest.made_at": "A trigger of the case table writes it.",
    "routing.RouteRequest.next_attempt_at": "The mail room's own appointment.",
    "routing.RouteRequest.done_at": "The worker; the decision it made says how.",
}
# A row that goes with its parent.
MAY_CASCADE = {
    "facilities.FacilityAlias.facility": "A name goes with the place it names.",
}


def ours() -> list[type[models.Model]]:
    """Every model of ours."""
    return [model for label in OURS for model in apps.get_app_config(label).get_models()]


def named(model: type[models.Model], field: "models.Field[Any, Any]") -> str:
    """`app.Model.field`."""
    return f"{model._meta.app_label}.{model.__name__}.{field.name}"


def concrete(model: type[models.Model]) -> list["models.Field[Any, Any]"]:
    """The columns of a model."""
    return [
        field
        for field in model._meta.get_fields()
        if isinstance(field, models.Field) and not field.auto_created
    ]


def test_every_moment_names_its_person() -> None:
    found = []
    for model in ours():
        names = {field.name for field in concrete(model)}
        for field in concrete(model):
            if not isinstance(field, models.DateTimeField) or not (
                field.name == "at" or field.name.endswith("_at")
            ):
                continue
            if f"{field.name.removesuffix('at')}by" not in names and named(model, field) not in NOBODY_NEEDED:
                found.append(
                    f"{named(model, field)} has no {field.name.removesuffix('at')}by, and no reason in NOBODY_NEEDED"
                )
    assert not found, tell(found)


def test_the_reasons_are_about_fields_that_exist() -> None:
    known = {named(model, field) for model in ours() for field in concrete(model)}
    gone = sorted((set(NOBODY_NEEDED) | set(MAY_CASCADE)) - known)
    assert not gone, tell(gone)


def allowed_by_constraint(model: type[models.Model], name: str, lookup: str) -> set[str] | None:
    """The values a check constraint allows in the column, or None without such a constraint."""
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.CheckConstraint) and isinstance(constraint.condition, models.Q):
            for child in constraint.condition.children:
                if (
                    isinstance(child, tuple)
                    and child[0] == f"{name}__{lookup}"
                    and len(constraint.condition.children) == 1
                ):
                    return set(child[1])
    return None


def test_every_choice_is_kept_by_the_table() -> None:
    found = []
    for model in ours():
        for field in concrete(model):
            listed, lookup = field.flatchoices, "in"
            if isinstance(field, ArrayField):
                listed, lookup = field.base_field.flatchoices, "contained_by"
            if not listed:
                continue
            values = {value for value, _ in listed} | ({""} if field.blank and lookup == "in" else set())
            allowed = allowed_by_constraint(model, field.name, lookup)
            if allowed is None:
                found.append(
                    f"{named(model, field)} has choices and no constraint (helpline.constraints.only_choices)"
                )
            elif allowed != values and allowed | {""} != values:
                found.append(
                    f"{named(model, field)}: the constraint and the choices differ in {sorted(allowed ^ values)}"
                )
    assert not found, tell(found)


def test_nothing_vanishes_by_cascade() -> None:
    found = [
        f"{named(model, field)} is not PROTECT"
        for model in ours()
        for field in concrete(model)
        if isinstance(field, models.ForeignKey)
        and field.remote_field.on_delete is not models.PROTECT
        and named(model, field) not in MAY_CASCADE
    ]
    assert not found, tell(found)


SECRET = "Zqpersonal"
PEOPLE = [
    Detainee(given_names=SECRET, family_names=SECRET, search_name=SECRET, country_of_birth=SECRET),
    CallerIdentity(name_sealed=SECRET.encode(), phone_sealed=SECRET.encode(), relationship=SECRET),
    Call(reference="C-000000-2222", note=SECRET, language=SECRET),
    Case(number="2222-2222-2", summary=SECRET, hearing_on=datetime.date(2026, 1, 1)),
    Answer(note=SECRET),
    Action(note=SECRET),
    Closure(note=SECRET, reopened_why=SECRET),
    Decision(why=SECRET),
]


@pytest.mark.parametrize("row", PEOPLE, ids=lambda row: type(row).__name__)
def test_a_row_about_a_person_tells_nothing_when_printed(row: models.Model) -> None:
    assert SECRET.lower() not in f"{row} {row!r}".lower()
