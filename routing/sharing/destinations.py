"""Which offices a case, or a copy of it, can be sent to by hand. The verbs check again."""

from collections.abc import Sequence

from django.utils import timezone

from cases.models import Case
from facilities.models import Office, OfficeKind
from routing.sharing.overview import Sharing


def open_offices() -> list[Office]:
    """Every office that is open today, field offices first."""
    return list(Office.objects.open(timezone.localdate()).order_by("kind", "name"))


def offices_to_choose(case: Case, offices: Sequence[Office], known: Sharing) -> list[Office]:
    """Where the case may be moved, of the offices that are open: neither its own nor one that is shut out, and
    headquarters units only where it accuses staff."""
    return [
        office
        for office in offices
        if office.pk != case.office_id
        and known.admits(office)
        and (office.kind == OfficeKind.HEADQUARTERS or not case.accuses_staff)
    ]


def offices_for_a_copy(case: Case, offices: Sequence[Office], known: Sharing) -> list[Office]:
    """Who may get a copy: where the case may be moved, but for offices that have one."""
    return [office for office in offices_to_choose(case, offices, known) if not known.has_copy(office)]
