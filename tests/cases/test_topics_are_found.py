"""Everyday words, in English and Spanish, lead to the right topic; nothing is suggested without the words that led there."""

import csv
import time

import pytest

from cases.loading import FILE, _topic
from cases.models import Topic
from cases.topics import search, suggest


@pytest.fixture(scope="module")
def topics() -> list[Topic]:
    with FILE.open(encoding="utf-8", newline="") as lines:
        every = [_topic(row) for row in csv.DictReader(lines)]
    return [topic for topic in every if topic.opens_case]


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ("MED", "MED"),
        ("sui", "SUI"),
        ("medical", "MED"),
        ("insulina", "MED"),
        ("insul", "MED"),
        ("MÉDICO", "MED"),
        ("medico", "MED"),
        ("medcial", "MED"),
        ("le pegaron", "FOR"),
        ("guard hit him", "FOR"),
        ("no me dejan llamar", "TEL"),
        ("abogado no entra", "LEG"),
        ("law libary", "LEG"),
        ("deporting me tomorrow", "REM"),
        ("miedo de volver", "REM"),
        ("quiero morir", "SUI"),
        ("wants to die", "SUI"),
        ("hunger stike", "HST"),
        ("huelga", "HST"),
        ("in the hole", "SEG"),
        ("aislado", "SEG"),
        ("fianza", "REL"),
        ("bond paid", "REL"),
        ("hot water", "CON"),
        ("agua fría", "CON"),
        ("wheelchiar", "DIS"),
        ("tengo 16", "JUV"),
        ("born in texas", "USC"),
        ("u visa", "CRV"),
        ("violencia doméstica", "CRV"),
        ("mis hijos", "FAM"),
        ("where is my brother", "LOC"),
        ("donde está", "LOC"),
        ("speaks only mam", "LNG"),
        ("no habla inglés", "LNG"),
        ("halal", "RLG"),
        ("biblia", "RLG"),
        ("racism", "DSC"),
        ("redada", "ENF"),
        ("perdieron mis cosas", "PRP"),
        ("me trasladaron", "TRF"),
        ("written up", "DCP"),
        ("court date", "CAS"),
        ("fecha de corte", "CAS"),
        ("foia", "PRV"),
        ("gracias", "PRS"),
        ("otra cosa", "OTH"),
    ],
)
def test_a_search_leads_to_the_topic(topics: list[Topic], wish: str, code: str) -> None:
    assert search(wish, topics)[0].topic.code == code


@pytest.mark.parametrize("wish", ["", "   ", "xyzzyq", "·—·", "\ud800", "a" * 5000])
def test_a_search_for_nothing_finds_nothing(topics: list[Topic], wish: str) -> None:
    assert search(wish, topics) == []


def test_a_search_says_which_words_led_there(topics: list[Topic]) -> None:
    assert search("no insulin", topics)[0].because == ("no insulin",)
    assert search("medical care", topics)[0].because == ()


@pytest.mark.parametrize(
    ("text", "language", "led"),
    [
        ("No insulin for two days. The nurse said no doctor comes.", "en", [("MED", ("No insulin", "nurse", "no doctor"))]),
        ("Lleva dos días sin comer y quiere morir", "es", [("SUI", ("quiere morir",)), ("HST", ("sin comer",))]),
        ("The phones of unit B have been dead since then.", "en", [("TEL", ("phones",))]),
        ("In the hole because he complained", "en", [("RET", ("because he complained",)), ("SEG", ("In the hole",))]),
        ("Se lo llevaron y no sabemos dónde está", "es", [("LOC", ("Se lo llevaron", "no sabemos dónde"))]),
        ("He is 16 and held with adults", "en", [("JUV", ("He is 16", "held with adults"))]),
        ("Since Friday", "en", []),
        ("", "en", []),
    ],
)  # fmt: skip
def test_a_text_suggests_topics_with_its_own_words(
    topics: list[Topic], text: str, language: str, led: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert [(one.topic.code, one.words) for one in suggest(text, language, topics)] == led


def test_an_emergency_is_suggested_first_and_there_are_at_most_three(topics: list[Topic]) -> None:
    text = (
        "No phone calls, no visits, no mail. The food is rotten, the water is brown and cold, the showers have mold. "
        "No doctor, no insulin, no medicine. My lawyer cannot visit. He wants to die."
    )
    found = suggest(text, "en", topics)
    assert len(found) == 3
    assert found[0].topic.code == "SUI"


def test_every_topic_that_opens_a_case_has_words_in_both_languages(topics: list[Topic]) -> None:
    assert [topic.code for topic in topics if not topic.keywords_en or not topic.keywords_es] == []


def test_long_texts_cost_little(topics: list[Topic]) -> None:
    suggest("warm up", "en", topics)
    began = time.perf_counter()
    suggest("no insulin and no doctor " * 8_000, "en", topics)  # 200 KB
    assert time.perf_counter() - began < 10  # minutes if it went over the text once for each word
