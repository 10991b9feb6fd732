"""The terminal's own secret, and where it is kept: in a keyring, chosen the day the terminal is enrolled.

    borne            `CoffreFichier`: systemd's credential, then a private file
    libre_service    the Secret Service of the session that the shared PC opens
    both             what PYTHON_KEYRING_BACKEND, or keyring's own settings file, name

`terminal.json` of the state directory, without any secret, says which one and under what name the terminal is known:
a terminal that is not enrolled does not even load a keyring, and one that is never looks in the wrong place.

Nothing here asks anybody for anything: an unlocking window would be on the hall's screen.
"""

import asyncio
import json
import os
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final, TypeVar

from kiosk.backend.identite import est_portable
from kiosk.terminal.a_part import a_part
from kiosk.terminal.causes import cause_du_systeme
from kiosk.terminal.ecriture import ecrire_durablement
from kiosk.terminal.visite import Profil

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE: Final = "caf-kiosk"
FICHIER: Final = "terminal.json"
DELAI_S: Final = 5.0
"""What a keyring that waits for somebody, or for a bus, is given."""

CREDENTIAL: Final = "caf-kiosk.terminal"
"""Name of the credential in a unit of systemd (`LoadCredential=`)."""

_SECRET_SERVICE: Final = "keyring.backends.SecretService.Keyring"  # noqa: S105 - the name of a class
_FICHIER_PRIVE: Final = "kiosk.terminal.coffre_fichier.CoffreFichier"
_T = TypeVar("_T")


class CoffreErreur(Exception):
    """The terminal's secret cannot be had or kept. `code` is stable; the message, in French, says what to do."""

    code: ClassVar[str]


class CoffreAbsent(CoffreErreur):
    """No keyring on this machine (`NoKeyringError`)."""

    code = "coffre_absent"


class CoffreVerrouille(CoffreErreur):
    """There is one, and only a person could unlock it."""

    code = "coffre_verrouille"


class CoffreInutilisable(CoffreErreur):
    """It fails, or what it gives is not ours."""

    code = "coffre_inutilisable"


@dataclass(frozen=True, slots=True)
class Garde:
    """What is kept: the credential to use, and during a rotation the one before, in case the new one is not known."""

    secret: str = field(repr=False)
    ancien: str | None = field(default=None, repr=False)

    def texte(self) -> str:
        """As the keyring keeps it: one value, so that both change at once."""
        return self.secret if self.ancien is None else f"{self.secret} {self.ancien}"

    @classmethod
    def depuis(cls, texte: str) -> "Garde":
        """Read what `texte` wrote, or a credential alone. Raises ValueError."""
        mots = texte.split()
        if len(mots) not in (1, 2) or not all(map(est_portable, mots)):
            raise ValueError("not the secret of a terminal")
        return cls(*mots)


@dataclass(frozen=True, slots=True)
class Enrolement:
    """Under what name this terminal is known, since when (ISO date and time), and the class of its keyring."""

    nom: str
    depuis: str
    coffre: str

    @classmethod
    def lire(cls, dossier: Path) -> "Enrolement | None":
        """The one of a state directory, None when it has none. Raises CoffreInutilisable."""
        try:
            return cls(**json.loads((dossier / FICHIER).read_bytes()))
        except FileNotFoundError:
            return None
        except OSError as erreur:
            raise CoffreInutilisable(
                f"L’enrôlement ne se lit pas. {cause_du_systeme(erreur)} Corrigez d’abord le dossier d’état."
            ) from None
        except (ValueError, TypeError) as erreur:
            raise CoffreInutilisable(
                f"{FICHIER} ne se lit pas ({type(erreur).__name__})\u00a0: enrôlez ce terminal de nouveau."
            ) from None

    def ecrire(self, dossier: Path) -> None:
        """Keep it, on the disk when this returns. Raises CoffreInutilisable."""
        try:
            ecrire_durablement(dossier / FICHIER, json.dumps(asdict(self), ensure_ascii=False).encode())
        except OSError as erreur:
            raise CoffreInutilisable(
                f"{dossier / FICHIER} ne s’écrit pas ({erreur.strerror})\u00a0: vérifiez le disque et ses droits."
            ) from None


class Coffre:
    """One keyring, by the name of its class, for the terminal of one state directory."""

    def __init__(self, dossier: Path, classe: str) -> None:
        self._dossier = dossier
        self.classe: Final = classe
        self._trousseau: KeyringBackend | None = None

    async def lire(self) -> Garde | None:
        """What is kept, None when nothing is. Raises CoffreErreur."""
        return await _attendre(self._lire)

    async def garder(self, garde: Garde) -> None:
        """Keep `garde` in the place of what was there: safe when this returns. Raises CoffreErreur."""
        await _attendre(lambda: self._tenter(lambda trousseau: self._ecrire(trousseau, garde)))

    def _lire(self) -> Garde | None:
        texte = self._tenter(lambda trousseau: trousseau.get_password(SERVICE, str(self._dossier)))
        try:
            return None if texte is None else Garde.depuis(texte)
        except ValueError:
            raise CoffreInutilisable(
                "Le coffre ne contient pas un secret de terminal\u00a0: enrôlez ce terminal de nouveau."
            ) from None

    def _ecrire(self, trousseau: "KeyringBackend", garde: Garde) -> None:
        trousseau.set_password(SERVICE, str(self._dossier), garde.texte())

    def _tenter(self, geste: "Callable[[KeyringBackend], _T]") -> _T:
        """Whatever a keyring suffers becomes one of ours, without its message: it may quote what it was given."""
        from keyring.errors import KeyringLocked, NoKeyringError

        try:
            if self._trousseau is None:
                self._trousseau = _charger(self.classe)
            _refuser_toute_fenetre(self._trousseau)
            return geste(self._trousseau)
        except CoffreErreur:
            raise
        except NoKeyringError:
            cause: CoffreErreur = CoffreAbsent(SANS_TROUSSEAU)
        except KeyringLocked:
            cause = CoffreVerrouille(VERROUILLE)
        except Exception as erreur:  # noqa: BLE001 - keyrings are plugins, and raise what their libraries raise
            cause = CoffreInutilisable(
                f"Le coffre {self.classe} ne répond pas comme prévu ({type(erreur).__name__}). "
                "Vérifiez qu’il fonctionne dans la session de l’application, puis recommencez."
            )
        raise cause


SANS_TROUSSEAU: Final = (
    "Aucun trousseau de secrets sur ce poste. Installez gnome-keyring et ouvrez-le dans la session du poste, "
    f"ou gardez le secret dans un fichier privé\u00a0: PYTHON_KEYRING_BACKEND={_FICHIER_PRIVE}."
)
VERROUILLE: Final = (
    "Le trousseau de secrets du poste est verrouillé. Faites-le s’ouvrir avec la session du poste, "
    f"ou gardez le secret dans un fichier privé\u00a0: PYTHON_KEYRING_BACKEND={_FICHIER_PRIVE}."
)


async def ouvrir(dossier: Path) -> Coffre | None:
    """The keyring of the terminal of this state directory, None when it was not enrolled. Raises CoffreErreur.

    A credential that systemd gives is that of an operator, who need not have enrolled the terminal on the spot.
    """
    enrolement = await asyncio.to_thread(Enrolement.lire, dossier)
    if credential_de_systemd() is not None:
        return Coffre(dossier, _FICHIER_PRIVE)
    return None if enrolement is None else Coffre(dossier, enrolement.coffre)


async def choisir(dossier: Path, profil: Profil) -> Coffre:
    """The keyring for a terminal that is being enrolled, known to answer. Raises CoffreErreur."""
    coffre = Coffre(dossier, await _attendre(lambda: _classe_pour(profil)))
    await coffre.lire()
    return coffre


def credential_de_systemd() -> str | None:
    """What systemd gave to this unit, None for nothing or an empty default. Raises CoffreInutilisable."""
    dossier = os.environ.get("CREDENTIALS_DIRECTORY", "")
    if not dossier:
        return None
    try:
        return (Path(dossier) / CREDENTIAL).read_text("ascii").strip() or None
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as erreur:
        raise CoffreInutilisable(
            f"Le secret {CREDENTIAL} donné par systemd ne se lit pas ({type(erreur).__name__})\u00a0: "
            "vérifiez LoadCredential dans l’unité."
        ) from None


def _classe_pour(profil: Profil) -> str:
    from keyring import core

    try:
        voulu = core.load_env() or core.load_config()
    except Exception as erreur:  # noqa: BLE001 - whatever its name leads to
        raise CoffreInutilisable(
            f"Le coffre nommé par PYTHON_KEYRING_BACKEND ou keyringrc.cfg ne se charge pas ({type(erreur).__name__})."
        ) from None
    if voulu is not None:
        return f"{type(voulu).__module__}.{type(voulu).__qualname__}"
    return _FICHIER_PRIVE if profil is Profil.BORNE else _SECRET_SERVICE


def _charger(classe: str) -> "KeyringBackend":
    from keyring import core

    try:
        return core.load_keyring(classe)
    except (RuntimeError, OSError):
        # How a keyring says that this machine has not what it needs: a bus, a service on it.
        raise CoffreAbsent(SANS_TROUSSEAU) from None


def _refuser_toute_fenetre(trousseau: "KeyringBackend") -> None:
    """A Secret Service that is locked, or has no keyring yet, would ask for a password on the screen."""
    from keyring.backends import SecretService

    if not isinstance(trousseau, SecretService.Keyring):
        return
    import secretstorage

    with closing(secretstorage.dbus_init()) as bus:
        try:
            ouvert = not secretstorage.get_collection_by_alias(bus, "default").is_locked()
        except secretstorage.ItemNotFoundException:
            ouvert = False
    if not ouvert:
        raise CoffreVerrouille(VERROUILLE)


async def _attendre(geste: Callable[[], _T]) -> _T:
    try:
        return await a_part(geste, DELAI_S)
    except TimeoutError:
        pass
    raise CoffreInutilisable(f"Le trousseau de secrets n’a pas répondu en {DELAI_S:.0f}\u00a0secondes.")
