"""Addresses of the record in the API."""

from django.urls import path

from cases.api.calls import Calls, OneCall
from cases.api.checking import Disclosure
from cases.api.telephony import Events, PhoneCalls
from cases.api.topics import Topics

api_urlpatterns = [
    path("calls/", Calls.as_view(), name="calls"),
    path("calls/<call_reference:reference>/", OneCall.as_view(), name="call"),
    path("telephony/events/", Events.as_view(), name="telephony_events"),
    path("telephony/calls/", PhoneCalls.as_view(), name="telephony_calls"),
    path("disclosure/", Disclosure.as_view(), name="disclosure"),
    path("topics/", Topics.as_view(), name="topics"),
]
