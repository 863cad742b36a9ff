"""Who takes calls: who is learning, and who may take which topics alone until when."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from cases import access, certifications, traineeships
from cases.forms.certifying import CertificationForm, RevocationForm
from cases.models import Certification, Traineeship
from cases.views.reader import reader_of
from helpline.accounts.doors import only
from helpline.accounts.models import Role, User
from helpline.refusals import Refused

SOON = timedelta(days=30)


@dataclass(frozen=True)
class Held:
    """One certification, and whether it has run out or will soon."""

    row: Certification
    over: bool
    soon: bool


@dataclass(frozen=True)
class CallTaker:
    """One person of the list."""

    person: User
    learning: Traineeship | None
    held: list[Held]
    oneself: bool

    @property
    def takes_all(self) -> bool:
        """Supervisors need no certification."""
        return self.person.role == Role.SUPERVISOR


@only(Role.SUPERVISOR, Role.HEADQUARTERS)
@require_http_methods(["GET", "POST"])
def operators(request: HttpRequest) -> HttpResponse:
    """Everybody who takes calls; a certification is granted here."""
    form, status = CertificationForm(request.POST or None), HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            who, topic, until = (form.cleaned_data[name] for name in ("operator", "topic", "until"))
            try:
                certifications.grant(who, topic, until, by=reader_of(request))
            except Refused as refusal:
                form.add_error(None, str(refusal))
                status = HTTPStatus.CONFLICT
            else:
                messages.success(request, f"{who.called} may take {topic.name} alone until then.")
                return redirect("cases:operators")
    rows = call_takers(reader_of(request))
    context = {
        "rows": rows,
        "form": form,
        "expiring": sum(held.soon for row in rows for held in row.held),
        "learning": sum(row.learning is not None for row in rows),
    }
    return render(request, "cases/operators.html", context, status=status)


def call_takers(reader: User) -> list[CallTaker]:
    """Whoever has the certification that ends first stands first; then by name. Three queries."""
    now, people = timezone.now(), list(access.call_takers())
    learning = {row.operator_id: row for row in Traineeship.objects.current().filter(operator__in=people)}
    held: dict[int, list[Held]] = defaultdict(list)
    standing = Certification.objects.visible_to(reader).standing().filter(operator__in=people)
    for row in standing.select_related("topic").order_by("expires_at", "id"):
        over = row.expires_at <= now
        held[row.operator_id].append(Held(row, over, not over and row.expires_at <= now + SOON))
    rows = [CallTaker(one, learning.get(one.pk), held[one.pk], one == reader) for one in people]
    return sorted(rows, key=lambda row: (not row.held, row.held[0].row.expires_at if row.held else now))


@only(Role.SUPERVISOR, Role.HEADQUARTERS)
@require_http_methods(["GET", "POST"])
def revocation(request: HttpRequest, certification: int) -> HttpResponse:
    """Take a certification away, with a reason."""
    rows = Certification.objects.visible_to(reader_of(request)).standing()
    row = get_object_or_404(rows.select_related("operator", "topic"), pk=certification)
    form, status = RevocationForm(request.POST or None), HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            certifications.revoke(row, form.cleaned_data["why"], by=reader_of(request))
            messages.success(
                request, f"{row.operator.called} takes {row.topic.name} with a supervisor from now on."
            )
            return redirect("cases:operators")
    return render(request, "cases/revocation.html", {"row": row, "form": form}, status=status)


@only(Role.SUPERVISOR, Role.HEADQUARTERS)
@require_POST
def training(request: HttpRequest, operator: int) -> HttpResponse:
    """From now on somebody reads every case this person opens."""
    who = get_object_or_404(access.call_takers(), pk=operator)
    traineeships.begin(who, by=reader_of(request))
    messages.success(request, f"Every case {who.called} opens is reviewed from now on.")
    return redirect("cases:operators")


@only(Role.SUPERVISOR, Role.HEADQUARTERS)
@require_POST
def training_end(request: HttpRequest, operator: int) -> HttpResponse:
    """This person has learnt it."""
    who = get_object_or_404(access.call_takers(), pk=operator)
    traineeships.end(who, by=reader_of(request))
    messages.success(request, f"{who.called} is no longer a trainee.")
    return redirect("cases:operators")
