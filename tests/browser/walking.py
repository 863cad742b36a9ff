"""One person looks at pages in three widths; what is wrong with any of them is collected."""

from playwright.sync_api import Page

from tests.browser.visitor import WIDTHS, Visitor

AXE_AT = {360, 1280}


class Walk:
    """One person looks at pages; what is wrong with any of them is collected and told at the end."""

    def __init__(self, visitor: Visitor, role: str) -> None:
        self.visitor, self.role = visitor, role
        self.wrong: list[str] = []

    @property
    def page(self) -> Page:
        """The page that is open."""
        return self.visitor.page

    def look(self, path: str, name: str, *, status: int = 200) -> None:
        """Open the page and look at it in three widths."""
        answered = self.visitor.open(path)
        if answered != status:
            self.wrong.append(f"{path}: {answered}, not {status}")
        self.look_at_this(name)

    def look_at_this(self, name: str) -> None:
        """Look at what is open in three widths."""
        self.visitor.wait_until_settled()
        for width in WIDTHS:
            self.visitor.resize(width)
            where = f"{self.role}-{name} at {width}"
            self.wrong += [f"{where}: too wide: {one}" for one in self.visitor.overflow()]
            if width in AXE_AT:
                self.wrong += [f"{where}: {one}" for one in self.visitor.obstacles()]
            self.visitor.picture(f"{self.role}-{name}", width)
