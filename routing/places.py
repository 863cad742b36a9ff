"""The live count of the queue in the rail."""

from helpline.accounts.models import User
from helpline.navigation import counts
from routing import queue


@counts("routing:queue")
def waiting(user: User) -> int:
    """How many cases wait in the queues this person may open."""
    return queue.open_count(user)
