"""Counters of the running backend, in the text format of Prometheus. No label ever names a person."""

from collections.abc import Mapping

_AIDES = {
    "caf_requetes_total": "Requests answered, by route, method and status.",
    "caf_requetes_secondes_total": "Seconds spent answering, by route.",
    "caf_sessions_total": "Sign-in attempts, by result.",
    "caf_depots_total": "Envelopes received, by result and démarche.",
    "caf_codes_total": "Verification codes asked for and typed, by result.",
    "caf_terminaux_total": "Terminals enrolled, given another credential, refused, by result.",
    "caf_messages_total": "Text messages and mails, by channel and by what an attempt came to.",
}


class Metriques:
    """Counters only grow; a restart begins again at zero, as Prometheus expects."""

    def __init__(self) -> None:
        self._valeurs: dict[str, dict[tuple[tuple[str, str], ...], float]] = {nom: {} for nom in _AIDES}

    def compter(self, nom: str, etiquettes: Mapping[str, str], increment: float = 1) -> None:
        """Add `increment` to counter `nom`; an undeclared name is a KeyError."""
        cle = tuple(sorted(etiquettes.items()))
        self._valeurs[nom][cle] = self._valeurs[nom].get(cle, 0.0) + increment

    def texte(self) -> str:
        """Everything, in the exposition format 0.0.4."""
        lignes: list[str] = []
        for nom, aide in _AIDES.items():
            lignes += [f"# HELP {nom} {aide}", f"# TYPE {nom} counter"]
            for etiquettes, valeur in sorted(self._valeurs[nom].items()):
                texte = ",".join(f'{nom_etiquette}="{_echapper(v)}"' for nom_etiquette, v in etiquettes)
                lignes.append(f"{nom}{{{texte}}} {valeur:.10g}" if texte else f"{nom} {valeur:.10g}")
        return "\n".join(lignes) + "\n"


def _echapper(valeur: str) -> str:
    return valeur.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
