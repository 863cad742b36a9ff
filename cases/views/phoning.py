"""The intake page of a phone call."""

from datetime import timedelta
from http import HTTPStatus
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from cases.forms.call import LONGEST_CALL
from cases.forms.intake import IntakePage
from cases.forms.phone import begun_by
from cases.handover import BEING_WRITTEN
from cases.models import Call, Draft, PhoneCall
from cases.views.drafting import key_of
from cases.views.reader import reader_of
from helpline.audit import journal
from helpline.refusals import Refused

TIME_TO_WRITE = timedelta(hours=1)


def begun(request: HttpRequest) -> IntakePage | HttpResponse:
    """The page of a phone call that is this person's; 404 for anybody else's.

    Leads to the draft where one was kept, and to the record where it is written down. A call of long ago is written
    down as a late one: its time is asked for.
    """
    by = reader_of(request)
    seen = PhoneCall.objects.visible_to(by).select_related("line__facility")
    phone = get_object_or_404(seen, pk=key_of(request.GET["phone"]))
    if known := Call.objects.visible_to(by).filter(submission_key=phone.key).first():
        return _to(reverse("cases:call", args=[known.reference]))
    if draft := Draft.objects.filter(pk=phone.key).only("owner_id").first():
        if draft.owner_id != by.pk:
            raise Refused(BEING_WRITTEN)
        return _to(f"{reverse('cases:new_call')}?{urlencode({'draft': draft.pk})}")
    journal.looked(phone, by=by, at="new call")
    long_ago = phone.began_at < timezone.now() - LONGEST_CALL + TIME_TO_WRITE
    return IntakePage(by=by, late=long_ago, begun=begun_by(phone))


def _to(url: str) -> HttpResponse:
    return HttpResponse(status=HTTPStatus.SEE_OTHER, headers={"Location": url})
