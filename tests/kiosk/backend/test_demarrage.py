"""What a start does not need is not loaded by a start."""

import subprocess
import sys

LOURDS = ("httpx2", "stamina", "cryptography", "structlog")


def test_the_wire_and_the_outbox_load_no_heavy_library() -> None:
    code = (
        "import sys\n"
        "import kiosk.backend.client, kiosk.backend.envelope, kiosk.backend.recepisse, kiosk.outbox.relay\n"
        f"print([m for m in {LOURDS!r} if m in sys.modules])"
    )
    sortie = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert sortie.stdout.strip() == "[]"
