"""How far the roll-out has come: counts by phase and state, and the sentence that sums them up."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Sum

from facilities.models import Activation, Phase, RolloutState


@dataclass
class Tally:
    """Facilities by state, and the people held in them (average of fiscal year 2026)."""

    facilities: dict[str, int] = field(default_factory=lambda: dict.fromkeys(RolloutState.values, 0))
    people: dict[str, Decimal] = field(default_factory=lambda: dict.fromkeys(RolloutState.values, Decimal(0)))

    @property
    def total(self) -> int:
        """Facilities in any state."""
        return sum(self.facilities.values())

    @property
    def live(self) -> int:
        """Facilities from which people can call now."""
        return self.facilities[RolloutState.LIVE]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """The states in their order, each with its number of facilities."""
        return [(state, self.facilities[state]) for state in RolloutState.values]

    @property
    def share_of_people(self) -> int | None:
        """Of the people held, how many in a hundred are held where the line is live; None where none are held."""
        held = sum(self.people.values())
        return round(100 * self.people[RolloutState.LIVE] / held) if held else None


@dataclass(frozen=True)
class Progress:
    """The whole roll-out: every phase with its tally, and all of them together. `None` stands for no phase."""

    phases: list[tuple[Phase | None, Tally]]
    everything: Tally

    @property
    def sentence(self) -> str:
        """ "61 of 203 facilities are live, 48 % of people held"."""
        live, total = self.everything.live, self.everything.total
        if not total:
            return "No facility is in the roll-out yet"
        verb = "is" if live == 1 else "are"
        of = f"{live or 'None'} of {total} {'facility' if total == 1 else 'facilities'} {verb} live"
        share = self.everything.share_of_people
        return f"{of}, {share} % of people held" if live and share is not None else of


def read_progress() -> Progress:
    """Two queries, however many facilities."""
    phases = list(Phase.objects.all())
    tallies: dict[int | None, Tally] = {phase.pk: Tally() for phase in phases}
    everything = Tally()
    rows = Activation.objects.values_list("phase_id", "state").annotate(
        facilities=Count("pk"), people=Sum("facility__population_fy26")
    )
    for phase_id, state, facilities, people in rows:
        for tally in (tallies.setdefault(phase_id, Tally()), everything):
            tally.facilities[state] += facilities
            tally.people[state] += people or 0
    shown: list[tuple[Phase | None, Tally]] = [(phase, tallies[phase.pk]) for phase in phases]
    if None in tallies:
        shown.append((None, tallies[None]))
    return Progress(shown, everything)
