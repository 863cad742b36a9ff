"""The code of a receipt: with it a caller may ask what became of the report, and learn nothing else.

The code is drawn from the submission key with a secret of ours, so that it can be shown again for a day to whoever
took the call. The database holds only a keyed fingerprint of it.
"""

from datetime import datetime, timedelta

from django.utils import timezone

from cases.models import Call, ReceiptCode
from cases.references import canonical_receipt_code, receipt_code
from helpline import sealed
from helpline.accounts.models import User
from helpline.audit import journal

SHOWN_FOR = timedelta(hours=24)


def issue(call: Call, *, by: User) -> str:
    """Make the code of a call and give it back. Runs inside the transaction of the call; once a call."""
    code = _code(call)
    made = ReceiptCode(call=call, code_index=_index(code), made_by=by)
    made.save(force_insert=True)
    journal.record("issued_code", call, by=by)
    return code


def _code(call: Call) -> str:
    return receipt_code(sealed.blind_index(str(call.submission_key), purpose="seed of a receipt code"))


def _index(code: str) -> bytes:
    return sealed.blind_index(code, purpose="receipt code")


def code_shown_to(reader: User, call: Call, *, at: datetime | None = None) -> str:
    """The code of a call, for who issued it and for a day; the empty text for anybody else and later."""
    since = (at or timezone.now()) - SHOWN_FOR
    made = ReceiptCode.objects.filter(call=call, made_by=reader, made_at__gt=since)
    return _code(call) if made.exists() else ""


def find(code: str) -> Call | None:
    """The call this code was issued for; None for any other text. The same work for a right code and a wrong one."""
    canonical = canonical_receipt_code(code) or ""
    made = ReceiptCode.objects.select_related("call").filter(code_index=_index(canonical)).first()
    return made.call if made else None
