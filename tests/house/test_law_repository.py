"""What the repository holds: the agreed names at the top, invented people only, and links that lead somewhere."""

import re
from urllib.parse import urlsplit

import pytest

from tests.house.tree import ROOT, committed, lines_of, shown, tell

pytestmark = pytest.mark.house

TOP = {
    "manage.py", "helpline", "cases", "routing", "facilities", "templates", "tests", "requirements.txt", "README.md",
    "pyproject.toml", "docs",
}  # fmt: skip
REFERENCE = ("facilities/reference/", "cases/reference/")
# The helpline itself, the tip line callers confuse it with, the immigration court's case line.
PUBLIC_LINES = {"8883514024", "8663472423", "8008987180"}
PHONE = re.compile(r"(?<![\w.-])(?:\+?1[ .-]?)?\(?(\d{3})\)?[ .-](\d{3})[ .-](\d{4})(?![\w-])")
A_NUMBER = re.compile(r"(?<![\w-])A[ #-]{0,2}(\d{3}[ -]?\d{3}[ -]?\d{3}|\d{8})(?![\w-])", re.IGNORECASE)
MACHINE = re.compile(r"(?<![\w.:/])/(?:root|work|home/\w+|Users/\w+)(?:/|\b)")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
# Whom an address in our files may name.
HOSTS = re.compile(
    r"(?:^|\.)(?:gov|example|invalid|test|localhost)$|^127\.0\.0\.1$|^localhost$|^github\.com$|\.readthedocs\.io$"
    r"|(?:^|\.)(?:djangoproject\.com|python\.org|w3\.org|postgresql\.org|rfc-editor\.org|ietf\.org|pypi\.org|npmjs\.com"
    r"|npmjs\.org|mozilla\.org|htmx\.org|keepachangelog\.com|semver\.org|creativecommons\.org|openapis\.org|debian\.org"
    r"|example\.(?:com|org|net))$"
)
URL = re.compile(r"\bhttps?://([A-Za-z0-9.\[\]:-]+)")


def test_the_top_has_the_agreed_names_only() -> None:
    tops = {path.relative_to(ROOT).parts[0] for path in committed()}
    strange = sorted(name for name in tops - TOP if not name.startswith("."))
    assert strange == []


def test_phone_numbers_are_invented() -> None:
    found = []
    for path in committed():
        if shown(path).startswith(REFERENCE):
            continue
        for number, line in lines_of(path):
            for area, office, last in PHONE.findall(line):
                invented = office == "555" and last.startswith("01")
                if not invented and area + office + last not in PUBLIC_LINES:
                    found.append(f"{shown(path)}:{number} {area}-{office}-{last}")
    assert not found, tell(found)


def test_a_numbers_are_invented() -> None:
    found = [
        f"{shown(path)}:{number} A{digits}"
        for path in committed()
        if not shown(path).startswith("facilities/reference/")
        for number, line in lines_of(path)
        for digits in A_NUMBER.findall(line)
        if not 1 <= int(re.sub(r"\D", "", digits)) <= 999
    ]
    assert not found, tell([f"{line} is not within A000000001 to A000000999" for line in found])


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    found = [
        f"{shown(path)}:{number} {line.strip()[:100]}"
        for path in committed()
        if path.suffix not in {".lock", ".csv", ".svg", ".js"}
        for number, line in lines_of(path)
        if MACHINE.search(line)
    ]
    assert not found, tell(found)


def test_addresses_name_public_hosts_only() -> None:
    found = []
    for path in committed():
        if path.suffix in {".csv", ".svg"}:
            continue
        for number, line in lines_of(path):
            for host in URL.findall(line):
                name = urlsplit(f"//{host}").hostname or host
                if not HOSTS.search(name.rstrip(".")):
                    found.append(f"{shown(path)}:{number} {name}")
    assert not found, tell(found)


def test_every_link_of_the_documents_leads_to_a_file() -> None:
    found = []
    for path in committed():
        if path.suffix != ".md":
            continue
        for number, line in lines_of(path):
            for target in LINK.findall(line):
                there = target.split("#")[0]
                if there and not urlsplit(target).scheme and not (path.parent / there).exists():
                    found.append(f"{shown(path)}:{number} {target}")
    assert not found, tell(found)


def test_there_is_a_readme() -> None:
    assert (ROOT / "README.md").is_file()
