"""What every test may ask for, and the order of the run: quick units first, the real terminal last."""

from __future__ import annotations

import os

import pytest

# Unit tests never open a window on the screen of whoever runs them; set before anything imports Qt.
os.environ["QT_QPA_PLATFORM"] = os.environ.get("CAF_KIOSK_TESTS_QPA", "offscreen")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "end2end: drives the real program on a private X display")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.get_closest_marker("end2end") is not None)


@pytest.fixture(scope="session")
def bureau_possible() -> None:
    """Skips where a private desktop cannot be made, except in CI, where that is a failure."""
    from tests.helpers import bureau

    phrase = bureau.manque()
    if phrase is None:
        return
    if os.environ.get("CI"):
        pytest.fail(phrase)
    pytest.skip(phrase)
