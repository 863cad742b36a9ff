"""What tells who somebody is, is found in a text; times, days of hearings, rooms and amounts are not."""

import pytest

from cases.screening import find_identifiers, warning

NAME = "the caller's name"


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("His number is A000-000-123.", "an A-number", "A000-000-123"),
        ("a# 000 000 123 he said", "an A-number", "a# 000 000 123"),
        ("A000000123", "an A-number", "A000000123"),
        ("A-0000123 is old", "an A-number", "A-0000123"),
        ("Number 000-000-123 on the card", "an A-number", "000-000-123"),
        ("alien number: 000000123", "an A-number", "alien number: 000000123"),
        ("SSN 000-12-3456", "a Social Security number", "000-12-3456"),
        ("social security number 000123456", "a Social Security number", "social security number 000123456"),
        ("Call (404) 555-0101 after six", "a phone number", "(404) 555-0101"),
        ("404-555-0101", "a phone number", "404-555-0101"),
        ("+1 404 555 0101", "a phone number", "+1 404 555 0101"),
        ("his sister, 555-0101", "a phone number", "555-0101"),
        ("phone: 4045550101", "a phone number", "phone: 4045550101"),
        ("+502 5555 0101", "a phone number", "+502 5555 0101"),
        ("write to ana.cruz@example.org please", "an e-mail address", "ana.cruz@example.org"),
        ("born 3/4/1985 in Mixco", "a date of birth", "born 3/4/1985"),
        ("DOB 03/04/85", "a date of birth", "DOB 03/04/85"),
        ("date of birth: March 4, 1985", "a date of birth", "date of birth: March 4, 1985"),
        ("nacido el 4 de marzo de 1985", "a date of birth", "nacido el 4 de marzo de 1985"),
    ],
)
def test_an_identifier_is_found(text: str, kind: str, words: str) -> None:
    assert [(found.kind, found.text) for found in find_identifiers(text)] == [(kind, words)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "No insulin since 11/20, told the nurse at 10:30 and at 14.05.",
        "Hearing on 04/09/2027 at 9:00, then on April 12, 2027.",
        "Unit 3B, room 214, bunk 12-2; later pod B-4.",
        "Held since 2019-03-04, moved 2021-2022.",
        "Bond of $5,000 paid, receipt 4711, $12,500.00 in all.",
        "Case K7Q2-9MBD-4 of call C-261123-7KQ2.",
        "Asked for Form 60-001 and I-589 under 8 USC 1367.",
        "The locator is at 1-888-351-4024, the court line at 1-800-898-7180.",
        "Blood sugar 350, then 412; weighs 150 pounds.",
        "Flight 1234 tomorrow at 6, zip code 31815.",
        "Born in Texas, his mother became a citizen when he was 10.",
        "A 16-year-old; a 100 dollar fee; a 2 000 000 dollar claim.",
        "3 of 9 meals refused, 20-25 people in a cell for 12.",
        "Ratio 1-2-3, section 4.3.2, version 2.0.1.",
        "Since 23 November 2026 no hot water.",
    ],
)
def test_nothing_is_found_where_nothing_is(text: str) -> None:
    assert find_identifiers(text, caller_name="Ana Maria Cruz") == []


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("Ana Cruz says that the phones are dead", "Ana Cruz", "Ana Cruz"),
        ("It is CRUZ, ANA who calls", "Ana Cruz", "CRUZ ANA"),
        ("José Pérez told the nurse", "Jose Luis Perez", "José Pérez"),
        ("told Wolfeschlegel about it", "Wolfeschlegel", "Wolfeschlegel"),
        ("يقول محمد الحسيني إن", "محمد الحسيني", "محمد الحسيني"),
    ],
)
def test_the_name_of_the_caller_is_found(text: str, name: str, words: str) -> None:
    assert [(one.kind, one.text) for one in find_identifiers(text, caller_name=name)] == [(NAME, words)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("They hope for grace and may leave", "Grace"),
        ("Hope is gone. Cruz is another person.", "Ana Cruz"),
        ("Anything", ""),
        ("Mr. A and Mr. B", "A B"),
    ],
)
def test_a_word_that_is_also_a_name_is_no_name(text: str, name: str) -> None:
    assert find_identifiers(text, caller_name=name) == []


def test_the_warning_names_all_of_it_and_says_what_to_do() -> None:
    found = find_identifiers("A000-000-123, 555-0101")
    assert warning(found) == (
        "This text holds an A-number (A000-000-123) and a phone number (555-0101). Offices read it."
        " Take it out, or tick that it must stay."
    )
    assert warning([]) == ""


def test_odd_texts_do_no_harm() -> None:
    for text in ("\ud800A000", "9" * 200_000, "@" * 50_000, "a@" * 20_000, "+1 " * 20_000, "A" * 100_000):
        assert find_identifiers(text, caller_name="\ud800 " * 50) == []
