"""Pages load only what they use of the design system's style sheet; what they use is all there."""

import re

import pytest
from django.conf import settings

from helpline.stack.pruning import BLOCKS, pruned

SHEET = (
    '@charset "UTF-8";@font-face{font-family:X;src:url(x.woff2)}html{color:red}.margin-1{margin:0}'
    ".usa-button,.usa-accordion:is(.a,.b){color:blue}.usa-input__wide:not(.usa-input--x){width:1px}"
    "@media (min-width:64em){.tablet\\:grid-col-6{width:50%}.usa-alert--slim{padding:0}}"
    "@media print{.usa-nav{display:none}}@keyframes in{from{opacity:0}}"
)
USED = re.compile(r"\busa-[a-z]+(?:-[a-z]+)*")


def test_rules_that_could_match_stay_and_others_go() -> None:
    assert pruned(SHEET) == (
        "html{color:red}.usa-button{color:blue}.usa-input__wide:not(.usa-input--x){width:1px}"
        "@media (min-width:64em){.usa-alert--slim{padding:0}}@keyframes in{from{opacity:0}}"
    )


@pytest.mark.parametrize("folder", ["templates", "helpline", "cases", "routing", "facilities"])
def test_every_block_that_a_page_uses_is_named(folder: str) -> None:
    files = [
        path
        for path in (settings.BASE_DIR / folder).rglob("*")
        if path.suffix in {".html", ".py", ".js"} and path.name != "pruning.py"
    ]
    used = {
        name for path in files for name in USED.findall(path.read_text()) if not name.startswith("usa-icons")
    }
    assert used <= BLOCKS
