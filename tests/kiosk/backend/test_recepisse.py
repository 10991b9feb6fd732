"""What a phone shows after scanning the end page."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
import segno

from kiosk.backend.recepisse import texte_recepisse

REUNION = timezone(timedelta(hours=4))


def test_the_receipt_says_where_what_which_and_when() -> None:
    quand = datetime(2026, 3, 2, 9, 5, tzinfo=REUNION)
    assert texte_recepisse("Caf de La Réunion", "Déclaration de grossesse", "G-7K3F-9QMX-2D4V-T", quand) == (
        "Caf de La Réunion\n"
        "Déclaration de grossesse\n"
        "Numéro de dépôt\u00a0: G-7K3F-9QMX-2D4V-T\n"
        "Enregistré le 02/03/2026 à 9\u00a0h\u00a005"
    )


def test_a_time_without_its_hall_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        texte_recepisse("Caf", "Démarche", "n", datetime(2026, 3, 2, 9, 5))  # noqa: DTZ001 — the fault itself


def test_it_fits_a_code_that_a_phone_reads_at_arm_s_length() -> None:
    texte = texte_recepisse(
        "Caf des Pyrénées-Atlantiques",
        "Allocation journalière du proche aidant",
        "A-7K3F-9QMX-2D4V-T",
        datetime(2026, 12, 31, 23, 59, tzinfo=UTC),
    )
    code = segno.make(texte, error="m")
    assert isinstance(code.version, int)
    assert code.version <= 9
