"""Who is learning, from when to when."""

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from cases import access
from cases.models import Traineeship
from helpline.accounts.models import User
from helpline.audit import journal
from helpline.refusals import Overtaken, Refused


def begin(operator: User, *, by: User) -> Traineeship:
    """From now on a supervisor reads every case this call taker opens. `Refused` where that is so already."""
    if operator.pk == by.pk:
        raise Refused("Somebody else says who is learning. Ask another supervisor.")
    if not access.call_takers().filter(pk=operator.pk).exists():
        raise Refused("This person does not take calls.")
    try:
        with transaction.atomic():
            begun = Traineeship.objects.create(operator=operator, began_by=by)
            journal.record("began_training", operator, by=by)
    except IntegrityError:
        raise Refused(f"{operator.called} is a trainee already.") from None
    return begun


def end(operator: User, *, by: User) -> None:
    """The cases this person opens from now on are not read any more; those that wait for review stay waiting."""
    if operator.pk == by.pk:
        raise Refused("Somebody else says when you have learnt it. Ask another supervisor.")
    with transaction.atomic():
        if not Traineeship.objects.current().filter(operator=operator).update(ended_at=Now(), ended_by=by):
            raise Overtaken(f"{operator.called} is not a trainee any more.")
        journal.record("ended_training", operator, by=by)
