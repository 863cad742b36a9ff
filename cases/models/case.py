"""A case: one concern on record, from summary to closure."""

from typing import TYPE_CHECKING, Self, cast

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from cases.models.operators import Certification
from cases.models.scope import OFFICE_ROLES, held_by_offices_of, open_to, role_of
from cases.models.topic import Urgency
from helpline.accounts.models import Role, User
from helpline.constraints import both_or_neither, never_blank, only_choices

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class CaseState(models.TextChoices):
    """Where a case stands. Moves between them are rows of `cases.lifecycle.MOVES`."""

    RECEIVED = "received", "Being routed"
    ROUTED = "routed", "In the queue"
    IN_PROGRESS = "in_progress", "Being worked"
    CLOSED = "closed", "Closed"


class Vulnerability(models.TextChoices):
    """Special vulnerabilities (source: ICE Directive 11065.1 and the risk assessment)."""

    MENTAL_ILLNESS = "mental_illness", "Serious mental illness"
    MEDICAL_ILLNESS = "medical_illness", "Serious medical illness"
    DISABILITY = "disability", "Disability"
    ELDERLY = "elderly", "Elderly"
    PREGNANT = "pregnant", "Pregnant"
    NURSING = "nursing", "Nursing"
    LGBTI = "lgbti", "At risk because of sexual orientation or gender identity"
    VICTIM = "victim", "Victim of sexual assault, torture, trafficking or abuse"
    CAREGIVER = "caregiver", "Sole caretaker of a dependent"


class CaseQuerySet(models.QuerySet["Case"]):
    """Always begin with `visible_to`."""

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Whose case it is to see: the taker's own, a supervisor's, the office that holds it now, headquarters.

        A case that accuses staff is never seen by a field office: `office` cannot be one (a constraint of the
        mail room), and this filter says it a second time. Nobody sees a case they are shut out of.
        """
        role = role_of(user)
        if role == Role.HEADQUARTERS:
            return self.filter(open_to(user, case="pk"))
        if role == Role.SUPERVISOR:
            unprotected = Q(detainee__isnull=True) | Q(detainee__protected=False)
            own = Q(call__taken_by=user) | Q(call__entered_by=user)
            return self.filter(unprotected | own, open_to(user, case="pk"))
        if role == Role.OPERATOR:
            own = Q(call__taken_by=user) | Q(call__entered_by=user)
            return self.filter(own, open_to(user, case="pk"))
        if role in OFFICE_ROLES:
            return self.filter(held_by_offices_of(user))
        return self.none()

    def known_on_the_line_to(self, user: "User | AnonymousUser") -> Self:
        """What a call taker may know of with a caller on the line, so that a repeat call finds its case.

        Supervisors: every case; operators: their own, and of the others those that neither accuse staff nor have a
        restricted topic, unless they are certified in it. Never the case of a protected person or one they are shut
        out of; nobody else any.
        """
        role = role_of(user)
        if role not in {Role.OPERATOR, Role.SUPERVISOR}:
            return self.none()
        unprotected = self.filter(
            Q(detainee__isnull=True) | Q(detainee__protected=False), open_to(user, case="pk")
        )
        if role == Role.SUPERVISOR:
            return unprotected
        certified = Certification.objects.valid().filter(operator=cast(User, user)).values("topic_id")
        own = Q(call__taken_by=user) | Q(call__entered_by=user)
        return unprotected.filter(
            own | Q(accuses_staff=False, topic__restricted=False) | Q(topic__in=certified)
        )

    def open(self) -> Self:
        """Not closed."""
        return self.exclude(state=CaseState.CLOSED)

    def newest_first(self) -> Self:
        """The order of lists."""
        return self.order_by("-id")


class Case(models.Model):
    """One concern. `office` holds it now (empty until routed); `version` rises with every change."""

    number = models.CharField(max_length=11, unique=True)
    call = models.ForeignKey("cases.Call", on_delete=models.PROTECT, related_name="cases")
    topic = models.ForeignKey("cases.Topic", on_delete=models.PROTECT, related_name="cases")
    summary = models.TextField()
    urgency = models.CharField(max_length=2, choices=Urgency.choices)
    state = models.CharField(max_length=12, choices=CaseState.choices, default=CaseState.RECEIVED)
    facility = models.ForeignKey(
        "facilities.Facility", on_delete=models.PROTECT, null=True, related_name="cases"
    )
    detainee = models.ForeignKey("cases.Detainee", on_delete=models.PROTECT, null=True, related_name="cases")
    accuses_staff = models.BooleanField(default=False)
    identity_withheld = models.BooleanField(default=False)
    vulnerabilities = ArrayField(
        models.CharField(max_length=20, choices=Vulnerability.choices), default=list, blank=True
    )
    points = models.JSONField(
        default=dict, help_text="The salient points as they were asked; the summary is made of them."
    )
    hearing_on = models.DateField(null=True)
    removal_on = models.DateField(null=True)
    held_at = models.ForeignKey(
        "facilities.Facility",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Where the person is now, where that is not where it happened.",
    )
    segregated_since = models.DateField(
        null=True, help_text="Since when the person is kept apart, where told."
    )
    leads_only = models.BooleanField(
        default=False, help_text="In the office that holds it, for its leads and whom they let in."
    )
    calls_heard = models.PositiveIntegerField(default=1, help_text="How many calls were about it.")
    supervised_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="The supervisor who joined where the taker is not certified for the topic.",
    )
    office = models.ForeignKey("facilities.Office", on_delete=models.PROTECT, null=True, related_name="cases")
    route_generation = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField(db_default=Now(), editable=False)
    opened_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    search = models.GeneratedField(
        expression=SearchVector("summary", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            only_choices("state", CaseState.values, name="case_is_in_a_known_state"),
            only_choices("urgency", Urgency.values, name="case_has_a_known_urgency"),
            never_blank("summary", name="case_has_a_summary"),
            both_or_neither("closed_at", "closed_by", name="case_closed_says_when_and_by_whom"),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False)
                | ~Q(state="closed") & Q(closed_at__isnull=True),
                name="case_closed_says_when",
            ),
            models.CheckConstraint(
                condition=Q(state="received", office__isnull=True)
                | ~Q(state="received") & Q(office__isnull=False),
                name="case_routed_stands_in_an_office",
            ),
            models.CheckConstraint(
                condition=Q(vulnerabilities__contained_by=Vulnerability.values),
                name="case_vulnerabilities_are_known",
            ),
        ]
        indexes = [
            models.Index(fields=["office", "state", "-id"], name="case_by_office_and_state"),
            models.Index(fields=["call"], name="case_by_call"),
            GinIndex(fields=["search"], name="case_by_words_of_summary"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def shown_state(self) -> str:
        """The state in words."""
        return CaseState(self.state).label

    @property
    def shown_vulnerabilities(self) -> list[str]:
        """The vulnerabilities in words."""
        return [str(Vulnerability(v).label) for v in self.vulnerabilities]
