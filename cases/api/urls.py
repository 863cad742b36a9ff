"""Addresses of the record in the API."""

from django.urls import path

from cases.api.callbacks import Attempts, CallbackCancellation, Callbacks, OneCallback
from cases.api.calls import Calls, OneCall
from cases.api.checking import Disclosure
from cases.api.emergencies import AlarmAcknowledgement, Alarms, AlarmTold
from cases.api.telephony import Events, PhoneCalls
from cases.api.library import AnswerCounts, LibraryAnswers
from cases.api.status import StatusOfReport
from cases.api.topics import Topics

api_urlpatterns = [
    path("calls/", Calls.as_view(), name="calls"),
    path("calls/<call_reference:reference>/", OneCall.as_view(), name="call"),
    path("telephony/events/", Events.as_view(), name="telephony_events"),
    path("telephony/calls/", PhoneCalls.as_view(), name="telephony_calls"),
    path("disclosure/", Disclosure.as_view(), name="disclosure"),
    path("alarms/", Alarms.as_view(), name="alarms"),
    path("alarms/<uuid:key>/acknowledgement/", AlarmAcknowledgement.as_view(), name="alarm_acknowledgement"),
    path("alarms/<uuid:key>/told/", AlarmTold.as_view(), name="alarm_told"),
    path("callbacks/", Callbacks.as_view(), name="callbacks"),
    path("callbacks/<int:key>/", OneCallback.as_view(), name="callback"),
    path("callbacks/<int:key>/attempts/", Attempts.as_view(), name="attempts"),
    path(
        "callbacks/<int:key>/cancellation/", CallbackCancellation.as_view(), name="callback_cancellation"
    ),
    path("answers/", LibraryAnswers.as_view(), name="answers"),
    path("answers/counts/", AnswerCounts.as_view(), name="answer_counts"),
    path("status/", StatusOfReport.as_view(), name="status"),
    path("topics/", Topics.as_view(), name="topics"),
]
