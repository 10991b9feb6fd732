"""Writing what the rules decided, and warning whoever can no longer be reached by what was replaced."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from kiosk.metier.coordonnees import Coordonnee
from kiosk.server.coordonnees.textes import CANAUX, avertissement
from kiosk.server.coordonnees.vues import en_vigueur
from kiosk.server.messages.boite import poster
from kiosk.server.storage.models import CompteLigne, CoordonneeLigne


async def ecrire(
    session: AsyncSession,
    compte: CompteLigne,
    coordonnees: Iterable[Coordonnee],
    jour: date,
    maintenant: datetime,
) -> None:
    """Put `coordonnees` in force, as a new version; a secured value that leaves is told in the same transaction."""
    avant = en_vigueur(compte)
    apres = {c.nature: c for c in coordonnees}
    lignes = {ligne.nature: ligne for ligne in compte.coordonnees}
    for nature, voulue in apres.items():
        ligne = lignes.setdefault(nature, CoordonneeLigne(nature=nature, valeur=voulue.valeur))
        ligne.valeur, ligne.securisee_le = voulue.valeur, voulue.securisee_le
    compte.coordonnees = [ligne for nature, ligne in lignes.items() if nature in apres]
    compte.coordonnees_version += 1
    for ancienne in avant:
        nouvelle = apres.get(ancienne.nature)
        partie = nouvelle is None or nouvelle.valeur != ancienne.valeur
        if partie and ancienne.securisee_le is not None and ancienne.nature in CANAUX:
            message = avertissement(compte.id, ancienne, jour, maintenant, supprimee=nouvelle is None)
            await poster(session, message, maintenant)
