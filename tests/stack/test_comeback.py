"""A child that keeps ending comes back ever more slowly; one that ran well comes back at once."""

from helpline.stack.children import Comeback


class Clock:
    """A clock that a test sets."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_pauses_grow_to_a_limit() -> None:
    clock = Clock()
    comeback = Comeback(clock=clock)
    pauses = []
    for _ in range(9):
        comeback.has_started()
        pauses.append(comeback.has_ended())
    assert pauses == [0.3, 0.6, 1.2, 2.4, 4.8, 9.6, 15.0, 15.0, 15.0]


def test_it_is_due_after_the_pause_and_not_before() -> None:
    clock = Clock()
    comeback = Comeback(clock=clock)
    comeback.has_started()
    assert not comeback.is_due()
    pause = comeback.has_ended()
    assert not comeback.is_due()
    clock.now += pause
    assert comeback.is_due()


def test_a_long_run_wipes_the_slate_clean() -> None:
    clock = Clock()
    comeback = Comeback(clock=clock)
    for _ in range(5):
        comeback.has_started()
        comeback.has_ended()
    comeback.has_started()
    clock.now += comeback.settled + 1
    assert comeback.has_ended() == comeback.shortest


def test_one_that_cannot_start_yet_looks_again_soon_and_says_so_once() -> None:
    clock = Clock()
    comeback = Comeback(clock=clock)
    comeback.has_started()
    comeback.has_ended()
    for first in (True, False, False):
        assert comeback.has_to_wait() is first
        clock.now += comeback.shortest
        assert comeback.is_due()
    comeback.has_started()
    assert comeback.has_ended() == 2 * comeback.shortest
    assert comeback.has_to_wait() is True
