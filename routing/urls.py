"""Addresses of the mail room. A POST address is a noun somebody makes."""

from django.urls import path

from routing.views import case, queue, rules

app_name = "routing"
urlpatterns = [
    path("queue/", queue.queue, name="queue"),
    path("rules/", rules.rules, name="rules"),
    path("cases/<case_number:number>/", case.case, name="case"),
    path("cases/<case_number:number>/claim/", case.claim, name="claim"),
    path("cases/<case_number:number>/release/", case.release, name="release"),
    path("cases/<case_number:number>/actions/", case.actions, name="actions"),
    path("cases/<case_number:number>/transfer/", case.transfer, name="transfer"),
    path("cases/<case_number:number>/return/", case.return_, name="return"),
    path("cases/<case_number:number>/closure/", case.closure, name="closure"),
    path("cases/<case_number:number>/reopening/", case.reopening, name="reopening"),
    path("cases/<case_number:number>/rerouting/", case.rerouting, name="rerouting"),
]
