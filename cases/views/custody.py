"""Writing down that a person was moved, or is not in custody any more."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases import custody as verbs
from cases.forms.custody import HELD, CustodyForm
from cases.models import Custody, Detainee
from cases.views.reader import reader_of
from helpline.accounts.doors import only
from helpline.audit import journal
from helpline.refusals import OutOfReach, Refused


@only(*verbs.WHO_HEARS_OF_IT)
@require_http_methods(["GET", "HEAD", "POST"])
def custody(request: HttpRequest, key: UUID) -> HttpResponse:
    """The form; headquarters also reads where the person was before. The reading is recorded."""
    reader = reader_of(request)
    person = get_object_or_404(Detainee.objects.visible_to(reader), pk=key)
    form, status = CustodyForm(initial={"where": HELD, "since": timezone.localdate()}), HTTPStatus.OK
    if request.method == "POST":
        typed = request.POST.copy()
        form = CustodyForm(typed)
        form.settle(typed)
        status = _note(form, person, request)
        if status == HTTPStatus.OK:
            messages.success(request, "It is on record where the person is now.")
            return redirect("cases:detainee", person.pk)
    journal.looked(person, by=reader, at="custody")
    stays = Custody.objects.visible_to(reader).filter(detainee=person).select_related("facility", "told_by")
    context = {"person": person, "form": form, "stays": list(stays.order_by("-since", "-id"))}
    return render(request, "cases/custody.html", context, status=status)


def _note(form: CustodyForm, person: Detainee, request: HttpRequest) -> HTTPStatus:
    if not form.is_valid():
        return HTTPStatus.UNPROCESSABLE_ENTITY
    said = form.cleaned_data
    try:
        verbs.note_custody(person, said["facility"], said["since"], said["source"], by=reader_of(request))
    except OutOfReach:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return HTTPStatus.CONFLICT
    return HTTPStatus.OK
