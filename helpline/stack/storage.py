"""Static files with a hash in their name, compressed, and no crash where the design system could not be fetched."""

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ForgivingStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types here
    """A file that is not here keeps its plain name: the page then looks poorer, but it is a page."""

    manifest_strict = False

    def hashed_name(self, name: str, content: Any = None, filename: str | None = None) -> str:
        """The name with the hash, or the plain one if there is no such file."""
        try:
            return str(super().hashed_name(name, content, filename))
        except ValueError:
            return name
