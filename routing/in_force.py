"""Which version of the rules routes now. The one home of that question."""

from django.db.models.functions import Now

from routing.models import Publication, RuleSet


def rules_in_force() -> RuleSet | None:
    """The version whose time has come last, by the database's clock; None where nothing was ever published. One query."""
    newest = publication_in_force()
    return newest.ruleset if newest else None


def publication_in_force() -> Publication | None:
    """The publication that version came into force by, with who made it. One query."""
    due = Publication.objects.filter(called_off_at__isnull=True, effective_at__lte=Now())
    people = ("made_by", "ruleset__published_by", "ruleset__proposed_by")
    return due.select_related("ruleset", *people).order_by("-effective_at", "-id").first()
