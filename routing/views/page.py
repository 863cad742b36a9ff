"""The page of one case, as the GET shows it and as every refused POST shows it again."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from cases.models import Case
from cases.views.reader import reader_of
from helpline.accounts.models import Role, User
from helpline.audit import journal
from helpline.refusals import OutOfReach, Overtaken, Refused
from routing import casefile, forms
from routing.casefile import CaseFile
from routing.models import QueueItem
from routing.sharing import destinations
from routing.views.clock_panels import clock_panels, plan_form
from routing.views.panel import Panel, panel_for
from routing.views.sharing_panels import lets_in, sharing_panels

STALE = "This case changed while you had it open. Nothing was saved; read what is new, then decide."
LEFT = "This case is not in a queue any more. Nothing was saved."


def show_case(
    request: HttpRequest,
    number: str,
    *,
    status: int = 200,
    refused: forms.MoveForm | None = None,
    why: str = "",
) -> HttpResponse:
    """The page, 404 where the person may not see the case. `refused` keeps its text, `why` says what went wrong.

    That the records were read is written before anything is shown; if it cannot be written, nothing is.
    """
    reader = reader_of(request)
    file = casefile.read(reader, number)
    if file is not None:
        journal.looked_many(file.records_read(), by=reader, at="case")
    if file is None:
        raise Http404
    news = file.since(refused.seen_version) if refused and status == HTTPStatus.CONFLICT else []
    context = {
        "file": file,
        "case": file.case,
        "panels": panels(file, refused),
        "sharing_panels": sharing_panels(file, refused),
        "clock_panels": clock_panels(file, refused),
        "plan_form": plan_form(file),
        "may_let_out": lets_in(file),
        "may_lift": reader.role == Role.HEADQUARTERS,
        "why": why,
        "keeps_text": refused is not None and bool(refused.visible_fields()),
        "news": news,
    }
    return render(request, "routing/case.html", context, status=status)


def panels(file: CaseFile, refused: forms.MoveForm | None) -> list[Panel]:
    """What can be done now, the likeliest next thing first and primary."""
    can, seen = file.can, {"version": file.case.version}
    closes_next = can.close and file.stepped and file.holder == "you"
    found: list[Panel] = []

    def offer(form: forms.MoveForm, label: str, button: str, hint: str = "", primary: bool = False) -> None:
        found.append(
            panel_for(
                file.case.number,
                file.case.version,
                form,
                refused,
                address=f"routing:{form.noun}",
                label=label,
                button=button,
                hint=hint,
                primary=primary,
            )
        )

    if can.act:
        offer(forms.ActionForm(initial=seen), "Record an action", "Save the action", primary=not closes_next)
    if can.close:
        hint = "The case leaves your queue. Whoever took the call can still reopen it."
        offer(forms.ClosureForm(initial=seen), "Close", "Close the case", hint, primary=closes_next)
    if can.transfer:
        form = forms.TransferForm(
            initial=seen, offices=destinations.offices_to_choose(file.case, file.offices, file.sharing)
        )
        offer(
            form, "Transfer", "Move the case", "The due time stays as it is. You may no longer see the case."
        )
    if can.give_back:
        hint = (
            "The Public Advocate's desk, or who covers for it, decides where it goes. The due time stays as it is."
            " After a conflict of interest your office never sees the case again."
        )
        offer(forms.ReturnForm(initial=seen), "Return to headquarters", "Return the case", hint)
    if can.reroute:
        hint = "The rules in force now decide again; the due time counts from the same moment."
        offer(forms.ReroutingForm(initial=seen), "Send back to the router", "Send it back", hint)
    if can.reopen:
        hint = "The case goes back to the router. Its closure stays on record."
        offer(forms.ReopeningForm(initial=seen), "Reopen", "Reopen the case", hint, primary=True)
    return sorted(found, key=lambda panel: not panel.primary)


def find_case(user: User, number: str) -> Case:
    """The case as this person may see it, or 404."""
    case = Case.objects.visible_to(user).select_related("topic").defer("search").filter(number=number).first()
    if case is None:
        raise Http404
    return case


def stay_of(user: User, case: Case) -> QueueItem:
    """The stay that lasts, holding this very `case`; `Overtaken` where it has left every queue."""
    item = QueueItem.objects.visible_to(user).open().select_related("office").filter(case=case).first()
    if item is None:
        raise Overtaken(LEFT)
    item.case = case
    return item


def carry_out(
    request: HttpRequest,
    case: Case,
    form: forms.MoveForm,
    verb: Callable[[], object],
    *,
    done: Callable[[], str],
    then: Callable[[], HttpResponse] | None = None,
) -> HttpResponse:
    """Check the form against the case it was written for, do it, say so; or show the page again with the text.

    409 where the case changed meanwhile or the verb refuses, 422 where the form is incomplete.
    """
    if form.is_stale(case.version):
        return show_case(request, case.number, status=HTTPStatus.CONFLICT, refused=form, why=STALE)
    if not form.is_valid():
        return show_case(request, case.number, status=HTTPStatus.UNPROCESSABLE_ENTITY, refused=form)
    try:
        verb()
    except OutOfReach:
        raise Http404 from None
    except Refused as refusal:
        return show_case(request, case.number, status=HTTPStatus.CONFLICT, refused=form, why=str(refusal))
    messages.success(request, done())
    return then() if then else back_to_case(request, case)


def back_to_case(request: HttpRequest, case: Case) -> HttpResponse:
    """The case again, or the queue where the person no longer sees it."""
    if Case.objects.visible_to(reader_of(request)).filter(pk=case.pk).exists():
        return redirect("routing:case", case.number)
    return redirect("routing:queue")
