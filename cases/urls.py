"""Addresses of the record. None of them holds anything about a person but a random key."""

from django.urls import path

from cases.views.calls import call, calls
from cases.views.cases import cases
from cases.views.intake import new_call
from cases.views.people import detainee, find_detainee

app_name = "cases"
urlpatterns = [
    path("calls/new/", new_call, name="new_call"),
    path("calls/", calls, name="calls"),
    path("calls/<call_reference:reference>/", call, name="call"),
    path("cases/", cases, name="cases"),
    path("detainees/search/", find_detainee, name="find_detainee"),
    path("detainees/<uuid:key>/", detainee, name="detainee"),
]
