"""The staff in front of a visit's process: what their gesture opens, what each answer of the supervisor shows."""

from collections.abc import Callable, Iterator

import pytest
from doigts import bouton, champ, dicter, ecran, laisser_faire, lu, toucher
from exemples import rien
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from tuyau import Bout

from kiosk.terminal.diagnostic import Constat, Etat
from kiosk.terminal.geste_equipe import SUITE
from kiosk.terminal.link_equipe import (
    EquipeAction,
    EquipeAppel,
    EquipeCode,
    EquipeEchec,
    EquipeEtat,
    EquipeExamen,
    EquipePorte,
    Geste,
    MotifFermeture,
    Porte,
    PourLEquipe,
)
from kiosk.terminal.link_messages import Alive, HorsService
from kiosk.terminal.visite import Profil
from ui.app.equipe import FluxEquipe
from ui.components.tuiles import TuileDemarche
from ui.screens.accueil import EcranAccueil
from ui.screens.equipe import EcranEquipe
from ui.screens.equipe_gestes import EcranMotif
from ui.screens.equipe_mots import BORNE
from ui.screens.equipe_pin import CODE, EcranPin, EcranSansPin
from ui.screens.hors_service import EcranHorsService
from ui.screens.masque import EcranMasque

PANNE = Constat("imprimante.papier", Etat.PANNE, "Imprimante", "Plus de papier.", "Remettez du papier.")
INCONNU = Constat("journal.illisible", Etat.INCONNU, "Journal", "Fermé à ce compte.", "En administrateur.")
BIEN = Constat("versions.ok", Etat.OK, "Versions", "caf-kiosk 1.4.0")


class Devant:
    """A flow over a real window and a real pipe; the test plays the supervisor and the hand."""

    def __init__(
        self, bout: Bout, fenetre, *, arret_permis: bool = False, profil: Profil = Profil.BORNE
    ) -> None:
        self.bout, self.fenetre = bout, fenetre
        self.fins: list[int] = []
        self.t = 1_000
        self.flux = FluxEquipe(
            fenetre,
            bout.lien,
            lambda: self.fins.append(1),
            profil=profil,
            arret_permis=arret_permis,
            horloge=lambda: self.t / 1000,
        )
        self.flux.guetter()
        bout.lien.ouvrir()

    def souris(self, genre: QEvent.Type, x: float, y: float) -> None:
        taille = self.fenetre.size()
        ou = QPointF(min(max(x, 0.01), 0.99) * taille.width(), min(max(y, 0.01), 0.99) * taille.height())
        gauche = Qt.MouseButton.LeftButton
        event = QMouseEvent(genre, ou, ou, ou, gauche, gauche, Qt.KeyboardModifier.NoModifier)
        event.setTimestamp(self.t)
        QCoreApplication.sendEvent(self.fenetre.windowHandle(), event)

    def faire_le_geste(self) -> None:
        for coin in SUITE:
            self.souris(QEvent.Type.MouseButtonPress, *coin.value)
            self.t += 2_000
            self.souris(QEvent.Type.MouseButtonRelease, *coin.value)
            self.t += 500

    def repondre(self, *messages: PourLEquipe) -> None:
        for message in messages:
            self.bout.superviseur.envoyer(message)
        self.bout.lien._lire()
        laisser_faire()

    def dits(self) -> list[object]:
        """What was said to the supervisor."""
        return [message for message in self.bout.entendre() if message != Alive()]

    def entrer(self, *, hors_service: bool = False) -> EcranEquipe:
        self.repondre(EquipePorte(Porte.OUVERTE), EquipeEtat(None, hors_service))
        return ecran(self.fenetre, EcranEquipe)


@pytest.fixture
def bout(qapp) -> Iterator[Bout]:
    un = Bout()
    yield un
    un.fermer()


@pytest.fixture
def devant(bout: Bout, fenetre) -> Iterator[Devant]:
    fenetre.montrer(EcranAccueil(rien, rien, rien, pass_sport=rien))
    laisser_faire()
    un = Devant(bout, fenetre)
    yield un
    un.flux.cesser()


def test_the_gesture_calls_the_supervisor_and_shows_nothing_by_itself(devant: Devant) -> None:
    devant.faire_le_geste()
    assert devant.dits() == [EquipeAppel()]
    ecran(devant.fenetre, EcranAccueil)


def test_it_counts_on_the_page_hors_service_too(devant: Devant) -> None:
    from exemples import reglages

    devant.fenetre.montrer(EcranHorsService(reglages(), HorsService("papier", "2022-12-01T10:42:00+01:00")))
    devant.faire_le_geste()
    assert devant.dits() == [EquipeAppel()]


def test_under_a_cover_and_during_a_visit_it_says_nothing(devant: Devant) -> None:
    devant.fenetre.couvrir(EcranMasque(rien, rien))
    devant.faire_le_geste()
    devant.fenetre.decouvrir()
    devant.flux.cesser()
    devant.faire_le_geste()
    assert devant.dits() == []


def test_the_code_goes_out_once_and_what_was_typed_is_gone_when_it_is_refused(devant: Devant) -> None:
    devant.repondre(EquipePorte(Porte.A_SAISIR))
    page = ecran(devant.fenetre, EcranPin)
    saisie = champ(page, CODE)
    assert devant.fenetre.clavier.isVisible()
    assert devant.fenetre.focusWidget() is saisie.saisie
    dicter(saisie, "70a4 194")
    assert saisie.valeur() == "704194", "digits only"
    assert len(set(saisie.saisie.displayText())) == 1, "dots"
    toucher(devant.fenetre, "Ouvrir")
    toucher(devant.fenetre, "Vérification…")
    assert devant.dits() == [EquipeCode("704194")]
    devant.repondre(EquipePorte(Porte.REFUSEE))
    assert "Ce code n’est pas le bon" in lu(page)
    assert saisie.valeur() == ""
    toucher(devant.fenetre, "Ouvrir")
    assert devant.dits() == [EquipeCode("704194")], "an empty code is no try"


def test_a_wait_is_counted_down_and_only_the_way_back_is_left(devant: Devant) -> None:
    devant.repondre(EquipePorte(Porte.A_SAISIR), EquipePorte(Porte.REFUSEE, 30))
    page = ecran(devant.fenetre, EcranPin)
    assert "Prochain essai dans 30 secondes." in lu(page)
    assert [b.text() for b in devant.fenetre._actions.boutons] == ["Retour"]
    dicter(champ(page, CODE), "704193")
    page.valider()
    assert devant.dits() == []
    devant.t += 29_000
    page._compte.constater()
    assert "Prochain essai dans 1 seconde." in lu(page)
    devant.t += 1_000
    page._compte.constater()
    assert "Trop d’essais" not in lu(page)
    page.valider()
    assert devant.dits() == [EquipeCode("704193")]


def test_a_disk_that_does_not_answer_is_said(devant: Devant) -> None:
    devant.repondre(EquipePorte(Porte.INDISPONIBLE))
    assert "Le code n’a pas pu être vérifié" in lu(ecran(devant.fenetre, EcranPin))


def test_without_a_code_the_page_says_how_to_choose_one(devant: Devant) -> None:
    devant.repondre(EquipePorte(Porte.SANS_PIN))
    page = ecran(devant.fenetre, EcranSansPin)
    assert "caf-kiosk pin" in lu(page)
    toucher(devant.fenetre, "Retour")
    assert devant.fins == [1]
    assert devant.dits() == []


@pytest.mark.parametrize("comment", ["retour", "silence", "superviseur"])
def test_every_way_back_ends_the_process(devant: Devant, qtbot, comment: str) -> None:
    devant.repondre(EquipePorte(Porte.A_SAISIR))
    if comment == "retour":
        toucher(devant.fenetre, "Retour")
    elif comment == "superviseur":
        devant.repondre(EquipePorte(Porte.CLOSE))
    else:
        assert devant.flux._silence is not None
        assert devant.flux._silence._minuteur.interval() == 30_000
        devant.flux._silence.regler(0)
        qtbot.waitUntil(lambda: bool(devant.fins))
    assert devant.fins == [1]


def test_the_state_begins_with_what_is_worst_and_says_what_to_do(devant: Devant) -> None:
    devant.repondre(EquipePorte(Porte.A_SAISIR))
    page = devant.entrer()
    assert "Examen en cours…" in lu(page)
    assert not bouton(page, "Examiner de nouveau").isEnabled()
    devant.repondre(EquipeEtat((BIEN, INCONNU, PANNE), False))
    texte = lu(page)
    assert "2 points à voir" in texte
    assert texte.index("Plus de papier.") < texte.index("Fermé à ce compte.") < texte.index("Versions")
    for mots in ("En panne", "Non vérifié", "Remettez du papier.", "imprimante.papier"):
        assert mots in texte
    toucher(devant.fenetre, "Examiner de nouveau")
    assert devant.dits() == [EquipeExamen()]
    devant.repondre(EquipeEtat((BIEN,), False))
    assert "Tout est en ordre" in lu(page)
    assert "Plus de papier." not in lu(page)
    devant.repondre(EquipeEtat((), False))
    assert "L’examen n’a pas répondu" in lu(page)
    assert devant.flux._silence._minuteur.interval() == 120_000  # type: ignore[union-attr]


def confirmer(devant: Devant, nom: str) -> None:
    """Answer the question that is asked over the page."""
    laisser_faire()
    toucher(devant.fenetre, nom)
    laisser_faire()


def test_out_of_service_asks_why_then_whether(devant: Devant) -> None:
    devant.entrer()
    toucher(devant.fenetre, "Mettre hors service")
    laisser_faire()
    ecran(devant.fenetre, EcranMotif)
    toucher(devant.fenetre, "Réseau ou service de la Caf")
    confirmer(devant, "Ne rien changer")
    assert devant.dits() == []
    toucher(devant.fenetre, "Retour")
    laisser_faire()
    ecran(devant.fenetre, EcranEquipe)
    toucher(devant.fenetre, "Mettre hors service")
    laisser_faire()
    toucher(devant.fenetre, "Imprimante ou papier")
    confirmer(devant, "Oui, mettre hors service")
    assert devant.dits() == [EquipeAction(Geste.FERMER, MotifFermeture.IMPRIMANTE)]


def test_every_reason_has_its_button(devant: Devant) -> None:
    choisis: list[MotifFermeture] = []
    page = EcranMotif(BORNE, choisis.append, rien)
    devant.fenetre.montrer(page)
    laisser_faire()
    for tuile in page.findChildren(TuileDemarche):
        tuile.click()
    assert sorted(choisis) == sorted(MotifFermeture)


def test_back_in_service_is_one_touch_and_a_refusal_is_said(devant: Devant) -> None:
    page = devant.entrer(hors_service=True)
    assert "La borne est hors service" in lu(page)
    toucher(devant.fenetre, "Remettre en service")
    assert devant.dits() == [EquipeAction(Geste.ROUVRIR)]
    devant.repondre(EquipeEchec())
    assert "Le disque du poste refuse d’écrire." in lu(page)


def test_beginning_anew_is_confirmed(devant: Devant) -> None:
    devant.entrer()
    toucher(devant.fenetre, "Redémarrer")
    confirmer(devant, "Oui, redémarrer")
    assert devant.dits() == [EquipeAction(Geste.REDEMARRER)]


@pytest.mark.parametrize("permis", [False, True])
def test_quitter_is_there_where_the_settings_allow_it(bout: Bout, ouvrir: Callable, permis: bool) -> None:
    devant = Devant(bout, ouvrir(), arret_permis=permis)
    page = devant.entrer()
    assert ("Arrêter la borne" in lu(page)) is permis
    if permis:
        toucher(devant.fenetre, "Arrêter la borne")
        confirmer(devant, "Oui, arrêter")
        assert devant.dits() == [EquipeAction(Geste.QUITTER)]
    devant.flux.cesser()


def test_a_shared_pc_is_never_called_a_borne(bout: Bout, ouvrir: Callable) -> None:
    devant = Devant(bout, ouvrir(), arret_permis=True, profil=Profil.LIBRE_SERVICE)
    page = devant.entrer(hors_service=True)
    vus = [lu(page)]
    assert "L’ordinateur est hors service" in vus[0]
    devant.repondre(EquipeEtat(None, False))
    for bouton_, retour in (
        ("Redémarrer", "Ne rien changer"),
        ("Arrêter l’application", "Ne rien changer"),
        ("Mettre hors service", None),
        ("Imprimante ou papier", "Ne rien changer"),
    ):
        toucher(devant.fenetre, bouton_)
        laisser_faire()
        vus.append(lu(devant.fenetre))
        if retour is not None:
            confirmer(devant, retour)
    assert not [texte for texte in vus if "borne" in texte]
    assert "Il reste hors service" in vus[-1]
    devant.flux.cesser()


def test_the_most_visible_button_gives_the_terminal_to_the_public(devant: Devant) -> None:
    page = devant.entrer()
    assert [action.texte for action in page.commandes if action.genre == "p"] == ["Fermer"]
    devant.repondre(EquipeEtat(None, True))
    assert [action.texte for action in page.commandes if action.genre == "p"] == ["Remettre en service"]
