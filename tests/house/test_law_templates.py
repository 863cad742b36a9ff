"""Templates show and never decide: no rules about roles, nothing unescaped, nothing the content policy forbids."""

import re

import pytest

from tests.house.tree import lines_of, shown, tell, templates

pytestmark = pytest.mark.house

LAWS = {
    "prints text unescaped": re.compile(r"\|\s*safe(?:seq)?\b|autoescape\s+off"),
    "has an inline script": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(?!\s*</script>)", re.IGNORECASE),
    "has an inline style": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "has an inline handler": re.compile(r"\son[a-z]{3,}\s*=\s*[\"']|hx-on\b|javascript:", re.IGNORECASE),
    "asks for a role": re.compile(r"\{[{%][^}]*(?:\.role\b|\bRole\.)"),
    "loads from another host": re.compile(
        r"\b(?:src|action|hx-(?:get|post))\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE
    ),
    "puts a token into an address": re.compile(r"method=[\"']get[\"'][^>]*>\s*\{% csrf_token", re.IGNORECASE),
}
# Data for a script of ours, in a form the content policy does not run.
DATA = re.compile(r"<script[^>]*type=\"application/(?:json|ld\+json)\"", re.IGNORECASE)


@pytest.mark.parametrize("law", LAWS)
def test_no_template(law: str) -> None:
    found = [
        f"{shown(path)}:{number} {law}: {line.strip()[:100]}"
        for path in templates()
        for number, line in lines_of(path)
        if LAWS[law].search(line) and not DATA.search(line)
    ]
    assert not found, tell(found)


# The public status page asks and changes nothing that is anybody's: no token, so that nobody gets a cookie.
ASKS_ONLY = "templates/cases/status.html"


def test_every_form_that_writes_carries_its_token() -> None:
    found = []
    for path in templates():
        text = path.read_text(encoding="utf-8")
        for form in re.finditer(
            r"<form\b[^>]*method=\"post\"[^>]*>(.*?)</form>", text, re.IGNORECASE | re.DOTALL
        ):
            if "csrf_token" not in form.group(1) and shown(path) != ASKS_ONLY:
                found.append(
                    f"{shown(path)}:{text[: form.start()].count(chr(10)) + 1} has a form without csrf_token"
                )
    assert not found, tell(found)
