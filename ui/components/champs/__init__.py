"""Fields a visitor types in: a label, a hint, an error sentence and one line of text."""

from ui.components.champs.champ import Champ
from ui.components.champs.code import ChampCode
from ui.components.champs.entier import ChampEntier
from ui.components.champs.groupes import ChampDate, ChampMontant
from ui.components.champs.mot_de_passe import ChampMotDePasse
from ui.components.champs.nir import CarteVitale, ChampNir
from ui.components.champs.saisie import Saisie
from ui.components.champs.telephone import ChampTelephone
from ui.components.champs.texte import ChampMail, ChampTexte

__all__ = [
    "CarteVitale",
    "Champ",
    "ChampCode",
    "ChampDate",
    "ChampEntier",
    "ChampMail",
    "ChampMontant",
    "ChampMotDePasse",
    "ChampNir",
    "ChampTelephone",
    "ChampTexte",
    "Saisie",
]
