"""Addresses of the mail room in the API."""

from django.urls import path

from facilities.addresses import KEY
from routing.api import cases, desk, handing_over, preview

ONE = "cases/<case_number:number>/"

api_urlpatterns = [
    path(f"facilities/{KEY}/assignments/", handing_over.Assignments.as_view(), name="assignments"),
    path(f"facilities/{KEY}/handover/", handing_over.FacilityHandover.as_view(), name="facility_handover"),
    path("detainees/<uuid:key>/handover/", handing_over.DetaineeHandover.as_view(), name="person_handover"),
    path("calls/preview/", preview.Preview.as_view(), name="preview"),
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
]
