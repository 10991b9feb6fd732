"""« Pass’Sport » in one card of the account: how much, for whom, until when; or why there is nothing to expect."""

from collections.abc import Callable, Sequence
from html import escape

from kiosk.backend.schemas import PassSportVue
from kiosk.metier.montant import en_euros
from kiosk.metier.periode import en_lettres
from ui.components.cartes import CarteTitree
from ui.components.textes import Paragraphe, Texte

SAVOIR = "En savoir plus"


class CartePassSport(CarteTitree):
    """The campaign of the day for this home; without `voir` there is no button."""

    def __init__(self, vue: PassSportVue, voir: Callable[[], None] | None = None) -> None:
        super().__init__("sport", titre(vue))
        concernes = [personne.prenom for personne in vue.personnes if personne.concerne]
        etat = campagne_close(vue)
        if etat:
            self.corps.addWidget(Texte(etat))
        elif concernes:
            combien = f"<b>{en_euros(vue.montant)}</b>" if vue.montant is not None else "Un coupon"
            chacun = " par personne," if len(concernes) > 1 else ""
            pour = escape(enumerer(concernes))
            self.corps.addWidget(
                Paragraphe(f"{combien}{chacun} pour inscrire {pour} dans un club sportif.", riche=True)
            )
            self.corps.addWidget(Texte(jusqu_au(vue), "second"))
        else:
            prenoms = enumerer([personne.prenom for personne in vue.personnes])
            self.corps.addWidget(Texte(f"Pas de coupon prévu pour {prenoms}."))
            self.corps.addWidget(Texte("Regardez pourquoi, et que faire.", "second"))
        if voir is not None:
            self.agir(SAVOIR, voir, seul=False)


def titre(vue: PassSportVue) -> str:
    """« Pass’Sport 2022 »."""
    return f"Pass’Sport\u00a0{vue.campagne}"


def campagne_close(vue: PassSportVue) -> str:
    """Why nobody is named: the campaign is not known, or it is over. Empty while there is something to say of each."""
    if not vue.connue:
        return f"La campagne\u00a0{vue.campagne} n’est pas connue à ce jour."
    if vue.personnes:
        return ""
    depuis = f" depuis le {en_lettres(vue.jusqu_au)}" if vue.jusqu_au is not None else ""
    return f"La campagne\u00a0{vue.campagne} est terminée{depuis}."


def jusqu_au(vue: PassSportVue) -> str:
    """Until when the coupon is good, as far as it is known."""
    if vue.jusqu_au is None:
        return "La date limite n’est pas connue à ce jour."
    return f"À utiliser jusqu’au {en_lettres(vue.jusqu_au)}."


def enumerer(mots: Sequence[str]) -> str:
    """« Lina, Noé et Zoé »."""
    *debut, dernier = mots
    return f"{', '.join(debut)} et {dernier}" if debut else dernier
