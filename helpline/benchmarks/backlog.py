"""Cases that wait for their route, by the ten thousand: patterns handed in through the verb, then cloned with SQL."""

from datetime import timedelta
from uuid import uuid4

from django.contrib.auth.hashers import make_password
from django.db import connection, models
from django.utils import timezone

from cases import intake
from cases.models import Call, CallerKind, Case, Certification, Topic
from facilities.models import Assignment, Facility, Office, Posting
from helpline.accounts.models import Role, User
from helpline.benchmarks.stage import Stage
from routing import dispatch

SUMMARY = "Told the unit officer twice since Sunday and nothing was done. Unit B, bed 14."
PLACES = 60
LARGEST = 25_000  # cases cloned in one statement
PATTERNS = "CREATE TABLE bench_{0} AS SELECT *, row_number() OVER (ORDER BY id) - 1 AS pattern FROM cases_{0}"
OWN = {
    "call": {
        "reference": "'~' || lpad((%(from)s + n)::text, 12, '0')",
        "submission_key": "gen_random_uuid()",
        "taken_at": "now()",
    },
    "case": {
        "number": "'~' || lpad((%(from)s + n)::text, 10, '0')",
        "call_id": "k.id",
        "opened_at": "now()",
    },
}


class Backlog:
    """Makes cases that wait. They differ in topic, facility, caller and urgency, as those of a busy day do."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.made = 0
        self.operator = _operator()
        _leads()
        self._make_patterns()

    def _make_patterns(self) -> None:
        topics = list(Topic.objects.filter(opens_case=True).order_by("code"))
        answered = Assignment.objects.in_force(timezone.localdate()).values("facility_id")
        places = list(Facility.objects.filter(pk__in=answered).order_by("key")[:PLACES])
        for number, place in enumerate(places):
            topic = topics[number % len(topics)]
            intake.submit(one_call(topic, place, pressing=number % 15 == 0), by=self.operator)
        with connection.cursor() as cursor:
            for table in ("call", "case"):
                cursor.execute(PATTERNS.format(table))
        dispatch.drain()

    def add(self, count: int) -> None:
        """So many more cases wait, each from a call of its own. Nobody is rung for.

        The tables are vacuumed, or PostgreSQL would do it while somebody is being timed.
        """
        for begun in range(0, count, LARGEST):
            self._clone(min(LARGEST, count - begun))
        with connection.cursor() as cursor:  # by table, so that none takes longer than a statement may
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f"VACUUM (ANALYZE) {connection.ops.quote_name(table)}")

    def _clone(self, count: int) -> None:
        calls, cases = _columns(Call, "call"), _columns(Case, "case")
        matching = "ON p.pattern = n %% (SELECT count(*) FROM bench_call)"
        with self.stage.unhurried(), connection.cursor() as cursor:
            told = {"from": self.made, "count": count}
            cursor.execute(
                f"INSERT INTO cases_call ({', '.join(calls)}) SELECT {', '.join(calls.values())}"  # noqa: S608
                f" FROM generate_series(1, %(count)s) n JOIN bench_call p {matching}",
                told,
            )
            cursor.execute(
                f"INSERT INTO cases_case ({', '.join(cases)}) SELECT {', '.join(cases.values())}"  # noqa: S608
                f" FROM generate_series(1, %(count)s) n JOIN bench_case p {matching}"
                f" JOIN cases_call k ON k.reference = {OWN['call']['reference']}",
                told,
            )
        self.made += count


def one_call(topic: Topic, place: Facility, *, pressing: bool = False) -> intake.Submission:
    """A call of a detainee about one concern."""
    concern = intake.Concern(topic=topic, summary=SUMMARY, urgency="P1" if pressing else "")
    caller = intake.ToldCaller(kind=CallerKind.DETAINEE)
    return intake.Submission(
        key=uuid4(), facility=place, concerns=[concern], caller=caller, started_at=timezone.now()
    )


def _columns(model: type[models.Model], table: str) -> dict[str, str]:
    """Every column to write, with what comes into it: the pattern's, or one of its own."""
    fields = (field for field in model._meta.concrete_fields if not field.primary_key and not field.generated)
    written = [str(field.column) for field in fields]
    return {f'"{column}"': OWN[table].get(column, f'p."{column}"') for column in written}


def _operator() -> User:
    """Somebody who may take every call alone."""
    operator = User.objects.create(username="bench", role=Role.OPERATOR, password=make_password(None))
    since, until = timezone.now() - timedelta(days=1), timezone.now() + timedelta(days=30)
    Certification.objects.bulk_create(
        Certification(operator=operator, topic=topic, granted_at=since, expires_at=until)
        for topic in Topic.objects.filter(needs_certification=True)
    )
    return operator


def _leads() -> None:
    """Every office has a lead, who is written to where a case presses."""
    for office in Office.objects.all():
        lead = User.objects.create(username=f"lead.{office.code.lower()}", role=Role.OFFICE_LEAD)
        Posting.objects.create(user=lead, office=office, began_at=timezone.now())
