"""Calls with a promise to call back, and half hours for them."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from cases import intake
from cases.callback_hours import free_slots
from cases.models import Callback, CallerKind
from cases.submission import CallbackWish
from helpline.accounts.models import User
from tests.builders import a_call

NUMBER = "(404) 555-0123"
SISTER = intake.ToldCaller(CallerKind.FAMILY, name="Ana Xol", phone=NUMBER, relationship="Sister")


def half_hour(place: int = 0) -> datetime:
    """The first free half hour after tomorrow began, or a later one."""
    return free_slots(timezone.now() + timedelta(days=1), days=2)[place].at


def a_promise(by: User, at: datetime | None = None, **said: Any) -> Callback:
    """A call-back that was agreed on."""
    wish = CallbackWish(at or half_hour(), NUMBER, wish=said.pop("wish", ""))
    said.setdefault("caller", SISTER)
    return Callback.objects.get(call=a_call(by=by, callback=wish, **said))
