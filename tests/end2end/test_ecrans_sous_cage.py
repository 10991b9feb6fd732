"""Under cage, which makes a window as large as all screens together, the page keeps to the public's.

Screens that come and go while somebody is there, too.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.end2end.visite import ACCUEIL, CAMILLE, NIR
from tests.helpers.attente import attendre
from tests.helpers.bureau import Bureau
from tests.helpers.cage import Cage
from tests.helpers.terminal import Terminal
from tests.helpers.visiteur import BOUTON, Visiteur

pytestmark = [pytest.mark.end2end, pytest.mark.timeout(120)]

DELAI_S = 10.0
Place = tuple[int, int, int, int]
"""Left, top, width, height of a screen among all."""

ESSAI = """
import json, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel
from ui.shell.couverture_ecrans import CouvertureEcrans
from ui.shell.fenetre import Fenetre
from ui.theme import THEMES, Forme, Mesures, TailleTexte, Theme, appliquer

app = QApplication(["essai"])
appliquer(app, Theme(THEMES["clair"], Mesures(80, Forme.PAYSAGE, TailleTexte.NORMAL), "clair"))
choisi = next(ecran for ecran in app.screens() if ecran.name() == sys.argv[1])
fenetre = Fenetre()
fenetre.occuper(choisi.geometry(), plein_ecran=True)
couverture = CouvertureEcrans(fenetre)
fenetre.showFullScreen()
couverture.couvrir()

def regarder():
    if fenetre.size() == app.primaryScreen().virtualSize():
        vu = {
            "fenetre": fenetre.size().toTuple(),
            "choisi": choisi.geometry().getRect(),
            "place": fenetre.place.getRect(),
            "page": fenetre.plan.geometry().getRect(),
            "feuilles": len(couverture.couvertures),
        }
        autre = next(ecran for ecran in app.screens() if ecran is not choisi)
        fenetre.occuper(autre.geometry(), plein_ecran=True)
        vu["autre"], vu["ensuite"] = autre.geometry().getRect(), fenetre.plan.geometry().getRect()
        print(json.dumps(vu), flush=True)
        app.exit()

fenetre.peinte.connect(regarder)
app.exec()
"""


@pytest.fixture(scope="module")
def cage(cage_possible: None) -> Iterator[Cage]:
    """Two screens, side by side."""
    with Bureau() as bureau, Cage(bureau, sorties=2) as cage:
        yield cage


@pytest.mark.parametrize("nom", ["HEADLESS-1", "HEADLESS-2"])
def test_the_page_keeps_to_its_screen_and_no_sheet_hides_it(cage: Cage, tmp_path: Path, nom: str) -> None:
    essai = tmp_path / "essai.py"
    essai.write_text(ESSAI)
    fini = subprocess.run(
        [sys.executable, str(essai), nom],
        env={**cage.bureau.env, **cage.env, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    dit = fini.stdout
    vu = json.loads(dit.splitlines()[-1]) if fini.returncode == 0 else pytest.fail(dit + fini.stderr)
    assert vu["fenetre"] == [2560, 720]
    assert vu["place"] == vu["page"] == vu["choisi"]
    assert vu["ensuite"] == vu["autre"] != vu["choisi"]
    assert vu["feuilles"] == 0


PREMIER: Place = (0, 0, 1280, 720)
DEUXIEME: Place = (1280, 0, 1024, 768)


@pytest.mark.parametrize(("public", "ensuite"), [("HEADLESS-1", PREMIER), ("HEADLESS-2", DEUXIEME)])
def test_a_screen_that_comes_is_covered_unless_it_is_the_public_s_and_one_that_goes_takes_nothing_along(
    cage_possible: None, tmp_path: Path, public: str, ensuite: Place
) -> None:
    reglages = {"CAF_KIOSK_ECRAN__NOM": public}
    with (
        Bureau() as bureau,
        Cage(bureau, sorties=1) as cage,
        Terminal(bureau, "http://127.0.0.1:9", env={**cage.env, **reglages}) as terminal,
        Visiteur(bureau) as visiteur,
    ):
        visiteur.attendre(ACCUEIL, BOUTON, delai_s=30)
        visiteur.agir(ACCUEIL, BOUTON)
        for chiffre in CAMILLE.nir[:5]:
            visiteur.attendre(chiffre, BOUTON, etats=("sensitive",))
            visiteur.agir(chiffre, BOUTON)
        visiteur.attendre_texte(NIR, _est(CAMILLE.nir[:5]), "text")
        avant = visiteur.attendre(NIR, "text")

        def attendre_la_page(place: Place, *unies: str) -> None:
            def dedans() -> bool:
                x, y = visiteur.attendre(NIR, "text").centre
                return place[0] <= x < place[0] + place[2] and place[1] <= y < place[1] + place[3]

            def couverts() -> bool:
                return all(_est_unie(cage, sortie, tmp_path / f"{sortie}.png") for sortie in unies)

            attendre(lambda: dedans() and couverts(), visiteur.arbre, DELAI_S)
            assert visiteur.lire(NIR, "text") == avant.texte

        attendre_la_page(PREMIER)
        cage.brancher()
        attendre_la_page(ensuite, *({"HEADLESS-1", "HEADLESS-2"} - {public}))
        assert not _est_unie(cage, public, tmp_path / "public.png")
        cage.debrancher()
        attendre(lambda: not cage.photographier("HEADLESS-2", tmp_path / "rien.png"), visiteur.arbre, DELAI_S)
        attendre_la_page(PREMIER)
        assert not _est_unie(cage, "HEADLESS-1", tmp_path / "public.png")
        visiteur.agir(CAMILLE.nir[5], BOUTON)
        visiteur.attendre_texte(NIR, _est(CAMILLE.nir[:6]), "text")
        assert visiteur.attendre(NIR, "text").pid == avant.pid
        assert terminal.pannes() == []


def _est(chiffres: str) -> Callable[[str], bool]:
    return lambda lu: "".join(lu.split()) == chiffres


def _est_unie(cage: Cage, sortie: str, fichier: Path) -> bool:
    """Whether the screen is there and shows one colour of ours: what is not painted is black."""
    if not cage.photographier(sortie, fichier):
        return False
    with Image.open(fichier) as image:
        couleurs = image.convert("RGB").getcolors()
    return couleurs is not None and len(couleurs) == 1 and couleurs[0][1] != (0, 0, 0)
