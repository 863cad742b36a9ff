"""Each test has the machinery to itself, on one xdist worker. Time limits are there to end what hangs, not to measure."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpline.accounts import tokens
from tests.cast import Cast
from tests.machinery import Machinery, ended_at_last

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a fault test."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("faults")
            item.add_marker(pytest.mark.xdist_group("faults"))
            if not item.get_closest_marker("timeout"):
                item.add_marker(pytest.mark.timeout(180))


@pytest.fixture
def machinery(transactional_db: None) -> Iterator[Machinery]:
    """A Redis of its own, and processes of the product on request."""
    folder = Path(tempfile.mkdtemp(prefix="helpline-faults-", dir="/tmp"))  # short enough for a socket
    folder.chmod(0o711)
    try:
        with ended_at_last(Machinery(folder)) as machinery:
            machinery.start_redis()
            yield machinery
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def token(machinery: Machinery, cast: Cast) -> str:
    """The operator's token for the API."""
    return tokens.issue(cast.operator, "faults", 1, by=None)[1]
