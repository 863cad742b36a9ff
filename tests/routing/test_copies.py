"""A copy shows what its row says and never more; its office answers it once; it ends with the case."""

from typing import Any

import pytest
from django.urls import reverse

from cases.intake import ToldCaller, ToldDetainee
from cases.models import Action, CallerKind, Case, Detainee, Disposition, Vulnerability
from facilities.models import Office
from helpline.audit.models import Access
from helpline.refusals import OutOfReach, Overtaken, Refused
from routing import desk
from routing.models import CaseCopy, Purpose, Shows
from routing.sharing import copies
from routing.sharing.copy_view import FIELDS, SUMMARY
from tests.builders import KROME, a_case, item_of
from tests.cast import Cast
from tests.routing.pages import claimed, fresh, page_of

CANARIES = {
    "summary": "Zqsummary",
    "person": "Zqgiven",
    "a_number": "A000000444",
    "country_of_birth": "Honduras",
    "caller": "Zqcaller",
    "relationship": "Zqsister",
    "phone": "(404) 555-0144",
    "caller_kind": "Family or friend",
    "language": "Quechua",
    "vulnerabilities": "Pregnant",
}
WORDS = {"summary", "person", "a_number", "country_of_birth", "vulnerabilities"}
CALLER = {"caller", "relationship", "phone", "caller_kind", "language"}


def whole_case(cast: Cast, **said: Any) -> Case:
    """A case at Miami with a word of its own in every field."""
    return a_case(
        "RLG",
        by=cast.operator,
        facility=KROME,
        summary="Zqsummary.",
        vulnerabilities=(Vulnerability.PREGNANT,),
        told=ToldDetainee(
            a_number="A000000444", given_names="Zqgiven", family_names="Zqfamily", country_of_birth="Honduras"
        ),
        caller=ToldCaller(
            CallerKind.FAMILY, name="Zqcaller", phone="(404) 555-0144", relationship="Zqsister"
        ),
        language="qu",
        **said,
    )


def a_copy(case: Case, cast: Cast, shows: Shows = Shows.ALL, purpose: Purpose = Purpose.ACT) -> CaseCopy:
    """A copy for Atlanta, sent by headquarters."""
    to = Office.objects.get(code="ATL")
    return copies.send_copy(item_of(fresh(case)), to, purpose, shows, "Ask your crew.", by=cast.hq)


def found_in(text: str) -> set[str]:
    """The fields whose canary occurs, in any spelling of the numbers."""
    plain = text.replace("A000-000-444", "A000000444").replace("+1 404-555-0144", "(404) 555-0144")
    return {name for name, canary in CANARIES.items() if canary in plain}


def shown_to(client: Any, copy: CaseCopy) -> set[str]:
    """What page and API show of it; both the same."""
    page = client.get(reverse("routing:copy", args=[copy.pk])).content.decode()
    api = client.get(f"/api/v1/copies/{copy.pk}/")
    assert api.status_code == 200
    seen = found_in(page)
    assert found_in(api.content.decode()) == seen
    return seen


@pytest.mark.parametrize(
    ("shows", "expected"),
    [(Shows.ALL, WORDS | CALLER), (Shows.NO_IDENTITY, WORDS), (Shows.FACTS_ONLY, set())],
)
def test_a_copy_shows_no_field_that_its_level_does_not_name(
    cast: Cast, signed_in: Any, shows: Shows, expected: set[str]
) -> None:
    copy = a_copy(whole_case(cast), cast, shows)
    assert shown_to(signed_in(cast.officer_atl), copy) == expected


def test_every_field_with_a_canary_is_one_of_the_table_and_nothing_else_is_shown(cast: Cast) -> None:
    assert {field.name for field in (*FIELDS, SUMMARY)} >= set(CANARIES)
    assert {field.name for field in FIELDS if Shows.FACTS_ONLY in field.shown} == {
        "number", "topic", "urgency", "facility", "held_at", "holder", "opened_at", "due_at", "hearing_on", "removal_on",
        "segregated_since",
    }  # fmt: skip


def test_a_withheld_identity_and_a_protected_person_are_kept_whatever_the_row_says(
    cast: Cast, signed_in: Any
) -> None:
    client, case = signed_in(cast.officer_atl), whole_case(cast, identity_withheld=True)
    copy = a_copy(case, cast, Shows.ALL)
    assert shown_to(client, copy) == WORDS
    Detainee.objects.update(protected=True)
    assert shown_to(client, copy) == set()


def test_reading_a_copy_is_written_down(cast: Cast, signed_in: Any) -> None:
    case = whole_case(cast)
    copy = a_copy(case, cast, Shows.NO_IDENTITY)
    signed_in(cast.officer_atl).get(reverse("routing:copy", args=[copy.pk]))
    kinds = set(
        Access.objects.filter(by=cast.officer_atl, where="copy").values_list("subject_kind", flat=True)
    )
    assert kinds == {"case", "detainee"}


def test_what_the_office_did_becomes_a_step_that_the_holder_reads(cast: Cast, signed_in: Any) -> None:
    case = whole_case(cast)
    copy = a_copy(case, cast)
    client = signed_in(cast.officer_atl)
    assert client.post(f"/copies/{copy.pk}/note/", {"what": " "}).status_code == 422
    assert client.post(f"/copies/{copy.pk}/note/", {"what": "Asked the crew."}).status_code == 302
    step = Action.objects.get(case=case)
    assert (step.note, step.office.code, step.by) == ("Asked the crew.", "ATL", cast.officer_atl)
    assert "Asked the crew." in page_of(signed_in(cast.officer_mia), case).content.decode()
    again = client.post(f"/copies/{copy.pk}/note/", {"what": "Asked again."})
    assert again.status_code == 409
    assert "Asked again." in again.content.decode()
    with pytest.raises(Overtaken):
        copies.note_copy(copy, "Third.", by=cast.lead_atl)


def test_only_people_of_the_office_answer_its_copy(cast: Cast) -> None:
    copy = a_copy(whole_case(cast), cast)
    for somebody in (cast.hq, cast.officer_mia, cast.operator):
        with pytest.raises(OutOfReach):
            copies.note_copy(copy, "Done.", by=somebody)


def test_copies_end_when_the_case_is_closed_taken_back_or_handed_to_their_office(cast: Cast) -> None:
    closed, moved, taken = (whole_case(cast) for _ in range(3))
    for case in (closed, moved, taken):
        a_copy(case, cast)
    item = item_of(claimed(fresh(closed), by=cast.officer_mia))
    desk.close(item, Disposition.RESOLVED, "Done.", by=cast.officer_mia)
    desk.transfer(item_of(moved), Office.objects.get(code="ATL"), by=cast.hq, why="Theirs.")
    copies.take_back(
        copies.copies_sent_by(cast.officer_mia).get(case=taken, office__code="ATL"), by=cast.officer_mia
    )
    ended = CaseCopy.objects.filter(office__code="ATL").order_by("pk").values_list("ended_why", flat=True)
    assert list(ended) == [copies.CLOSED, copies.HOLDS_IT, copies.TAKEN_BACK]


def test_a_copy_goes_neither_to_the_holder_nor_twice_nor_of_an_accusing_case_to_the_field(cast: Cast) -> None:
    case = whole_case(cast)
    a_copy(case, cast)
    with pytest.raises(Refused, match="has a copy already"):
        a_copy(case, cast)
    mia, item = Office.objects.get(code="MIA"), item_of(fresh(case))
    with pytest.raises(Refused, match="holds the case"):
        copies.send_copy(item, mia, Purpose.KNOW, Shows.ALL, "Why not.", by=cast.hq)
    accusing = a_case("CON", by=cast.operator, accuses_staff=True)
    with pytest.raises(Refused, match="accuses staff"):
        copies.send_copy(item_of(accusing), mia, Purpose.KNOW, Shows.ALL, "Why not.", by=cast.hq)


def test_the_api_sends_a_copy_and_takes_it_back(cast: Cast, signed_in: Any) -> None:
    case, client = whole_case(cast), signed_in(cast.hq)
    told = {"office": "ATL", "purpose": "know", "shows": "facts_only", "why": "Same crew."}
    address = f"/api/v1/cases/{case.number}/copies/"
    tag = {"If-Match": client.get(f"/api/v1/cases/{case.number}/").headers["ETag"]}
    sent = client.post(address, told, content_type="application/json", headers=tag)
    assert sent.status_code == 201
    assert client.post(address, told, content_type="application/json", headers=tag).status_code == 412
    key = next(row["id"] for row in sent.json() if row["office"] == "ATL")
    assert (
        client.post(f"/api/v1/copies/{key}/withdrawal/", content_type="application/json").status_code == 204
    )
    assert "ATL" not in {row["office"] for row in client.get(address).json()}


def test_the_list_puts_what_is_to_be_acted_on_first(cast: Cast, signed_in: Any) -> None:
    purposes = (Purpose.ACT, Purpose.KNOW, Purpose.ACT)
    made = [a_copy(whole_case(cast), cast, purpose=purpose) for purpose in purposes]
    page = signed_in(cast.officer_atl).get("/copies/").context["page"]
    assert [row.pk for row in page.rows] == [made[2].pk, made[0].pk, made[1].pk]
