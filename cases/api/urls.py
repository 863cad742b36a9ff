"""Addresses of the record in the API."""

from django.urls import path

from cases.api.board import Board
from cases.api.callbacks import Attempts, CallbackCancellation, Callbacks, OneCallback
from cases.api.calls import Calls, OneCall
from cases.api.checking import Disclosure
from cases.api.custody import CustodyOfDetainee
from cases.api.detainees import Detainees, OneDetainee
from cases.api.emergencies import AlarmAcknowledgement, Alarms, AlarmTold
from cases.api.library import AnswerCounts, LibraryAnswers
from cases.api.linking import CallDetainee, Merges, ProtectionOfDetainee
from cases.api.operators import Certifications, Granting, Revocation, Trainees, TrainingEnd
from cases.api.paper import Blocks, OneBlock, Striking
from cases.api.reviews import CallQuality, Quality, QualityReply, ReviewReply, Reviews, Verdict
from cases.api.status import StatusOfReport
from cases.api.telephony import Events, PhoneCalls
from cases.api.topics import Topics, TopicSearch

api_urlpatterns = [
    path("calls/", Calls.as_view(), name="calls"),
    path("calls/<call_reference:reference>/", OneCall.as_view(), name="call"),
    path("calls/<call_reference:reference>/detainee/", CallDetainee.as_view(), name="call_detainee"),
    path("detainees/search/", Detainees.as_view(), name="detainees"),
    path("detainees/<uuid:key>/", OneDetainee.as_view(), name="detainee"),
    path("detainees/<uuid:key>/custody/", CustodyOfDetainee.as_view(), name="custody"),
    path("detainees/<uuid:key>/merges/", Merges.as_view(), name="merges"),
    path("detainees/<uuid:key>/protection/", ProtectionOfDetainee.as_view(), name="protection"),
    path("telephony/events/", Events.as_view(), name="telephony_events"),
    path("telephony/calls/", PhoneCalls.as_view(), name="telephony_calls"),
    path("disclosure/", Disclosure.as_view(), name="disclosure"),
    path("alarms/", Alarms.as_view(), name="alarms"),
    path("alarms/<uuid:key>/acknowledgement/", AlarmAcknowledgement.as_view(), name="alarm_acknowledgement"),
    path("alarms/<uuid:key>/told/", AlarmTold.as_view(), name="alarm_told"),
    path("callbacks/", Callbacks.as_view(), name="callbacks"),
    path("callbacks/<int:key>/", OneCallback.as_view(), name="callback"),
    path("callbacks/<int:key>/attempts/", Attempts.as_view(), name="attempts"),
    path("callbacks/<int:key>/cancellation/", CallbackCancellation.as_view(), name="callback_cancellation"),
    path("answers/", LibraryAnswers.as_view(), name="answers"),
    path("answers/counts/", AnswerCounts.as_view(), name="answer_counts"),
    path("status/", StatusOfReport.as_view(), name="status"),
    path("board/", Board.as_view(), name="board"),
    path("reviews/", Reviews.as_view(), name="reviews"),
    path("reviews/<int:review>/verdict/", Verdict.as_view(), name="verdict"),
    path("reviews/<int:review>/answer/", ReviewReply.as_view(), name="review_reply"),
    path("quality/", Quality.as_view(), name="quality"),
    path("quality/<int:review>/answer/", QualityReply.as_view(), name="quality_reply"),
    path("calls/<call_reference:reference>/quality/", CallQuality.as_view(), name="call_quality"),
    path("certifications/", Certifications.as_view(), name="certifications"),
    path("certifications/grants/", Granting.as_view(), name="certification_grants"),
    path("certifications/<int:certification>/revocation/", Revocation.as_view(), name="revocation"),
    path("trainees/", Trainees.as_view(), name="trainees"),
    path("trainees/ending/", TrainingEnd.as_view(), name="training_end"),
    path("paper/blocks/", Blocks.as_view(), name="paper_blocks"),
    path("paper/blocks/<uuid:key>/", OneBlock.as_view(), name="paper_block"),
    path("paper/blocks/<uuid:key>/striking/", Striking.as_view(), name="paper_strike"),
    path("topics/", Topics.as_view(), name="topics"),
    path("topics/search/", TopicSearch.as_view(), name="topic_search"),
]
