"""Which entries of the journal are hidden from whom: whoever is shut out of a case finds no trace of it there, either."""

from collections import defaultdict
from collections.abc import Mapping

from django.db.models import Q

from cases.models import Alarm, Call, CaseReview
from cases.models.scope import exclusions_of
from helpline.accounts.models import User
from helpline.audit.sight import hides

OF_CALLS = {"call": "pk", "callback": "callback", "qualityreview": "quality_review"}


@hides
def subjects(reader: User) -> Mapping[str, set[str]]:
    """The cases the reader is shut out of, the calls that told of them and what belongs to both. One query, three more
    where there are any."""
    cases = list(exclusions_of(reader).values_list("case_id", flat=True))
    if not cases:
        return {}
    hidden: dict[str, set[str]] = defaultdict(set)
    hidden["case"] = {str(key) for key in cases}
    reviews = CaseReview.objects.filter(case__in=cases).values_list("pk", flat=True)
    hidden["casereview"] = {str(key) for key in reviews}
    calls = Call.objects.filter(Q(cases__in=cases) | Q(repeats__case__in=cases))
    said = set()
    for submission, *keys in calls.values_list("submission_key", *OF_CALLS.values()).distinct():
        said.add(submission)
        for kind, key in zip(OF_CALLS, keys, strict=True):
            hidden[kind] |= {str(key)} if key is not None else set()
    alarms = Alarm.objects.filter(key__in=said).values_list("pk", flat=True)
    hidden["alarm"] = {str(key) for key in alarms}
    return hidden
