"""What the messages about contact details say.

Text messages stay within one part: 160 characters of the GSM 7-bit alphabet, which has no « ê », « ç » nor « ’ ».
"""

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from kiosk.metier.coordonnees import Coordonnee, NatureCoordonnee
from kiosk.metier.periode import en_lettres
from kiosk.server.coordonnees.codes import DUREE
from kiosk.server.messages.boite import Canal, Message

CANAUX: Final = {NatureCoordonnee.MOBILE: Canal.SMS, NatureCoordonnee.MAIL: Canal.MAIL}
"""How each kind that can be verified is reached."""

_DUREE_AVERTISSEMENT: Final = timedelta(days=3)
"""A warning that could not be sent by then would only worry."""

_MINUTES: Final = int(DUREE.total_seconds() // 60)

_CODE: Final = {
    Canal.SMS: "Caf : votre code est {code}. Tapez-le sur l'écran dans les {minutes} minutes. "
    "La Caf ne vous demandera jamais ce code par téléphone ni par mail.",
    Canal.MAIL: """\
Bonjour,

Vous avez demandé à la Caf de vérifier cette adresse mail.
Votre code\u00a0: {code}

Tapez-le sur l’écran dans les {minutes}\u00a0minutes.
La Caf ne vous demandera jamais ce code par téléphone ni par mail.

Vous n’avez rien demandé\u00a0? Ignorez ce message\u00a0: rien ne change.

Votre Caf
""",
}

_AVERTISSEMENT: Final = {
    Canal.SMS: "Caf : le numéro de mobile de votre compte a été {fait} le {quand}. "
    "Si ce n'est pas vous, contactez la Caf.",
    Canal.MAIL: """\
Bonjour,

L’adresse mail de votre compte Caf a été {fait}e le {quand}.

Si ce n’est pas vous, contactez la Caf.

Votre Caf
""",
}


def message_du_code(
    verification_id: UUID,
    compte_id: UUID,
    nature: NatureCoordonnee,
    valeur: str,
    code: str,
    expire_le: datetime,
) -> Message:
    """The code on its way to the value it verifies; of no use once it has expired."""
    canal = CANAUX[nature]
    return Message(
        id=verification_id,
        compte_id=compte_id,
        canal=canal,
        destinataire=valeur,
        sujet="Votre code de vérification",
        corps=_CODE[canal].format(code=code, minutes=_MINUTES),
        expire_le=expire_le,
    )


def avertissement(
    compte_id: UUID, ancienne: Coordonnee, jour: date, maintenant: datetime, *, supprimee: bool
) -> Message:
    """Told to a value that is no longer the one of the account: its owner may not be who changed it."""
    canal = CANAUX[ancienne.nature]
    quand = f"{jour:%d/%m/%Y}" if canal is Canal.SMS else en_lettres(jour)
    return Message(
        id=uuid4(),
        compte_id=compte_id,
        canal=canal,
        destinataire=ancienne.valeur,
        sujet="Vos coordonnées ont changé",
        corps=_AVERTISSEMENT[canal].format(fait="supprimé" if supprimee else "changé", quand=quand),
        expire_le=maintenant + _DUREE_AVERTISSEMENT,
    )
