"""« Vérifions votre numéro de mobile »: the code that was sent, a new one, or later."""

import time
from collections.abc import Callable

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from kiosk.backend.schemas import EtatEnvoi, VerificationVue
from kiosk.metier.coordonnees import NatureCoordonnee
from ui.bridge.erreurs import Avis
from ui.components.annonce import annoncer
from ui.components.boutons import Bouton
from ui.components.champs import ChampCode
from ui.components.compte_a_rebours import CompteARebours, dans
from ui.components.ecran import Action, Ecran
from ui.components.encarts import Encart
from ui.components.etapes import Etapes
from ui.components.phrase_ou_lien import PhraseOuLien
from ui.components.resume_erreurs import ResumeErreurs
from ui.components.textes import Texte
from ui.screens.mots_code import MOTS, au_plus, coupable, ou_en_est
from ui.theme import actuel

LONGUEUR = 6
VALIDER, VERIFICATION, ENVOI = "Valider le code", "Vérification…", "Envoi du code…"
NOUVEAU, PLUS_TARD = "Recevoir un nouveau code", "Plus tard"
INCOMPLET = "Écrivez les 6\u00a0chiffres du code."
ENVOYE, DERNIER = "Nouveau code envoyé", "Écrivez les chiffres du dernier code reçu."
MISE_EN_GARDE = "Ne donnez ce code à personne. La Caf ne vous le demande jamais."
PLUS_DE_CODE = "Nous ne pouvons plus vous envoyer de code aujourd’hui."
PERIME, A_DEMANDER = "Ce code ne peut plus servir.", "Vous pouvez en demander un nouveau."
EN_ATTENTE = (
    "Vous pouvez attendre ici, demander un nouveau code ou continuer plus tard. Rien ne change sans le code."
)


class EcranCode(Ecran):
    """The code's page. `valider` gets six digits; `renvoyer` asks for a new code, and the owner answers it with
    `envoye`, `retarde` or `refuser`. Without a `verification` a code is on its way: the owner has just asked for it.

    Nothing is asked twice at once, and leaving (`modifier`, `plus_tard`) is always possible.
    """

    titre_barre = "Vos coordonnées"
    connecte = True

    def __init__(
        self,
        nature: NatureCoordonnee,
        destinataire: str,
        verification: VerificationVue | None,
        *,
        valider: Callable[[str], None],
        renvoyer: Callable[[], None],
        modifier: Callable[[], None],
        plus_tard: Callable[[], None],
        rang: int,
        total: int,
        suivante: str = "",
        horloge: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._mots = MOTS[nature]
        self._destinataire = coupable(destinataire)
        self._verification = verification
        self._valider, self._renvoyer, self._plus_tard = valider, renvoyer, plus_tard
        self._occupation = "" if verification is not None else ENVOI
        self._mort = False
        self._renvoi_possible = True
        self._titre_erreur = ""
        self._resume = ResumeErreurs(lambda _n: self._titre_erreur)
        self._resume.lien_active.connect(self._corriger)
        self._parti = Encart("succes", ENVOYE, DERNIER)
        self._retard = Encart("alerte", icone="horloge")
        self._code = ChampCode()
        self._code.valide.connect(self.verifier)
        self._code.modifie.connect(self._rafraichir)
        self._renvoi = PhraseOuLien(NOUVEAU)
        self._renvoi.lien.clicked.connect(self.demander)
        liens = (Bouton(self._mots.modifier, "t"), Bouton(self._mots.absent, "t"))
        self._liens = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        for lien, faire in zip(liens, (modifier, plus_tard), strict=True):
            lien.a_gauche()
            lien.clicked.connect(faire)
            self._liens.addWidget(lien)
        self._liens.addStretch(1)
        self._secours = QVBoxLayout()
        self._secours.addWidget(self._renvoi)
        self._secours.addLayout(self._liens)
        self.corps.addWidget(_en_tete(self._mots.titre, rang, total, suivante))
        for widget in (self._resume, self._parti, self._retard, self._code):
            self.corps.addWidget(widget)
        self.corps.addLayout(self._secours)
        self.pousser()
        self.corps.addWidget(Encart("discret", "", MISE_EN_GARDE, "bouclier"))
        self._parti.hide()
        self._retard.hide()
        self._compte = CompteARebours(horloge, self)
        self._compte.change.connect(self._compter)
        self._prendre(verification)
        self.pret()

    # --- what the owner tells -----------------------------------------------------------------------

    def envoye(self, verification: VerificationVue) -> None:
        """A code is on its way: the wait begins again, what was typed and what was wrong are gone.

        The same one as before: another is not on its way, and nothing says so.
        """
        avant = self._verification
        deja = avant is not None and avant.id != verification.id
        self._verification = verification
        self._occupation, self._mort = "", False
        self._oublier_erreurs()
        if deja:
            self._code.vider()
        self._prendre(verification)
        parti = deja and verification.envoi is EtatEnvoi.PARTI
        self._parti.setVisible(parti)
        if parti:
            annoncer(self._parti, f"{ENVOYE}. {DERNIER}")
        self._code.setFocus()

    def retarde(self, avis: Avis, *, attente_s: int | None = None, renvoi: bool = True) -> None:
        """No code could be sent, or it is late: the person waits, asks again after `attente_s`, or leaves.

        `renvoi` False: there will be no other code today.
        """
        self._occupation = ""
        self._renvoi_possible = renvoi
        self._parti.hide()
        self._dire_retard(avis.titre, " ".join(x for x in (avis.texte, avis.conseil) if x))
        if attente_s is not None:
            self._compte.partir(attente_s)
        self._prendre_acte()

    def refuser(self, avis: Avis, *, mort: bool = False) -> None:
        """The code was not accepted, or nobody could say. `mort`: no try is left to it, a new one is needed.

        A wrong code is emptied; one that nobody could check stays as typed.
        """
        self._occupation = ""
        self._mort = mort
        self._parti.hide()
        if avis.a_corriger or mort:
            self._code.vider()
        self._prendre_acte()
        # At the field the title too: there, « Il vous reste 4 essais » alone would not say what is wrong.
        au_champ = f"{avis.titre}. {avis.texte}" if avis.a_corriger or mort else ""
        self._dire_faux(avis.titre, avis.texte, avis.conseil, au_champ)

    def en_cours(self) -> None:
        """The code is being checked."""
        self._occupation = VERIFICATION
        self._rafraichir()

    # --- what the person does -----------------------------------------------------------------------

    def verifier(self) -> None:
        """« Valider le code », or Enter."""
        if self._occupation:
            return
        if self._verification is None:
            self.demander()
            return
        code = self._code.valeur()
        if len(code) < LONGUEUR:
            self._dire_faux("Le code est incomplet", INCOMPLET, "", INCOMPLET)
            return
        self._oublier_erreurs()
        self._parti.hide()
        self.en_cours()
        self._valider(code)

    def demander(self) -> None:
        """« Recevoir un nouveau code »."""
        if self._occupation or not self._peut_demander():
            return
        self._occupation = ENVOI
        self._parti.hide()
        self._retard.hide()
        self._rafraichir()
        self._renvoyer()

    def depart(self) -> QWidget | None:
        return self._code

    def _corriger(self, _cible: str) -> None:
        self._code.setFocus()

    # --- what is shown ------------------------------------------------------------------------------

    def _prendre(self, verification: VerificationVue | None) -> None:
        """Show where the sending stands, and count the wait before the next one."""
        en_retard = verification is not None and verification.envoi is EtatEnvoi.EN_RETARD
        self._code.aider(self._aide(verification))
        self._retard.hide()
        if en_retard:
            self._dire_retard(self._mots.retard, EN_ATTENTE)
        if verification is not None:
            self._renvoi_possible = verification.codes_restants > 0
            self._compte.partir(verification.renvoi_dans_s)
        self._rafraichir()

    def _aide(self, verification: VerificationVue | None) -> str:
        vers = f"{self._mots.par} {self._destinataire}"
        return ou_en_est(vers, verification, mort=self._mort, part=bool(self._occupation))

    def _prendre_acte(self) -> None:
        """Something failed: what the page says of the sending must still be true."""
        self._code.aider(self._aide(self._verification))
        self._rafraichir()

    def _dire_retard(self, titre: str, texte: str) -> None:
        self._retard.ecrire(titre, texte)
        self._retard.show()
        annoncer(self._retard, f"{titre}. {texte}")

    def _dire_faux(self, titre: str, texte: str, conseil: str, au_champ: str) -> None:
        self._titre_erreur = titre
        self._code.erreur(au_champ or None)
        self._resume.montrer([(texte, conseil, "code" if au_champ else "")])
        if au_champ and not self._mort:
            # The one field of the page: what is typed next goes there, and its description says the error.
            self._code.setFocus()

    def _oublier_erreurs(self) -> None:
        self._code.erreur(None)
        self._resume.effacer()

    def _peut_demander(self) -> bool:
        return self._renvoi_possible and not self._compte.restant

    def _compter(self, restant: int) -> None:
        if not restant and self.isVisible() and self._renvoi_possible and not self._occupation:
            annoncer(self._renvoi, "Vous pouvez recevoir un nouveau code.")
        self._rafraichir()

    def _rafraichir(self) -> None:
        """The line about a new code, then the buttons."""
        restant = self._compte.restant
        if self._occupation == ENVOI:
            self._renvoi.dire("Nous envoyons un code…")
        elif not self._renvoi_possible:
            self._renvoi.dire(PLUS_DE_CODE)
        elif restant:
            debut = PERIME if self._mort else self._mots.sans
            possible = f"{debut} Nouveau code possible dans"
            # Read when it is reached, not once a second: its spoken name does not move with it.
            self._renvoi.dire(f"{possible} {dans(restant)}.", f"{possible} {au_plus(restant)}.")
        elif self._a_renvoyer():
            self._renvoi.dire(A_DEMANDER)
        else:
            self._renvoi.offrir()
        self._proposer()

    def _a_renvoyer(self) -> bool:
        """Whether the one thing to do now is to ask for a new code."""
        return self._verification is None or (self._mort and not self._code.valeur())

    def _proposer(self) -> None:
        plus_tard = Action(PLUS_TARD, self._plus_tard, "s")
        if self._occupation:
            self.proposer(plus_tard, Action(self._occupation, _rien))
        elif not self._a_renvoyer():
            self.proposer(plus_tard, Action(VALIDER, self.verifier))
        elif self._peut_demander():
            self.proposer(plus_tard, Action(NOUVEAU, self.demander))
        else:
            self.proposer(plus_tard)

    def mesurer(self) -> None:
        super().mesurer()
        mesures = actuel().mesures
        sens = QBoxLayout.Direction
        self._liens.setDirection(sens.TopToBottom if mesures.grand else sens.LeftToRight)
        self._liens.setSpacing(0 if mesures.grand else mesures.mm(8))
        self._secours.setSpacing(0)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._compte.regarder(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._compte.regarder(False)


def _en_tete(titre: str, rang: int, total: int, suivante: str) -> QWidget:
    if total < 2:
        return Texte(titre, "h1")
    etapes = Etapes()
    etapes.montrer(f"Étape {rang} sur {total}", titre, rang, total, "Étape suivante\u00a0:", suivante)
    return etapes


def _rien() -> None:
    """What a button that says « Vérification… » does."""
