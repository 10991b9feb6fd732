"""Print a receipt and leave nothing of it in the printing system, whatever happens to it.

The state is known before printing is offered; a job has a time limit; it is taken out of CUPS, with its file and its
line in the history, as soon as it has come out, failed, or nobody waits for it any more. `purger` takes out what a
visit that was killed could not. Nothing here names the person: every job has the same title.
"""

import asyncio
import contextlib
import time
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from kiosk.terminal.impression_cups import (
    EN_ECHEC,
    FINI,
    File,
    Imprimante,
    demander_a_l_appareil,
    imprimantes,
    par_defaut,
)
from kiosk.terminal.impression_memoire import Memoire
from kiosk.terminal.ipp import CupsAbsent, CupsIncompris, Serveur, serveur_du_poste

TITRE: Final = "Recu"
"""The title of every job: CUPS shows it to everybody."""

REPONSE_S: Final = 2.0
DUREE_MAX_S: Final = 30.0
NOUVEL_ESSAI_S: Final = 600.0
"""CUPS learns what a printer lacks by printing only, and nobody tells it that paper is back: a complaint of a printer
that has had nothing to do for that long is tried again."""

_PAS_S: Final = 0.25
_ESSAIS: Final = 20

_FORMATS: Final = {"a4": {"media": "iso_a4_210x297mm", "sides": "one-sided"}, "ticket": {}}
"""A roll has the width of its printer: naming a size would only let the driver refuse it."""

_PAPIER: Final = frozenset({"media-empty", "media-needed", "input-tray-missing"})
_ARRET: Final = frozenset(
    {
        *("media-jam", "output-area-full", "cover-open", "door-open", "interlock-open"),
        *("toner-empty", "marker-supply-empty", "offline", "shutdown", "timed-out"),
    }
)


class EtatImprimante(StrEnum):
    """What the printer of the receipts can do now."""

    PRETE = "prete"
    ABSENTE = "absente"
    """No CUPS, no such queue, or none at all."""
    ARRETEE = "arretee"
    """Somebody, or CUPS after a fault, stopped or closed the queue."""
    PAPIER = "papier"
    EN_PANNE = "en_panne"
    """Jam, cover, ink, switched off, or CUPS answers what cannot be read."""
    LENTE = "lente"
    """Nothing came out within the time limit; only told of a job."""


class ImpressionImpossible(Exception):
    """The receipt did not come out, and will not any more. `etat` says why."""

    def __init__(self, etat: EtatImprimante) -> None:
        super().__init__(etat.value)
        self.etat = etat


class Imprimeur:
    """The printer of this terminal's receipts.

    Args:
        nom: its queue in CUPS; "" for the default one of the system.
        poste: distinguishes this terminal from others that share a server of CUPS, and its jobs from other people's.
        papier: `a4` or `ticket`.
        serveur: where CUPS is; None for where its own commands look.
        duree_max_s: how long a receipt may take, in seconds.
        nouvel_essai_s: how long a complaint is believed of a printer that does nothing, in seconds.
    """

    def __init__(
        self,
        nom: str,
        poste: str,
        papier: str = "a4",
        serveur: Serveur | None = None,
        duree_max_s: float = DUREE_MAX_S,
        nouvel_essai_s: float = NOUVEL_ESSAI_S,
    ) -> None:
        self._nom = nom
        self._utilisateur = f"caf-kiosk-{poste}"
        self._options = _FORMATS[papier]
        self._serveur = serveur
        self._duree_max_s = duree_max_s
        self._nouvel_essai_s = nouvel_essai_s
        self._memoire = Memoire()

    def regarder(self) -> EtatImprimante:
        """The state now, within three times `REPONSE_S`. Blocks: for a thread."""
        try:
            return self._avant(self._trouver())
        except CupsAbsent:
            return EtatImprimante.ABSENTE
        except CupsIncompris:
            return EtatImprimante.EN_PANNE

    async def etat(self) -> EtatImprimante:
        """The state now, without holding the loop."""
        return await asyncio.to_thread(self.regarder)

    async def imprimer(self, pdf: bytes) -> None:
        """Print and wait until it has come out; a caller that is cancelled takes its job back.

        Raises ImpressionImpossible; nothing will then come out later, for somebody else to read.
        """
        limite = time.monotonic() + self._duree_max_s
        with _traduire():
            imprimante = await asyncio.to_thread(self._trouver)
            etat = await asyncio.to_thread(self._avant, imprimante)
            if imprimante is None or etat is not EtatImprimante.PRETE:
                raise ImpressionImpossible(etat)
            file = self._file(imprimante.nom)
            depot = asyncio.ensure_future(
                asyncio.to_thread(file.imprimer, TITRE, pdf, self._options, round(self._duree_max_s))
            )
        try:
            with _traduire():
                travail = await asyncio.shield(depot)
                await self._attendre(file, travail, limite, imprimante)
        finally:
            await asyncio.shield(asyncio.ensure_future(_reprendre(file, depot)))

    async def _attendre(self, file: File, travail: int, limite: float, avant: Imprimante) -> None:
        # What the printer said before is not about this job, until it is taken back and said again.
        anciennes = frozenset(avant.raisons)
        # A job that CUPS has forgotten already came out: its history was turned off.
        while (etat := await asyncio.to_thread(file.etat, travail)) not in (FINI, None):
            imprimante = await asyncio.to_thread(self._trouver)
            anciennes &= frozenset(imprimante.raisons if imprimante else ())
            vu = _etat(imprimante, sauf=anciennes)
            trop_tard = time.monotonic() > limite
            if (etat in EN_ECHEC or trop_tard) and vu is EtatImprimante.PRETE:
                # What it said and never took back is then the best guess.
                vu = _etat(imprimante)
            if vu is EtatImprimante.PRETE and (etat in EN_ECHEC or trop_tard):
                vu = EtatImprimante.LENTE if trop_tard else EtatImprimante.EN_PANNE
            if vu is not EtatImprimante.PRETE:
                self._memoire.oublier()
                raise ImpressionImpossible(vu)
            await asyncio.sleep(_PAS_S)
        self._memoire.retenir(avant.nom, anciennes)

    def _avant(self, imprimante: Imprimante | None) -> EtatImprimante:
        """The state, before a job is given, of a printer whose complaints may be out of date."""
        if imprimante is None:
            return EtatImprimante.ABSENTE
        if (fraiche := demander_a_l_appareil(imprimante, REPONSE_S)) is not None:
            return _etat(fraiche)
        libre_s = imprimante.libre_depuis_s
        if libre_s is not None and libre_s >= self._nouvel_essai_s:
            return _etat(imprimante, sauf=frozenset(imprimante.raisons))
        return _etat(imprimante, sauf=self._memoire.dementies(imprimante.nom))

    def purger(self) -> int:
        """Take out every job that this terminal left; returns how many. Blocks: for a thread.

        Raises CupsAbsent, CupsIncompris.
        """
        imprimante = self._trouver()
        if imprimante is None:
            return 0
        file = self._file(imprimante.nom)
        laisses = file.laisses()
        for travail in laisses:
            _retirer(file, travail)
        return len(laisses)

    def _file(self, nom: str) -> File:
        return File(self._ou(), nom, self._utilisateur, REPONSE_S)

    def _ou(self) -> Serveur:
        return serveur_du_poste() if self._serveur is None else self._serveur

    def _trouver(self) -> Imprimante | None:
        ou = self._ou()
        voulue = self._nom or par_defaut(ou, REPONSE_S)
        toutes = imprimantes(ou, REPONSE_S) if voulue else ()
        return next((imprimante for imprimante in toutes if imprimante.nom == voulue), None)


def _etat(imprimante: Imprimante | None, sauf: frozenset[str] = frozenset()) -> EtatImprimante:
    """The state as CUPS says it, some of the reasons left out."""
    if imprimante is None:
        return EtatImprimante.ABSENTE
    # A warning is about later (« low »), or about a try that goes on; both are told by the plain keyword too.
    raisons = {
        raison.removesuffix("-error").removesuffix("-warning").removesuffix("-report")
        for raison in imprimante.raisons
        if raison not in sauf
    }
    if raisons & _PAPIER:
        return EtatImprimante.PAPIER
    if raisons & _ARRET:
        return EtatImprimante.EN_PANNE
    if imprimante.arretee or not imprimante.accepte:
        return EtatImprimante.ARRETEE
    return EtatImprimante.PRETE


@contextlib.contextmanager
def _traduire() -> Iterator[None]:
    try:
        yield
    except CupsAbsent:
        raise ImpressionImpossible(EtatImprimante.ABSENTE) from None
    except CupsIncompris:
        raise ImpressionImpossible(EtatImprimante.EN_PANNE) from None


def _retirer(file: File, travail: int) -> None:
    """Take a job out whole: one that runs is stopped first, and CUPS keeps its line until it is asked again."""
    for _ in range(_ESSAIS):
        file.retirer(travail)
        if file.etat(travail) is None:
            return
        time.sleep(_PAS_S)


async def _reprendre(file: File, depot: "asyncio.Future[int]") -> None:
    """Take the job back, once CUPS has said which it is; what it does not hear, `purger` repeats."""
    with contextlib.suppress(CupsAbsent, CupsIncompris):
        await asyncio.to_thread(_retirer, file, await depot)
