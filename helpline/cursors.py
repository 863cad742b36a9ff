"""Where a page of a long list begins: a text that tells its holder nothing and opens for nobody else.

A bare key would let people count what happens out of their sight by the gaps between two pages.
"""

import base64
import json

from helpline import sealed

Place = list[str | int]


def write(place: Place, *, of: str, reader: int) -> str:
    """The cursor of `place` in the list called `of`, for the person with this key."""
    kept = sealed.seal(json.dumps(place), table="cursor", column=of, row=reader)
    return base64.urlsafe_b64encode(kept).decode()


def read(cursor: str, *, of: str, reader: int) -> Place | None:
    """What `write` took, or None for a text that was not written for this list and person."""
    try:
        found = json.loads(
            sealed.unseal(base64.urlsafe_b64decode(cursor.encode()), table="cursor", column=of, row=reader)
        )
    except (ValueError, sealed.CannotUnseal):
        return None
    return found if isinstance(found, list) else None
