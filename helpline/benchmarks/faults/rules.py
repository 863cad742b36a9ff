"""Headquarters at work on the rules: one person writes a version, a second publishes it, now and then one is rolled back."""

import threading
from typing import Any

from helpline.benchmarks.faults.asking import Client, Said, Tally

PAUSE = 8.0
EVERY_FOURTH = 4
HURRY = {"key": "hurry", "when": {"topic": ["CON"]}, "to": None}


class Publishers:
    """One thread. `moves` counts what came of each version: published, rolled back, or where it stopped."""

    def __init__(self, port: int, writer: str, approver: str) -> None:
        self.moves = Tally()
        self.improper = Tally()
        self.writer = Client(port, writer, self.improper)
        self.approver = Client(port, approver, self.improper)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def end(self) -> None:
        """Finish what is in hand."""
        self._stop.set()
        self._thread.join()

    def _work(self) -> None:
        number = 0
        while not self._stop.wait(PAUSE):
            number += 1
            self.moves.add(self._roll_back() if number % EVERY_FOURTH == 0 else self._publish(number))

    def _publish(self, number: int) -> str:
        """A version that differs from the newest in one limit."""
        in_force = self.writer.get("rules/")
        if not in_force.is_yes:
            return f"not read: {in_force.status}"
        hurry = HURRY | {"says": f"Version {number} gives {number} hours", "respond_within": f"{number}h"}
        rules = [rule for rule in in_force.body["rules"] if rule["key"] != HURRY["key"]]
        begun = self.writer.post("rules/drafts/", {"name": f"Version {number}"})
        if not begun.is_yes:
            return f"not begun: {begun.status}"
        draft = f"rules/drafts/{begun.body['id']}/"
        changed = self.writer.patch(draft, {"rules": [*rules, hurry]}, If_Match=begun.etag)
        sent = self._next(changed, self.writer, f"{draft}submission/", {"why": "The next limit."})
        done = self._next(sent, self.approver, f"{draft}publication/", {})
        return "published" if done.is_yes else f"stopped on its way: {done.status}"

    def _next(self, before: Said, who: Client, path: str, body: dict[str, Any]) -> Said:
        return who.post(path, body, If_Match=before.etag) if before.is_yes else before

    def _roll_back(self) -> str:
        """The version before the newest comes back."""
        versions = self.approver.get("rules/versions/")
        if not versions.is_yes or len(versions.body) < 2:
            return f"nothing to roll back to: {versions.status}"
        body = {"version": versions.body[1]["version"], "why": "The newest one was a mistake."}
        done = self.approver.post("rules/rollback/", body)
        return "rolled back" if done.is_yes else f"not rolled back: {done.status}"
