"""Countries of birth offered while typing. A suggestion only: any text is kept, as people name their country.

`key` makes one word of whatever way a country was written, so that a search is not narrowed by its spelling.
"""

import difflib
from functools import lru_cache

from cases.sounds import folded

TABLE = """
Afghanistan AF AFG; Albania AL ALB; Algeria DZ DZA; Andorra AD AND; Angola AO AGO; Antigua and Barbuda AG ATG;
Argentina AR ARG; Armenia AM ARM; Australia AU AUS; Austria AT AUT; Azerbaijan AZ AZE; Bahamas BS BHS; Bahrain BH BHR;
Bangladesh BD BGD; Barbados BB BRB; Belarus BY BLR; Belgium BE BEL; Belize BZ BLZ; Benin BJ BEN; Bermuda BM BMU;
Bhutan BT BTN; Bolivia BO BOL; Bosnia and Herzegovina BA BIH; Botswana BW BWA; Brazil BR BRA; Brunei BN BRN;
Bulgaria BG BGR; Burkina Faso BF BFA; Burma (Myanmar) MM MMR; Burundi BI BDI; Cambodia KH KHM; Cameroon CM CMR;
Canada CA CAN; Cape Verde CV CPV; Central African Republic CF CAF; Chad TD TCD; Chile CL CHL; China CN CHN;
Colombia CO COL; Comoros KM COM; Congo (Brazzaville) CG COG; Congo (Kinshasa) CD COD; Costa Rica CR CRI;
Croatia HR HRV; Cuba CU CUB; Cyprus CY CYP; Czech Republic CZ CZE; Denmark DK DNK; Djibouti DJ DJI; Dominica DM DMA;
Dominican Republic DO DOM; Ecuador EC ECU; Egypt EG EGY; El Salvador SV SLV; Equatorial Guinea GQ GNQ; Eritrea ER ERI;
Estonia EE EST; Eswatini SZ SWZ; Ethiopia ET ETH; Fiji FJ FJI; Finland FI FIN; France FR FRA; Gabon GA GAB;
Gambia GM GMB; Georgia GE GEO; Germany DE DEU; Ghana GH GHA; Greece GR GRC; Grenada GD GRD; Guatemala GT GTM;
Guinea GN GIN; Guinea-Bissau GW GNB; Guyana GY GUY; Haiti HT HTI; Honduras HN HND; Hong Kong HK HKG; Hungary HU HUN;
Iceland IS ISL; India IN IND; Indonesia ID IDN; Iran IR IRN; Iraq IQ IRQ; Ireland IE IRL; Israel IL ISR; Italy IT ITA;
Ivory Coast CI CIV; Jamaica JM JAM; Japan JP JPN; Jordan JO JOR; Kazakhstan KZ KAZ; Kenya KE KEN; Kiribati KI KIR;
Kosovo XK XKX; Kuwait KW KWT; Kyrgyzstan KG KGZ; Laos LA LAO; Latvia LV LVA; Lebanon LB LBN; Lesotho LS LSO;
Liberia LR LBR; Libya LY LBY; Liechtenstein LI LIE; Lithuania LT LTU; Luxembourg LU LUX; Macau MO MAC;
Madagascar MG MDG; Malawi MW MWI; Malaysia MY MYS; Maldives MV MDV; Mali ML MLI; Malta MT MLT; Marshall Islands MH MHL;
Mauritania MR MRT; Mauritius MU MUS; Mexico MX MEX; Micronesia FM FSM; Moldova MD MDA; Monaco MC MCO; Mongolia MN MNG;
Montenegro ME MNE; Morocco MA MAR; Mozambique MZ MOZ; Namibia NA NAM; Nauru NR NRU; Nepal NP NPL; Netherlands NL NLD;
New Zealand NZ NZL; Nicaragua NI NIC; Niger NE NER; Nigeria NG NGA; North Korea KP PRK; North Macedonia MK MKD;
Norway NO NOR; Oman OM OMN; Pakistan PK PAK; Palau PW PLW; Palestinian Territories PS PSE; Panama PA PAN;
Papua New Guinea PG PNG; Paraguay PY PRY; Peru PE PER; Philippines PH PHL; Poland PL POL; Portugal PT PRT; Qatar QA QAT;
Romania RO ROU; Russia RU RUS; Rwanda RW RWA; Saint Kitts and Nevis KN KNA; Saint Lucia LC LCA;
Saint Vincent and the Grenadines VC VCT; Samoa WS WSM; San Marino SM SMR; Sao Tome and Principe ST STP;
Saudi Arabia SA SAU; Senegal SN SEN; Serbia RS SRB; Seychelles SC SYC; Sierra Leone SL SLE; Singapore SG SGP;
Slovakia SK SVK; Slovenia SI SVN; Solomon Islands SB SLB; Somalia SO SOM; South Africa ZA ZAF; South Korea KR KOR;
South Sudan SS SSD; Spain ES ESP; Sri Lanka LK LKA; Stateless XX XXX; Sudan SD SDN; Suriname SR SUR; Sweden SE SWE;
Switzerland CH CHE; Syria SY SYR; Taiwan TW TWN; Tajikistan TJ TJK; Tanzania TZ TZA; Thailand TH THA;
Timor-Leste TL TLS; Togo TG TGO; Tonga TO TON; Trinidad and Tobago TT TTO; Tunisia TN TUN; Turkey TR TUR;
Turkmenistan TM TKM; Turks and Caicos Islands TC TCA; Tuvalu TV TUV; Uganda UG UGA; Ukraine UA UKR;
United Arab Emirates AE ARE; United Kingdom GB GBR; United States US USA; Uruguay UY URY; Uzbekistan UZ UZB;
Vanuatu VU VUT; Venezuela VE VEN; Vietnam VN VNM; Yemen YE YEM; Zambia ZM ZMB; Zimbabwe ZW ZWE
"""
# As people say them, in the languages of the line and in those of old papers.
ALSO = {
    "BA": "bosnia", "BO": "plurinational state of bolivia", "BR": "brasil", "BY": "bielorrusia", "BZ": "belice",
    "CD": "dr congo, drc, democratic republic of the congo, zaire", "CG": "congo, republic of the congo",
    "CI": "cote d ivoire, costa de marfil", "CM": "cameroun, camerun", "CN": "prc, peoples republic of china, zhongguo",
    "CV": "cabo verde", "CZ": "czechia", "DE": "alemania", "DO": "republica dominicana, rd, santo domingo",
    "EG": "egipto", "ES": "espana", "FR": "francia", "GB": "uk, england, scotland, inglaterra, great britain",
    "GE": "sakartvelo", "GN": "guinee, guinea conakry", "HT": "ayiti", "HN": "onduras", "IN": "bharat", "IT": "italia",
    "IR": "persia", "KP": "dprk", "KR": "korea, corea, corea del sur", "MA": "maroc, marruecos", "MM": "burma, myanmar",
    "MR": "mauritanie", "MX": "mejico, estados unidos mexicanos", "NL": "holland", "PH": "filipinas",
    "PK": "paquistan", "PS": "palestine, gaza, west bank", "RO": "rumania", "RU": "rusia, russian federation, ussr",
    "SN": "senegal", "SV": "salvador", "SY": "siria", "SZ": "swaziland", "TR": "turkiye, turquia",
    "TT": "trinidad, tobago", "TW": "republic of china", "UA": "ukraina, ucrania",
    "US": "usa, united states of america, america, estados unidos, eeuu", "VE": "bolivarian republic of venezuela",
    "VN": "viet nam", "XX": "apatrida", "ZA": "sudafrica",
}  # fmt: skip


def _table() -> tuple[tuple[str, ...], dict[str, str]]:
    names, keys = [], {}
    for row in TABLE.replace("\n", " ").split(";"):
        name, short, long = row.strip().rsplit(" ", 2)
        names.append(name)
        also = ALSO[short].split(",") if short in ALSO else []
        keys.update(dict.fromkeys(map(_bare, (name, short, long, *also)), short))
    return tuple(names), keys


def _bare(text: str) -> str:
    """Letters only, without accents and the words that countries share."""
    words = folded(text).replace("ñ", "n").replace("ç", "c").replace("ü", "u").split()
    return "".join(word for word in words if word not in {"the", "republic", "of", "el", "la"}) or "".join(
        words
    )


COUNTRIES, KEYS = _table()
LONG = sorted(spelling for spelling in KEYS if len(spelling) > 3)


@lru_cache(maxsize=2_000)
def key(text: str) -> str:
    """The two letters of the country meant, by name, code, alias or a slip of spelling; else the text without accents.

    The empty text stays empty.
    """
    bare = _bare(text)
    if bare in KEYS or len(bare) < 4:
        return KEYS.get(bare, bare)
    close = difflib.get_close_matches(bare, LONG, n=1, cutoff=0.84)
    return KEYS[close[0]] if close else bare[:16]
