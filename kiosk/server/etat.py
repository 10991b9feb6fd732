"""What one running backend is made of, built once and handed to the routes; nothing here is global."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, cast

from fastapi import Depends, Request

from kiosk.server.cles import Secrets
from kiosk.server.horloge import PARIS, Horloge, jour
from kiosk.server.identity.connexion import Connexion
from kiosk.server.identity.mots_de_passe import MotsDePasse
from kiosk.server.identity.sessions import Sessions
from kiosk.server.identity.tentatives import Tentatives
from kiosk.server.messages.facteur import Facteur
from kiosk.server.messages.locale import Afficher
from kiosk.server.messages.sorties import sorties
from kiosk.server.metriques import Metriques
from kiosk.server.reglages import ReglagesServeur
from kiosk.server.storage.base import Base
from kiosk.server.terminaux.registre import Terminaux


@dataclass(frozen=True)
class Etat:
    """The parts of a backend."""

    reglages: ReglagesServeur
    horloge: Horloge
    secrets: Secrets
    base: Base
    mots_de_passe: MotsDePasse
    tentatives: Tentatives
    sessions: Sessions
    connexion: Connexion
    facteur: Facteur
    terminaux: Terminaux
    metriques: Metriques

    @property
    def jour_joue(self) -> date | None:
        """The day that a demonstration plays instead of today."""
        return self.reglages.date_reference if self.reglages.demonstration else None

    def aujourd_hui(self) -> date:
        """The day that declarations are judged at: today in Paris, or the day a demonstration plays."""
        return self.jour_joue or jour(self.horloge())

    def instant_affiche(self) -> datetime:
        """Now as a person reads it on a receipt: in a demonstration, this time of the day that it plays.

        Sessions, waits and rights to deposit never use it: they follow the real clock.
        """
        maintenant = self.horloge()
        if self.jour_joue is None:
            return maintenant
        return datetime.combine(self.jour_joue, maintenant.astimezone(PARIS).timetz())


def assembler(
    reglages: ReglagesServeur, horloge: Horloge, secrets: Secrets, afficher: Afficher | None = None
) -> Etat:
    """Build every part; connections open when they are first used. `afficher` sees the messages that stay here."""
    metriques = Metriques()
    base = Base(reglages.base, reglages.base_attente_s)
    mots_de_passe = MotsDePasse(reglages.argon2, reglages.verifications_simultanees)
    tentatives = Tentatives(base, horloge)
    sessions = Sessions(base, horloge, reglages)
    return Etat(
        reglages=reglages,
        horloge=horloge,
        secrets=secrets,
        base=base,
        mots_de_passe=mots_de_passe,
        tentatives=tentatives,
        sessions=sessions,
        connexion=Connexion(base, horloge, secrets.identifiants, mots_de_passe, tentatives, sessions),
        facteur=Facteur(base, horloge, reglages.messages, sorties(reglages, afficher), metriques),
        terminaux=Terminaux(base, horloge, reglages, secrets.identifiants, metriques),
        metriques=metriques,
    )


def etat_de(requete: Request) -> Etat:
    """The backend that `requete` was sent to."""
    return cast(Etat, requete.app.state.etat)


EtatCourant = Annotated[Etat, Depends(etat_de)]
