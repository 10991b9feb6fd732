"""The backend as this terminal sees it: reached, in how long, under which certificate, with which key, at what time."""

import asyncio
import socket
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit
from uuid import UUID

from kiosk.terminal import diagnostic_mots as mots
from kiosk.terminal.diagnostic import Constat, Etat, Fiche
from kiosk.terminal.diagnostic_trousseau import identite

if TYPE_CHECKING:
    import httpx2

    from kiosk.backend.client import ClientBackend
    from kiosk.backend.schemas import ClePublique

DELAI_S: Final = 5.0
"""Time limit of one call; there are two."""

LENT_S: Final = 2.0
CERTIFICAT_JOURS: Final = 21
HEURE_ATTENTION_S: Final = 60.0
HEURE_PANNE_S: Final = 12 * 3600.0
"""The backend refuses a declaration dated more than a day ahead: half of it is left for the night."""

_LIAISON: Final = "Backend"
_APPEL: Final = "Appelez l’assistance du backend. Les envois attendent sur le poste, rien n’est perdu."
REPOND: Final = Fiche("backend.ok", Etat.OK, _LIAISON)
LENT: Final = Fiche(
    "backend.lent",
    Etat.ATTENTION,
    _LIAISON,
    "Vérifiez le réseau du hall. Si cela dure, appelez l’assistance.",
)
NOM_INCONNU: Final = Fiche(
    "backend.nom-inconnu",
    Etat.PANNE,
    _LIAISON,
    "Vérifiez le câble et le réseau (DNS), puis la clé backend_url des réglages.",
)
REFUSE: Final = Fiche(
    "backend.ferme", Etat.PANNE, _LIAISON, f"Vérifiez la clé backend_url des réglages. {_APPEL}"
)
INJOIGNABLE: Final = Fiche(
    "backend.injoignable",
    Etat.PANNE,
    _LIAISON,
    "Vérifiez le câble, le réseau, le pare-feu et le serveur mandataire (proxy). Rien n’est perdu.",
)
MUET: Final = Fiche("backend.muet", Etat.PANNE, _LIAISON, f"Vérifiez le réseau du hall. {_APPEL}")
PAS_PRET: Final = Fiche("backend.pas-pret", Etat.PANNE, _LIAISON, _APPEL)
AUTRE_CHOSE: Final = Fiche(
    "backend.autre-chose",
    Etat.PANNE,
    _LIAISON,
    "Vérifiez la clé backend_url des réglages, et qu’aucun portail ni proxy ne répond à sa place.",
)
TERMINAL_INCONNU: Final = Fiche(
    "backend.terminal-inconnu",
    Etat.PANNE,
    _LIAISON,
    "Demandez un code à qui tient le backend, puis\u00a0: caf-kiosk enroll CODE",
)
TERMINAL_REVOQUE: Final = Fiche(
    "backend.terminal-revoque",
    Etat.PANNE,
    _LIAISON,
    "Demandez pourquoi à l’assistance. Pour rouvrir ce poste\u00a0: un nouveau code, puis caf-kiosk enroll CODE",
)

_CERTIFICAT: Final = "Certificat du backend"
CERTIFICAT: Final = Fiche("backend.certificat", Etat.OK, _CERTIFICAT)
SANS_CERTIFICAT: Final = Fiche("backend.local", Etat.OK, _CERTIFICAT)
BIENTOT_PERIME: Final = Fiche(
    "backend.certificat-bientot",
    Etat.ATTENTION,
    _CERTIFICAT,
    "Prévenez l’assistance\u00a0: il faut le renouveler.",
)
PERIME: Final = Fiche(
    "backend.certificat-perime",
    Etat.PANNE,
    _CERTIFICAT,
    "Vérifiez la date de ce poste. Si elle est juste, appelez l’assistance\u00a0: le certificat est à renouveler.",
)
PAS_ENCORE: Final = Fiche(
    "backend.certificat-futur",
    Etat.PANNE,
    _CERTIFICAT,
    "Réglez la date de ce poste\u00a0: elle retarde, ou le certificat est tout neuf.",
)
AUTRE_NOM: Final = Fiche(
    "backend.certificat-autre-nom",
    Etat.PANNE,
    _CERTIFICAT,
    "Vérifiez le nom dans la clé backend_url. S’il est juste, quelqu’un répond à la place du backend.",
)
AUTORITE: Final = Fiche(
    "backend.certificat-autorite",
    Etat.PANNE,
    _CERTIFICAT,
    "Installez l’autorité de votre organisme (update-ca-certificates). Si elle l’est, quelqu’un répond à sa place.",
)
TLS: Final = Fiche(
    "backend.tls", Etat.PANNE, _CERTIFICAT, "Appelez l’assistance avec ce code et cette cause."
)

_CLE: Final = "Clé publique du backend"
CLE: Final = Fiche("backend.cle", Etat.OK, _CLE)
CLE_INUTILISABLE: Final = Fiche("backend.cle-inutilisable", Etat.PANNE, _CLE, _APPEL)
CLE_ABSENTE: Final = Fiche("backend.cle-absente", Etat.PANNE, _CLE, _APPEL)

_HEURE: Final = "Heure de ce poste"
HEURE: Final = Fiche("backend.heure", Etat.OK, _HEURE)
HEURE_ECART: Final = Fiche(
    "backend.heure-ecart",
    Etat.ATTENTION,
    _HEURE,
    "Réglez l’heure de ce poste, ou sa synchronisation\u00a0: timedatectl set-ntp true",
)
HEURE_FAUSSE: Final = Fiche(
    "backend.heure-fausse",
    Etat.PANNE,
    _HEURE,
    "Réglez la date de ce poste avant d’accueillir quelqu’un\u00a0: les déclarations sont datées.",
)
HEURE_INCONNUE: Final = Fiche(
    "backend.heure-inconnue", Etat.INCONNU, _HEURE, "Comparez l’heure de ce poste à une montre."
)

FICHES: Final = (
    *(REPOND, LENT, NOM_INCONNU, REFUSE, INJOIGNABLE, MUET, PAS_PRET, AUTRE_CHOSE),
    *(TERMINAL_INCONNU, TERMINAL_REVOQUE),
    *(CERTIFICAT, SANS_CERTIFICAT, BIENTOT_PERIME, PERIME, PAS_ENCORE, AUTRE_NOM, AUTORITE, TLS),
    *(CLE, CLE_INUTILISABLE, CLE_ABSENTE, HEURE, HEURE_ECART, HEURE_FAUSSE, HEURE_INCONNUE),
)

_X509: Final = {9: PAS_ENCORE, 10: PERIME, 62: AUTRE_NOM, 64: AUTRE_NOM} | dict.fromkeys(
    (2, 18, 19, 20, 21), AUTORITE
)
"""OpenSSL's verification codes, X509_V_ERR_*."""


@dataclass(frozen=True, slots=True)
class _Vu:
    """One exchange: status, time it took, date of the backend, end of its certificate (None in clear text)."""

    statut: int
    duree_s: float
    date: datetime | None
    certificat_jusqu_au: datetime | None


def regarder(
    url: str,
    dossier: Path,
    *,
    contexte_tls: ssl.SSLContext | None = None,
    delai_s: float = DELAI_S,
) -> Iterator[Constat]:
    """What one call shows, then the public key, asked as the terminal whose state directory is `dossier`.

    `contexte_tls` replaces the system's trusted authorities.
    """
    import httpx2

    try:
        vu = _appeler(url, contexte_tls, delai_s)
    except httpx2.TimeoutException:
        yield MUET.constat(f"{url} ne répond pas en {delai_s:g}\u00a0secondes.")
        return
    except httpx2.RequestError as erreur:
        yield _injoignable(url, erreur)
        return
    if vu.statut >= 500:
        yield PAS_PRET.constat(f"{url} répond, mais n’est pas prêt ({vu.statut}).")
    elif vu.duree_s > LENT_S:
        yield LENT.constat(f"{url} a mis plus de {mots.nombre(int(vu.duree_s), 'seconde')} à répondre.")
    else:
        yield REPOND.constat(f"{url} répond en {vu.duree_s * 1000:.0f}\u00a0ms.")
    yield _certificat(vu.certificat_jusqu_au)
    yield _heure(vu.date, datetime.now(UTC))
    yield asyncio.run(_cle(url, dossier, contexte_tls, delai_s))


def _appeler(url: str, contexte_tls: ssl.SSLContext | None, delai_s: float) -> _Vu:
    """One read that any deployment answers. Raises httpx2.RequestError."""
    import httpx2

    local = urlsplit(url).hostname in {"127.0.0.1", "localhost", "::1"}
    verifier = True if contexte_tls is None else contexte_tls
    with httpx2.Client(verify=verifier, timeout=delai_s, trust_env=not local) as http:
        depart = time.monotonic()
        with http.stream("GET", f"{url}/readyz", headers={"User-Agent": "caf-kiosk"}) as reponse:
            duree_s = time.monotonic() - depart
            return _Vu(reponse.status_code, duree_s, _date(reponse), _fin_du_certificat(reponse))


def _date(reponse: "httpx2.Response") -> datetime | None:
    try:
        lue = parsedate_to_datetime(reponse.headers.get("Date", ""))
    except ValueError:
        return None
    return None if lue.tzinfo is None else lue


def _fin_du_certificat(reponse: "httpx2.Response") -> datetime | None:
    flux = reponse.extensions.get("network_stream")
    objet = None if flux is None else flux.get_extra_info("ssl_object")
    certificat = None if objet is None else objet.getpeercert()
    if not certificat:
        return None
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(certificat["notAfter"]), UTC)


def _injoignable(url: str, erreur: BaseException) -> Constat:
    """The reason at the bottom of the library's own errors, which hold the request and are not quoted."""
    cause: BaseException | None = erreur
    while cause is not None:
        match cause:
            case ssl.SSLCertVerificationError():
                fiche = _X509.get(cause.verify_code, TLS)
                return fiche.constat(f"{url}\u00a0: certificat refusé ({cause.verify_message}).")
            case ssl.SSLError():
                return TLS.constat(f"{url}\u00a0: {cause.reason or 'échange TLS refusé'}.")
            case socket.gaierror():
                return NOM_INCONNU.constat(f"Le nom {urlsplit(url).hostname} ne mène à aucune adresse.")
            case ConnectionRefusedError():
                return REFUSE.constat(f"Personne n’écoute à l’adresse {url}.")
        cause = cause.__cause__ or cause.__context__
    return INJOIGNABLE.constat(f"{url} ne peut pas être joint ({type(erreur).__name__}).")


def _certificat(jusqu_au: datetime | None) -> Constat:
    if jusqu_au is None:
        return SANS_CERTIFICAT.constat(
            "Le backend est sur ce poste\u00a0: aucun certificat n’est nécessaire."
        )
    reste = jusqu_au - datetime.now(UTC)
    fiche = BIENTOT_PERIME if reste < timedelta(days=CERTIFICAT_JOURS) else CERTIFICAT
    return fiche.constat(
        f"Valable jusqu’au {mots.moment(jusqu_au)} (encore {mots.duree(reste.total_seconds())})."
    )


def _heure(ailleurs: datetime | None, ici: datetime) -> Constat:
    if ailleurs is None:
        return HEURE_INCONNUE.constat("Le backend ne dit pas l’heure.")
    ecart = (ici - ailleurs).total_seconds()
    if abs(ecart) <= HEURE_ATTENTION_S:
        return HEURE.constat("La même que celle du backend, à une minute près.")
    sens = "avance" if ecart > 0 else "retarde"
    fiche = HEURE_FAUSSE if abs(ecart) >= HEURE_PANNE_S else HEURE_ECART
    return fiche.constat(f"Ce poste {sens} de {mots.duree(abs(ecart))} sur le backend.")


async def _cle(url: str, dossier: Path, contexte_tls: ssl.SSLContext | None, delai_s: float) -> Constat:
    from kiosk.backend.client import ClientBackend
    from kiosk.backend.errors import BackendError, BackendIncompris, Refus, TerminalInconnu, TerminalRevoque

    terminal = await identite(dossier)
    async with ClientBackend(
        url, delai_s=delai_s, essais=1, contexte_tls=contexte_tls, terminal=terminal
    ) as client:
        try:
            return await _essayer(client)
        except TerminalInconnu:
            sans = "" if terminal.secret else ", dont aucun secret ne se lit d’ici"
            return TERMINAL_INCONNU.constat(f"Le backend ne connaît pas ce poste{sans}.")
        except TerminalRevoque:
            return TERMINAL_REVOQUE.constat("Le backend n’accepte plus ce poste.")
        except BackendIncompris as erreur:
            return AUTRE_CHOSE.constat(f"Ce qui répond à {url} n’est pas le backend attendu ({erreur}).")
        except Refus as refus:
            return CLE_ABSENTE.constat(f"Le backend refuse de la donner ({refus.code}).")
        except BackendError as erreur:
            return CLE_ABSENTE.constat(f"Elle n’est pas arrivée ({type(erreur).__name__}).")


async def _essayer(client: "ClientBackend") -> Constat:
    """Ask for the key, and seal an empty dossier to it: it is thrown away."""
    from kiosk.backend.envelope import sceller
    from kiosk.backend.errors import EnveloppeErreur
    from kiosk.backend.schemas import Dossier

    cle: ClePublique = await client.cle_publique()
    vide = Dossier(
        demarche="verification", date_reference=date.min, bon_de_depot="", attestation=False, reponses={}
    )
    try:
        sceller(vide, cle, UUID(int=0))
    except EnveloppeErreur as erreur:
        return CLE_INUTILISABLE.constat(f"Une enveloppe ne peut pas être scellée avec elle ({erreur.code}).")
    return CLE.constat(f"{cle.id[:16]}, une enveloppe d’essai a pu être scellée.")
