"""The one bell of the house.

`ring` is called after commit and hurries whoever routes. Nothing depends on it: the sweep keeps the promise.
"""

from django.dispatch import Signal


class Bell(Signal):
    """A signal that is rung without arguments and never breaks the ringer."""

    def ring(self) -> None:
        """Tell the listeners that work waits; their errors are theirs."""
        self.send_robust(sender=None)


case_waits_for_route = Bell()
