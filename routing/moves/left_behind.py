"""What is offered for handing over when a facility went to another office, or a person to another place. Reads only.

Each case is offered only to whom it is visible. What is not handed over stays where it is, and is offered again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from cases.models import Custody, Detainee
from cases.models.topic import Follows, Urgency
from facilities import directory, moving
from facilities.models import Facility, Office, OfficeKind
from helpline.accounts.models import User
from routing.models import QueueItem
from routing.models.item import QueueItemQuerySet

OFFERED_AT_MOST = 500


@dataclass(frozen=True)
class Staying:
    """An open case about the person that does not follow them, and the reason."""

    stay: QueueItem
    why: str


@dataclass(frozen=True)
class Offer:
    """Open cases that may be handed over to `to` (None: no office answers there), the first due first."""

    to: Office | None
    stays: Sequence[QueueItem] = ()
    total: int = 0
    staying: Sequence[Staying] = ()

    @property
    def by_urgency(self) -> list[tuple[str, int]]:
        """How many of each urgency, the most urgent first."""
        held = [stay.case.urgency for stay in self.stays]
        return [(urgency.value, held.count(urgency)) for urgency in Urgency if urgency in held]


def of_facility(facility: Facility) -> Q:
    """Stays in offices that answered for the facility before, of cases that belong to it.

    A case that follows a person belongs to where the person is now, any other to where it happened.
    """
    before = moving.offices_before(facility)
    moved_on = Q(case__topic__follows=Follows.PERSON, case__held_at__isnull=False)
    belongs = Q(case__facility=facility) & ~moved_on | moved_on & Q(case__held_at=facility)
    return Q(office__code__in=before) & belongs


def of_person(person: Detainee, to: Office) -> Q:
    """Stays in field offices other than that of the new place, of cases that follow the person."""
    follows = Q(case__detainee=person, case__topic__follows=Follows.PERSON)
    return follows & Q(office__kind=OfficeKind.FIELD) & ~Q(office=to)


def office_now(facility: Facility) -> Office | None:
    """Who answers for the facility today."""
    return directory.office_for(facility, on=moving.today_at(facility))


def count_left(facility: Facility, user: User) -> int:
    """How many open cases of the facility are still with an office that answered for it before."""
    if not moving.offices_before(facility):
        return 0
    return _open(user).filter(of_facility(facility)).count()


def count_following(person: Detainee, to: Office, user: User) -> int:
    """How many open cases follow the person to the office `to`, as far as `user` sees them."""
    return _open(user).filter(of_person(person, to)).count()


def offer_of_facility(facility: Facility, user: User) -> Offer:
    """The cases left behind when the facility moved, as far as this person may see them."""
    return _offer(office_now(facility), _open(user).filter(of_facility(facility)))


def offer_of_person(person: Detainee, custody: Custody, user: User) -> Offer:
    """The open cases about a person who is now at `custody.facility`: which follow, which stay and why."""
    to = office_now(custody.facility) if custody.facility else None
    about = _shown(_open(user).filter(case__detainee=person))
    follow = of_person(person, to) if to else Q(pk__in=[])
    offer = _offer(to, _open(user).filter(follow))
    going = {stay.pk for stay in offer.stays}
    staying = [Staying(stay, _why(stay, custody, to)) for stay in about if stay.pk not in going]
    return Offer(to, offer.stays, offer.total, staying)


def _why(stay: QueueItem, custody: Custody, to: Office | None) -> str:
    if stay.case.topic.follows != Follows.PERSON:
        return "It is about the place, so it stays with the office of that place."
    if stay.office.kind != OfficeKind.FIELD:
        return "A headquarters unit looks after it wherever the person is."
    if to is not None and stay.office_id == to.pk:
        return "It is with the office of the new place already."
    if custody.facility is None:
        return "The person is not in custody any more, so there is no office to hand it over to."
    return "No office answers for the new place."


def _open(user: User) -> QueueItemQuerySet:
    return QueueItem.objects.visible_to(user).open()


def _shown(stays: QueueItemQuerySet) -> list[QueueItem]:
    rows = stays.select_related("case__topic", "case__facility", "case__held_at", "office", "claimed_by")
    rows = rows.defer("case__search", "case__summary", "case__facility__search", "case__held_at__search")
    return list(rows.order_by("due_at", "id")[:OFFERED_AT_MOST])


def _offer(to: Office | None, stays: QueueItemQuerySet) -> Offer:
    shown = _shown(stays)
    total = stays.count() if len(shown) == OFFERED_AT_MOST else len(shown)
    return Offer(to, shown, total)
