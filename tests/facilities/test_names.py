"""Names published in capitals are shown in readable letters, and compared in plain ones."""

import pytest

from facilities.naming import plain, readable


@pytest.mark.parametrize(
    ("published", "shown"),
    [
        ("STEWART DETENTION CENTER", "Stewart Detention Center"),
        ("NORTHWEST ICE PROCESSSING CENTER", "Northwest ICE Processsing Center"),
        ("WEBB COUNTY DETENTION CENTER (CCA)", "Webb County Detention Center (CCA)"),
        ("MCHENRY COUNTY CORRECTIONAL FACILITY", "McHenry County Correctional Facility"),
        ("DEKALB COUNTY DETENTION CENTER", "DeKalb County Detention Center"),
        ("JENA/LASALLE DETENTION FACILITY", "Jena/LaSalle Detention Facility"),
        ("LA PAZ COUNTY ADULT DETENTION FACILITY", "La Paz County Adult Detention Facility"),
        ("CLARK COUNTY JAIL (IN)", "Clark County Jail (IN)"),
        ("CASCADE COUNTY JAIL, MT", "Cascade County Jail, MT"),
        ("MT. PLEASANT", "Mt. Pleasant"),
        ("BAKER COUNTY SHERIFF'S OFFICE", "Baker County Sheriff's Office"),
        ("CHICAGO O'HARE AIRPORT", "Chicago O'Hare Airport"),
        ("FRANKLIN COUNTY HOUSE OF CORRECTION", "Franklin County House of Correction"),
        ("KEOGH-DWYER CORRECTIONAL FACILITY", "Keogh-Dwyer Correctional Facility"),
        ("FOLKSTON ICE PROCESSING CENTER (D. RAY JAMES)", "Folkston ICE Processing Center (D. Ray James)"),
        ("EL PASO, 100 EAST 2ND STREET", "El Paso, 100 East 2nd Street"),
        ("DALE CORRECTIONAL FACILITY (VERMONT DEPARTMENT OF", "Dale Correctional Facility"),
        ("LaSalle Management Company, LLC", "LaSalle Management Company, LLC"),
        ("", ""),
    ],
)
def test_a_name_is_readable(published: str, shown: str) -> None:
    assert readable(published) == shown


@pytest.mark.parametrize(
    ("text", "compared"),
    [
        ("St. Clair County Sheriff's", "st clair county sheriffs"),
        ("Doña Ana", "dona ana"),
        ("  100%_of\x00 it ", "100 of it"),
        ("日本", ""),
        ("\ud800", ""),
    ],
)
def test_a_text_is_compared_in_plain_letters(text: str, compared: str) -> None:
    assert plain(text) == compared
