"""The call is on record, but nobody hears it: the same key again is the same call, also ten times at once."""

import http.client
import json
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

from cases.models import Call, Case
from helpline.audit.models import Entry
from routing.invariants import check
from tests.faults.handing_in import BODY, client_of, hand_in
from tests.machinery import Machinery, until

AT_ONCE = 10


def test_the_same_key_is_the_same_call(machinery: Machinery, token: str) -> None:
    port, key = machinery.start_web(), uuid4()
    deaf = http.client.HTTPConnection("127.0.0.1", port)
    headers = {
        "Authorization": f"Token {token}",
        "Content-Type": "application/json",
        "Idempotency-Key": str(key),
    }
    deaf.request("POST", "/api/v1/calls/", json.dumps(BODY), headers)
    deaf.close()  # the reply finds nobody
    until(lambda: Call.objects.filter(submission_key=key).exists(), of="The call is on record")
    with ThreadPoolExecutor(AT_ONCE) as pool:
        again = list(pool.map(lambda _: hand_in(client_of(port, token), key), range(AT_ONCE)))
    saved = Call.objects.get()
    assert {(said.status, said.body["reference"]) for said in again} == {(200, saved.reference)}
    assert Case.objects.count() == len(BODY["cases"])
    assert Entry.objects.filter(verb="took").count() == 1
    assert check().violations == []
