"""The démarches of the product: one file each, and the explicit catalogue."""

from collections.abc import Mapping
from typing import Any

from kiosk.demarches.ajpa import AJPA
from kiosk.demarches.grossesse import GROSSESSE
from kiosk.demarches.pass_sport import PASS_SPORT
from kiosk.demarches.prime_naissance import PRIME_NAISSANCE
from kiosk.demarches.ressources import RESSOURCES
from kiosk.formulaire import Demarche

CATALOGUE: Mapping[str, Demarche[Any]] = {
    demarche.code: demarche for demarche in (RESSOURCES, GROSSESSE, PRIME_NAISSANCE, AJPA)
}
"""What can be deposited, in the order it is offered."""

QUESTIONNAIRES: Mapping[str, Demarche[Any]] = {PASS_SPORT.code: PASS_SPORT}
"""What only informs: nothing is sealed, sent or kept."""
