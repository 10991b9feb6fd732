"""`caf-kiosk reglages`: every setting of a terminal, as a table or as a file to fill in, read from the settings."""

from pydantic.fields import FieldInfo

from kiosk.terminal.settings import INACTIVITE_S
from kiosk.terminal.settings_cles import exemple, sections, variable
from kiosk.terminal.settings_lecture import VARIABLE_CONFIG

INTRODUCTION = f"""\
# Réglages d’une borne

Écrit par `make docs` à partir de `kiosk/terminal/settings.py`\u00a0: ne corrigez rien ici.

Un seul fichier TOML, celui de l’option `--config`, sinon celui que nomme la variable `{VARIABLE_CONFIG}`.
Une variable d’environnement l’emporte sur le fichier, et le fichier sur la valeur par défaut.
Une liste ou une section s’écrit en JSON dans l’environnement.
Une clé inconnue ou une valeur refusée empêche le démarrage\u00a0: le message nomme la clé et dit ce qui est accepté.

`caf-kiosk reglages --toml` écrit un fichier complet, chaque clé en commentaire.
`caf-kiosk doctor` dit quel fichier est lu et ce qui ne va pas.
"""

_UNITES = {"_s": "secondes", "_ms": "millisecondes"}
"""By the end of the key's name."""

_UNITES_PROPRES = {
    ("ecran", "largeur"): "pixels",
    ("ecran", "hauteur"): "pixels",
    ("ecran", "ppi"): "pixels par pouce",
}
_DEFAUTS_CALCULES = {
    ("", "inactivite_s"): " ou ".join(f"{duree} ({profil.value})" for profil, duree in INACTIVITE_S.items()),
    ("", "dossier_etat"): "`$XDG_STATE_HOME/caf-kiosk`",
}


def documenter() -> str:
    """The whole document, in Markdown."""
    blocs = [INTRODUCTION]
    for section, modele in sections():
        titre = f"## Section `[{section}]`" if section else "## Clés sans section"
        rangs = [("Clé", "Par défaut", "Unité", "Ce qu’elle règle et ce qui est accepté", "Environnement")]
        rangs += [("---",) * 5]
        for nom, champ in modele.model_fields.items():
            if not any(nom == autre for autre, _ in sections()):
                rangs.append(
                    (
                        f"`{nom}`",
                        _defaut(section, nom, champ),
                        unite(section, nom),
                        str(champ.description),
                        f"`{variable(section, nom)}`",
                    )
                )
        table = "\n".join(f"| {' | '.join(rang)} |" for rang in rangs)
        blocs.append(f"{titre}\n\n{table}\n")
    return "\n".join(blocs)


def ecrire(*, en_toml: bool) -> str:
    """The table, or the file to fill in."""
    return exemple() if en_toml else documenter()


def unite(section: str, nom: str) -> str:
    """What a key's number counts; empty when it is no number."""
    propre = _UNITES_PROPRES.get((section, nom), "")
    return next((mot for fin, mot in _UNITES.items() if nom.endswith(fin)), propre)


def _defaut(section: str, nom: str, champ: FieldInfo) -> str:
    if (section, nom) in _DEFAUTS_CALCULES:
        return _DEFAUTS_CALCULES[section, nom]
    valeur = champ.get_default(call_default_factory=True)
    if valeur is None or valeur in ("", ()):
        return "aucune"
    if isinstance(valeur, bool):
        return f"`{str(valeur).lower()}`"
    return f"{valeur:g}" if isinstance(valeur, int | float) else f"`{valeur}`"
