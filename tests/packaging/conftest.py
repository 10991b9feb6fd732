"""The package, built once for all the tests that look at it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

RACINE = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def deb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """What `make deb` builds, from the sources as they are now; or the package that ESSAI_DEB names."""
    if donne := os.environ.get("ESSAI_DEB"):
        yield Path(donne).resolve()
        return
    dossier = tmp_path_factory.mktemp("deb")
    fait = subprocess.run(
        ["packaging/construire-deb", str(dossier)],
        cwd=RACINE,
        env={nom: valeur for nom, valeur in os.environ.items() if not nom.startswith("CAF_")},
        capture_output=True,
        text=True,
        timeout=1200,
    )
    assert fait.returncode == 0, fait.stderr[-3000:]
    paquet = Path(fait.stdout.splitlines()[-1])
    yield paquet
    paquet.unlink()  # a hundred megabytes: not kept with the other temporary files


@pytest.fixture(scope="session")
def conteneur_possible() -> None:
    """Skips unless asked for (`make essai-paquet`): a whole machine is started, by root, for minutes.

    Asked for, it skips where a machine cannot be started, except in CI, where that is a failure.
    """
    if not os.environ.get("ESSAI_CONTENEUR"):
        pytest.skip("make essai-paquet")
    from tests.packaging import conteneur

    phrase = conteneur.manque()
    if phrase is None:
        return
    if os.environ.get("CI"):
        pytest.fail(phrase)
    pytest.skip(phrase)
