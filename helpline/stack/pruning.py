"""The design system's style sheet without what no page of ours uses: a seventh of it is left. Standard library only."""

import re
from collections.abc import Iterator

# Every block of the design system that a page may use. Using another one: name it here (a test compares).
BLOCKS = frozenset(
    [
        "usa-alert", "usa-button", "usa-checkbox", "usa-error-message", "usa-fieldset", "usa-file-input",
        "usa-focus", "usa-form", "usa-form-group", "usa-hint", "usa-input", "usa-label", "usa-legend", "usa-link",
        "usa-list", "usa-memorable-date", "usa-pagination", "usa-radio", "usa-select", "usa-skipnav", "usa-sr-only",
        "usa-textarea",
    ]
)  # fmt: skip
CLASS = re.compile(r"\.((?:\\.|[\w-])+)")
DROPPED = ("@font-face", "@charset")  # our own sheet names the two fonts there are


def rules(css: str) -> Iterator[tuple[str, str]]:
    """Every rule at the top of a sheet: what stands before its braces, and inside."""
    depth, began, opened = 0, 0, 0
    for at, sign in enumerate(css):
        if sign == "{":
            depth += 1
            opened = at if depth == 1 else opened
        elif sign == "}":
            depth -= 1
            if depth == 0:
                yield css[began:opened].strip(), css[opened + 1 : at]
                began = at + 1
        elif sign == ";" and depth == 0:
            began = at + 1


def pruned(css: str) -> str:
    """The same sheet with the rules that could match something on our pages."""
    return "".join(
        _kept(head, inside) for head, inside in rules(re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))
    )


def _kept(head: str, inside: str) -> str:
    if head.startswith(DROPPED):
        return ""
    if head.startswith(("@media", "@supports")):
        inner = pruned(inside)
        return f"{head}{{{inner}}}" if inner else ""
    if head.startswith("@"):
        return f"{head}{{{inside}}}"
    wanted = [selector for selector in _selectors(head) if _is_used(selector)]
    return f"{','.join(wanted)}{{{inside}}}" if wanted else ""


def _selectors(head: str) -> list[str]:
    """The parts of a list of selectors; a comma inside brackets does not part them."""
    return [part.strip() for part in re.split(r",(?![^()]*\))", head)]


def _is_used(selector: str) -> bool:
    return all(re.split(r"__|--", name)[0] in BLOCKS for name in CLASS.findall(selector))
