"""Which version of the rules routes now. The one home of that question."""

from django.db.models import QuerySet
from django.db.models.functions import Now

from routing.models import Publication, RuleSet


def rules_in_force() -> RuleSet | None:
    """The version whose time has come last, by the database's clock; None where nothing was ever published. One query."""
    newest = _due().select_related("ruleset").defer("why", "ruleset__truth", "ruleset__note").first()
    return newest.ruleset if newest else None


def publication_in_force() -> Publication | None:
    """The publication that version came into force by, with who made it. One query."""
    people = ("made_by", "ruleset__published_by", "ruleset__proposed_by")
    return _due().select_related("ruleset", *people).first()


def _due() -> QuerySet[Publication]:
    """Those whose time has come, the latest first."""
    due = Publication.objects.filter(called_off_at__isnull=True, effective_at__lte=Now())
    return due.order_by("-effective_at", "-id")
