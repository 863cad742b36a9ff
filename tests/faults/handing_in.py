"""One call through the API of a real web server, as often as it takes."""

from typing import Any
from uuid import UUID

from helpline.benchmarks.faults.asking import Client, Said, Tally
from tests.machinery import until

BODY: dict[str, Any] = {
    "facility": "STWRTGA",
    "caller": {"kind": "detainee"},
    "language": "en",
    "started_at": "2026-03-04T15:20:00Z",
    "cases": [
        {"topic": "TEL", "summary": "The phones of the unit are dead."},
        {"topic": "CON", "summary": "No hot water for a week."},
    ],
}


def client_of(port: int, token: str) -> Client:
    """Somebody who hands calls in."""
    return Client(port, token, Tally())


def hand_in(client: Client, key: UUID) -> Said:
    """Once."""
    return client.post("calls/", BODY, Idempotency_Key=str(key))


def hand_in_at_last(client: Client, key: UUID) -> Said:
    """The same key again until somebody says that the call is on record."""
    answers: list[Said] = []

    def on_record() -> bool:
        answers.append(hand_in(client, key))
        assert answers[-1].is_yes or answers[-1].is_worth_another_try, answers[-1]
        return answers[-1].is_yes

    until(on_record, of="The call is on record")
    return answers[-1]
