"""FIELD_KEYS that hold no keys stop the start, name the variable and do not repeat its value."""

import base64
import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from helpline.key_ring import read_ring
from tests.house.tree import ROOT

KEY = base64.b64encode(bytes(range(32))).decode()


def test_keys_may_stand_with_blanks_between() -> None:
    assert read_ring(f"{KEY}, {KEY}") == [KEY, KEY]


@pytest.mark.parametrize(
    "ring", ["", "abc", "ключ", KEY[:-4], f"{KEY},", f"{KEY},abcd", f"{KEY}\n{KEY}", KEY.replace("=", "")]
)
def test_anything_else_is_refused(ring: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="FIELD_KEYS"):
        read_ring(ring)


@pytest.mark.parametrize("debug", ["0", "1"])
def test_the_start_stops_under_debug_and_outside(debug: str) -> None:
    wrong = "bm90LWEta2V5"
    environ = {**os.environ, "DEBUG": debug, "SECRET_KEY": "for this test only", "FIELD_KEYS": wrong}
    answer = subprocess.run(
        [sys.executable, "-c", "import helpline.settings"],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1
    assert "ImproperlyConfigured: FIELD_KEYS must list" in answer.stderr
    assert wrong not in answer.stderr
