"""An upright screen whose commands were brought down, a keyboard in large text, a terminal that nobody touched, a visit
that is over before the next is ready."""

from collections.abc import Callable, Mapping

from tableaux import poser

from ui.screens.ecran_noir import EcranNoir
from ui.screens.rideau import EcranRideau
from ui.shell.fenetre import Fenetre


def _descendu(nom: str) -> Callable[[Fenetre], None]:
    def poser_en_bas(fenetre: Fenetre) -> None:
        fenetre.descendre(True)
        poser(fenetre, nom)

    return poser_en_bas


def _noir(fenetre: Fenetre) -> None:
    poser(fenetre, "01-accueil")
    fenetre.couvrir(EcranNoir(lambda: None))


def _rideau(fenetre: Fenetre) -> None:
    poser(fenetre, "01-accueil")
    fenetre.couvrir(EcranRideau())


TABLEAUX_PORTEE: Mapping[str, Callable[[Fenetre], None]] = {
    "20a-accueil-descendu": _descendu("01-accueil"),
    "20b-identification-descendue": _descendu("02b-mot-de-passe"),
    "20c-etape-descendue": _descendu("05a-montants"),
    "20d-mail-descendu": _descendu("03fa-mail"),
    "20e-ecran-noir": _noir,
    "20f-rideau": _rideau,
}
