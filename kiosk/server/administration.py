"""What an operator does to a backend, running or not, from its settings."""

import asyncio

from kiosk.metier.nir import lire_nir
from kiosk.server.cles import charger
from kiosk.server.etat import assembler
from kiosk.server.horloge import maintenant
from kiosk.server.reglages import ReglagesServeur


def deverrouiller(reglages: ReglagesServeur, nir: str) -> None:
    """Forget the failures of a NIR: what an agent asks for once the person's identity is checked at the desk.

    Says nothing of whether the NIR has an account. Raises `NirRefuse`, `SecretsInutilisables`.
    """
    identifie = lire_nir(nir)

    async def agir() -> None:
        etat = assembler(reglages, maintenant, charger(reglages.dossier_cles))
        try:
            await etat.connexion.deverrouiller(identifie)
        finally:
            await etat.base.fermer()

    asyncio.run(agir())
