"""Every run of screens of every démarche, in the real window: drawn whole, filled in, and back without a loss."""

from collections.abc import Iterator
from typing import Any

import pytest
from doigts import a_corriger, laisser_faire, lu, toucher
from tableaux import assister

from kiosk.formulaire import DemarcheFermee, Lieu, Page, Parcours, recapitulatif
from tests.kiosk.demarches.chemins import JOURS, TOUTES, Chemin, contexte, repondre
from tests.kiosk.demarches.exploration import explorer
from tests.ui.shell.test_rien_de_coupe import fautes
from ui.shell.fenetre import Fenetre
from ui.theme import Forme, TailleTexte
from ui.wizard.page_etape import PageEtape
from ui.wizard.page_verification import PageVerification
from ui.wizard.pages import PageSortie, page_editoriale

MAL_REMPLI = "{", "}", "None"


def suites_d_ecrans(code: str) -> tuple[Chemin, ...]:
    """One path for each run of screens that a visitor can meet, whatever the day."""
    trouves: dict[tuple[str, ...], Chemin] = {}
    for jour in JOURS:
        try:
            chemins = explorer(code, contexte(jour))
        except DemarcheFermee:
            continue
        for chemin in chemins:
            if chemin.offert:
                trouves.setdefault(chemin.codes, chemin)
    return tuple(trouves.values())


class Promeneur:
    """A visitor who goes along a path and back, and looks at each screen."""

    def __init__(self, fenetre: Fenetre, chemin: Chemin, deja_vus: set[str]) -> None:
        self.fenetre, self.chemin, self.deja_vus = fenetre, chemin, deja_vus
        self.parcours = Parcours(chemin.demarche, chemin.contexte)
        self.assistant = assister(fenetre, self.parcours)
        self.quittes: list[int] = []
        self.assistant.quitter.connect(lambda: self.quittes.append(1))
        self.assistant.afficher()

    def avancer(self) -> Iterator[str]:
        """To the end, by « Continuer »; gives each screen's words once it is filled in."""
        while not self.parcours.en_verification:
            yield self.regarder()
            lieu = self.parcours.lieu
            for question in lieu.chemins:
                if question in self.chemin.saisies:
                    repondre(self.parcours, question, self.chemin.saisies[question])
            self.assistant.afficher()
            yield self.regarder()
            toucher(self.fenetre, "Continuer")
            page = self.fenetre.ecran
            assert not (isinstance(page, PageEtape) and a_corriger(page)), (self.chemin, lieu.code)
        yield self.regarder()

    def reculer(self) -> list[Lieu]:
        """To the first screen, then out; gives the screens met."""
        lieux = []
        toucher(self.fenetre, "Précédent")
        while not self.quittes:
            lieux.append(self.parcours.lieu)
            toucher(self.fenetre, "Précédent")
        return lieux

    def regarder(self) -> str:
        """The words of the screen; a screen never seen yet is measured."""
        mots = lu(self.fenetre)
        if mots not in self.deja_vus:
            self.deja_vus.add(mots)
            laisser_faire()
            assert fautes(self.fenetre) == [], self.chemin
        assert not any(trou in mots for trou in MAL_REMPLI), (self.chemin, mots)
        return mots

    def saisies(self) -> dict[str, object]:
        """All that the walk holds, by path."""
        return {c: self.parcours.saisie(c) for c in self.parcours.marche.demandes}


@pytest.mark.timeout(300)  # the longest of the suite: some two dozen visits from end to end
@pytest.mark.parametrize("code", TOUTES)
def test_every_run_of_screens_is_drawn_whole_and_goes_back_without_a_loss(ouvrir, code: str) -> None:
    deja_vus: set[str] = set()
    suites = suites_d_ecrans(code)
    assert suites
    fenetre = ouvrir(Forme.PORTRAIT)
    for chemin in suites:
        promeneur = Promeneur(fenetre, chemin, deja_vus)
        ecrans = list(promeneur.avancer())
        parcours = promeneur.parcours
        a_la_fin(promeneur, ecrans[-1])
        gardees, lieux = promeneur.saisies(), parcours.marche.lieux
        assert promeneur.reculer() == list(reversed(lieux)), chemin
        assert (promeneur.saisies(), parcours.marche.lieux) == (gardees, lieux), chemin
        promeneur.assistant.fermer()


def a_la_fin(promeneur: Promeneur, mots: str) -> None:
    """What the last screen must show."""
    parcours: Parcours[Any] = promeneur.parcours
    page = promeneur.fenetre.ecran
    if parcours.sortie is not None:
        assert isinstance(page, PageSortie)
        assert parcours.texte(parcours.sortie.titre).replace("\u00a0", " ") in mots
        return
    assert isinstance(page, PageVerification)
    laisser_faire()
    mots = lu(promeneur.fenetre)
    for section in recapitulatif(parcours):
        for ligne in section.lignes:
            assert ligne.libelle.replace("\u00a0", " ") in mots
            assert ligne.valeur.replace("\u00a0", " ") in mots


@pytest.mark.parametrize("forme", list(Forme))
@pytest.mark.parametrize("code", TOUTES)
def test_every_screen_is_whole_in_large_letters(ouvrir, code: str, forme: Forme) -> None:
    fenetre = ouvrir(forme, "clair", TailleTexte.GRAND)
    vus: set[tuple[str, ...]] = set()
    for chemin in suites_d_ecrans(code):
        parcours = Parcours(chemin.demarche, chemin.contexte)
        assistant = assister(fenetre, parcours)
        for lieu in (*chemin.ecrans(parcours), None):
            ecran = contenu(parcours, lieu)
            if ecran not in vus:
                vus.add(ecran)
                assistant.afficher()
                laisser_faire()
                assert fautes(fenetre) == [], (chemin, lieu and lieu.code)
        assistant.fermer()


def contenu(parcours: Parcours[Any], lieu: Lieu | None) -> tuple[str, ...]:
    """What tells a screen from another: its code and its words, or the end that was reached."""
    if lieu is None:
        if (sortie := parcours.sortie) is not None:
            return sortie.code, parcours.texte(page_editoriale(sortie.contenu))
        return tuple(ligne.valeur for section in recapitulatif(parcours) for ligne in section.lignes)
    if isinstance(lieu.etape, Page):
        return lieu.etape.code, parcours.texte(page_editoriale(lieu.etape.contenu))
    return (lieu.etape.code,)
