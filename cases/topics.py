"""Finding the topic of a concern: by what somebody searches for, and from what is being written. Pure.

Both only ever offer; the operator chooses. What is given is never kept, logged or put into an address.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from cases.models import Topic, Urgency
from cases.phrases import GAP, Finder, Phrase, Speller, Word, fits, phrases_of, plain, words_of

FOUND_LIMIT = 8
SUGGESTED_LIMIT = 3
WORDS_SHOWN = 3
LEAST = 0.5  # a single word that three topics share says too little
AGREES = 0.6  # a search keeps topics that explain nearly as much of it as the best one does
SPANISH_IN_ENGLISH = 0.5
SPANISH_SMALL = """
el la los las un una de del que no le lo me mi se su en con por para es esta y yo ella hay ha han al como pero
"""
ENGLISH_SMALL = """
a an and are at be been by for from has have he her him his i in is it its my of on or our she since so that the their
them there they this to too us very was we were with you your
"""
SPANISH = frozenset(SPANISH_SMALL.split())
SMALL = SPANISH | frozenset(ENGLISH_SMALL.split())
CODE, NAME, PHRASE, KEYWORD, EXAMPLE, TYPO = 100.0, 20.0, 12.0, 8.0, 4.0, 0.7


@dataclass(frozen=True)
class Found:
    """A topic that a search leads to, and the words that led there; none where it is the name itself."""

    topic: Topic
    because: tuple[str, ...]


@dataclass(frozen=True)
class Suggestion:
    """A topic that fits what is being written, and the words of the text that led there."""

    topic: Topic
    words: tuple[str, ...]


@dataclass(frozen=True)
class _Lists:
    """The words by which topics are found, made once from their texts."""

    finder: Finder
    owners: dict[Phrase, frozenset[str]]
    spanish: dict[str, frozenset[Phrase]]
    names: dict[str, frozenset[str]]
    keywords: dict[str, frozenset[str]]
    examples: dict[str, frozenset[str]]
    speller: Speller


def suggest(text: str, language: str, topics: Sequence[Topic]) -> list[Suggestion]:
    """At most three topics for what is written, an emergency first, then by how much of the text speaks for them."""
    by_code = {topic.code: topic for topic in topics}
    lists, words = _lists_of(topics), words_of(text)
    spoken = 1.0 if language == "es" or _reads_as_spanish(words) else SPANISH_IN_ENGLISH
    found: list[tuple[bool, float, str, tuple[str, ...]]] = []
    for code, hits in _hits(lists, words).items():
        kept = _apart(hits)
        score = sum(_weight(lists, code, phrase, spoken) for phrase, _, _ in kept)
        if score >= LEAST:
            urgent = by_code[code].urgency == Urgency.P0 and score >= 1
            found.append((urgent, score, code, _as_written(words, kept)))
    found.sort(key=lambda row: (not row[0], -row[1], by_code[row[2]].urgency, row[2]))
    return [Suggestion(by_code[code], led) for _, _, code, led in found[:SUGGESTED_LIMIT]]


def search(text: str, topics: Sequence[Topic]) -> list[Found]:
    """The topics that a few words lead to, the best first: by code, name, everyday words, examples, definition.

    Accents do not count, the beginning of a word is enough, one typing error in a longer word is forgiven.
    """
    lists, words = _lists_of(topics), words_of(text)
    asked = [word.plain for word in words if word.plain not in SMALL] or [word.plain for word in words]
    typed = {word: lists.speller.meant(word) for word in dict.fromkeys(asked) if not _known(lists, word)}
    phrases = _hits(lists, words)
    found: list[tuple[float, Topic, tuple[str, ...]]] = []
    for topic in topics:
        score, because = _explained(lists, topic.code, asked, typed)
        kept = _apart(phrases.get(topic.code, []))
        worth = PHRASE * sum(phrase.words / len(lists.owners[phrase]) for phrase, _, _ in kept)
        if score + worth:
            led = _as_written(words, kept) if kept and (because or not score) else because
            found.append((score + worth, topic, led))
    found.sort(key=lambda row: (-row[0], row[1].urgency, row[1].name))
    best = found[0][0] if found else 0.0
    return [Found(topic, led) for score, topic, led in found[:FOUND_LIMIT] if score >= best * (1 - AGREES)]


def _explained(
    lists: _Lists, code: str, asked: Iterable[str], typed: dict[str, set[str]]
) -> tuple[float, tuple[str, ...]]:
    """How well a topic explains the words of a search, one by one, and which of its own words do."""
    score, because = 0.0, []
    for word in dict.fromkeys(asked):
        worth, led = _worth(lists, code, word, typed.get(word, set()))
        score += worth
        if led:
            because.append(led)
    return score, tuple(dict.fromkeys(because))[:WORDS_SHOWN]


def _worth(lists: _Lists, code: str, word: str, meant: set[str]) -> tuple[float, str]:
    if word == plain(code):
        return CODE, ""
    if any(name.startswith(word) for name in lists.names[code]):
        return NAME + (word in lists.names[code]), ""
    kept = ((KEYWORD, lists.keywords[code]), (EXAMPLE, lists.examples[code]))
    for worth, known in kept:
        hit = next((part for part in sorted(known) if fits(part, word) or part.startswith(word)), None)
        if hit:
            return worth, word if hit.endswith("*") else hit
    for worth, known in ((NAME, lists.names[code]), *kept):
        if near := sorted(meant & known):
            return worth * TYPO, near[0].rstrip("*")
    return 0.0, ""


def _known(lists: _Lists, word: str) -> bool:
    every = (lists.names, lists.keywords, lists.examples)
    return any(
        fits(part, word) or part.startswith(word)
        for kind in every
        for parts in kind.values()
        for part in parts
    )


def _hits(lists: _Lists, words: list[Word]) -> dict[str, list[tuple[Phrase, int, int]]]:
    """What of the text is on the list of which topic."""
    found: dict[str, list[tuple[Phrase, int, int]]] = defaultdict(list)
    for phrase, first, last in lists.finder.find(words):
        for code in lists.owners[phrase]:
            found[code].append((phrase, first, last))
    return found


def _apart(hits: list[tuple[Phrase, int, int]]) -> list[tuple[Phrase, int, int]]:
    """Each phrase once and each word of the text once, the longest phrases first."""
    kept: list[tuple[Phrase, int, int]] = []
    taken: set[int] = set()
    for phrase, first, last in sorted(hits, key=lambda hit: (-hit[0].words, hit[1])):
        places = set(range(first, last + 1))
        if not places & taken and all(phrase != other for other, _, _ in kept):
            kept.append((phrase, first, last))
            taken |= places
    return sorted(kept, key=lambda hit: hit[1])


def _weight(lists: _Lists, code: str, phrase: Phrase, spoken: float) -> float:
    """More words say more; words that several topics share say less."""
    weight = (0.2 + 0.8 * phrase.words) / len(lists.owners[phrase])
    return weight * (spoken if phrase in lists.spanish[code] else 1.0)


def _as_written(words: list[Word], kept: list[tuple[Phrase, int, int]]) -> tuple[str, ...]:
    """The words of the text themselves, in its order, each once."""
    told = (" ".join(word.typed for word in words[first : last + 1]) for _, first, last in kept)
    return tuple(dict.fromkeys(told))[:WORDS_SHOWN]


def _reads_as_spanish(words: list[Word]) -> bool:
    return sum(word.plain in SPANISH for word in words) >= 2


def _lists_of(topics: Sequence[Topic]) -> _Lists:
    return _made(
        tuple((t.code, t.name, t.keywords_en, t.keywords_es, f"{t.examples} {t.definition}") for t in topics)
    )


@lru_cache(maxsize=4)
def _made(texts: tuple[tuple[str, str, str, str, str], ...]) -> _Lists:
    owners: dict[Phrase, set[str]] = defaultdict(set)
    spanish: dict[str, frozenset[Phrase]] = {}
    keywords: dict[str, frozenset[str]] = {}
    examples: dict[str, frozenset[str]] = {}
    for code, _, in_english, in_spanish, told in texts:
        both = {*phrases_of(in_english), *phrases_of(in_spanish)}
        spanish[code] = frozenset(phrases_of(in_spanish)) - set(phrases_of(in_english))
        keywords[code] = frozenset(phrase.parts[0] for phrase in both if phrase.words == 1)
        parts = frozenset(part for phrase in both for part in phrase.parts) - {GAP} - SMALL
        examples[code] = (_telling(told) | parts) - keywords[code]
        for phrase in both:
            owners[phrase].add(code)
    names = {code: _telling(name) for code, name, *_ in texts}
    every = {part for kind in (names, keywords, examples) for parts in kind.values() for part in parts}
    return _Lists(
        finder=Finder(owners),
        owners={phrase: frozenset(codes) for phrase, codes in owners.items()},
        spanish=spanish,
        names=names,
        keywords=keywords,
        examples=examples,
        speller=Speller(every),
    )


def _telling(text: str) -> frozenset[str]:
    return frozenset(word.plain for word in words_of(text)) - SMALL
