"""Facilities where people are held, and the other names they go by."""

from datetime import date
from typing import Self

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import models
from django.db.models import OuterRef, Q

from facilities.naming import plain
from helpline.constraints import never_blank, only_choices


class FacilityKind(models.TextChoices):
    """Who runs the place and under which kind of agreement. The codes are those of the published lists."""

    USMS_IGA = "USMS IGA", "Jail under a U.S. Marshals agreement"
    IGSA = "IGSA", "Jail under an intergovernmental service agreement"
    HOLD = "HOLD", "Hold room"
    DIGSA = "DIGSA", "Dedicated facility under an intergovernmental service agreement"
    CDF = "CDF", "Contract detention facility"
    BOP = "BOP", "Federal prison (Bureau of Prisons)"
    JUVENILE = "JUVENILE", "Juvenile facility"
    STAGING = "STAGING", "Staging facility"
    SPC = "SPC", "Service processing center"
    USMS_CDF = "USMS CDF", "Contract facility of the U.S. Marshals"
    STATE = "STATE", "State facility"
    FAMILY = "FAMILY", "Family residential center"
    DOD = "DOD", "Department of Defense site"
    OTHER = "Other", "Other"


class Held(models.TextChoices):
    """Who is held there; empty where nothing is recorded."""

    UNKNOWN = "", "Not recorded"
    MEN = "male", "Men"
    WOMEN = "female", "Women"
    BOTH = "both", "Men and women"


ALIKE = 0.35


class FacilityQuerySet(models.QuerySet["Facility"]):
    """Sets of facilities."""

    def in_use(self) -> Self:
        """People are held there today (as of the 2026 list)."""
        return self.filter(in_use_2026=True)

    def named_like(self, text: str) -> Self:
        """Every word of the text occurs in a name, the code, the city, the county or the state."""
        words = plain(text).split()
        return self.filter(*(Q(search__contains=word) for word in words)) if words else self.none()

    def resembling(self, text: str) -> Self:
        """A run of words in the search text looks like this text: catches slips of the pen. Closest first."""
        alike = TrigramWordSimilarity(plain(text), "search")
        return self.annotate(alike=alike).filter(alike__gte=ALIKE).order_by("-alike", "shown_name", "key")

    def answered_by(self, office_code: str, on: date) -> Self:
        """Facilities for which this office answers on this day."""
        assigned = Q(assignments__valid_to__isnull=True) | Q(assignments__valid_to__gte=on)
        return self.filter(assigned, assignments__office__code=office_code, assignments__valid_from__lte=on)

    def in_phase(self, number: int) -> Self:
        """Facilities of one phase of the roll-out."""
        return self.filter(activation__phase__number=number)

    def in_state(self, state: str) -> Self:
        """Facilities that stand at this point of the roll-out."""
        return self.filter(activation__state=state)

    def in_full(self) -> Self:
        """With the roll-out state and, as `other_names`, the list of other names; still one query."""
        names = FacilityAlias.objects.filter(facility=OuterRef("pk")).order_by("name").values("shown_name")
        return self.select_related("activation__phase").annotate(other_names=ArraySubquery(names))

    def by_name(self) -> Self:
        """In the order people read them, whatever the capitals; the key breaks ties, so pages never overlap."""
        return self.order_by("search", "key")


class Facility(models.Model):
    """A place where people are held. `key` names it for good (the published code where there is one).

    Names are not unique: show the city and state beside them. The state may be missing. `search` holds every
    name, code and city in plain small letters; `facilities.naming.search_text` makes it. Populations are the
    average number of people held in that fiscal year; empty means not published."""

    key = models.CharField(max_length=64, unique=True)
    code = models.CharField(max_length=16, blank=True)
    name = models.CharField(max_length=120, help_text="As published, in capitals.")
    shown_name = models.CharField(max_length=120, help_text="The name in readable letters.")
    kind = models.CharField(max_length=8, choices=FacilityKind.choices)
    address = models.CharField(max_length=120, blank=True)
    city = models.CharField(max_length=40, blank=True)
    county = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=2, blank=True)
    zip = models.CharField(max_length=10, blank=True)
    timezone = models.CharField(max_length=40, blank=True)
    gender = models.CharField(max_length=6, choices=Held.choices, blank=True)
    holds_over_72h = models.BooleanField(null=True)
    telephone_service = models.CharField(max_length=60, blank=True)
    medical_provider = models.CharField(max_length=80, blank=True)
    population_fy12 = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    population_fy13 = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    population_fy17 = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    population_fy26 = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    in_use_2012_2013 = models.BooleanField(default=False)
    in_use_2026 = models.BooleanField(default=False)
    search = models.TextField(editable=False)

    objects = FacilityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "facilities"
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=~Q(code=""), name="facility_code_names_one_facility"
            ),
            never_blank("key", "facility_has_a_key"),
            never_blank("name", "facility_has_a_name"),
            never_blank("shown_name", "facility_has_a_name_to_show"),
            never_blank("search", "facility_can_be_found"),
            only_choices("kind", FacilityKind.values, "facility_kind_is_known"),
            only_choices("gender", Held.values, "facility_holds_known_genders"),
        ]
        indexes = [
            GinIndex(fields=["search"], opclasses=["gin_trgm_ops"], name="facility_found_by_words"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def kind_name(self) -> str:
        """The kind in words."""
        return FacilityKind(self.kind).label

    @property
    def place(self) -> str:
        """City and state, as far as they are known: "Lumpkin, GA"."""
        return ", ".join(part for part in (self.city, self.state) if part)

    @property
    def label(self) -> str:
        """Name and place on one line; tells facilities of the same name apart."""
        return ", ".join(part for part in (self.shown_name, self.place) if part)


class FacilityAlias(models.Model):
    """Another name people use for a facility."""

    facility = models.ForeignKey(Facility, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=120)
    shown_name = models.CharField(max_length=120)

    class Meta:
        verbose_name_plural = "facility aliases"
        ordering = ["shown_name"]
        constraints = [
            models.UniqueConstraint(fields=["facility", "name"], name="facility_has_an_alias_once"),
            never_blank("name", "alias_is_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
