"""The list of cases a person may see."""

from django.contrib.postgres.search import SearchQuery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases.access import OFFICE_PEOPLE
from cases.forms.finding import CaseFilterForm
from cases.models import Case, Topic
from cases.models.case import CaseQuerySet
from cases.references import canonical_case_number
from cases.views.paging import slice_of
from cases.views.reader import reader_of
from facilities.models import Office
from helpline.accounts.doors import only
from helpline.accounts.models import Role, User
from helpline.audit import journal

PAGE = 50


@only(Role.OPERATOR, Role.SUPERVISOR, Role.OFFICER, Role.OFFICE_LEAD, Role.HEADQUARTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def cases(request: HttpRequest) -> HttpResponse:
    """Cases by topic, state and office; words of a summary are searched by POST, so that no address holds them.

    Every row shows the first words of a summary: the reading of each is recorded.
    """
    reader = reader_of(request)
    typed = request.POST if request.method == "POST" else request.GET
    form = CaseFilterForm(typed, topics=list(Topic.objects.filter(opens_case=True)), offices=_offices(reader))
    valid = form.is_valid()
    seen = Case.objects.visible_to(reader)
    words = form.cleaned_data.get("words", "") if request.method == "POST" else ""
    number = canonical_case_number(words) if words else None
    if number and seen.filter(number=number).exists():
        return redirect("routing:case", number)
    chosen = (
        _chosen(seen, form.cleaned_data, words).select_related("topic", "facility", "office").defer("search")
    )
    page = slice_of(chosen, before=typed.get("before", ""), size=PAGE, reader=reader)
    journal.looked_many(page.rows, by=reader, at="search for cases" if words else "list of cases")
    context = {"form": form, "page": page, "words": words, "narrowed": words or _narrowed(form)}
    return render(request, "cases/cases.html", context, status=200 if valid else 422)


def _chosen(seen: CaseQuerySet, wish: dict[str, str], words: str) -> CaseQuerySet:
    """Narrow what is seen by every filter that is set."""
    if topic := wish.get("topic"):
        seen = seen.filter(topic_id=topic)
    if state := wish.get("state"):
        seen = seen.filter(state=state)
    if office := wish.get("office"):
        seen = seen.filter(office__code=office)
    if words:
        seen = seen.filter(search=SearchQuery(words, config="english", search_type="websearch"))
    return seen


def _narrowed(form: CaseFilterForm) -> bool:
    return any(form.cleaned_data.get(name) for name in ("topic", "state", "office"))


def _offices(reader: User) -> list[Office]:
    """The offices this person can choose between; an office's people see only their own."""
    offices = Office.objects.open(timezone.localdate()).order_by("kind", "name")
    if reader.role in OFFICE_PEOPLE:
        offices = offices.filter(postings__user=reader, postings__ended_at__isnull=True)
    return list(offices)
