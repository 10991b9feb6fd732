"""What an operator does to a backend, running or not, from its settings."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from kiosk.metier.nir import lire_nir
from kiosk.server.cles import charger
from kiosk.server.etat import Etat, assembler
from kiosk.server.horloge import Horloge, maintenant
from kiosk.server.identity.temporaire import Temporaire, donner
from kiosk.server.reglages import ReglagesServeur

_T = TypeVar("_T")


def deverrouiller(reglages: ReglagesServeur, nir: str) -> None:
    """Forget the failures of a NIR: what an agent asks for once the person's identity is checked at the desk.

    Says nothing of whether the NIR has an account. Raises `NirRefuse`, `SecretsInutilisables`.
    """
    identifie = lire_nir(nir)
    avec(reglages, maintenant, lambda etat: etat.connexion.deverrouiller(identifie))


def mot_de_passe_temporaire(reglages: ReglagesServeur, nir: str, horloge: Horloge = maintenant) -> Temporaire:
    """Give a person whose identity is checked at the desk a temporary password, and access to their account again.

    Raises `NirRefuse`, `CompteInconnu`, `SecretsInutilisables`.
    """
    identifie = lire_nir(nir)
    return avec(reglages, horloge, lambda etat: donner(etat, identifie))


def avec(reglages: ReglagesServeur, horloge: Horloge, agir: Callable[[Etat], Awaitable[_T]]) -> _T:
    """Do one thing to the backend of `reglages`. Raises `SecretsInutilisables`, and what `agir` raises."""

    async def tout() -> _T:
        etat = assembler(reglages, horloge, charger(reglages.dossier_cles))
        try:
            return await agir(etat)
        finally:
            await etat.base.fermer()

    return asyncio.run(tout())
