"""The screens of the code and of the password."""

from collections.abc import Callable
from uuid import UUID

from doigts import champ, dicter, laisser_faire, toucher
from exemples import rien

from kiosk.backend.errors import refus
from kiosk.backend.schemas import EtatEnvoi, Probleme, VerificationVue
from kiosk.metier.coordonnees import NatureCoordonnee
from ui.bridge.erreurs import avis_code, avis_mot_de_passe
from ui.components.champs import ChampMotDePasse
from ui.screens.code import EcranCode
from ui.screens.mot_de_passe import EcranMotDePasse, panneau_mot_de_passe_change
from ui.shell.fenetre import Fenetre
from ui.theme import actuel

MOBILE = "06\u00a012\u00a034\u00a056\u00a042"
LONGUE = "camille.martin-dupont.de.la.roche+coordonnees@messagerie-de-l-association.exemple.fr"
FAUX = avis_code(refus(Probleme(title="", status=422, code="code_incorrect", essais_restants=4)))
MORT = avis_code(refus(Probleme(title="", status=422, code="code_epuise")))
ACTUEL_FAUX = avis_mot_de_passe(refus(Probleme(title="", status=403, code="mot_de_passe_refuse")))


def vue(nature: NatureCoordonnee = NatureCoordonnee.MOBILE, **change: object) -> VerificationVue:
    """A code that has just left."""
    base: dict[str, object] = {
        "id": UUID(int=7),
        "nature": nature,
        "valeur_masquee": "06 •• •• •• 42",
        "envoi": EtatEnvoi.PARTI,
        "expire_dans_s": 900,
        "renvoi_dans_s": 38,
        "essais_restants": 5,
        "codes_restants": 4,
    }
    return VerificationVue.model_validate(base | change)


def page_code(
    fenetre: Fenetre,
    nature: NatureCoordonnee = NatureCoordonnee.MOBILE,
    destinataire: str = MOBILE,
    **change: object,
) -> EcranCode:
    """The code's page, at rest."""
    fenetre.saluer("CM", "Bonjour Camille")
    page = EcranCode(
        nature,
        destinataire,
        vue(nature, **change),
        valider=rien,
        renvoyer=rien,
        modifier=rien,
        plus_tard=rien,
        rang=2,
        total=3,
        suivante="Votre adresse mail",
        horloge=float,
    )
    fenetre.montrer(page)
    laisser_faire()
    fenetre.activateWindow()
    laisser_faire()
    return page


def _code(fenetre: Fenetre) -> None:
    dicter(champ(page_code(fenetre), "Code"), "482")


def _code_faux(fenetre: Fenetre) -> None:
    page = page_code(fenetre)
    dicter(champ(page, "Code"), "482913")
    page.refuser(FAUX)


def _code_mort(fenetre: Fenetre) -> None:
    page = page_code(fenetre, renvoi_dans_s=0)
    dicter(champ(page, "Code"), "482913")
    page.refuser(MORT, mort=True)


def _code_en_retard(fenetre: Fenetre) -> None:
    page_code(fenetre, NatureCoordonnee.MAIL, "camille@exemple.fr", envoi=EtatEnvoi.EN_RETARD)


def _code_adresse_longue(fenetre: Fenetre) -> None:
    page_code(fenetre, NatureCoordonnee.MAIL, LONGUE, renvoi_dans_s=0)


def _code_renvoye(fenetre: Fenetre) -> None:
    page_code(fenetre).envoye(vue(renvoi_dans_s=60, id=UUID(int=8)))


def page_mot_de_passe(fenetre: Fenetre, temporaire: bool = False) -> EcranMotDePasse:
    """The password's page, nothing typed: on a shared PC it may be shown."""
    fenetre.saluer("CM", "Bonjour Camille")
    page = EcranMotDePasse(
        noms=("Camille", "Martin"),
        afficher_possible=not actuel().mesures.borne,
        temporaire=temporaire,
        enregistrer=rien,
        precedent=None if temporaire else rien,
    )
    fenetre.montrer(page)
    laisser_faire()
    fenetre.activateWindow()
    laisser_faire()
    return page


def _nouveau(fenetre: Fenetre) -> None:
    page = page_mot_de_passe(fenetre)
    dicter(champ(page, "Mot de passe actuel"), "soleil velo pomme")
    dicter(champ(page, "Nouveau"), "marmotte")
    laisser_faire()


def _nouveau_temporaire(fenetre: Fenetre) -> None:
    page_mot_de_passe(fenetre, temporaire=True)


def _nouveau_manques(fenetre: Fenetre) -> None:
    dicter(champ(page_mot_de_passe(fenetre), "Nouveau"), "martin")
    toucher(fenetre, "Enregistrer")
    laisser_faire()
    champ(fenetre, "Nouveau").setFocus()


def _actuel_refuse(fenetre: Fenetre) -> None:
    page = page_mot_de_passe(fenetre)
    dicter(champ(page, "Mot de passe actuel"), "soleil")
    dicter(champ(page, "Nouveau"), "marmotte bleue au fond")
    page.refuser(ACTUEL_FAUX)


def _nouveau_repete(fenetre: Fenetre) -> None:
    page = page_mot_de_passe(fenetre)
    dicter(champ(page, "Nouveau"), "marmotte bleue au fond")
    laisser_faire()
    page.findChildren(ChampMotDePasse)[-1].setFocus()


def _mot_de_passe_change(fenetre: Fenetre) -> None:
    page_mot_de_passe(fenetre)
    panneau_mot_de_passe_change(fenetre, rien).ouvrir()


TABLEAUX_SECRETS: dict[str, Callable[[Fenetre], object]] = {
    "02j-mot-de-passe-nouveau": _nouveau,
    "02k-mot-de-passe-temporaire": _nouveau_temporaire,
    "02l-mot-de-passe-manques": _nouveau_manques,
    "02m-mot-de-passe-actuel-refuse": _actuel_refuse,
    "02n-mot-de-passe-repete": _nouveau_repete,
    "02o-mot-de-passe-change": _mot_de_passe_change,
    "07d-code": _code,
    "07e-code-faux": _code_faux,
    "07f-code-en-retard": _code_en_retard,
    "07g-code-mort": _code_mort,
    "07h-code-adresse-longue": _code_adresse_longue,
    "07i-code-renvoye": _code_renvoye,
}
