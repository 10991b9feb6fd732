"""One contact detail: its new value, read at the button, or its removal."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from PySide6.QtWidgets import QWidget

from kiosk.metier.adresse_mail import AdresseRefusee
from kiosk.metier.coordonnees import NatureCoordonnee
from kiosk.metier.lecture_coordonnee import lire_coordonnee
from kiosk.metier.telephone import TelephoneRefuse
from ui.components.boutons import Bouton
from ui.components.champs import Champ, ChampMail, ChampTelephone
from ui.components.ecran import Action, Ecran
from ui.components.encarts import Encart
from ui.components.lignes import Ligne
from ui.components.resume_erreurs import ResumeErreurs
from ui.components.textes import Paragraphe, Texte
from ui.screens.mots_coordonnees import MOTS

QUESTIONS: Mapping[NatureCoordonnee, str] = MappingProxyType(
    {
        NatureCoordonnee.MOBILE: "Quel est votre numéro de\u00a0mobile\u00a0?",
        NatureCoordonnee.MAIL: "Quelle est votre adresse\u00a0mail\u00a0?",
        NatureCoordonnee.FIXE: "Quel est votre téléphone\u00a0fixe\u00a0?",
    }
)
AIDES: Mapping[NatureCoordonnee, str] = MappingProxyType(
    {
        NatureCoordonnee.MOBILE: "10 chiffres. Par exemple\u00a0: 06\u00a039\u00a098\u00a000\u00a042.",
        NatureCoordonnee.MAIL: "Par exemple\u00a0: prenom.nom@exemple.fr.",
        NatureCoordonnee.FIXE: "10 chiffres. Par exemple\u00a0: 01\u00a099\u00a000\u00a000\u00a017.",
    }
)
SUITES: Mapping[NatureCoordonnee, tuple[str, str]] = MappingProxyType(
    {
        NatureCoordonnee.MOBILE: (
            "Nous vous enverrons un code par SMS",
            "Gardez ce téléphone avec vous\u00a0: vous devrez y lire le code.",
        ),
        NatureCoordonnee.MAIL: (
            "Nous enverrons un code à cette adresse",
            "Vous devrez lire ce mail ici, par exemple sur votre téléphone.",
        ),
        NatureCoordonnee.FIXE: (
            "Un téléphone fixe ne reçoit pas de code",
            "Il sert seulement à vous appeler.",
        ),
    }
)


class EcranCoordonnee(Ecran):
    """One question. `enregistrer` gets the stored form of what was typed, once it can be read.

    `actuelle_masquee` is empty when there is none in force; `valeur` is what was already asked, as it is shown.
    `suppression_refusee` says why it cannot be removed, None when it can. With `attente_masquee`, a change waits for
    its code: `garder` drops it for the one in force, `supprimer` when there is none.
    """

    connecte = True
    titre_barre = "Vos coordonnées"

    def __init__(
        self,
        nature: NatureCoordonnee,
        actuelle_masquee: str,
        *,
        valeur: str = "",
        suppression_refusee: str | None,
        enregistrer: Callable[[str], None],
        supprimer: Callable[[], None],
        precedent: Callable[[], None],
        attente_masquee: str = "",
        garder: Callable[[], None] | None = None,
    ) -> None:
        super().__init__()
        mots = MOTS[nature]
        self._nature = nature
        self._enregistrer = enregistrer
        self._resume = ResumeErreurs()
        self._resume.lien_active.connect(self._corriger)
        self._champ: Champ
        if nature is NatureCoordonnee.MAIL:
            self._champ = ChampMail(mots.nom, aide=AIDES[nature])
        else:
            self._champ = ChampTelephone(mots.nom, aide=AIDES[nature])
        self._champ.poser(valeur)
        self._champ.valide.connect(self.continuer)
        self.corps.addWidget(Texte(QUESTIONS[nature], "h1"))
        self.corps.addWidget(self._resume)
        for quoi, masquee in (("Actuellement", actuelle_masquee), ("Attend son code", attente_masquee)):
            if masquee:
                ligne = Ligne(mots.icone, quoi)
                ligne.montrer(masquee)
                self.corps.addWidget(ligne)
        self.corps.addWidget(self._champ)
        deux = bool(attente_masquee and actuelle_masquee)
        if deux and garder is not None:
            self._lier(f"Garder {mots.actuel}", "rejouer", garder)
        if (actuelle_masquee and suppression_refusee is None) or (attente_masquee and not actuelle_masquee):
            # What is removed takes with it the change that waited.
            self._lier(f"Supprimer {mots.deux if deux else mots.ce}", "croix", supprimer)
        self.pousser()
        if actuelle_masquee and suppression_refusee:
            non = f"Vous ne pouvez pas supprimer {mots.actuel if deux else mots.ce}."
            self.corps.addWidget(Paragraphe(f"{non} {suppression_refusee}", ton="second"))
        titre, texte = SUITES[nature]
        self.corps.addWidget(
            Encart("discret", titre, texte, "info" if nature is NatureCoordonnee.FIXE else "envoi")
        )
        self.proposer(
            Action("Précédent", precedent, "s", "gauche"),
            Action("Continuer", self.continuer),
        )
        self.pret()

    def _lier(self, texte: str, icone: str, faire: Callable[[], None]) -> None:
        lien = Bouton(texte, "lien", icone)
        lien.a_gauche()
        lien.clicked.connect(faire)
        self.corps.addWidget(lien)

    def depart(self) -> QWidget | None:
        return self._champ

    @property
    def saisie(self) -> str:
        """What the field holds, whether it can be read or not."""
        return self._champ.valeur()

    def continuer(self) -> None:
        """Read what was typed; what cannot be read stays, with the reason."""
        try:
            lue = lire_coordonnee(self._nature, self._champ.valeur())
        except (AdresseRefusee, TelephoneRefuse) as refus:
            self.refuser(refus.message)
            return
        self._champ.erreur(None)
        self._resume.effacer()
        self._enregistrer(lue)

    def refuser(self, message: str) -> None:
        """Say what must be corrected, beside the field and in the summary."""
        self._champ.erreur(message)
        self._resume.montrer([(message, "", "champ")])

    def _corriger(self, _cible: str) -> None:
        self._champ.setFocus()
