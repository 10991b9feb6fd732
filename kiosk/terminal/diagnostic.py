"""What a look at the terminal finds: findings with a stable code, and probes that cannot hold each other up.

A `Fiche` is a finding that a probe may make, with its state, its title and what to do about it; `constat()` makes the
finding itself, with the cause that was seen. The fiches of all probes are the catalogue of `docs/diagnostic.md`.
"""

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kiosk.terminal.causes import cause_du_systeme

DELAI_S: Final = 5.0
"""Time that a probe has, unless it says otherwise."""


class Etat(StrEnum):
    """How serious a finding is; `INCONNU` says that nothing could be seen, good or bad."""

    OK = "ok"
    ATTENTION = "attention"
    PANNE = "panne"
    INCONNU = "inconnu"


@dataclass(frozen=True, slots=True)
class Constat:
    """One finding, in plain French: what was looked at, what was seen, what to do; no personal data.

    `que_faire` is empty when there is nothing to do.
    """

    code: str
    etat: Etat
    titre: str
    cause: str = ""
    que_faire: str = ""


@dataclass(frozen=True, slots=True)
class Fiche:
    """A finding that can be made. `que_faire` may hold `{names}`, filled in by `constat`."""

    code: str
    etat: Etat
    titre: str
    que_faire: str = ""

    def constat(self, cause: str = "", **mots: object) -> Constat:
        """The finding, with what was seen. `mots`: what the names in `que_faire` stand for."""
        return Constat(self.code, self.etat, self.titre, cause, self.que_faire.format(**mots))


@dataclass(frozen=True, slots=True)
class Sonde:
    """One probe: `regarder` gives its findings one by one, and has `delai_s` seconds for all of them.

    It runs in a thread of its own, must write nothing, and may raise anything.
    """

    nom: str
    titre: str
    regarder: Callable[[], Iterable[Constat]]
    delai_s: float = DELAI_S


SANS_REPONSE: Final = Fiche(
    "sonde.sans-reponse",
    Etat.INCONNU,
    "{titre}",
    "Recommencez. Si cela se répète, redémarrez le poste, puis appelez l’assistance avec ce code.",
)
EN_ECHEC: Final = Fiche(
    "sonde.en-echec", Etat.INCONNU, "{titre}", "Appelez l’assistance avec ce code et cette cause."
)
FICHIER: Final = Fiche(
    "sonde.fichier",
    Etat.INCONNU,
    "{titre}",
    "Corrigez d’abord ce qui est dit du dossier d’état, puis recommencez. Sinon, appelez l’assistance avec ce code.",
)
FICHES: Final = (SANS_REPONSE, FICHIER, EN_ECHEC)


def sonder(sondes: Sequence[Sonde]) -> tuple[Constat, ...]:
    """Run every probe at once, and give what they found in their order.

    A probe that takes too long is left behind with what it had found so far, and one that fails says so; the others
    are not disturbed. Blocks for the longest time limit at most.
    """
    travaux = [_Travail(sonde) for sonde in sondes]
    for travail in travaux:
        travail.fil.start()
    depart = time.monotonic()
    for travail in travaux:
        travail.fil.join(max(0.0, depart + travail.sonde.delai_s - time.monotonic()))
    return tuple(constat for travail in travaux for constat in travail.resultat())


class _Travail:
    """One probe at work. Its thread is a daemon: one that never comes back does not keep the process alive."""

    def __init__(self, sonde: Sonde) -> None:
        self.sonde = sonde
        self.fil = threading.Thread(target=self._regarder, name=f"sonde-{sonde.nom}", daemon=True)
        self._trouves: list[Constat] = []
        self._fini = threading.Event()

    def resultat(self) -> tuple[Constat, ...]:
        """What was found, and that something is still to come when it is."""
        fini = self._fini.is_set()
        trouves = tuple(self._trouves)
        if fini:
            return trouves
        retard = f"Aucune réponse en {self.sonde.delai_s:g}\u00a0secondes."
        return (*trouves, self._propre(SANS_REPONSE, retard))

    def _regarder(self) -> None:
        try:
            for constat in self.sonde.regarder():
                self._trouves.append(constat)
        except OSError as erreur:
            if erreur.filename is None:
                self._trouves.append(self._propre(EN_ECHEC, type(erreur).__name__))
            else:
                # The names of our files are not personal: an envelope's is the number of its deposit.
                self._trouves.append(self._propre(FICHIER, cause_du_systeme(erreur)))
        except Exception as erreur:  # noqa: BLE001 - whatever one probe suffers, the others go on
            # The type only: a message may quote what it was given.
            self._trouves.append(self._propre(EN_ECHEC, type(erreur).__name__))
        self._fini.set()

    def _propre(self, fiche: Fiche, cause: str) -> Constat:
        code = f"{self.sonde.nom}.{fiche.code.removeprefix('sonde.')}"
        return Constat(code, fiche.etat, self.sonde.titre, cause, fiche.que_faire)
