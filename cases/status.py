"""What became of a report, for whoever holds its code. The least that is of use, and why:

* how many concerns the report had, in the order they were told, so that a caller with two knows which is which;
* for each whether we received it, whether it is with an office, or whether it is closed. *How* it ended is not said:
  an ending speaks of the person it is about, and the code may be in other hands by now;
* the week of its last change, not the day or the hour: an exact time would let somebody who sees cases at work match
  a report to a case, and so to a caller.

No topic, office, place, name or number; nothing about calls, people, or who may be protected. A protected person's
report answers as any other. An unknown code gets the same work, the same page and the same status as a known one.
"""

import ipaddress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.db.models import Max, Q
from django.utils import timezone

from cases import receipts
from cases.models import Case, CaseState, RepeatCall, StatusTry
from cases.references import canonical_receipt_code
from helpline import sealed

WINDOW = timedelta(minutes=15)
TRIES_OF_ONE = 10
TRIES_OF_ALL = 3_000
NETWORK_BITS = 64  # whoever has one IPv6 address has its whole network


class Standing(StrEnum):
    """Where a concern stands, as coarsely as it is of use."""

    RECEIVED = "received"
    WITH_AN_OFFICE = "with_an_office"
    CLOSED = "closed"


STANDINGS = {CaseState.RECEIVED: Standing.RECEIVED, CaseState.CLOSED: Standing.CLOSED}


@dataclass(frozen=True)
class Concern:
    """One concern: where it stands, and the Monday of the week of its last change."""

    standing: Standing
    week: date


@dataclass(frozen=True)
class Report:
    """What became of a report. `known` is false where no report has this code; without concerns it was answered at once."""

    known: bool
    concerns: tuple[Concern, ...] = ()


class Mistyped(Exception):
    """The check sign is wrong, or a sign is missing: no code of ours reads like this."""


class TooManyTries(Exception):
    """Somebody, or everybody together, asked too often in the last quarter of an hour."""


def ask(code: str, address: str) -> Report:
    """What became of the report with this code, asked from this address.

    Every question counts as a try. Raises `TooManyTries` before anything is looked at, and `Mistyped`, without a
    look-up, for a text that no code of ours can be.
    """
    _count(_fingerprint(address))
    if canonical_receipt_code(code) is None:
        raise Mistyped
    call = receipts.find(code)
    # Asked for nobody's call too, so that a wrong code takes as long as a right one.
    number = call.pk if call else 0
    added_to = list(RepeatCall.objects.filter(call=number).values_list("case", flat=True))
    cases = Case.objects.filter(Q(call=number) | Q(pk__in=added_to)).annotate(
        reopened_at=Max("closures__reopened_at")
    )
    rows = cases.order_by("pk").values_list("state", "opened_at", "closed_at", "reopened_at")
    return Report(call is not None, tuple(_concern(*row) for row in rows))


def _concern(state: str, *moments: datetime | None) -> Concern:
    last = timezone.localdate(max(moment for moment in moments if moment))
    standing = STANDINGS.get(CaseState(state), Standing.WITH_AN_OFFICE)
    return Concern(standing, last - timedelta(days=last.weekday()))


def _fingerprint(address: str) -> bytes:
    """Keyed, so that the table tells nobody's address; one for a whole IPv6 network."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return sealed.blind_index("nowhere", purpose="status address")
    if isinstance(known, ipaddress.IPv6Address):
        address = str(ipaddress.ip_network((known, NETWORK_BITS), strict=False))
    return sealed.blind_index(address, purpose="status address")


def _refuse_if_too_many(address: bytes, more: int = 0) -> None:
    lately = StatusTry.objects.filter(at__gt=timezone.now() - WINDOW)
    # Behind a proxy every request comes from the proxy: then only the limit for all can hold (docs/operations.md).
    of_one = TRIES_OF_ALL if settings.ALLAUTH_TRUSTED_PROXY_COUNT else TRIES_OF_ONE
    for tries, limit in ((lately.filter(address=address), of_one), (lately, TRIES_OF_ALL)):
        if tries.order_by()[: limit + 1].count() + more > limit:
            raise TooManyTries


def _count(address: bytes) -> None:
    """Note the try and look again: of those that ask at once, too many are refused rather than too few."""
    _refuse_if_too_many(address, more=1)
    StatusTry.objects.create(address=address)
    _refuse_if_too_many(address)


def forget_tries(before: datetime) -> int:
    """Tries older than that are of no use to any limit. Gives back how many went."""
    return StatusTry.objects.filter(at__lt=before).delete()[0]
