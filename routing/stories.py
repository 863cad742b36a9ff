"""Invented concerns, names and answers for the demonstration and for tests. None is about a real person."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Story:
    """What an operator wrote down about one concern."""

    topic: str
    summary: str
    vulnerabilities: tuple[str, ...] = ()
    accuses_staff: bool = False


STORIES = [
    Story(
        "TEL",
        "Both wall phones in unit B have been dead since Saturday. Forty people share the one in unit C. "
        "Told the unit officer on Sunday; asks for a repair date.",
    ),
    Story(
        "TEL",
        "Calls to the consulate do not connect: a recording says the number is blocked. Tried three times this week.",
    ),
    Story(
        "MED",
        "No insulin for two days. Pharmacy window said it was not delivered. Dizzy this morning. Asks for a doctor today.",
        ("medical_illness",),
    ),
    Story(
        "MED", "Tooth broken eight days ago, two sick-call slips unanswered, cannot chew. Asks for a dentist."
    ),
    Story(
        "MNH",
        "Hears voices at night since the medicine was changed at transfer. Cellmate confirms. Asks for a psychiatrist.",
        ("mental_illness",),
    ),
    Story(
        "CON", "No hot water in the showers of the north dormitory for a week; about sixty people affected."
    ),
    Story("CON", "Meals arrive cold and after 9 p.m. since the kitchen contractor changed."),
    Story(
        "CON", "Dormitory is kept very cold at night; one blanket each. Older men cannot sleep.", ("elderly",)
    ),
    Story("LEG", "Attorney's visit was turned away twice for want of a room. Bond hearing next week."),
    Story(
        "PRP",
        "Passport and wallet did not arrive with the transfer from the last facility. Receipt is with the family.",
    ),
    Story("REL", "Bond was paid on Friday; still held. Family has the receipt."),
    Story(
        "CAS", "Does not know the deportation officer's name and has had no answer to two written requests."
    ),
    Story("SEG", "In segregation for nineteen days after asking for protection. No review paper received."),
    Story(
        "AST",
        "Threatened by two people in the dormitory over a debt. Sleeps in the day room. Asks for another unit.",
    ),
    Story("LNG", "Speaks only Mam. Signed papers nobody explained. Asks for an interpreter."),
    Story("RLG", "No halal meals since arrival; eats bread and fruit only."),
    Story("VUL", "Seventy-six years old, uses a cane, was given a top bunk.", ("elderly", "disability")),
    Story(
        "FAM",
        "Two children with a neighbor since the arrest. Dependency court on the first Tuesday of next month.",
    ),
    Story(
        "FOR",
        "Says an officer pushed him against the wall during the count; bruise on the shoulder. Camera in the corridor.",
        accuses_staff=True,
    ),
    Story(
        "RET",
        "Lost the kitchen job the day after calling the line about food. Believes it was because of the call.",
        accuses_staff=True,
    ),
    Story("DSC", "Says only people from his country are searched at the gate of the yard."),
    Story("TRF", "Was told of a transfer tomorrow; attorney in this state does not know."),
    Story("INC", "Chickenpox in three dormitories; visits stopped and no information posted."),
    Story("PRS", "Thanks the officer who helped to find the lost medicine."),
    Story("OTH", "Asks for help with a pension from the home country."),
]

ANSWERS = [
    ("CAS", "Explained how to hear the next hearing date on the court's automated line."),
    ("LOC", "Explained the online locator: A-number and country of birth."),
    ("POL", "Explained visiting hours and what to bring."),
    ("LEG", "Explained where the list of free legal service providers is posted."),
]

GIVEN_NAMES = [
    "Abel",
    "Amina",
    "Ana Lucía",
    "Bao",
    "Carmen",
    "Diego",
    "Esperanza",
    "Fátima",
    "Gaspar",
    "Haruka",
    "Ixchel",
    "Jean-Baptiste",
    "José Ángel",
    "Khadija",
    "Lucía",
    "Manuel",
    "Nadia",
    "Olena",
    "Pedro",
    "Quetzal",
    "Rosa",
    "Samuel",
    "Tomás",
    "Wilner",
    "Xiomara",
    "Yusuf",
]

FAMILY_NAMES = [
    "Ajanel",
    "Batz",
    "Castellanos",
    "Delacroix",
    "Escobar",
    "Fuentes",
    "García",
    "Hernández",
    "Ixcoy",
    "Jiménez",
    "Kaur",
    "López",
    "Muñoz",
    "Nguyen",
    "Okafor",
    "Pérez",
    "Quispe",
    "Ramírez",
    "Singh",
    "Toussaint",
    "Vásquez",
    "Xol",
    "Yang",
    "Zelaya",
]

COUNTRIES = [
    "Guatemala",
    "Honduras",
    "El Salvador",
    "Mexico",
    "Haiti",
    "Cuba",
    "Brazil",
    "India",
    "Nigeria",
    "China",
]
