"""The door of the staff's page: a PIN, a wait that grows, a line of log for each try.

A try is counted, durably, before the PIN is compared: a process that is killed in between, or a machine that loses
its power, has used one try. Comparing takes a tenth of a second and the disk may be slow: from an event loop, use a
thread.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kiosk.terminal import pin as regles
from kiosk.terminal.dire import Dire, dire
from kiosk.terminal.equipe_attente import Essais, Instant
from kiosk.terminal.equipe_registre import Registre

if TYPE_CHECKING:
    from argon2 import PasswordHasher

_SAISIE_MAX: Final = 64
"""Characters that are looked at: what is longer is no PIN, and must not cost more."""


@dataclass(frozen=True, slots=True)
class Accepte:
    """The right PIN."""


@dataclass(frozen=True, slots=True)
class Refuse:
    """A wrong PIN; the next one is looked at in `attente_s` seconds, 0 for at once."""

    attente_s: int


@dataclass(frozen=True, slots=True)
class Attendre:
    """Nothing was looked at, nothing was counted: `restant_s` seconds are left."""

    restant_s: int


@dataclass(frozen=True, slots=True)
class SansPin:
    """No PIN was ever set on this terminal (`caf-kiosk pin`): the door stays shut."""


@dataclass(frozen=True, slots=True)
class Indisponible:
    """The disk or the hash cannot be used, `cause` in one word: the door stays shut."""

    cause: str


Verdict = Accepte | Refuse | Attendre | SansPin | Indisponible


def instant_du_noyau() -> Instant:
    """Now, on a clock that counts suspended time and that nobody sets."""
    demarrage = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    return Instant(demarrage, time.clock_gettime(time.CLOCK_BOOTTIME))


class EquipePin:
    """The PIN of the terminal whose state directory is `dossier`.

    `horloge` gives the instants that waits are counted on; `dire` takes the audit lines, structlog unless told.
    """

    def __init__(
        self,
        dossier: Path,
        *,
        horloge: Callable[[], Instant] = instant_du_noyau,
        dire: Dire = dire,
    ) -> None:
        self._registre = Registre(dossier)
        self._horloge = horloge
        self._dire = dire

    def defini(self) -> bool:
        """Whether a PIN was set. Raises OSError."""
        return self._registre.empreinte() is not None

    def definir(self, saisi: str) -> None:
        """Set or change the PIN; wrong tries are forgotten. Raises `PinRefuse`, OSError."""
        choisi = regles.lire_pin(saisi)
        self._registre.garder_empreinte(_argon2().hash(choisi))
        with self._registre.carnet() as carnet:
            carnet.ecrire(Essais())
        self._dire("pin_equipe_defini")

    def essais(self) -> tuple[int, int]:
        """The wrong PINs in a row, and the seconds before one is looked at; writes nothing. Raises OSError."""
        essais = self._registre.essais()
        return essais.echecs, essais.restant_s(self._horloge())

    def verifier(self, saisi: str) -> Verdict:
        """Judge one try, and log it (`acces_equipe`): how it ended and how many failed, never what was typed."""
        try:
            empreinte = self._registre.empreinte()
            if empreinte is None:
                self._dire("acces_equipe", resultat="sans_pin")
                return SansPin()
            with self._registre.carnet() as carnet:
                essais = carnet.lire()
                maintenant = self._horloge()
                restant = essais.restant_s(maintenant)
                if restant:
                    self._dire("acces_equipe", resultat="attente", echecs=essais.echecs, attente_s=restant)
                    return Attendre(restant)
                rates = essais.rater(maintenant)
                carnet.ecrire(rates)
                juste = _comparer(empreinte, regles.sans_espaces(saisi)[:_SAISIE_MAX])
                if juste is None:
                    carnet.ecrire(essais)  # nobody's fault but the file's
                    self._dire("acces_equipe", resultat="indisponible", cause="empreinte")
                    return Indisponible("empreinte")
                if juste:
                    carnet.ecrire(Essais())
        except OSError as erreur:
            self._dire("acces_equipe", resultat="indisponible", errno=erreur.errno)
            return Indisponible("disque")
        if juste:
            self._dire("acces_equipe", resultat="accepte", echecs=essais.echecs)
            return Accepte()
        attente = rates.restant_s(self._horloge())
        self._dire("acces_equipe", resultat="refuse", echecs=rates.echecs, attente_s=attente)
        return Refuse(attente)


def _argon2() -> "PasswordHasher":
    """RFC 9106 for machines short of memory, on one core: the other one draws the page."""
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1)


def _comparer(empreinte: str, pin: str) -> bool | None:
    """Whether it is the right one; None when the hash is damaged or memory ran out."""
    from argon2.exceptions import Argon2Error, InvalidHashError, VerifyMismatchError

    try:
        return _argon2().verify(empreinte, pin.encode(errors="replace"))
    except VerifyMismatchError:
        return False
    except (Argon2Error, InvalidHashError):
        return None
