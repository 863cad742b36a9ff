"""How facilities and offices are named in an address."""

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


class OfficeCode(FacilityKey):
    """The code of an office, in any case."""

    regex = "[A-Za-z0-9]{1,8}"


register_converter(FacilityKey, "facility_key")
register_converter(OfficeCode, "office_code")
KEY = "<facility_key:key>"
CODE = "<office_code:code>"
