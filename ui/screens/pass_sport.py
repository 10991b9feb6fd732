"""« Pass’Sport »: for each person of the home, whether a coupon comes; then how it comes and what to do without it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kiosk.backend.schemas import PassSportPersonne, PassSportVue
from kiosk.metier.montant import en_euros
from kiosk.metier.periode import en_lettres
from ui.components.ecran import Action, Ecran
from ui.components.encarts import Carte, Encart
from ui.components.etiquette import Etiquette, Mention
from ui.components.markdown import TexteMarkdown
from ui.components.rangee import Colonne, Rangee
from ui.components.textes import Paragraphe, Texte
from ui.screens.carte_pass_sport import campagne_close, titre
from ui.theme import Forme, Mesures

PREVU = Mention("Coupon prévu", "succes", "coche")
PAS_PREVU = Mention("Pas de coupon", "neutre", "info")
INCONNUE = (
    "Nous ne savons pas encore qui y aura droit, ni pour quel montant. "
    "Revenez plus tard, ou demandez à l’accueil."
)
TERMINEE = "Le coupon ne s’utilise plus."


class EcranPassSport(Ecran):
    """The Pass'Sport of the home. `sections`: titles and Markdown, filled in for the day; "" for no title."""

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
        if close:
            tete: list[QWidget] = [Encart("info", close, TERMINEE if vue.connue else INCONNUE)]
        else:
            tete = [Paragraphe(_combien(vue), "intro", riche=True), *map(_carte, vue.personnes)]
        suite = [_section(*section) for section in sections]
        self.corps.addWidget(
            Rangee(
                Colonne(*tete, ecart_mm=5),
                Colonne(*suite, ecart_mm=6),
                ecart_mm=8,
                empiler=_une_colonne,
                alignement=Qt.AlignmentFlag.AlignTop,
            )
        )
        self.pousser()
        self.proposer(Action("Terminer ma session", terminer, "s"), Action("Revenir à mon compte", revenir))
        self.pret()


def _une_colonne(mesures: Mesures) -> bool:
    return mesures.forme is Forme.PORTRAIT or (mesures.grand and mesures.borne)


def _combien(vue: PassSportVue) -> str:
    """Markup: an amount and a date only."""
    montant = f"<b>{en_euros(vue.montant)}</b>" if vue.montant is not None else "Un coupon"
    limite = f", à utiliser jusqu’au <b>{en_lettres(vue.jusqu_au)}</b>" if vue.jusqu_au is not None else ""
    return f"{montant} par personne concernée, pour s’inscrire dans un club sportif{limite}."


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
