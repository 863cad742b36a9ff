"""What a half-written page keeps on the server, and how it comes back."""

from typing import Any

from cases.forms.buttons import HANDLERS
from cases.forms.rows import Typed

NOT_TYPED = frozenset({"csrfmiddlewaretoken", "draft_rev", "keep", "ending", "save_as_another", "hand_over"})


def kept(typed: Typed) -> dict[str, list[str]]:
    """Every text of the page by the name of its field; no button and no token."""
    return {
        name: [str(text) for text in typed.getlist(name)]
        for name in typed
        if name not in NOT_TYPED and name not in HANDLERS
    }


def given_back(body: dict[str, Any], rev: int) -> Typed:
    """The same texts as a page takes them, with the revision the next saving has to find."""
    return Typed({**{name: list(texts) for name, texts in body.items()}, "draft_rev": [str(rev)]})


def revision(typed: Typed) -> int:
    """The revision of the draft this page has seen; 0 where nothing was kept yet."""
    text = typed.get("draft_rev") or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
