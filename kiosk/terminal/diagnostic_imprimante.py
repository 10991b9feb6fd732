"""The printer of the receipts, as CUPS knows it: there, ready, and what it is short of."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kiosk.terminal import diagnostic_mots as mots
from kiosk.terminal.diagnostic import Constat, Etat, Fiche
from kiosk.terminal.impression_cups import Imprimante, demander_a_l_appareil, imprimantes, par_defaut
from kiosk.terminal.impression_memoire import Memoire
from kiosk.terminal.ipp import CupsAbsent, CupsIncompris, Serveur, serveur_du_poste
from kiosk.terminal.lock import session_du_superviseur
from kiosk.terminal.printing import NOUVEL_ESSAI_S

DELAI_S: Final = 2.0
FILE_LONGUE: Final = 5

_TITRE: Final = "Imprimante"
_ATTENDRE: Final = "Sans imprimante, l’application montre le récépissé à l’écran et l’envoie par mail."
_REPRISE: Final = f"L’application réessaie après {NOUVEL_ESSAI_S / 60:.0f}\u00a0minutes sans impression."
PRETE: Final = Fiche("imprimante.ok", Etat.OK, _TITRE)
CUPS_ABSENT: Final = Fiche(
    "imprimante.cups-absent",
    Etat.ATTENTION,
    _TITRE,
    f"Pour imprimer, installez et démarrez CUPS\u00a0: systemctl start cups. {_ATTENDRE}",
)
CUPS_REQUIS: Final = Fiche(
    "imprimante.cups-requis",
    Etat.PANNE,
    _TITRE,
    "Démarrez CUPS\u00a0: systemctl start cups. Ou videz la clé imprimante de la section [impression].",
)
CUPS_INCOMPRIS: Final = Fiche(
    "imprimante.cups-incompris", Etat.PANNE, _TITRE, "Redémarrez CUPS\u00a0: systemctl restart cups"
)
AUCUNE: Final = Fiche(
    "imprimante.aucune",
    Etat.ATTENTION,
    _TITRE,
    f"Nommez-en une dans la section [impression], ou\u00a0: lpadmin -d NOM. {_ATTENDRE}",
)
INCONNUE: Final = Fiche(
    "imprimante.inconnue",
    Etat.PANNE,
    _TITRE,
    "Corrigez la clé imprimante de la section [impression], ou ajoutez cette imprimante à CUPS.",
)
ARRETEE: Final = Fiche(
    "imprimante.arretee", Etat.PANNE, _TITRE, "Quand la cause a disparu\u00a0: cupsenable {nom}"
)
FERMEE: Final = Fiche("imprimante.fermee", Etat.PANNE, _TITRE, "Rouvrez la file\u00a0: cupsaccept {nom}")
PAPIER: Final = Fiche("imprimante.papier", Etat.PANNE, _TITRE, f"Remettez du papier. {_REPRISE}")
BOURRAGE: Final = Fiche(
    "imprimante.bourrage", Etat.PANNE, _TITRE, f"Retirez le papier coincé, puis refermez. {_REPRISE}"
)
CAPOT: Final = Fiche("imprimante.capot", Etat.PANNE, _TITRE, f"Refermez le capot de l’imprimante. {_REPRISE}")
ENCRE: Final = Fiche("imprimante.encre", Etat.PANNE, _TITRE, f"Remplacez la cartouche. {_REPRISE}")
ENCRE_BASSE: Final = Fiche("imprimante.encre-basse", Etat.ATTENTION, _TITRE, "Préparez une cartouche.")
PAPIER_BAS: Final = Fiche("imprimante.papier-bas", Etat.ATTENTION, _TITRE, "Ajoutez du papier.")
DEBRANCHEE: Final = Fiche(
    "imprimante.debranchee",
    Etat.PANNE,
    _TITRE,
    f"Vérifiez que l’imprimante est allumée et branchée. {_REPRISE}",
)
AUTRE: Final = Fiche("imprimante.autre", Etat.ATTENTION, _TITRE, "Regardez l’écran de l’imprimante.")
FILE_ATTENTE: Final = Fiche(
    "imprimante.file",
    Etat.ATTENTION,
    _TITRE,
    "Si rien ne sort, retirez ces impressions\u00a0: cancel -a {nom}",
)
MEMOIRE: Final = Fiche(
    "imprimante.memoire",
    Etat.INCONNU,
    _TITRE,
    "Lancez cette commande depuis le compte de l’application, ou en administrateur.",
)
FICHES: Final = (
    *(PRETE, CUPS_ABSENT, CUPS_REQUIS, CUPS_INCOMPRIS, AUCUNE, INCONNUE, ARRETEE, FERMEE),
    *(PAPIER, PAPIER_BAS, BOURRAGE, CAPOT, ENCRE, ENCRE_BASSE, DEBRANCHEE, AUTRE, FILE_ATTENTE, MEMOIRE),
)

_RAISONS: Final[dict[str, tuple[Fiche, str]]] = {
    "media-empty": (PAPIER, "plus de papier"),
    "media-needed": (PAPIER, "papier attendu"),
    "input-tray-missing": (PAPIER, "bac à papier absent"),
    "media-low": (PAPIER_BAS, "bientôt plus de papier"),
    "media-jam": (BOURRAGE, "papier coincé"),
    "output-area-full": (BOURRAGE, "bac de sortie plein"),
    "cover-open": (CAPOT, "capot ouvert"),
    "door-open": (CAPOT, "porte ouverte"),
    "interlock-open": (CAPOT, "capot ouvert"),
    "toner-empty": (ENCRE, "plus d’encre"),
    "marker-supply-empty": (ENCRE, "plus d’encre"),
    "toner-low": (ENCRE_BASSE, "bientôt plus d’encre"),
    "marker-supply-low": (ENCRE_BASSE, "bientôt plus d’encre"),
    "offline": (DEBRANCHEE, "ne répond pas"),
    "shutdown": (DEBRANCHEE, "éteinte"),
    "timed-out": (DEBRANCHEE, "ne répond pas"),
    "connecting-to-device": (DEBRANCHEE, "ne répond pas encore"),
}
"""IPP's reasons (RFC 8011 §5.4.12), without their suffix of severity."""

_SANS_INTERET: Final = frozenset(
    {"paused", "moving-to-paused", "cups-waiting-for-job-completed", "spool-area-full"}
)
"""Said already by the state of the queue, or of no use to who stands there."""


def regarder(nom: str, serveur: Serveur | None = None, dossier: Path | None = None) -> Iterator[Constat]:
    """The printer of the settings, `nom`; CUPS's default one when it is empty.

    `dossier`: the state directory of the terminal, whose session remembers what its last receipt denied.
    """
    ou = serveur_du_poste() if serveur is None else serveur
    try:
        toutes = {imprimante.nom: imprimante for imprimante in imprimantes(ou, DELAI_S)}
        voulue = nom or par_defaut(ou, DELAI_S)
    except CupsAbsent:
        fiche = CUPS_REQUIS if nom else CUPS_ABSENT
        yield fiche.constat("Le service d’impression (CUPS) ne répond pas sur ce poste.")
        return
    except CupsIncompris as erreur:
        yield CUPS_INCOMPRIS.constat(f"Le service d’impression (CUPS) répond mal ({erreur}).")
        return
    connues = f"CUPS connaît\u00a0: {', '.join(sorted(toutes))}." if toutes else "CUPS n’en connaît aucune."
    if not voulue:
        yield AUCUNE.constat(f"Aucune imprimante par défaut. {connues}")
    elif voulue not in toutes:
        yield INCONNUE.constat(f"«\u00a0{voulue}\u00a0» n’existe pas. {connues}")
    else:
        yield from _etat(toutes[voulue], dossier)


def _etat(imprimante: Imprimante, dossier: Path | None) -> Iterator[Constat]:
    nom, vus = f"«\u00a0{imprimante.nom}\u00a0»", list[Constat]()
    if imprimante.arretee:
        vus.append(ARRETEE.constat(f"{nom} est arrêtée.", nom=imprimante.nom))
    if not imprimante.accepte:
        vus.append(FERMEE.constat(f"{nom} refuse les impressions.", nom=imprimante.nom))
    fraiche = demander_a_l_appareil(imprimante, DELAI_S)
    dementies, lisible = (frozenset[str](), True) if fraiche else _dementies(imprimante.nom, dossier)
    for raison in (fraiche or imprimante).raisons:
        if raison in dementies:
            continue
        base = raison.removesuffix("-error").removesuffix("-warning").removesuffix("-report")
        if base not in _SANS_INTERET:
            fiche, texte = _RAISONS.get(base, (AUTRE, f"dit «\u00a0{base}\u00a0»"))
            vus.append(fiche.constat(f"{nom}\u00a0: {texte}.", nom=imprimante.nom))
    if vus and not lisible:
        vus.append(
            MEMOIRE.constat(
                "Un récépissé a pu sortir malgré cela\u00a0: seul le compte de l’application le sait."
            )
        )
    if imprimante.en_attente >= FILE_LONGUE:
        vus.append(
            FILE_ATTENTE.constat(
                f"{nom}\u00a0: {imprimante.en_attente} impressions attendent.", nom=imprimante.nom
            )
        )
    attente = (
        f", {mots.nombre(imprimante.en_attente, 'impression')} en attente" if imprimante.en_attente else ""
    )
    yield from dict.fromkeys(vus) or [PRETE.constat(f"{nom} est prête{attente}.")]


def _dementies(file: str, dossier: Path | None) -> tuple[frozenset[str], bool]:
    """What the terminal's last receipt denied, and whether this account may read it."""
    try:
        session = None if dossier is None else session_du_superviseur(dossier)
    except PermissionError:
        return frozenset(), False
    return Memoire(session).dementies(file), True
