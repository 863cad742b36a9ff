"""How a verb says no.

Every message is a sentence the person at the screen can act on. Pages and the API turn a
`Refused` into 409, an `OutOfReach` into the same 404 as an unknown address.
"""


class Refused(Exception):
    """The verb did not happen, and nothing was changed."""


class Overtaken(Refused):
    """Somebody else changed the row first; look again, then decide."""


class OutOfReach(Refused):
    """This person may not know whether the row exists."""


class SameKeyOtherBody(Refused):
    """An idempotency key came back with a different body."""
