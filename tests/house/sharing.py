"""Who else may know, in the world of the authorization matrix: copies, who is accused, cases for leads."""

from cases.models import Case, Exclusion, NeedToKnow
from facilities.models import Office
from helpline.accounts.models import User
from routing.models import CaseCopy, Purpose, QueueItem, Shows
from routing.sharing import accused, copies, letting_in
from tests.house.marks import Marks
from tests.house.supervising import Targets
from tests.policy import ATL, HQ, MIA, OPR, SAAPI, SIGHTS, People

WHY = "The complaint names them."
WORDS = ("summary", "a_number", "given_names", "family_names", "country_of_birth")
CALLER = ("caller", "phone", "relationship", "reference")
COPIES: tuple[tuple[str, Shows, People], ...] = (
    ("MIA", Shows.FACTS_ONLY, MIA),
    ("OPR", Shows.NO_IDENTITY, OPR),
    ("SAAPI", Shows.ALL, SAAPI),
)


def make(people: dict[str, User], cases: dict[str, Case], marks: Marks) -> dict[str, Targets]:
    """Once the cases stand where they belong."""
    made = _name(people, cases) | _let_in(people, cases)
    _read_copies("restricted", OPR, marks)  # the shipped rules copy sexual abuse to the unit for misconduct
    rows = [(people_of, _send(cases["copied"], code, shows, people)) for code, shows, people_of in COPIES]
    for (_, shows, _), (office, _) in zip(COPIES, rows, strict=True):
        _read_copies("copied", office, marks, shows)
    made["copy"] = [("copied", row.pk, office | HQ) for office, row in rows]
    made["own_copy"] = [("copied", row.pk, office) for office, row in rows]
    made["sent_copy"] = [("copied", row.pk, SIGHTS["copied"].sees & (ATL | HQ)) for _, row in rows]
    return made


def _name(people: dict[str, User], cases: dict[str, Case]) -> dict[str, Targets]:
    """Of one case an officer and somebody at headquarters are accused."""
    for who in ("officer_atl", "hq_accused"):
        accused.name_accused(_fresh(cases["named"]), person=people[who], why=WHY, by=people["hq"])
    named = [
        ("named", row.pk, SIGHTS["named"].sees & HQ) for row in Exclusion.objects.filter(case=cases["named"])
    ]
    returned = Exclusion.objects.get(case=cases["returned"])
    return {"exclusion": [*named, ("returned", returned.pk, HQ)]}


def _let_in(people: dict[str, User], cases: dict[str, Case]) -> dict[str, Targets]:
    """Two cases are for leads; in Miami, which has none, headquarters let the officer in."""
    Case.objects.filter(pk__in=[cases["leads"].pk, cases["let_in"].pk]).update(leads_only=True)
    row: NeedToKnow = letting_in.let_in(_fresh(cases["let_in"]), people["officer_mia"], by=people["hq"])
    return {"reader": [("let_in", row.pk, HQ)]}


def _send(case: Case, code: str, shows: Shows, people: dict[str, User]) -> CaseCopy:
    item = QueueItem.objects.open().select_related("case", "office").get(case=case)
    office = Office.objects.get(code=code)
    return copies.send_copy(item, office, Purpose.ACT, shows, "It may be the same crew.", by=people["hq"])


def _read_copies(label: str, office: People, marks: Marks, shows: Shows = Shows.NO_IDENTITY) -> None:
    """What the office reads on its copy of this case, by how much it shows."""
    fields = {"number"}
    fields |= set(WORDS) if shows != Shows.FACTS_ONLY else set()
    fields |= set(CALLER) if shows == Shows.ALL else set()
    marks.also_of(label, fields, office)


def _fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)
