"""What the first page does not need is not loaded before it is on the screen."""

import subprocess
import sys

ENSUITE = ("ui.components.clavier", "ui.components.champs", "ui.wizard", "httpx2", "cryptography")


def test_the_first_page_loads_no_keyboard_no_field_and_no_wizard() -> None:
    code = (
        f"import sys\nimport ui.app.composition\nprint([m for m in sys.modules if m.startswith({ENSUITE!r})])"
    )
    sortie = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert sortie.stdout.strip() == "[]"
