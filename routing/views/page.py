"""The page of one case, as the GET shows it and as every refused POST shows it again."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cases.models import Case
from cases.views.reader import reader_of
from helpline.accounts.models import User
from helpline.audit import journal
from helpline.refusals import OutOfReach, Overtaken, Refused
from routing import casefile, forms
from routing.casefile import CaseFile
from routing.models import QueueItem

STALE = "This case changed while you had it open. Nothing was saved; read what is new, then decide."
LEFT = "This case is not in a queue any more. Nothing was saved."


@dataclass(frozen=True)
class Panel:
    """One thing to do that needs words: its form, where it goes, and whether it stands open."""

    form: forms.MoveForm
    url: str
    label: str
    button: str
    hint: str
    primary: bool
    open: bool

    @property
    def noun(self) -> str:
        """Its name in the page and the URL."""
        return self.form.noun


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
        stands = refused is not None and refused.noun == form.noun
        shown = _again(refused, file.case.version) if refused is not None and stands else form
        url = reverse(f"routing:{form.noun}", args=[file.case.number])
        found.append(Panel(shown, url, label, button, hint, primary, stands))

    if can.act:
        offer(forms.ActionForm(initial=seen), "Record an action", "Save the action", primary=not closes_next)
    if can.close:
        hint = "The case leaves your queue. Whoever took the call can still reopen it."
        offer(forms.ClosureForm(initial=seen), "Close", "Close the case", hint, primary=closes_next)
    if can.transfer:
        form = forms.TransferForm(initial=seen, offices=casefile.offices_to_choose(file.case))
        offer(
            form, "Transfer", "Move the case", "The due time stays as it is. You may no longer see the case."
        )
    if can.give_back:
        hint = "The Public Advocate's desk decides where it goes. The due time stays as it is."
        offer(forms.ReturnForm(initial=seen), "Return to headquarters", "Return the case", hint)
    if can.reroute:
        hint = "The rules in force now decide again; the due time counts from the same moment."
        offer(forms.ReroutingForm(initial=seen), "Send back to the router", "Send it back", hint)
    if can.reopen:
        hint = "The case goes back to the router. Its closure stays on record."
        offer(forms.ReopeningForm(initial=seen), "Reopen", "Reopen the case", hint, primary=True)
    return sorted(found, key=lambda panel: not panel.primary)


def _again(refused: forms.MoveForm, version: int) -> forms.MoveForm:
    """The refused form with its text and errors, ready to be sent again for the version shown now."""
    refused.data = {name: refused.data[name] for name in refused.data} | {"version": str(version)}
    return refused


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
