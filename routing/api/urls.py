"""Addresses of the mail room in the API."""

from django.urls import path

from facilities.addresses import KEY
from routing.api import cases, clock, copies, desk, handing_over, mailroom, notices, preview, sharing, trials

ONE = "cases/<case_number:number>/"

api_urlpatterns = [
    path(f"facilities/{KEY}/assignments/", handing_over.Assignments.as_view(), name="assignments"),
    path(f"facilities/{KEY}/handover/", handing_over.FacilityHandover.as_view(), name="facility_handover"),
    path("detainees/<uuid:key>/handover/", handing_over.DetaineeHandover.as_view(), name="person_handover"),
    path("mailroom/", mailroom.MailRoom.as_view(), name="mailroom"),
    path("notices/", notices.Notices.as_view(), name="notices"),
    path("notices/<int:key>/resending/", notices.Resending.as_view(), name="resending"),
    path("calls/preview/", preview.Preview.as_view(), name="preview"),
    path("copies/", copies.Copies.as_view(), name="copies"),
    path("copies/<int:key>/", copies.OneCopy.as_view(), name="copy"),
    path("copies/<int:key>/note/", copies.CopyNote.as_view(), name="copy_note"),
    path("copies/<int:key>/withdrawal/", copies.CopyWithdrawal.as_view(), name="copy_withdrawal"),
    path(f"{ONE}copies/", sharing.CaseCopies.as_view(), name="case_copies"),
    path(f"{ONE}exclusions/", sharing.Exclusions.as_view(), name="exclusions"),
    path("exclusions/<int:key>/lifting/", sharing.Lifting.as_view(), name="lifting"),
    path(f"{ONE}readers/", sharing.Readers.as_view(), name="readers"),
    path("readers/<int:key>/end/", sharing.ReaderEnd.as_view(), name="reader_end"),
    path("rules/truth/", trials.TruthInForce.as_view(), name="truth"),
    path("rules/drafts/<int:key>/truth/", trials.DraftTruth.as_view(), name="draft_truth"),
    path("rules/drafts/<int:key>/simulation/", trials.DraftSimulation.as_view(), name="draft_simulation"),
    path("rules/drafts/<int:key>/try/", trials.DraftTry.as_view(), name="draft_try"),
    path("rules/simulations/<int:key>/", trials.OneSimulation.as_view(), name="simulation"),
    path("cases/", cases.Cases.as_view(), name="cases"),
    path(ONE, cases.OneCase.as_view(), name="case"),
    path(f"{ONE}decisions/", cases.Decisions.as_view(), name="decisions"),
    path(f"{ONE}timeline/", cases.Timeline.as_view(), name="timeline"),
    path(f"{ONE}claim/", desk.Claim.as_view(), name="claim"),
    path(f"{ONE}release/", desk.Release.as_view(), name="release"),
    path(f"{ONE}actions/", desk.Actions.as_view(), name="actions"),
    path(f"{ONE}transfer/", desk.Transfer.as_view(), name="transfer"),
    path(f"{ONE}return/", desk.Return.as_view(), name="return"),
    path(f"{ONE}closure/", desk.Closure.as_view(), name="closure"),
    path(f"{ONE}reopening/", desk.Reopening.as_view(), name="reopening"),
    path(f"{ONE}rerouting/", desk.Rerouting.as_view(), name="rerouting"),
    path(f"{ONE}clock/", clock.Clock.as_view(), name="clock"),
    path(f"{ONE}pause/", clock.Pause.as_view(), name="pause"),
    path(f"{ONE}resumption/", clock.Resumption.as_view(), name="resumption"),
    path("escalations/", clock.Escalations.as_view(), name="escalations"),
    path("escalations/<int:key>/acknowledgement/", clock.Acknowledgement.as_view(), name="acknowledgement"),
]
