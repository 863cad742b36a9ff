"""Names that sound alike to a Spanish ear have one sound; a typing error leaves a key in common; parts are parts."""

import pytest

from cases.countries import key
from cases.sounds import heard, keys, parts_of, sound_of

ALIKE = [
    ("Vázquez", "Basques"), ("Cecilia", "Sesilia"), ("Jiménez", "Ximénez"), ("Jiménez", "Gimenes"), ("José", "Hose"),
    ("Hernández", "Ernandes"), ("Quispe", "Kispe"), ("Muñoz", "Munyoz"), ("Muñoz", "Munoz"), ("Llanos", "Yanos"),
    ("Reyes", "Reies"), ("Gutiérrez", "Gutieres"), ("Guadalupe", "Wadalupe"), ("Félix", "Feliks"), ("Philippe", "Filipe"),
    ("Zúñiga", "Suniga"), ("Chávez", "Chabes"), ("Etcheverría", "Echeberia"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_sound_alikes_sound_alike(one: str, other: str) -> None:
    assert sound_of(parts_of(one)[0]) == sound_of(parts_of(other)[0])


@pytest.mark.parametrize(
    ("one", "other"), [("Pérez", "Núñez"), ("Ana", "Eva"), ("Wei", "Min"), ("Diop", "Diallo")]
)
def test_other_names_sound_otherwise(one: str, other: str) -> None:
    assert sound_of(parts_of(one)[0]) != sound_of(parts_of(other)[0])


@pytest.mark.parametrize("typed", ["Hernadez", "Hernnández", "Herbández", "Hernádnez"])
def test_one_typing_error_leaves_a_key_in_common(typed: str) -> None:
    assert set(heard(typed)[0].near) & set(keys("", "Hernández"))


def test_particles_are_left_out_and_may_be_written_as_one() -> None:
    assert parts_of("María de la Cruz") == ["maria", "cruz"]
    assert set(heard("de la Cruz")[0].alike) & set(keys("", "Delacruz"))
    assert set(heard("Delacruz")[0].alike) & set(keys("", "de la Cruz"))
    assert parts_of("De La") == ["de", "la"], "somebody is called only that"


def test_other_scripts_are_left_be() -> None:
    assert (sound_of("李明"), sound_of("محمد")) == ("李明", "محمد")


def test_no_key_is_longer_than_the_column() -> None:
    assert max(map(len, keys("x" * 120, "bcd" * 40))) <= 24


@pytest.mark.parametrize(
    ("text", "code"),
    [("México", "MX"), ("mejico", "MX"), ("MEX", "MX"), ("Guatamala", "GT"), ("Rep. Dominicana", "repdominicana"),
     ("República Dominicana", "DO"), ("dominica", "DM"), ("Niger", "NE"), ("Nigeria", "NG"), ("", ""), (".", "")],
)  # fmt: skip
def test_a_country_is_one_word_however_it_is_written(text: str, code: str) -> None:
    assert key(text) == code
