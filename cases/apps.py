from importlib import import_module

from django.apps import AppConfig
from django.urls import register_converter

from cases.references import CallReferenceConverter, CaseNumberConverter


class CasesConfig(AppConfig):
    """The record. It knows the map; it does not know that it is being routed."""

    name = "cases"

    def ready(self) -> None:
        """Pages and API write case numbers and call references into addresses the same way."""
        register_converter(CaseNumberConverter, "case_number")
        register_converter(CallReferenceConverter, "call_reference")
        import_module("cases.places")  # gives the rail its counts
        import_module("cases.journal")  # hides from the journal what somebody is shut out of
