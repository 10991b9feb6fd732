"""The terminal's durable queue: one file per sealed envelope, whole or not there at all.

    <dossier>/<deposit id>.enveloppe                  waits to be sent
    <dossier>/refuses/<deposit id>.<code>.enveloppe   refused for good: an operator looks at the code
    <dossier>/.<random>.partiel                       being written; the leftovers of a power cut

Keeping an envelope = write a hidden file, fsync it, link it under its name, fsync the directory: when `deposer`
returns, the envelope survives a power cut. `link` (and not `rename`) never replaces what is there. A confirmed
envelope leaves nothing behind: the backend holds the deposit, the visitor holds the receipt.

Several processes share the directory (the visit, the relay). Writers hold a shared lock on it, so that who cleans
the leftovers under an exclusive one never takes a file in the making for a leftover; the kernel drops the lock of a
writer that dies. Every call here blocks on the disk: from an event loop, use a thread.
"""

import errno
import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import Final
from uuid import UUID

from kiosk.backend.envelope import Enveloppe
from kiosk.backend.schemas import DepotVue
from kiosk.outbox.errors import BoiteInutilisable, BoitePleine, EnveloppeAbsente, EnveloppeDifferente

_SUFFIXE: Final = ".enveloppe"
_PARTIEL: Final = ".partiel"
_REFUSES: Final = "refuses"
_CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,63}")
_SANS_PLACE: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class BoiteEnvoi:
    """The envelopes that a terminal keeps until the backend has them."""

    def __init__(self, dossier: Path) -> None:
        """Open the queue in `dossier`, made if needed (0700), and remove what a power cut left half-written.

        Raises BoiteInutilisable, BoitePleine.
        """
        self._dossier = dossier
        self._refuses = dossier / _REFUSES
        with _disque():
            _creer(self._refuses)
            for chemin in (dossier, self._refuses):
                if chemin.stat().st_mode & 0o777 != 0o700:
                    chemin.chmod(0o700)
        self._nettoyer()

    def deposer(self, enveloppe: Enveloppe) -> None:
        """Keep an envelope durably; keeping the same one again changes nothing.

        Raises BoitePleine, BoiteInutilisable, EnveloppeDifferente; nothing is half-kept then.
        """
        with _disque(), self._verrou(fcntl.LOCK_SH) as repertoire:
            partiel = f".{token_hex(8)}{_PARTIEL}"
            try:
                _ecrire(repertoire, partiel, enveloppe.octets)
                self._nommer(repertoire, partiel, enveloppe)
            finally:
                with suppress(FileNotFoundError):
                    os.unlink(partiel, dir_fd=repertoire)

    def en_attente(self) -> tuple[UUID, ...]:
        """The ids of the envelopes that wait, oldest first. Raises BoiteInutilisable."""
        trouvees: list[tuple[int, str, UUID]] = []
        with _disque():
            for entree in os.scandir(self._dossier):
                depot_id = _identifiant(entree.name)
                if depot_id is not None:
                    with suppress(FileNotFoundError):  # sent by another process meanwhile
                        trouvees.append((entree.stat().st_mtime_ns, entree.name, depot_id))
        return tuple(depot_id for _, _, depot_id in sorted(trouvees))

    def octets(self, depot_id: UUID) -> bytes:
        """The envelope's bytes. Raises EnveloppeAbsente, BoiteInutilisable."""
        with _disque():
            try:
                return self._chemin(depot_id).read_bytes()
            except FileNotFoundError:
                pass
        raise EnveloppeAbsente(depot_id)

    def confirmer(self, depot_id: UUID, depot: DepotVue) -> None:
        """Forget an envelope because the backend holds `depot`; one that is gone already is no error.

        Raises ValueError when `depot` is another deposit, BoiteInutilisable.
        """
        if depot.id != depot_id:
            raise ValueError("the confirmation is about another deposit")
        with _disque(), suppress(FileNotFoundError):
            self._chemin(depot_id).unlink()
            _synchroniser(self._dossier)

    def refuser(self, depot_id: UUID, code: str) -> None:
        """Set an envelope aside for an operator, with the code of the refusal and nothing else.

        One that is gone already is no error. Raises ValueError for a code that is not one, BoiteInutilisable.
        """
        if not _CODE.fullmatch(code):
            raise ValueError("a refusal's code is a lower-case word")
        with _disque(), suppress(FileNotFoundError):
            self._chemin(depot_id).rename(self._refuses / f"{depot_id}.{code}{_SUFFIXE}")
            _synchroniser(self._refuses)
            _synchroniser(self._dossier)

    def refusees(self) -> dict[UUID, str]:
        """The envelopes set aside, with the code of each refusal. Raises BoiteInutilisable."""
        with _disque():
            noms = sorted(chemin.name for chemin in self._refuses.iterdir())
        lues = (nom.removesuffix(_SUFFIXE).partition(".") for nom in noms if nom.endswith(_SUFFIXE))
        return {depot_id: code for tete, _, code in lues if (depot_id := _uuid(tete)) is not None}

    def remettre(self, depot_id: UUID) -> None:
        """Put an envelope that was set aside back in the queue, once its cause is mended.

        Raises EnveloppeAbsente, BoiteInutilisable.
        """
        code = self.refusees().get(depot_id)
        if code is None:
            raise EnveloppeAbsente(depot_id)
        with _disque():
            (self._refuses / f"{depot_id}.{code}{_SUFFIXE}").rename(self._chemin(depot_id))
            _synchroniser(self._dossier)
            _synchroniser(self._refuses)

    def _chemin(self, depot_id: UUID) -> Path:
        return self._dossier / f"{depot_id}{_SUFFIXE}"

    def _nommer(self, repertoire: int, partiel: str, enveloppe: Enveloppe) -> None:
        nom = self._chemin(enveloppe.id).name
        try:
            os.link(partiel, nom, src_dir_fd=repertoire, dst_dir_fd=repertoire)
        except FileExistsError:
            if self._autre(enveloppe):
                raise EnveloppeDifferente(enveloppe.id) from None
            os.fsync(repertoire)
            return
        try:
            os.fsync(repertoire)
        except OSError:
            os.unlink(nom, dir_fd=repertoire)  # not durable: better not there than there by luck
            raise

    def _autre(self, enveloppe: Enveloppe) -> bool:
        try:
            return self.octets(enveloppe.id) != enveloppe.octets
        except EnveloppeAbsente:  # the relay has just had it confirmed: the backend holds it
            return False

    def _nettoyer(self) -> None:
        with _disque(), suppress(BlockingIOError), self._verrou(fcntl.LOCK_EX | fcntl.LOCK_NB) as repertoire:
            for chemin in self._dossier.glob(f"*{_PARTIEL}"):
                os.unlink(chemin.name, dir_fd=repertoire)

    @contextmanager
    def _verrou(self, mode: int) -> Iterator[int]:
        """A descriptor of the directory, locked until it is closed."""
        repertoire = os.open(self._dossier, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            fcntl.flock(repertoire, mode)
            yield repertoire
        finally:
            os.close(repertoire)


def _creer(dossier: Path) -> None:
    """Make a directory and its parents, so that they too survive a power cut."""
    if dossier.is_dir():
        return
    _creer(dossier.parent)
    dossier.mkdir(mode=0o700, exist_ok=True)
    _synchroniser(dossier.parent)


def _ecrire(repertoire: int, nom: str, octets: bytes) -> None:
    drapeaux = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    descripteur = os.open(nom, drapeaux, 0o600, dir_fd=repertoire)
    with os.fdopen(descripteur, "wb", buffering=0) as fichier:
        reste = memoryview(octets)
        while reste:
            reste = reste[fichier.write(reste) :]
        os.fsync(descripteur)


def _synchroniser(dossier: Path) -> None:
    descripteur = os.open(dossier, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descripteur)
    finally:
        os.close(descripteur)


@contextmanager
def _disque() -> Iterator[None]:
    """Say what the disk said in the queue's own words; paths hold deposit ids only, and stay out of it."""
    try:
        yield
    except OSError as erreur:
        cause = f"{errno.errorcode.get(erreur.errno or 0, '?')}: {erreur.strerror}"
        if erreur.errno in _SANS_PLACE:
            raise BoitePleine(cause) from erreur
        raise BoiteInutilisable(cause) from erreur


def _identifiant(nom: str) -> UUID | None:
    return _uuid(nom.removesuffix(_SUFFIXE)) if nom.endswith(_SUFFIXE) else None


def _uuid(texte: str) -> UUID | None:
    """The id whose canonical form is `texte`."""
    try:
        depot_id = UUID(texte)
    except ValueError:
        return None
    return depot_id if str(depot_id) == texte else None
