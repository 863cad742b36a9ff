"""Whom a concern is about."""

import re
import unicodedata
import uuid
from datetime import date
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.functions import ExtractYear, Now

from cases import countries, sounds
from cases.models.call import Call
from cases.models.case import Case
from cases.models.scope import OFFICE_ROLES, call_open_to, exclusions_of, role_of
from helpline import sealed
from helpline.accounts.models import Role, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

A_NUMBER_DIGITS = 9
OWN, STANDING_IN = "a-number", "a-number of a record that stands in"
BIRTH_YEAR, COUNTRY = "#", "@"  # signs of the marks beside the sounds; no name has them


def canonical_a_number(text: str) -> str | None:
    """`A` and nine digits of any spelling with 7 to 9 digits (source: the locator's own rule), or None."""
    plain = re.sub(r"[\s#.\-–]", "", text.strip().upper()).removeprefix("A")
    if not plain.isascii() or not plain.isdigit() or not 7 <= len(plain) <= A_NUMBER_DIGITS:
        return None
    return "A" + plain.zfill(A_NUMBER_DIGITS)


def searchable(*names: str) -> str:
    """Names lower-case, without accents and punctuation, for similarity search."""
    text = unicodedata.normalize("NFKD", " ".join(names).casefold())
    return " ".join("".join(c if c.isalnum() else " " for c in text if not unicodedata.combining(c)).split())


def _not_only_hidden_from(user: "User | AnonymousUser") -> models.Q:
    """People about whom there is no case this person is shut out of, or another call besides. The first half is one
    small set, read once; the second is asked only of those in it."""
    hidden = exclusions_of(user).filter(case__detainee__isnull=False).values("case__detainee")
    elsewhere = Call.objects.filter(call_open_to(user), detainee=OuterRef("pk"))
    return ~models.Q(pk__in=hidden) | models.Q(Exists(elsewhere))


class DetaineeQuerySet(models.QuerySet["Detainee"]):
    """Always begin with `visible_to`."""

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Call-takers may find anybody who is not protected; headquarters everybody; offices only through their
        cases; analysts and auditors nobody. Nobody finds a person known by nothing but what they are shut out of."""
        role = role_of(user)
        if role == Role.HEADQUARTERS:
            return self.filter(_not_only_hidden_from(user))
        if role in {Role.OPERATOR, Role.SUPERVISOR}:
            return self.filter(_not_only_hidden_from(user), protected=False)
        if role in OFFICE_ROLES:
            return self.filter(pk__in=Case.objects.visible_to(user).values("detainee"))
        return self.none()

    def with_a_number(self, a_number: str) -> Self:
        """Whoever has this canonical A-number: the person's own record before one that stands in for it."""
        indexes = [sealed.blind_index(a_number, purpose=purpose) for purpose in (OWN, STANDING_IN)]
        return self.filter(a_number_index__in=indexes).order_by(
            models.F("stands_in_for").asc(nulls_first=True)
        )

    def held(self) -> Self:
        """Held for the rest of the transaction, so that no merge goes on beside it."""
        return self.select_for_update(of=("self",), no_key=True)

    def kept_of(self, key: uuid.UUID) -> "Detainee | None":
        """The person with this key, or the one they were merged into; None where any on the way is not among these.

        Each row is read by itself: a lock waited for gives the row as it is then, but not what was joined to it.
        """
        person = self.filter(pk=key).first()
        while person is not None and person.merged_into_id:
            person = self.filter(pk=person.merged_into_id).first()
        return person

    def current(self) -> Self:
        """Not merged into another record."""
        return self.filter(merged_into__isnull=True)


def marks(sign: str, value: object) -> str:
    """The word that says a year or a country among the sounds; without a value, that it is not known."""
    return f"{sign}{value or ''}"


class Detainee(models.Model):
    """A person in custody. The A-number is sealed; equality search goes through its blind index.

    A record that `stands_in_for` a protected one holds what was told by callers whose taker may not know of the
    protected record. It looks and behaves like that of a new person to everybody but headquarters.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    a_number_sealed = models.BinaryField(default=b"")
    a_number_index = models.BinaryField(null=True, unique=True)
    given_names = models.CharField(max_length=120, blank=True)
    family_names = models.CharField(max_length=120, blank=True)
    date_of_birth = models.DateField(null=True)
    year_of_birth = models.PositiveSmallIntegerField(
        null=True, help_text="Of the date of birth, or alone where only the year is known."
    )
    country_of_birth = models.CharField(max_length=60, blank=True)
    protected = models.BooleanField(
        default=False,
        help_text="8 U.S.C. 1367: the existence of the file is hidden from anybody without need.",
    )
    search_name = models.CharField(max_length=250, editable=False, db_index=False)
    sounds = ArrayField(
        models.CharField(max_length=24),
        default=list,
        editable=False,
        help_text="What a name as heard is found by: keys of its sounds, marks of the birth year and country.",
    )
    stands_in_for = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="stand_in", editable=False
    )
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged_from")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    objects = DetaineeQuerySet.as_manager()

    fits = ""  # set by `matching.find`: why this person is offered

    class Meta:
        indexes = [
            GinIndex(fields=["search_name"], name="detainee_by_similar_name", opclasses=["gin_trgm_ops"]),
            # No pending list: what was recorded a minute ago is searched for now, and reading it through costs.
            GinIndex(fields=["sounds"], name="detainee_by_sound_of_name", fastupdate=False),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(a_number_index__isnull=True, a_number_sealed=b"")
                | models.Q(a_number_index__isnull=False) & ~models.Q(a_number_sealed=b""),
                name="detainee_a_number_is_sealed_and_indexed_together",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | ~models.Q(merged_into=models.F("id")),
                name="detainee_is_not_merged_into_itself",
            ),
            models.CheckConstraint(
                condition=models.Q(date_of_birth__isnull=True)
                | models.Q(year_of_birth__isnull=False, year_of_birth=ExtractYear("date_of_birth")),
                name="detainee_year_of_birth_is_that_of_the_date",
            ),
            models.CheckConstraint(
                condition=models.Q(stands_in_for__isnull=True) | models.Q(protected=False),
                name="detainee_standing_in_is_not_protected",
            ),
        ]

    def __str__(self) -> str:
        return f"Detainee {self.pk}"

    @property
    def a_number(self) -> str:
        """The A-number in full, or the empty text."""
        return sealed.unseal(self.a_number_sealed, table="detainee", column="a_number", row=self.pk)

    @property
    def shown_a_number(self) -> str:
        """A000-000-123, or the empty text."""
        digits = self.a_number
        return f"{digits[:4]}-{digits[4:7]}-{digits[7:]}" if digits else ""

    def present(self) -> "Detainee":
        """The record that stands for this person now: itself, or the one it was merged into."""
        person = self
        while person.merged_into is not None:
            person = person.merged_into
        return person

    def is_known_to(self, taker: User) -> bool:
        """Whether a call-taker may know that this record exists: `visible_to` for one row in hand."""
        return not self.protected or taker.role == Role.HEADQUARTERS

    def is_another_than(self, a_number: str) -> bool:
        """Whether this canonical A-number is somebody else's; never where either of the two is not known."""
        return bool(a_number and self.a_number) and a_number != self.a_number

    def differs_from(self, told: dict[str, str]) -> bool:
        """Whether something told (names of fields with their texts) is not what this record says."""
        return any(text != str(getattr(self, name) or "") for name, text in told.items())

    @property
    def full_name(self) -> str:
        """Given and family names as recorded."""
        return f"{self.given_names} {self.family_names}".strip()

    @property
    def shown_name(self) -> str:
        """The name a page shows; a description where no name is known."""
        return self.full_name or "Name not known"

    @classmethod
    def described(
        cls,
        *,
        a_number: str,
        given_names: str,
        family_names: str,
        date_of_birth: date | None,
        country_of_birth: str,
        by: User,
        year_of_birth: int | None = None,
        stands_in_for: "Detainee | None" = None,
    ) -> "Detainee":
        """An unsaved person with the canonical `a_number` ('' when unknown) sealed for this row."""
        person = cls(
            given_names=given_names,
            family_names=family_names,
            date_of_birth=date_of_birth,
            year_of_birth=date_of_birth.year if date_of_birth else year_of_birth,
            country_of_birth=country_of_birth,
            recorded_by=by,
            stands_in_for=stands_in_for,
        )
        if a_number:
            person.a_number_sealed = sealed.seal(a_number, table="detainee", column="a_number", row=person.pk)
            purpose = STANDING_IN if stands_in_for else OWN
            person.a_number_index = sealed.blind_index(a_number, purpose=purpose)
        person.hear()
        return person

    def hear(self) -> None:
        """Work out again what the record is found by; whenever a name, the birth or the country has changed."""
        self.search_name = searchable(self.given_names, self.family_names)[:250]
        self.sounds = [
            *sounds.keys(self.given_names, self.family_names),
            marks(BIRTH_YEAR, self.year_of_birth),
            marks(COUNTRY, countries.key(self.country_of_birth)),
        ]
