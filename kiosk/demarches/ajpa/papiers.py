"""The papers that go with the request, by status and situation (domaine.md §6.3, §6.5)."""

from collections.abc import Callable

from kiosk.demarches.ajpa.aidant import regle
from kiosk.demarches.ajpa.aide import Situation
from kiosk.demarches.ajpa.reponses import Ajpa, jour_de_la_demande, situation_depuis
from kiosk.formulaire import Contexte, Page, Suite
from kiosk.metier import ajpa as loi
from kiosk.metier.ajpa import Papiers

DECISIONS = (
    (Situation.HANDICAP, "Envoyez la copie de la décision qui fixe le taux d’incapacité de votre proche."),
    (Situation.PERTE_AUTONOMIE, "Envoyez la copie de la décision qui attribue l’Apa à votre proche."),
    (
        Situation.MTP,
        "Envoyez la copie de la décision qui attribue la majoration tierce personne à votre proche.",
    ),
    (
        Situation.PCRTP,
        "Envoyez la copie de la décision qui attribue la prestation complémentaire à votre proche.",
    ),
    (
        Situation.AUTRE_MAJORATION,
        "Envoyez la copie de la décision qui attribue la majoration à votre proche.",
    ),
)


def _papiers(reponses: Ajpa) -> Papiers | None:
    statut = regle(reponses.statut_aidant)
    return None if statut is None else statut.papiers


def _elargie(reponses: Ajpa, contexte: Contexte) -> bool:
    return jour_de_la_demande(reponses, contexte) >= loi.ELARGISSEMENT


def _decision(situation: Situation) -> Callable[[Ajpa, Contexte], bool]:
    """True when the Caf asks for the decision on a person helped who is in this situation."""

    def demandee(reponses: Ajpa, contexte: Contexte) -> bool:
        depuis = situation_depuis(reponses.aide)
        if reponses.aide.situation is not situation or depuis is None:
            return False
        if jour_de_la_demande(reponses, contexte) < depuis:
            return False
        papiers = _papiers(reponses)
        return papiers is Papiers.ACTIVITE or (
            papiers in (Papiers.EMPLOYEUR, Papiers.AUTRES) and not _elargie(reponses, contexte)
        )

    return demandee


PAPIERS: tuple[Suite[Ajpa], ...] = (
    *(Suite(texte, _decision(situation)) for situation, texte in DECISIONS),
    Suite(
        "Envoyez une déclaration\u00a0: vous arrêtez ou vous réduisez votre activité.",
        lambda r, _: _papiers(r) is Papiers.ACTIVITE,
    ),
    Suite(
        "Aucun document à envoyer\u00a0: votre employeur a déjà vos justificatifs.",
        lambda r, contexte: _papiers(r) is Papiers.EMPLOYEUR and _elargie(r, contexte),
    ),
    Suite(
        "Gardez la décision reçue par votre proche\u00a0: la Caf peut vous la demander.",
        lambda r, contexte: _papiers(r) is Papiers.AUTRES and _elargie(r, contexte),
    ),
)


def _page(code: str, contenu: str, *familles: Papiers, elargie: bool | None = None) -> Page:
    """« À savoir » for some families of statuses; `elargie` says which side of July 2022, None for both."""

    def concernee(reponses: Ajpa, contexte: Contexte) -> bool:
        if _papiers(reponses) not in familles:
            return False
        return elargie is None or elargie is (contexte.date_reference >= loi.ELARGISSEMENT)

    return Page(code, "À savoir avant de commencer", f"ajpa/{contenu}.md", si=concernee)


A_SAVOIR: tuple[Page, ...] = (
    _page("a-savoir-employeur", "a-savoir-employeur", Papiers.EMPLOYEUR, elargie=True),
    _page("a-savoir-employeur-avant", "a-savoir-employeur-avant", Papiers.EMPLOYEUR, elargie=False),
    _page("a-savoir-activite", "a-savoir-activite", Papiers.ACTIVITE, elargie=True),
    _page("a-savoir-activite-avant", "a-savoir-activite-avant", Papiers.ACTIVITE, elargie=False),
    _page("a-savoir-autres", "a-savoir-autres", Papiers.AUTRES, elargie=True),
    _page("a-savoir-autres-avant", "a-savoir-autres-avant", Papiers.AUTRES, elargie=False),
    _page("a-savoir-sans-droit", "a-savoir-sans-droit", Papiers.SANS_DROIT),
)
