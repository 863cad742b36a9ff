"""Names: from published capitals to letters people read, and to the plain text that searches compare."""

import re
import unicodedata
from collections.abc import Iterable

LONGEST_QUERY = 100

TWO_LETTER_STATES = """
AL AK AZ AR CA CO CT DC DE FL GA GU HI IA ID IL IN KS KY LA MA MD ME MI MN MO MP MS MT NC ND NE NH NJ NM NV NY
OH OK OR PA PR RI SC SD TN TX UT VA VI VT WA WI WV WY
"""
ABBREVIATIONS = """
AROCC BOP BSCC CC CCA CDF CEC CFC CFG CLIPC DIGSA DRO ERO FCI FDC FM FPO GEO IAH ICA ICE IGA IGSA IHSC II III
INS IPC JTF KVNA LBNC LCS MCC MDC NW NYC OCSD OS PDN PNA PO SE SFR SNJ SPC SSM SW TGK US USMS USP USPHS
"""
STAY_CAPITAL = frozenset([*TWO_LETTER_STATES.split(), *ABBREVIATIONS.split()])
WORDS_THAT_LOOK_LIKE_STATES = {
    "LA": "La",
    "DE": "De",
    "IN": "in",
    "OR": "or",
    "CO": "Co",
    "ME": "Me",
    "CC": "CC",
}
SMALL = frozenset({"AND", "AT", "FOR", "IN", "OF", "ON", "THE"})
SPELLED = {
    "DEKALB": "DeKalb",
    "DEFUNIAK": "DeFuniak",
    "LASALLE": "LaSalle",
    "SEATAC": "SeaTac",
    "MACOMB": "Macomb",
    "NAPHCARE": "NaphCare",
    "CORRECTMED": "CorrectMed",
    "CONMED": "Conmed",
    "ARNP": "ARNP",
    "DD&P": "DD&P",
    "M&TC": "M&TC",
}
WORD = re.compile(r"[A-Za-z0-9&'’]+")
UNCLOSED = re.compile(r"\s*\([^)]*$")


def readable(name: str) -> str:
    """A name published in capitals in readable letters: "MCHENRY JAIL (IL)" becomes "McHenry Jail (IL)".

    A name that already has small letters stays; a bracket that the published list cut off is dropped."""
    name = UNCLOSED.sub("", " ".join(name.split())).rstrip(" ,")
    if name != name.upper():
        return name
    return WORD.sub(lambda found: _word(found.group(), name, found.start(), found.end()), name)


def _word(word: str, name: str, start: int, end: int) -> str:
    if word in SPELLED:
        return SPELLED[word]
    if word in STAY_CAPITAL and not (word == "MT" and name[end : end + 1] == "."):
        stands_alone = name[start - 1 : start] in {"(", ","} or name[max(0, start - 2) : start] == ", "
        if word not in WORDS_THAT_LOOK_LIKE_STATES or stands_alone:
            return word
        return WORDS_THAT_LOOK_LIKE_STATES[word] if start else word.capitalize()
    if word in SMALL and start and name[start - 1] == " ":
        return word.lower()
    if word[0].isdigit():
        return word.lower() if re.fullmatch(r"\d+(ST|ND|RD|TH)", word) else word
    if re.fullmatch(r"MC[A-Z]{3,}", word):
        return "Mc" + word[2:].capitalize()
    if re.fullmatch(r"O['’][A-Z]{2,}", word):
        return word[:2] + word[2:].capitalize()
    return word.capitalize() if len(word) > 1 else word


def plain(text: str) -> str:
    """Small letters, digits and single spaces: what searches compare. Accents and apostrophes are gone."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    bare = bare.lower().replace("'", "").replace("’", "")
    return " ".join(re.findall(r"[a-z0-9]+", bare))


def search_text(key: str, code: str, names: Iterable[str], place: Iterable[str]) -> str:
    """The plain text by which a facility is found: names first, then codes, then the place."""
    parts = [*names, key, code, *place]
    return " / ".join(dict.fromkeys(filter(None, map(plain, parts))))
