"""The terminal proves who it is: enrolled once with a code, then given another credential whenever the backend asks.

A rotation never leaves the terminal without a credential that works, wherever the power is cut:

    ask        O in use          an answer that is lost was never used: O stays good
    keep       N, and O beside   one write of the keyring, whole or not at all
    show N     O is over         from now on N alone works, and it was on the disk before
    keep       N alone           until then a start tries N, then O

One process at a time changes what is kept: the supervisor may be renewing what a command is about to replace.
"""

import asyncio
import fcntl
import os
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol

from kiosk.backend.client import ClientBackend
from kiosk.backend.errors import BackendError, TerminalInconnu, TerminalRefuse
from kiosk.backend.identite import Identite
from kiosk.backend.schemas_terminaux import TerminalVue
from kiosk.outbox.relay import Horloge, HorlogeReelle
from kiosk.terminal.a_part import a_part
from kiosk.terminal.secrets import Coffre, CoffreErreur, CoffreInutilisable, Enrolement, Garde, ouvrir

PERIODE_S: Final = 6 * 3600.0
"""How often a terminal asks whether its credential is still the right one; a start and a SIGHUP ask too."""

PREMIER_RECUL_S: Final = 60.0
RECUL_MAX_S: Final = 3600.0


CROISEMENTS_MAX: Final = 3
"""More than that is no lost call: somebody else types the same code at the same time."""

ATTENTE_S: Final = 60.0
"""What a change in progress, a few calls to the backend long, is given to end."""


async def enroler(
    coffre: Coffre, dossier: Path, client: ClientBackend, identite: Identite, code: str, maintenant: datetime
) -> TerminalVue:
    """Exchange `code`, keep what it gives, and show it once: only then is the code over, and any machine before.

    Cut anywhere, the same code can be given again. `identite` is the one that `client` carries.
    Raises Refus (enrolement_refuse), BackendError, CoffreErreur.
    """
    async with _seul(dossier):
        avant = await coffre.lire()
        ancien = None if avant is None else avant.secret
        croisements = 0
        while True:
            donne = await client.enroler(code)
            await coffre.garder(Garde(donne.secret, ancien))
            inscription = Enrolement(donne.nom, maintenant.isoformat(timespec="seconds"), coffre.classe)
            await asyncio.to_thread(inscription.ecrire, dossier)
            identite.changer(donne.secret)
            try:
                vue = await client.terminal()
            except TerminalInconnu:
                # A call that was thought lost reached the backend since, and was given another one: nobody has it.
                croisements += 1
                if croisements == CROISEMENTS_MAX:
                    raise
                continue
            await coffre.garder(Garde(donne.secret))
            return vue


@asynccontextmanager
async def _seul(dossier: Path) -> AsyncIterator[None]:
    """No other process changes the secret of this state directory meanwhile. Raises CoffreInutilisable."""
    try:
        fd = await asyncio.to_thread(_ouvrir_dossier, dossier)
    except OSError as erreur:
        raise CoffreInutilisable(
            f"Le dossier d’état {dossier} ne s’ouvre pas ({erreur.strerror})\u00a0: vérifiez ses droits."
        ) from None
    try:
        try:
            await a_part(lambda: fcntl.flock(fd, fcntl.LOCK_EX), ATTENTE_S)
        except TimeoutError:
            raise CoffreInutilisable(
                f"Le secret de ce terminal est en train de changer depuis {ATTENTE_S:.0f}\u00a0secondes. Recommencez."
            ) from None
        yield
    finally:
        os.close(fd)


def _ouvrir_dossier(dossier: Path) -> int:
    dossier.mkdir(mode=0o700, parents=True, exist_ok=True)
    return os.open(dossier, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)


class Titulaire:
    """Holds the terminal's credential in the supervisor: reads it, gives it to who calls, renews it.

    `confier` is told each credential that comes into use. Nothing polls: one call each `PERIODE_S`.
    """

    def __init__(
        self,
        dossier: Path,
        client: ClientBackend,
        identite: Identite,
        confier: Callable[[str], None],
        horloge: Horloge | None = None,
        *,
        alea: Callable[[], float] = random.random,
        journal: Callable[..., None] | None = None,
    ) -> None:
        """`identite` is the one that `client` carries; `alea` and `journal` as for `kiosk.outbox.relay.Relais`."""
        self._dossier = dossier
        self._client = client
        self._identite = identite
        self._confier = confier
        self._horloge = horloge or HorlogeReelle()
        self._alea = alea
        self._journal = journal or _journal
        self._reveil = asyncio.Event()
        self._echecs = 0

    async def tourner(self) -> None:
        """Keep the credential right, for ever."""
        while True:
            self._reveil.clear()
            pause = await self._ronde()
            await self._horloge.attendre(self._reveil, pause)

    def reveiller(self) -> None:
        """Look again now: the terminal may have been enrolled."""
        self._reveil.set()

    async def _ronde(self) -> float | None:
        """One look; how long to sleep, None when there is nothing to do before somebody enrols the terminal."""
        try:
            async with _seul(self._dossier):
                coffre = await ouvrir(self._dossier)
                garde = None if coffre is None else await coffre.lire()
                if coffre is None or garde is None:
                    self._journal("terminal_non_enrole")
                    return None
                pause = await self._verifier(coffre, garde)
        except CoffreErreur as erreur:
            self._journal("coffre_en_panne", cause=erreur.code, detail=str(erreur))
        except TerminalRefuse as erreur:
            self._journal("terminal_refuse", cause=erreur.code)
        except BackendError as erreur:
            self._journal("terminal_non_verifie", cause=type(erreur).__name__)
        else:
            self._echecs = 0
            return self._repartir(pause)
        self._echecs += 1
        return self._repartir(min(RECUL_MAX_S, PREMIER_RECUL_S * 2.0 ** min(self._echecs - 1, 16)))

    async def _verifier(self, coffre: Coffre, garde: Garde) -> float:
        """Show the credential, settle what a cut left half done, renew when asked; when to look again.

        Raises BackendError, CoffreErreur.
        """
        vue, bonne = await self._presenter(garde)
        if garde.ancien is not None:
            await coffre.garder(Garde(bonne))
        if not vue.a_renouveler:
            return PERIODE_S
        neuve = (await self._client.renouveler_secret()).secret
        await coffre.garder(Garde(neuve, bonne))
        _, retenue = await self._presenter(Garde(neuve, bonne))
        await coffre.garder(Garde(retenue))
        if retenue != neuve:
            self._journal("renouvellement_croise")
            return PREMIER_RECUL_S
        self._journal("secret_renouvele")
        return PERIODE_S

    async def _presenter(self, garde: Garde) -> tuple[TerminalVue, str]:
        """Use the credential of `garde`, or the one before: what the backend says, and which one it knows.

        It does not know the last one when it gave yet another since, to a call that was thought lost: that one was
        never used, so the one before is as good as ever. Raises BackendError.
        """
        self._prendre(garde.secret)
        try:
            return await self._client.terminal(), garde.secret
        except TerminalInconnu:
            if garde.ancien is None:
                raise
        self._prendre(garde.ancien)
        return await self._client.terminal(), garde.ancien

    def _prendre(self, secret: str) -> None:
        if self._identite.secret != secret:
            self._identite.changer(secret)
            self._confier(secret)

    def _repartir(self, duree_s: float) -> float:
        """A whole hall that starts at once does not ask at once ever after."""
        return duree_s * (1 + self._alea()) / 2


class _Tache(Protocol):
    async def tourner(self) -> None: ...

    def reveiller(self) -> None: ...


class Permanence:
    """Several things that the supervisor's relay does for ever over one line to the backend, as one."""

    def __init__(self, client: ClientBackend, *taches: _Tache) -> None:
        self._client = client
        self._taches = taches

    async def tourner(self) -> None:
        """All of them; the fault of one ends the others, and is raised. The line is dropped at the end."""
        async with self._client, asyncio.TaskGroup() as groupe:
            for tache in self._taches:
                groupe.create_task(tache.tourner())

    def reveiller(self) -> None:
        """Wake all of them."""
        for tache in self._taches:
            tache.reveiller()


def _journal(evenement: str, **champs: object) -> None:
    from kiosk.terminal import journal

    journal.dire(evenement, **champs)
