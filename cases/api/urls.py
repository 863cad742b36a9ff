"""Addresses of the record in the API."""

from django.urls import path

from cases.api.calls import Calls, OneCall
from cases.api.topics import Topics

api_urlpatterns = [
    path("calls/", Calls.as_view(), name="calls"),
    path("calls/<call_reference:reference>/", OneCall.as_view(), name="call"),
    path("topics/", Topics.as_view(), name="topics"),
]
