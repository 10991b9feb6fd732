"""A real backend in a thread that takes calls from enrolled terminals only, and what its operator does to it."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

from kiosk.backend.identite import ENTETE
from kiosk.server.administration import avec
from kiosk.server.demo import amorcer_demo
from kiosk.server.horloge import Horloge, maintenant
from kiosk.server.reglages import ReglagesArgon2, ReglagesServeur
from kiosk.server.serveur import en_fil
from kiosk.server.terminaux.registre import Terminaux

SANS_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@dataclass(frozen=True)
class Hall:
    """One backend, and its operator."""

    url: str
    reglages: ReglagesServeur
    horloge: Horloge = maintenant

    def operer(self, geste: Callable[[Terminaux], Any]) -> Any:
        """As the command line does: another process beside the one that serves."""
        return avec(self.reglages, self.horloge, lambda etat: geste(etat.terminaux))

    def code(self, nom: str = "Hall 2", *, remplacer: bool = False) -> str:
        """A code to enrol the terminal of this name."""
        invitation = self.operer(lambda terminaux: terminaux.inviter(nom, remplacer=remplacer))
        return str(invitation.code.texte())

    def enroler(self, nom: str = "Hall 2") -> str:
        """The credential of a terminal, used once."""
        with httpx2.Client(base_url=f"{self.url}/api/v1", verify=SANS_TLS) as http:
            secret = str(http.post("/terminaux", json={"code": self.code(nom)}).json()["secret"])
        assert self.verdict(secret) == "accepte"
        return secret

    def renouveler(self, nom: str | None = None) -> None:
        """Ask for other credentials."""
        self.operer(lambda terminaux: terminaux.demander_renouvellement(nom))

    def revoquer(self, nom: str = "Hall 2") -> None:
        """Refuse the terminal of this name."""
        self.operer(lambda terminaux: terminaux.revoquer(nom))

    def verdict(self, secret: str) -> str:
        """`accepte`, or the problem code that the credential is answered with. Shows it, as any use does."""
        # Trusted authorities take longer to load than everything else here, and the address is of this machine.
        reponse = httpx2.get(f"{self.url}/api/v1/cle-publique", headers={ENTETE: secret}, verify=SANS_TLS)
        return "accepte" if reponse.status_code == 200 else str(reponse.json()["code"])


def preparer(dossier: Path, **change: Any) -> ReglagesServeur:
    """A seeded backend in `dossier` that asks for enrolled terminals, not started."""
    reglages = ReglagesServeur(
        **{
            "base": f"sqlite+aiosqlite:///{dossier}/base.sqlite3",
            "dossier_cles": dossier / "cles",
            "argon2": ReglagesArgon2(temps=1, memoire_kio=8, parallelisme=1),
            "enrolement_exige": True,
            **change,
        }
    )
    dossier.mkdir(parents=True, exist_ok=True)
    amorcer_demo(reglages)
    return reglages


@contextmanager
def hall(dossier: Path, horloge: Horloge = maintenant, **change: Any) -> Iterator[Hall]:
    """A backend that serves until the end of the context."""
    reglages = preparer(dossier, **change)
    with en_fil(reglages, horloge=horloge) as url:
        yield Hall(url, reglages, horloge)
