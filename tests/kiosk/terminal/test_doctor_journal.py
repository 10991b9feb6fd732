"""The last errors: from a real log, from a real journal of systemd, and never a word more than the allow-list."""

from __future__ import annotations

import json
import re
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.terminal.diagnostic import Constat
from kiosk.terminal.diagnostic_journal import (
    JournalIllisible,
    commande_systemd,
    de_fichier,
    de_systemd,
    lire,
    regarder,
)
from tests.helpers.superviseur import borne

DEPOSEUR = Path("/usr/lib/systemd/systemd-journal-remote")


def ligne(evenement: str, il_y_a: timedelta = timedelta(hours=1), **champs: object) -> str:
    instant = (datetime.now(UTC) - il_y_a).isoformat()
    return json.dumps(
        {"timestamp": instant, "event": evenement, "level": "info", **champs}, ensure_ascii=False
    )


def constat(*lignes: str) -> Constat:
    [seul] = regarder(lambda: lignes)
    return seul


def test_a_quiet_day() -> None:
    lu = constat(ligne("accueil_affiche"), ligne("processus_fini", motif="fini"), "pas du JSON", "[]", "")
    assert lu.code == "journal.ok"


def test_the_crash_of_a_real_visit_is_told(tmp_path: Path) -> None:
    dossier = tmp_path / "etat"
    dossier.mkdir(mode=0o700)
    with borne(dossier) as ici:
        visible = ici.evenement("accueil_affiche")["pid"]
        ici.evenement("reserve_prete")
        ici.ordonner(visible, "avorte")
        ici.evenement("processus_fini", motif="panne")
        ici.evenement("accueil_affiche", pid=ici.evenement("reserve_prete")["pid"])
    [lu] = regarder(lambda: de_fichier(ici.journal))
    assert lu.code == "journal.erreurs"
    tete, *lignes = lu.cause.split("\n")
    assert tete == "1\u00a0erreur dans le journal, dont 1 depuis 24\u00a0heures."
    [derniere] = lignes
    assert re.fullmatch(
        r"\d\d/\d\d/\d{4} à \d\d:\d\d\u00a0: une visite s’est arrêtée sur une panne", derniere
    )


def test_the_last_five_are_shown_and_all_are_counted() -> None:
    lignes = [ligne("depot_refuse", timedelta(days=30 - rang), cause=f"code_{rang}") for rang in range(30)]
    lu = constat(*lignes, ligne("processus_fini", motif="fige"))
    tete, *montrees = lu.cause.split("\n")
    assert tete == "31\u00a0erreurs dans le journal, dont 1 depuis 24\u00a0heures."
    assert len(montrees) == 5
    assert montrees[0].endswith("le backend a refusé une déclaration (code_26)")
    assert montrees[-1].endswith("une visite ne répondait plus")


def test_where_a_screen_failed_is_told() -> None:
    lu = constat(
        ligne(
            "tache_en_panne",
            tache="envoyer",
            erreur="KeyError",
            lieux=["boucle.py:3 a", "depot.py:12 envoyer"],
        )
    )
    assert lu.cause.endswith("(envoyer, KeyError, depot.py:12 envoyer)")


def test_an_attempt_on_the_staff_s_door_is_an_error_and_a_success_is_not() -> None:
    assert constat(ligne("acces_equipe", resultat="accepte")).code == "journal.ok"
    assert "code de l’équipe refusé" in constat(ligne("acces_equipe", resultat="refuse", echecs=3)).cause


def test_a_line_without_a_date_is_told_all_the_same() -> None:
    lu = constat(json.dumps({"event": "reglages_invalides", "level": "error", "detail": "clé inconnue"}))
    assert lu.cause.endswith("date inconnue\u00a0: réglages refusés")
    assert "dont 0 depuis" in lu.cause


def test_nothing_typed_gets_through() -> None:
    """Messages, reasons and fields of other libraries are left out; what is shown is blacked out by its shape."""
    lignes = [
        ligne("Échec pour marie.durand@exemple.fr", level="error", event_de="Marie Durand"),
        ligne("hors_service", motif="Mme Durand a cassé l’écran"),
        ligne("imprevu", detail="1 85 05 78 006 084", erreur="ValueError"),
        ligne("depot_differe", cause="06 39 98 10 42", level="error"),
        ligne("exception", exception="Traceback… 1850578006084"),
    ]
    lu = constat(*lignes)
    assert lu.cause.count("\n") == 5
    for fuite in ("Durand", "durand", "1850578006084", "1 85 05", "06 39"):
        assert fuite not in repr(lu)


CHAMPS = ("level", "timestamp", "motif", "erreur", "cause", "lieux", "resultat")
json_quelconque = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda suite: st.lists(suite, max_size=3) | st.dictionaries(st.text(max_size=10), suite, max_size=3),
    max_leaves=6,
)


@given(
    st.lists(
        st.fixed_dictionaries(
            {"event": st.sampled_from(["exception", "processus_fini", "x"]) | json_quelconque},
            optional=dict.fromkeys(
                ("level", "timestamp", "motif", "erreur", "cause", "lieux", "resultat"), json_quelconque
            ),
        )
        | json_quelconque,
        max_size=5,
    )
)
def test_any_log_can_be_read(corps: list[object]) -> None:
    assert len(list(lire(map(json.dumps, corps)))) <= len(corps)


# --- where it is ------------------------------------------------------------------------------------------


def test_the_journal_of_systemd_is_read_for_the_terminal_only(tmp_path: Path) -> None:
    if not DEPOSEUR.exists():
        pytest.skip("systemd-journal-remote is not installed: packaging/preparer --tests")
    entrees = [
        ("caf-kiosk.service", ligne("processus_fini", motif="panne")),
        ("autre.service", ligne("processus_fini", motif="fige")),
        ("caf-kiosk.service", "Traceback (most recent call last):"),
        ("caf-kiosk.service", ligne("accueil_affiche")),
    ]
    depot = "".join(
        f"__REALTIME_TIMESTAMP={1_795_000_000_000_000 + rang}\n_SYSTEMD_UNIT={unite}\nMESSAGE={texte}\n\n"
        for rang, (unite, texte) in enumerate(entrees)
    )
    fichier = tmp_path / "essai.journal"
    subprocess.run(
        [DEPOSEUR, "-o", fichier, "-"], input=depot.encode(), capture_output=True, check=True, timeout=30
    )
    commande = (*commande_systemd("caf-kiosk.service"), f"--file={fichier}")
    [lu] = regarder(lambda: de_systemd(commande))
    assert lu.cause.split("\n")[0] == "1\u00a0erreur dans le journal, dont 1 depuis 24\u00a0heures."
    assert lu.cause.endswith("une visite s’est arrêtée sur une panne")
    rien = (*commande_systemd("absente.service"), f"--file={fichier}")
    [lu] = regarder(lambda: de_systemd(rien))
    assert lu.code == "journal.illisible"


@pytest.mark.parametrize("commande", [("/bin/absent",), ("/bin/false",), ("/bin/true",)])
def test_a_journal_that_cannot_be_read_says_so(commande: tuple[str, ...]) -> None:
    with pytest.raises(JournalIllisible):
        de_systemd(commande)
    [lu] = regarder(lambda: de_systemd(commande))
    assert (lu.code, bool(lu.que_faire)) == ("journal.illisible", True)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    [lu] = regarder(lambda: de_fichier(tmp_path / "absent.log"))
    assert lu.code == "journal.illisible"
    assert "absent.log" in lu.cause
