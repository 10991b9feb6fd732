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

    _exiger(bureau.manque())


@pytest.fixture(scope="session")
def cage_possible(bureau_possible: None) -> None:
    """Skips where the packaged session's compositor cannot be started on a private desktop; in CI it fails."""
    from tests.helpers import cage

    _exiger(cage.manque())


def _exiger(manque: str | None) -> None:
    if manque is not None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(manque)
