"""« Pass’Sport »: for each person of the home, whether a coupon comes; then how it comes and what to do without it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kiosk.backend.schemas import PassSportPersonne, PassSportVue
from ui.components.ecran import COLONNE_MM, Action, Ecran
from ui.components.encarts import Carte, Encart
from ui.components.etiquette import Etiquette, Mention
from ui.components.markdown import TexteMarkdown
from ui.components.rangee import Colonne, Rangee
from ui.components.textes import Paragraphe, Texte
from ui.screens.carte_pass_sport import campagne_close, titre
from ui.theme import Forme, Mesures

PREVU = Mention("Coupon prévu", "succes", "coche")
PAS_PREVU = Mention("Pas de coupon", "neutre", "info")
UTILITE = "Le Pass’Sport réduit le prix d’une inscription dans un club de sport."
INCONNUE = (
    "Nous ne savons pas encore qui y aura droit, ni pour quel montant. "
    "Revenez plus tard, ou demandez à l’accueil."
)
TERMINEE = "Le coupon ne s’utilise plus. Une question\u00a0? Demandez à l’accueil."


class EcranPassSport(Ecran):
    """The Pass'Sport of the home. `sections`: titles ("" for none) and Markdown, filled in for the day.

    They are left out once the campaign is over.
    """

    titre_barre = "Pass’Sport"
    connecte = True
    colonne_mm = 440

    def __init__(
        self,
        vue: PassSportVue,
        sections: Sequence[tuple[str, str]],
        revenir: Callable[[], None],
        terminer: Callable[[], None],
    ) -> None:
        super().__init__()
        self.corps.addWidget(Texte(titre(vue), "h1"))
        close = campagne_close(vue)
        textes = [_section(*section) for section in sections] if _a_expliquer(vue) else []
        if close:
            self.colonne_mm = COLONNE_MM
            notice = Encart("info", close.removesuffix("."), TERMINEE if vue.connue else INCONNUE)
            for widget in (notice, *textes):
                self.corps.addWidget(widget)
        else:
            self.corps.addWidget(Paragraphe(UTILITE, "intro"))
            self.corps.addWidget(
                Rangee(
                    Colonne(*map(_carte, vue.personnes)),
                    Colonne(*textes, ecart_mm=6),
                    ecart_mm=8,
                    empiler=_une_colonne,
                    alignement=Qt.AlignmentFlag.AlignTop,
                )
            )
        self.pousser()
        self.proposer(Action("Terminer ma session", terminer, "s"), Action("Revenir à mon compte", revenir))
        self.pret()


def _a_expliquer(vue: PassSportVue) -> bool:
    """How a coupon comes is no use once it can no longer be used."""
    return not vue.connue or bool(vue.personnes)


def _une_colonne(mesures: Mesures) -> bool:
    return mesures.forme is Forme.PORTRAIT or (mesures.grand and mesures.borne)


def _carte(personne: PassSportPersonne) -> QWidget:
    carte = Carte()
    carte.corps.addWidget(
        Rangee(
            Texte(personne.prenom, "h3"),
            Etiquette(PREVU if personne.concerne else PAS_PREVU),
            parts=(1, 0),
            empiler=_tag_dessous,
            alignement=Qt.AlignmentFlag.AlignVCenter,
        )
    )
    carte.corps.addWidget(Paragraphe(personne.message))
    return carte


def _tag_dessous(mesures: Mesures) -> bool:
    return mesures.grand


def _section(titre: str, source: str) -> QWidget:
    corps = TexteMarkdown(source)
    return Colonne(Texte(titre, "h2"), corps, ecart_mm=3) if titre else corps
