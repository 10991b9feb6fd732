"""A command of doctor's advice is read as it is typed."""

from kiosk.terminal.doctor import CATALOGUE
from ui.screens.equipe_constats import coupable, entiere


def montre(texte: str) -> list[str]:
    """The pieces between the places where a line may end."""
    # Qt ends a line at a space and after a hyphen; not after one that is followed by a word joiner.
    return texte.replace("-", "- ").replace("- \u2060", "-").replace("\u200b", " ").split(" ")


def test_a_short_command_is_never_broken() -> None:
    dit = "Libérez de la place, par exemple\u00a0: journalctl --vacuum-size=200M"
    assert montre(coupable(entiere(dit)))[-1] == "journalctl\u00a0--vacuum-size=200M"
    dit = "Démarrez l’application\u00a0: systemctl start caf-kiosk. Sinon\u00a0: caf-kiosk enroll CODE"
    morceaux = montre(coupable(entiere(dit)))
    assert "systemctl\u00a0start\u00a0caf-kiosk." in morceaux
    assert morceaux[-1] == "caf-kiosk\u00a0enroll\u00a0CODE"


def test_a_long_one_may_break_where_paths_do() -> None:
    dit = "chown -R caf-kiosk /var/lib/caf-kiosk/etat/un/dossier/tres/long"
    assert max(map(len, montre(coupable(entiere(dit))))) < 16


def test_nothing_of_the_advice_changes_but_where_it_breaks() -> None:
    for _, _, fiches in CATALOGUE:
        for fiche in fiches:
            vu = coupable(entiere(fiche.que_faire)).replace("\u2060", "").replace("\u200b", "")
            assert vu.replace("\u00a0", " ") == fiche.que_faire.replace("\u00a0", " ")
