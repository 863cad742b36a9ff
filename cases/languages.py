"""What callers speak: ISO 639-1 codes where one exists, else ISO 639-3, with the English name and the autonym.

Spanish and English come first because nearly every call is in one of them; the rest is in order of English name.
"""

from dataclasses import dataclass

DEFAULT = "en"


@dataclass(frozen=True)
class Language:
    """A spoken language; `autonym` is what its speakers call it, empty where it equals the English name."""

    code: str
    name: str
    autonym: str = ""

    @property
    def label(self) -> str:
        """`Spanish – Español`."""
        return f"{self.name} – {self.autonym}" if self.autonym else self.name


FIRST = (Language("es", "Spanish", "Español"), Language("en", "English"))

OTHERS = (
    Language("aa", "Afar", "Qafar"),
    Language("acr", "Achi", "Achi'"),
    Language("agu", "Awakatek", "Awakateko"),
    Language("ak", "Akan (Twi)", "Akan"),
    Language("am", "Amharic", "አማርኛ"),
    Language("ar", "Arabic", "العربية"),
    Language("ase", "American Sign Language"),
    Language("az", "Azerbaijani", "Azərbaycanca"),
    Language("bm", "Bambara", "Bamanankan"),
    Language("bn", "Bengali", "বাংলা"),
    Language("bzj", "Belize Creole", "Kriol"),
    Language("cab", "Garifuna"),
    Language("cak", "Kaqchikel", "Kaqchikel Ch'ab'äl"),
    Language("caa", "Ch'orti'"),
    Language("chj", "Chinantec"),
    Language("ckb", "Kurdish (Sorani)", "کوردیی ناوەندی"),
    Language("kmr", "Kurdish (Kurmanji)", "Kurmancî"),
    Language("ctu", "Ch'ol"),
    Language("cac", "Chuj"),
    Language("din", "Dinka", "Thuɔŋjäŋ"),
    Language("dyu", "Dioula", "Julakan"),
    Language("ee", "Ewe", "Eʋegbe"),
    Language("fa", "Persian (Farsi)", "فارسی"),
    Language("prs", "Dari", "دری"),
    Language("ff", "Fulani", "Fulfulde, Pulaar"),
    Language("fr", "French", "Français"),
    Language("gu", "Gujarati", "ગુજરાતી"),
    Language("ha", "Hausa"),
    Language("hi", "Hindi", "हिन्दी"),
    Language("ht", "Haitian Creole", "Kreyòl ayisyen"),
    Language("hu", "Hungarian", "Magyar"),
    Language("hy", "Armenian", "Հայերեն"),
    Language("id", "Indonesian", "Bahasa Indonesia"),
    Language("ig", "Igbo", "Asụsụ Igbo"),
    Language("ixl", "Ixil"),
    Language("ja", "Japanese", "日本語"),
    Language("jac", "Popti' (Jakaltek)", "Popti'"),
    Language("jam", "Jamaican Creole", "Patwa"),
    Language("ka", "Georgian", "ქართული"),
    Language("kea", "Cape Verdean Creole", "Kriolu"),
    Language("kek", "Q'eqchi'"),
    Language("kjb", "Q'anjob'al"),
    Language("kk", "Kazakh", "Қазақша"),
    Language("km", "Khmer", "ខ្មែរ"),
    Language("knj", "Akatek", "Akateko"),
    Language("ko", "Korean", "한국어"),
    Language("kri", "Krio"),
    Language("ky", "Kyrgyz", "Кыргызча"),
    Language("ln", "Lingala", "Lingála"),
    Language("lo", "Lao", "ລາວ"),
    Language("mam", "Mam", "Qyool Mam"),
    Language("maz", "Mazahua"),
    Language("miq", "Miskito", "Mískitu"),
    Language("mix", "Mixtec", "Tu'un Savi"),
    Language("ml", "Malayalam", "മലയാളം"),
    Language("mn", "Mongolian", "Монгол"),
    Language("mnk", "Mandinka", "Mandinka kango"),
    Language("my", "Burmese", "မြန်မာ"),
    Language("nah", "Nahuatl", "Nāhuatlahtōlli"),
    Language("ne", "Nepali", "नेपाली"),
    Language("om", "Oromo", "Afaan Oromoo"),
    Language("pa", "Punjabi", "ਪੰਜਾਬੀ"),
    Language("pcm", "Nigerian Pidgin", "Naijá"),
    Language("pl", "Polish", "Polski"),
    Language("poc", "Poqomam"),
    Language("poh", "Poqomchi'"),
    Language("ps", "Pashto", "پښتو"),
    Language("pt", "Portuguese", "Português"),
    Language("pua", "Purépecha", "P'urhépecha"),
    Language("qu", "Quechua / Kichwa", "Runa simi, Kichwa"),
    Language("quc", "K'iche'", "Qatzijob'al"),
    Language("rhg", "Rohingya", "Ruáingga"),
    Language("ro", "Romanian", "Română"),
    Language("ru", "Russian", "Русский"),
    Language("rw", "Kinyarwanda", "Ikinyarwanda"),
    Language("si", "Sinhala", "සිංහල"),
    Language("sm", "Samoan", "Gagana Samoa"),
    Language("snk", "Soninke", "Sooninkanxanne"),
    Language("so", "Somali", "Soomaali"),
    Language("sq", "Albanian", "Shqip"),
    Language("sr", "Bosnian, Croatian, Serbian", "Bosanski, hrvatski, srpski"),
    Language("sw", "Swahili", "Kiswahili"),
    Language("ta", "Tamil", "தமிழ்"),
    Language("te", "Telugu", "తెలుగు"),
    Language("tg", "Tajik", "Тоҷикӣ"),
    Language("th", "Thai", "ไทย"),
    Language("ti", "Tigrinya", "ትግርኛ"),
    Language("tl", "Tagalog", "Tagalog"),
    Language("top", "Totonac"),
    Language("tr", "Turkish", "Türkçe"),
    Language("trc", "Triqui"),
    Language("tzh", "Tzeltal", "Bats'il k'op"),
    Language("tzj", "Tz'utujil"),
    Language("tzo", "Tzotzil", "Bats'i k'op"),
    Language("uk", "Ukrainian", "Українська"),
    Language("ur", "Urdu", "اردو"),
    Language("uz", "Uzbek", "Oʻzbekcha"),
    Language("vi", "Vietnamese", "Tiếng Việt"),
    Language("wo", "Wolof"),
    Language("yo", "Yoruba", "Yorùbá"),
    Language("yua", "Yucatec Maya", "Maaya t'aan"),
    Language("yue", "Cantonese", "廣東話"),
    Language("zap", "Zapotec", "Diidxazá"),
    Language("zh", "Mandarin Chinese", "普通话"),
    Language("und", "Another language or not known"),
)

LANGUAGES: tuple[Language, ...] = (
    *FIRST,
    *sorted(OTHERS, key=lambda language: (language.code == "und", language.name)),
)
BY_CODE: dict[str, Language] = {language.code: language for language in LANGUAGES}


def spoken(code: str) -> str:
    """The name of a language a page shows; the code itself when it is not in the table."""
    language = BY_CODE.get(code)
    return language.label if language else code


def choices() -> list[tuple[str, str]]:
    """The options of a select."""
    return [(language.code, language.label) for language in LANGUAGES]
