"""The salient points make up the summary in one fixed order."""

from cases.points import compose, kept, shown, too_long

ALL = {
    "asks_for": "A doctor today.",
    "since": "Sunday evening",
    "tried": "Told the nurse\r\ntwice.",
    "spot": " Unit B,  bed 14 ",
    "witnesses": "Two cellmates",
}
SUMMARY = """No insulin for two days.
Since when: Sunday evening
Where: Unit B, bed 14
Who saw it: Two cellmates
Tried with staff: Told the nurse twice.
Asks for: A doctor today."""


def test_the_order_and_the_labels_are_always_the_same() -> None:
    assert compose("No insulin for two days.\n", ALL) == SUMMARY


def test_without_points_the_summary_is_what_was_written() -> None:
    assert compose("  Cold food.\nEvery day. ", {}) == "Cold food.\nEvery day."
    assert kept("Cold food.", {"since": "  "}) == {}


def test_the_record_keeps_what_was_asked() -> None:
    told = kept("No insulin.", {"since": "Sunday"})
    assert told == {"what": "No insulin.", "since": "Sunday"}
    assert shown(told) == [("Since when", "Sunday")]


def test_too_much_is_said_with_its_numbers() -> None:
    assert too_long("a" * 10, {}, 10) == ""
    assert "together they have 28 characters, and 20 fit" in too_long("a" * 10, {"since": "bcdef"}, 20)
