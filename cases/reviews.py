"""Cases of trainees, read by a supervisor afterwards. They are routed meanwhile like any other."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models.functions import Now

from cases.models import Case, CaseReview, CaseReviewVerdict
from cases.models.operators import is_trainee
from helpline import live
from helpline.accounts.models import Role, User
from helpline.audit import journal
from helpline.refusals import Overtaken, Refused

NOTE_LIMIT = 4_000


def ask_for(cases: Sequence[Case], *, by: User) -> None:
    """Have each of these cases read, where `by`, who opened them, is learning. Runs in the transaction of the call."""
    if not cases or not is_trainee(by):
        return
    CaseReview.objects.bulk_create(CaseReview(case=case, trainee=by) for case in cases)
    journal.record_many([("asked_for_review", case, {}) for case in cases], by=by)
    live.tell(live.BOARD, roles=[Role.SUPERVISOR, Role.HEADQUARTERS])


def give_verdict(review: CaseReview, verdict: CaseReviewVerdict, note: str, *, by: User) -> None:
    """Say what was found. `Refused` without words where there is something to talk over, and for one's own case;
    `Overtaken` where somebody read it first."""
    if review.trainee_id == by.pk:
        raise Refused("Somebody else reads your own cases.")
    if verdict == CaseReviewVerdict.TALK and not note.strip():
        raise Refused("Write down what you want to talk over.")
    with transaction.atomic():
        told = {"verdict": verdict, "note": note.strip(), "reviewed_at": Now(), "reviewed_by": by}
        if not CaseReview.objects.waiting().filter(pk=review.pk).update(**told):
            raise Overtaken("Somebody else has read this case first. Look at what they found.")
        journal.record("reviewed", review.case, by=by, verdict=verdict)
        live.tell(live.BOARD, roles=[Role.SUPERVISOR, Role.HEADQUARTERS])


def answer(review: CaseReview, words: str, *, by: User) -> None:
    """The trainee says something to the verdict, once."""
    if review.trainee_id != by.pk:
        raise Refused("Only whoever took the call answers.")
    if not words.strip():
        raise Refused("Write your answer first.")
    with transaction.atomic():
        read = CaseReview.objects.filter(pk=review.pk, reviewed_at__isnull=False, answer="")
        if not read.update(answer=words.strip()):
            raise Overtaken("There is an answer already, or nobody has read the case yet.")
        journal.record("answered_review", review.case, by=by)
