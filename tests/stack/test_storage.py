"""Without the design system every page still comes, only plainer."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import override_settings

from helpline.stack.storage import ForgivingStorage


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[ForgivingStorage]:
    with override_settings(DEBUG=False):
        yield ForgivingStorage(location=str(tmp_path), base_url="/static/")


def test_a_file_that_is_not_here_keeps_its_plain_address(storage: ForgivingStorage) -> None:
    assert storage.url("uswds/css/uswds.min.css") == "/static/uswds/css/uswds.min.css"


def test_a_style_sheet_may_refer_to_a_file_that_is_not_here(
    storage: ForgivingStorage, tmp_path: Path
) -> None:
    storage.save("own.css", ContentFile("@font-face{src:url(uswds/a.woff2)}"))
    outcomes = list(storage.post_process({"own.css": (storage, "own.css")}))
    assert not [error for _, _, error in outcomes if isinstance(error, Exception)]
    assert storage.url("own.css").startswith("/static/own.")
    assert storage.url("own.css") != "/static/own.css"
