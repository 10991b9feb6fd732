"""The screens of the code and of the password."""

from collections.abc import Callable
from uuid import UUID

from doigts import champ, dicter, laisser_faire
from exemples import rien

from kiosk.backend.schemas import EtatEnvoi, VerificationVue
from kiosk.metier.coordonnees import NatureCoordonnee
from ui.bridge.erreurs import Avis
from ui.screens.code import EcranCode
from ui.shell.fenetre import Fenetre

MOBILE = "06\u00a012\u00a034\u00a056\u00a042"
LONGUE = "camille.martin-dupont.de.la.roche+coordonnees@messagerie-de-l-association.exemple.fr"
FAUX = Avis(
    "Le code n’est pas le bon",
    "Ce code n’est pas celui que nous avons envoyé. Il vous reste 4\u00a0essais.",
    "Vérifiez les chiffres du dernier message reçu.",
    a_corriger=True,
)
MORT = Avis(
    "Ce code ne peut plus servir",
    "Il y a eu trop d’essais avec ce code.",
    "Demandez un nouveau code pour continuer.",
)


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
    page_code(fenetre).envoye(vue(renvoi_dans_s=60))


TABLEAUX_SECRETS: dict[str, Callable[[Fenetre], object]] = {
    "07d-code": _code,
    "07e-code-faux": _code_faux,
    "07f-code-en-retard": _code_en_retard,
    "07g-code-mort": _code_mort,
    "07h-code-adresse-longue": _code_adresse_longue,
    "07i-code-renvoye": _code_renvoye,
}
