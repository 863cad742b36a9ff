"""How a facility is named in an address."""

from django.urls import register_converter


class FacilityKey:
    """A facility's key, in any case: letters, digits and dashes."""

    regex = "[A-Za-z0-9-]{1,64}"

    def to_python(self, value: str) -> str:
        """Keys are kept in capitals."""
        return value.upper()

    def to_url(self, value: str) -> str:
        """As it is kept."""
        return value


register_converter(FacilityKey, "facility_key")
KEY = "<facility_key:key>"
