"""Addresses of the mail room. A POST address is a noun somebody makes."""

from django.urls import path

from facilities.addresses import KEY
from routing.views import (
    approval,
    case,
    draft_cover,
    draft_rules,
    drafts,
    guide,
    handing_over,
    queue,
    rules,
)

app_name = "routing"
urlpatterns = [
    path(f"facilities/{KEY}/handover/", handing_over.of_facility, name="facility_handover"),
    path("detainees/<uuid:key>/handover/", handing_over.of_person, name="person_handover"),
    path("queue/", queue.queue, name="queue"),
    path("rules/", rules.rules, name="rules"),
    path("rules/guide/", guide.guide, name="guide"),
    path("rules/versions/", rules.rules_versions, name="rules_versions"),
    path("rules/versions/<int:number>/", rules.rules_version, name="rules_version"),
    path("rules/versions/<int:number>/rollback/", rules.rollback, name="rollback"),
    path("rules/publications/<int:key>/calling-off/", rules.calling_off, name="calling_off"),
    path("rules/drafts/", drafts.drafts, name="drafts"),
    path("rules/drafts/<int:key>/", drafts.draft, name="draft"),
    path("rules/drafts/<int:key>/rules/", draft_rules.draft_rules, name="draft_rules"),
    path("rules/drafts/<int:key>/rules/<slug:rule>/", draft_rules.draft_rule, name="draft_rule"),
    path("rules/drafts/<int:key>/rules/<slug:rule>/place/", drafts.rule_place, name="rule_place"),
    path("rules/drafts/<int:key>/rules/<slug:rule>/removal/", drafts.rule_removal, name="rule_removal"),
    path("rules/drafts/<int:key>/guards/", draft_rules.draft_guards, name="draft_guards"),
    path("rules/drafts/<int:key>/guards/<slug:guard>/", draft_rules.draft_guard, name="draft_guard"),
    path("rules/drafts/<int:key>/guards/<slug:guard>/removal/", drafts.guard_removal, name="guard_removal"),
    path("rules/drafts/<int:key>/cover/<slug:unit>/", draft_cover.draft_cover, name="draft_cover"),
    path("rules/drafts/<int:key>/restoration/", drafts.restoration, name="restoration"),
    path("rules/drafts/<int:key>/submission/", approval.submission, name="draft_submission"),
    path("rules/drafts/<int:key>/submission/reversal/", drafts.taking_back, name="taking_back"),
    path("rules/drafts/<int:key>/withdrawal/", drafts.withdrawal, name="draft_withdrawal"),
    path("rules/drafts/<int:key>/publication/", approval.draft_publication, name="draft_publication"),
    path("rules/drafts/<int:key>/return/", approval.sending_back, name="sending_back"),
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
