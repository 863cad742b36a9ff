"""Entity tags of cases and of drafts of rules: a write says which version it was decided on."""

from django.utils.http import parse_etags
from rest_framework.request import Request

from cases.models import Case
from helpline.problems import ChangedMeanwhile, InItsOwnWords, MissingPrecondition
from routing.models import RuleDraft


def etag_of(case: Case) -> str:
    """The strong tag of this version of the case."""
    return f'"{case.number}-{case.version}"'


def must_match(request: Request, case: Case) -> None:
    """Raise unless If-Match names the version of `case`; weak tags never match."""
    asked = request.headers.get("If-Match", "").strip()
    if not asked:
        raise MissingPrecondition
    tags = parse_etags(asked)
    if tags != ["*"] and etag_of(case) not in tags:
        raise ChangedMeanwhile


def is_known(request: Request, case: Case) -> bool:
    """Whether If-None-Match names the version of `case`, so that nothing has to be sent again."""
    tags = parse_etags(request.headers.get("If-None-Match", "").strip())
    return tags == ["*"] or etag_of(case) in [tag.removeprefix("W/") for tag in tags]


def etag_of_draft(draft: RuleDraft) -> str:
    """The strong tag of this revision of the draft."""
    return f'"draft-{draft.pk}-{draft.rev}"'


def must_match_draft(request: Request, draft: RuleDraft) -> None:
    """Raise unless If-Match names the revision of `draft`; weak tags never match."""
    asked = request.headers.get("If-Match", "").strip()
    if not asked:
        raise InItsOwnWords(428, "Send If-Match with the ETag of the draft as you last read it.")
    tags = parse_etags(asked)
    if tags != ["*"] and etag_of_draft(draft) not in tags:
        raise InItsOwnWords(412, "The draft changed since you read it. Read it again, then decide.")
