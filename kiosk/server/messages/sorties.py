"""Which transport each channel takes, from the settings; what is not set up stays in the database."""

from collections.abc import Mapping

from kiosk.server.messages.boite import Canal
from kiosk.server.messages.locale import Afficher, TransportLocal
from kiosk.server.messages.transports import Transport
from kiosk.server.reglages import ReglagesServeur


def sorties(reglages: ReglagesServeur, afficher: Afficher | None = None) -> Mapping[Canal, Transport]:
    """One transport for each channel. `afficher` sees what stays here."""
    trouvees: dict[Canal, Transport] = dict.fromkeys(Canal, TransportLocal(afficher))
    if reglages.mail.hote:
        from kiosk.server.messages.smtp import TransportSmtp

        trouvees[Canal.MAIL] = TransportSmtp(reglages.mail)
    if reglages.sms.url:
        from kiosk.server.messages.passerelle_sms import PasserelleSms

        trouvees[Canal.SMS] = PasserelleSms(reglages.sms)
    return trouvees
