"""Commands get servers lent if they need them; the list holds every command of ours and none that is not there."""

from django.core.management import get_commands

from helpline.stack.lending import NEED_SERVERS, NEED_TABLES

ROOMS = ("helpline.", "facilities", "cases", "routing")
BRING_THEIR_OWN = {"bench", "start", "test"}  # of servers or of tables


def test_every_command_on_the_list_exists() -> None:
    assert set(get_commands()) >= NEED_SERVERS


def test_every_command_of_ours_finds_its_tables() -> None:
    ours = {name for name, app in get_commands().items() if str(app).startswith(ROOMS)}
    assert ours - BRING_THEIR_OWN <= NEED_TABLES
