"""What callers speak: ISO 639-1 codes where one exists, else ISO 639-3, with the English name and the autonym.

The languages most calls are in come first; the rest is in order of English name. A group of close languages that
callers name by one word (Mixtec, Zapotec, Nahuatl) stands under one code.
"""

import unicodedata
from dataclasses import dataclass

DEFAULT = "en"
NOT_KNOWN = "und"


@dataclass(frozen=True)
class Language:
    """A language; `autonym` is what its speakers call it, empty where it equals the English name or is not known to us.

    `also` are other words people use for it, for finding only.
    """

    code: str
    name: str
    autonym: str = ""
    also: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """`Spanish – Español`."""
        return f"{self.name} – {self.autonym}" if self.autonym else self.name


MOST_USED = ("es", "en", "ht", "pt", "ar", "zh", "quc", "mam")

TABLE = (
    Language("es", "Spanish", "Español", ("Castellano",)),
    Language("en", "English"),
    Language("aa", "Afar", "Qafar"),
    Language("acr", "Achi", "Achi'"),
    Language("agu", "Awakatek", "Awakateko", ("Aguacateco",)),
    Language("ak", "Akan (Twi)", "Akan", ("Fante",)),
    Language("am", "Amharic", "አማርኛ"),
    Language("ar", "Arabic", "العربية"),
    Language("ase", "American Sign Language", "ASL"),
    Language("az", "Azerbaijani", "Azərbaycanca"),
    Language("bm", "Bambara", "Bamanankan"),
    Language("bn", "Bengali", "বাংলা"),
    Language("bzj", "Belize Creole", "Kriol"),
    Language("cab", "Garifuna", "Garífuna"),
    Language("cak", "Kaqchikel", "Kaqchikel Ch'ab'äl", ("Cakchiquel",)),
    Language("caa", "Ch'orti'", "", ("Chorti",)),
    Language("chj", "Chinantec", "", ("Chinanteco",)),
    Language("ckb", "Kurdish (Sorani)", "کوردیی ناوەندی"),
    Language("kmr", "Kurdish (Kurmanji)", "Kurmancî"),
    Language("ctu", "Ch'ol", "Lakty'añ"),
    Language("cac", "Chuj", "Koti'"),
    Language("din", "Dinka", "Thuɔŋjäŋ"),
    Language("dyu", "Dioula", "Julakan"),
    Language("ee", "Ewe", "Eʋegbe"),
    Language("fa", "Persian (Farsi)", "فارسی", ("Farsi",)),
    Language("prs", "Dari", "دری"),
    Language("ff", "Fulani", "Fulfulde, Pulaar", ("Fula", "Fulah", "Peul", "Pulaar")),
    Language("fr", "French", "Français"),
    Language("gu", "Gujarati", "ગુજરાતી"),
    Language("ha", "Hausa"),
    Language("hi", "Hindi", "हिन्दी"),
    Language("ht", "Haitian Creole", "Kreyòl ayisyen", ("Kreyol",)),
    Language("hu", "Hungarian", "Magyar"),
    Language("hy", "Armenian", "Հայերեն"),
    Language("id", "Indonesian", "Bahasa Indonesia"),
    Language("ig", "Igbo", "Asụsụ Igbo"),
    Language("ixl", "Ixil"),
    Language("ja", "Japanese", "日本語"),
    Language("jac", "Popti' (Jakaltek)", "Popti'", ("Jakaltek", "Jacalteco")),
    Language("jam", "Jamaican Creole", "Patwa", ("Patois",)),
    Language("ka", "Georgian", "ქართული"),
    Language("kea", "Cape Verdean Creole", "Kriolu"),
    Language("kek", "Q'eqchi'", "", ("Kekchi",)),
    Language("kjb", "Q'anjob'al", "", ("Kanjobal", "Qanjobal")),
    Language("kk", "Kazakh", "Қазақша"),
    Language("km", "Khmer", "ខ្មែរ"),
    Language("knj", "Akatek", "Akateko"),
    Language("ko", "Korean", "한국어"),
    Language("kri", "Krio"),
    Language("ky", "Kyrgyz", "Кыргызча"),
    Language("ln", "Lingala", "Lingála"),
    Language("lo", "Lao", "ລາວ"),
    Language("mam", "Mam", "Qyool Mam"),
    Language("maz", "Mazahua", "Jñatrjo"),
    Language("miq", "Miskito", "Mískitu"),
    Language("mix", "Mixtec", "Tu'un Savi", ("Mixteco",)),
    Language("ml", "Malayalam", "മലയാളം"),
    Language("mn", "Mongolian", "Монгол"),
    Language("mnk", "Mandinka", "Mandinka kango"),
    Language("my", "Burmese", "မြန်မာ", ("Myanmar",)),
    Language("nah", "Nahuatl", "Nāhuatlahtōlli", ("Mexicano",)),
    Language("ne", "Nepali", "नेपाली"),
    Language("om", "Oromo", "Afaan Oromoo"),
    Language("pa", "Punjabi", "ਪੰਜਾਬੀ", ("Panjabi",)),
    Language("pcm", "Nigerian Pidgin", "Naijá"),
    Language("pl", "Polish", "Polski"),
    Language("poc", "Poqomam"),
    Language("poh", "Poqomchi'"),
    Language("ps", "Pashto", "پښتو"),
    Language("pt", "Portuguese", "Português"),
    Language("tsz", "Purépecha", "P'urhépecha", ("Tarasco",)),
    Language("qu", "Quechua / Kichwa", "Runa simi, Kichwa", ("Kichwa", "Quichua")),
    Language("quc", "K'iche'", "Qatzijob'al", ("Quiche",)),
    Language("rhg", "Rohingya", "Ruáingga"),
    Language("ro", "Romanian", "Română"),
    Language("ru", "Russian", "Русский"),
    Language("rw", "Kinyarwanda", "Ikinyarwanda"),
    Language("si", "Sinhala", "සිංහල"),
    Language("sm", "Samoan", "Gagana Samoa"),
    Language("snk", "Soninke", "Sooninkanxanne"),
    Language("so", "Somali", "Soomaali"),
    Language("sq", "Albanian", "Shqip"),
    Language("sr", "Bosnian, Croatian, Serbian", "Bosanski, hrvatski, srpski", ("Croatian", "Serbian")),
    Language("sw", "Swahili", "Kiswahili"),
    Language("ta", "Tamil", "தமிழ்"),
    Language("te", "Telugu", "తెలుగు"),
    Language("tg", "Tajik", "Тоҷикӣ"),
    Language("th", "Thai", "ไทย"),
    Language("ti", "Tigrinya", "ትግርኛ"),
    Language("tl", "Tagalog", "", ("Filipino", "Pilipino")),
    Language("top", "Totonac", "Tutunáku", ("Totonaco",)),
    Language("tr", "Turkish", "Türkçe"),
    Language("trc", "Triqui", "", ("Trique",)),
    Language("tzh", "Tzeltal", "Bats'il k'op"),
    Language("tzj", "Tz'utujil", "", ("Zutuhil",)),
    Language("tzo", "Tzotzil", "Bats'i k'op"),
    Language("uk", "Ukrainian", "Українська"),
    Language("ur", "Urdu", "اردو"),
    Language("uz", "Uzbek", "Oʻzbekcha"),
    Language("vi", "Vietnamese", "Tiếng Việt"),
    Language("wo", "Wolof"),
    Language("yo", "Yoruba", "Yorùbá"),
    Language("yua", "Yucatec Maya", "Maaya t'aan", ("Maya",)),
    Language("yue", "Cantonese", "廣東話"),
    Language("zap", "Zapotec", "Diidxazá", ("Zapoteco",)),
    Language("zh", "Mandarin Chinese", "普通话", ("Chinese", "中文")),
    Language("amu", "Amuzgo", "", ("Amuzgo de Guerrero",)),
    Language("ay", "Aymara", "Aymar aru"),
    Language("be", "Belarusian", "Беларуская"),
    Language("bg", "Bulgarian", "Български"),
    Language("ceb", "Cebuano", "Sinugboanon", ("Bisaya",)),
    Language("cuk", "Guna (Kuna)", "Dulegaya", ("Kuna",)),
    Language("de", "German", "Deutsch"),
    Language("el", "Greek", "Ελληνικά"),
    Language("gn", "Guarani", "Avañe'ẽ"),
    Language("guc", "Wayuu", "Wayuunaiki", ("Guajiro",)),
    Language("he", "Hebrew", "עברית"),
    Language("hmn", "Hmong", "Hmoob"),
    Language("hus", "Huastec", "Teenek", ("Tenek", "Huasteco")),
    Language("it", "Italian", "Italiano"),
    Language("ku", "Kurdish (not known which)", "Kurdî"),
    Language("kg", "Kikongo", "Kikongo", ("Kongo",)),
    Language("mau", "Mazatec", "", ("Mazateco",)),
    Language("mto", "Mixe", "Ayuujk", ("Ayuuk",)),
    Language("oto", "Otomi", "Hñähñu"),
    Language("rn", "Kirundi", "Ikirundi", ("Rundi",)),
    Language("tar", "Tarahumara", "Rarámuri", ("Raramuri",)),
    Language("tcf", "Tlapanec", "Me'phaa", ("Mephaa", "Tlapaneco")),
    Language("tk", "Turkmen", "Türkmençe"),
    Language("ug", "Uyghur", "ئۇيغۇرچە", ("Uighur",)),
    Language("usp", "Uspantek", "Uspanteko"),
    Language("und", "Another language or not known", "", ("Other", "Unknown")),
)

BY_CODE: dict[str, Language] = {language.code: language for language in TABLE}
LANGUAGES: tuple[Language, ...] = (
    *(BY_CODE[code] for code in MOST_USED),
    *sorted(
        (language for language in TABLE if language.code not in MOST_USED),
        key=lambda language: (language.code == NOT_KNOWN, language.name),
    ),
)
SOME = 6  # how many languages a sentence names


def spoken(code: str) -> str:
    """The name of a language a page shows; the code itself when it is not in the table."""
    language = BY_CODE.get(code)
    return language.label if language else code


def folded(text: str) -> str:
    """A text as it is compared: without case, accents, apostrophes and punctuation."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(sign if sign.isalnum() else " " * sign.isspace() for sign in plain).split())


def _keys(language: Language) -> set[str]:
    names = {language.name, language.autonym, language.label, *language.also, *language.autonym.split(", ")}
    return {language.code} | {folded(name) for name in names if name}


_KEYS = {language.code: _keys(language) for language in LANGUAGES}


def find(text: str) -> list[Language]:
    """The languages a text could mean: one it names exactly, else those with a word that begins like it."""
    wanted = folded(text)
    if not wanted:
        return []
    if exact := [language for language in LANGUAGES if wanted in _KEYS[language.code]]:
        return exact[:1]
    return [
        language
        for language in LANGUAGES
        if any(f" {key}".find(f" {wanted}") >= 0 for key in _KEYS[language.code])
    ]


def choices(chosen: str = "") -> list[tuple[str, str]]:
    """The options of a select: the most used, the one chosen, and that for any other."""
    codes = dict.fromkeys((*MOST_USED, chosen, NOT_KNOWN))
    return [(code, BY_CODE[code].label) for code in codes if code in BY_CODE]
