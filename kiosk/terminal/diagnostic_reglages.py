"""The settings: which file, which variables, which key is wrong, and what should not be on a terminal in service."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kiosk.terminal.diagnostic import Constat, Etat, Fiche
from kiosk.terminal.errors import ReglagesInvalides

if TYPE_CHECKING:
    from kiosk.terminal.settings import Reglages

_TITRE: Final = "Réglages"
LUS: Final = Fiche("reglages.ok", Etat.OK, _TITRE)
INVALIDES: Final = Fiche(
    "reglages.invalides",
    Etat.PANNE,
    _TITRE,
    "Corrigez la clé nommée, puis redémarrez l’application. Toutes les clés\u00a0: caf-kiosk reglages.",
)
SANS_FICHIER: Final = Fiche(
    "reglages.sans-fichier",
    Etat.ATTENTION,
    _TITRE,
    "Nommez le fichier de réglages avec --config, par exemple /etc/caf-kiosk/kiosk.toml.",
)
MODIFIABLES: Final = Fiche(
    "reglages.modifiables",
    Etat.ATTENTION,
    _TITRE,
    "Gardez l’écriture pour le seul propriétaire\u00a0: chmod go-w {fichier}",
)
DATE_JOUEE: Final = Fiche(
    "reglages.date-jouee",
    Etat.ATTENTION,
    _TITRE,
    "Sur un poste ouvert au public, retirez la clé date_reference.",
)
FENETRE: Final = Fiche(
    "reglages.fenetre",
    Etat.ATTENTION,
    _TITRE,
    'Sur un poste ouvert au public, mettez mode = "plein_ecran" dans la section [ecran].',
)
REQUIS: Final = Fiche(
    "reglages.requis",
    Etat.INCONNU,
    "Autres vérifications",
    "Corrigez d’abord les réglages, puis recommencez.",
)
FICHES: Final = (LUS, INVALIDES, SANS_FICHIER, MODIFIABLES, DATE_JOUEE, FENETRE, REQUIS)


def regarder(config: Path | None, retenir: "Callable[[Reglages], object]") -> Iterator[Constat]:
    """Read the settings as the terminal does; `retenir` is given them when they are right."""
    from kiosk.terminal.settings_cles import variables_connues
    from kiosk.terminal.settings_lecture import VARIABLE_CONFIG, lire

    nomme = os.environ.get(VARIABLE_CONFIG)
    fichier = config if config is not None else Path(nomme) if nomme else None
    try:
        reglages = lire(fichier)
    except ReglagesInvalides as erreur:
        yield INVALIDES.constat(str(erreur))
        return
    retenir(reglages)
    connues = set(variables_connues())
    poste = sorted(nom for nom in os.environ if nom.upper() in connues)
    suite = f" Environnement\u00a0: {', '.join(poste)}." if poste else ""
    if fichier is None:
        yield SANS_FICHIER.constat(f"Aucun fichier n’est nommé\u00a0: valeurs par défaut.{suite}")
    else:
        yield LUS.constat(f"{fichier}.{suite}")
        if fichier.stat().st_mode & 0o022:
            yield MODIFIABLES.constat(f"D’autres comptes peuvent écrire dans {fichier}.", fichier=fichier)
    if reglages.date_reference is not None:
        yield DATE_JOUEE.constat(
            f"L’application joue le {reglages.date_reference:%d/%m/%Y}, comme en démonstration."
        )
    if reglages.ecran.mode != "plein_ecran":
        yield FENETRE.constat("L’application s’ouvre dans une fenêtre, que l’on peut fermer.")
