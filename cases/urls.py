"""Addresses of the record. None of them holds anything about a person but a random key."""

from django.urls import path

from cases.views import operators, paper, quality, reviews
from cases.views.alarms import alarm_acknowledgement, alarm_told, alarms
from cases.views.board import board
from cases.views.callbacks import attempts, callback, callback_hours_page, callback_list, cancellation
from cases.views.calls import call, calls
from cases.views.cases import cases
from cases.views.custody import custody
from cases.views.handover import hand_over
from cases.views.intake import late_call, new_call
from cases.views.languages import languages
from cases.views.library import answer, answer_counts, answers
from cases.views.linking import call_detainee, merge, merge_reversal, protection
from cases.views.live import live, news, present
from cases.views.people import detainee, find_detainee
from cases.views.status import status_page
from cases.views.topics import topic_search, topics

app_name = "cases"
urlpatterns = [
    path("live/", live, name="live"),
    path("live/news/", news, name="news"),
    path("presence/", present, name="presence"),
    path("calls/new/", new_call, name="new_call"),
    path("calls/late/", late_call, name="late_call"),
    path("calls/handover/<uuid:key>/", hand_over, name="handover"),
    path("calls/", calls, name="calls"),
    path("calls/<call_reference:reference>/", call, name="call"),
    path("calls/<call_reference:reference>/detainee/", call_detainee, name="call_detainee"),
    path("calls/<call_reference:reference>/quality/", quality.call_quality, name="call_quality"),
    path("quality/", quality.quality, name="quality"),
    path("quality/<int:review>/answer/", quality.reply, name="quality_reply"),
    path("reviews/", reviews.waiting, name="reviews"),
    path("reviews/<int:review>/", reviews.review, name="review"),
    path("reviews/<int:review>/answer/", reviews.reply, name="review_reply"),
    path("board/", board, name="board"),
    path("operators/", operators.operators, name="operators"),
    path("operators/<int:operator>/training/", operators.training, name="training"),
    path("operators/<int:operator>/training/end/", operators.training_end, name="training_end"),
    path("certifications/<int:certification>/revocation/", operators.revocation, name="revocation"),
    path("paper/", paper.blocks, name="paper"),
    path("paper/<uuid:key>/", paper.block, name="paper_block"),
    path("paper/<uuid:key>/forms/", paper.forms_to_print, name="paper_forms"),
    path("paper/<uuid:key>/striking/", paper.strike, name="paper_strike"),
    path("callbacks/", callback_list, name="callbacks"),
    path("callbacks/hours/", callback_hours_page, name="callback_hours"),
    path("callbacks/<int:key>/", callback, name="callback"),
    path("callbacks/<int:key>/attempts/", attempts, name="attempts"),
    path("callbacks/<int:key>/cancellation/", cancellation, name="callback_cancellation"),
    path("answers/", answers, name="answers"),
    path("answers/counts/", answer_counts, name="answer_counts"),
    path("answers/<slug:key>/", answer, name="answer"),
    path("status/", status_page, name="status"),
    path("cases/", cases, name="cases"),
    path("topics/", topics, name="topics"),
    path("topics/search/", topic_search, name="topic_search"),
    path("alarms/", alarms, name="alarms"),
    path("alarms/<uuid:key>/acknowledgement/", alarm_acknowledgement, name="alarm_acknowledgement"),
    path("alarms/<uuid:key>/told/", alarm_told, name="alarm_told"),
    path("languages/", languages, name="languages"),
    path("detainees/search/", find_detainee, name="find_detainee"),
    path("detainees/<uuid:key>/", detainee, name="detainee"),
    path("detainees/<uuid:key>/custody/", custody, name="custody"),
    path("detainees/<uuid:key>/merge/", merge, name="merge"),
    path("detainees/<uuid:key>/merge/reversal/", merge_reversal, name="merge_reversal"),
    path("detainees/<uuid:key>/protection/", protection, name="protection"),
]
