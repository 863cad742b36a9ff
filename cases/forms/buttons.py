"""Buttons that change the page and save nothing. Each part of the page registers its own."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cases.forms.intake import IntakePage

Handler = Callable[["IntakePage"], None]

HANDLERS: dict[str, Handler] = {}


def button(*names: str) -> Callable[[Handler], Handler]:
    """Registers what is done when a button of one of these names was pressed. No draft keeps a button."""

    def keep(handler: Handler) -> Handler:
        for name in names:
            HANDLERS[name] = handler
        return handler

    return keep
