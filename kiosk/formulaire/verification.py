"""The verdict on a received form: what the backend and `caf-kiosk verifier` both ask."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from kiosk.formulaire.champ import Reponses
from kiosk.formulaire.declaration import HORS_PARCOURS
from kiosk.formulaire.demarche import Demarche, DemarcheFermee
from kiosk.formulaire.parcours import Parcours
from kiosk.formulaire.regle import Anomalie, Contexte

R = TypeVar("R", bound=Reponses)


@dataclass(frozen=True)
class Verdict(Generic[R]):
    """What a form is worth: every anomaly, the codes of the steps walked (an exit last), the answers if right.

    `reponses` is None when anything is wrong, and when an exit says that there is nothing to deposit.
    """

    anomalies: tuple[Anomalie, ...]
    parcours: tuple[str, ...]
    reponses: R | None = field(repr=False)
    suivi: Parcours[R] | None = field(default=None, repr=False)

    @property
    def valide(self) -> bool:
        """No anomaly; an exit with nothing to deposit is valid too."""
        return not self.anomalies


def verifier(demarche: Demarche[R], donnees: Mapping[str, Any], contexte: Contexte) -> Verdict[R]:
    """Walk and validate a JSON object of answers. Raises `DonneesIllisibles` when it has another shape."""
    try:
        parcours = Parcours.recu(demarche, donnees, contexte)
    except DemarcheFermee as fermee:
        return Verdict((Anomalie("demarche-fermee", (), str(fermee)),), (), None)
    anomalies = parcours.toutes_anomalies()
    sortie = parcours.marche.sortie
    codes = [lieu.code for lieu in parcours.marche.etapes]
    if sortie is not None:
        codes.append(sortie.code)
    else:
        anomalies += tuple(
            Anomalie("hors-parcours", (chemin,), HORS_PARCOURS) for chemin in parcours.hors_parcours()
        )
    retenues = None if anomalies or sortie else parcours.reponses
    return Verdict(anomalies, tuple(codes), retenues, parcours)
