"""The queues of CUPS: how they are, and the jobs that this terminal puts into one and takes out again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

from kiosk.terminal.ipp import (
    PORT,
    Attribut,
    CupsAbsent,
    CupsIncompris,
    Genre,
    Groupe,
    Serveur,
    demander,
)

_IMPRIMER, _ANNULER, _TRAVAIL, _TRAVAUX, _APPAREIL = 0x0002, 0x0008, 0x0009, 0x000A, 0x000B
_CUPS_DEFAUT, _CUPS_LISTE = 0x4001, 0x4002
_LIBRE, _ARRETEE = 3, 5

FINI, EN_ECHEC = 9, frozenset({7, 8})
"""`job-state` of a job that came out, and of one that never will (RFC 8011 §5.3.7)."""

_ATTRIBUTS: Final = (
    "printer-name",
    "printer-state",
    "printer-state-reasons",
    "printer-state-change-time",
    "printer-up-time",
    "printer-is-accepting-jobs",
    "queued-job-count",
    "device-uri",
)


@dataclass(frozen=True, slots=True)
class Imprimante:
    """One queue. `raisons` are IPP keywords (`media-empty-error`), without « none »."""

    nom: str
    arretee: bool
    accepte: bool
    en_attente: int
    raisons: tuple[str, ...]
    libre_depuis_s: int | None = None
    """For how long it has had nothing to do, in seconds; None when it has, or is stopped.

    CUPS asks a printer nothing but when it prints: `raisons` are as old as that.
    """
    appareil: str = ""
    """The URI of the printer itself."""


def imprimantes(serveur: Serveur, delai_s: float) -> tuple[Imprimante, ...]:
    """Every queue. Raises CupsAbsent, CupsIncompris."""
    groupes = demander(serveur, _CUPS_LISTE, [(Genre.MOT_CLE, "requested-attributes", _ATTRIBUTS)], delai_s)
    return tuple(_imprimante(groupe) for groupe in groupes if groupe.get("printer-name"))


def par_defaut(serveur: Serveur, delai_s: float) -> str:
    """The name of the default queue, empty when there is none. Raises CupsAbsent, CupsIncompris."""
    demande: Attribut = (Genre.MOT_CLE, "requested-attributes", "printer-name")
    for groupe in demander(serveur, _CUPS_DEFAUT, [demande], delai_s):
        return str(groupe.get("printer-name", ("",))[0])
    return ""


def _imprimante(groupe: Groupe) -> Imprimante:
    maintenant, depuis = (
        int(groupe.get(cle, (0,))[0]) for cle in ("printer-up-time", "printer-state-change-time")
    )
    en_attente = int(groupe.get("queued-job-count", (0,))[0])
    libre = groupe.get("printer-state") == (_LIBRE,) and not en_attente
    return Imprimante(
        nom=str(groupe["printer-name"][0]),
        arretee=groupe.get("printer-state") == (_ARRETEE,),
        accepte=groupe.get("printer-is-accepting-jobs") != (False,),
        en_attente=en_attente,
        raisons=_raisons(groupe),
        libre_depuis_s=max(0, maintenant - depuis) if libre else None,
        appareil=str(groupe.get("device-uri", ("",))[0]),
    )


def _raisons(groupe: Groupe) -> tuple[str, ...]:
    dites = (str(raison) for raison in groupe.get("printer-state-reasons", ()))
    return tuple(raison for raison in dites if raison != "none")


def demander_a_l_appareil(imprimante: Imprimante, delai_s: float) -> Imprimante | None:
    """The same queue with what the printer itself says that it lacks, now.

    None where it is printing, where it does not speak IPP without a cipher, and where it does not answer us.
    """
    uri = urlsplit(imprimante.appareil)
    if imprimante.libre_depuis_s is None or uri.scheme != "ipp" or not uri.hostname:
        return None
    cible: Attribut = (Genre.URI, "printer-uri", imprimante.appareil)
    voulu: Attribut = (Genre.MOT_CLE, "requested-attributes", "printer-state-reasons")
    try:
        serveur = Serveur(hote=uri.hostname, port=uri.port or PORT)
        groupes = demander(serveur, _APPAREIL, [cible, voulu], delai_s, chemin=uri.path or "/")
    except (CupsAbsent, CupsIncompris, ValueError):
        return None
    dites = [groupe for groupe in groupes if "printer-state-reasons" in groupe]
    return replace(imprimante, raisons=_raisons(dites[0])) if dites else None


@dataclass(frozen=True, slots=True)
class File:
    """One queue of a server, and the name under which this terminal prints there."""

    serveur: Serveur
    imprimante: str
    utilisateur: str
    delai_s: float

    def imprimer(self, titre: str, pdf: bytes, options: Mapping[str, str], duree_max_s: int) -> int:
        """Hand a document over; returns the number of its job. CUPS itself stops after `duree_max_s` of printing.

        Raises CupsAbsent, CupsIncompris.
        """
        travail: list[Attribut] = [(Genre.MOT_CLE, cle, valeur) for cle, valeur in options.items()]
        travail.append((Genre.ENTIER, "job-cancel-after", duree_max_s))
        groupes = self._demander(
            _IMPRIMER,
            [(Genre.NOM, "job-name", titre), (Genre.MIME, "document-format", "application/pdf")],
            travail=travail,
            document=pdf,
        )
        for numero in _entiers(groupes, "job-id"):
            return numero
        raise CupsIncompris("travail sans numéro")

    def etat(self, travail: int) -> int | None:
        """Its `job-state`, None once CUPS has forgotten it. Raises CupsAbsent, CupsIncompris."""
        voulu: Attribut = (Genre.MOT_CLE, "requested-attributes", "job-state")
        groupes = self._demander(_TRAVAIL, [voulu], numero=travail)
        return next(iter(_entiers(groupes, "job-state")), None)

    def retirer(self, travail: int) -> None:
        """Stop it, and take out its file; once it is stopped, also its line in the history.

        Raises CupsAbsent, CupsIncompris.
        """
        self._demander(_ANNULER, [(Genre.BOOLEEN, "purge-job", True)], numero=travail)

    def laisses(self) -> tuple[int, ...]:
        """The jobs of this name in this queue, come out or not. Raises CupsAbsent, CupsIncompris."""
        numeros: list[int] = []
        for lesquels in ("not-completed", "completed"):
            groupes = self._demander(
                _TRAVAUX,
                [
                    (Genre.BOOLEEN, "my-jobs", True),
                    (Genre.MOT_CLE, "which-jobs", lesquels),
                    (Genre.MOT_CLE, "requested-attributes", "job-id"),
                ],
            )
            numeros += _entiers(groupes, "job-id")
        return tuple(numeros)

    def _demander(
        self,
        operation: int,
        attributs: list[Attribut],
        *,
        numero: int | None = None,
        travail: list[Attribut] | None = None,
        document: bytes = b"",
    ) -> list[Groupe]:
        cible: list[Attribut] = [(Genre.URI, "printer-uri", f"ipp://localhost/printers/{self.imprimante}")]
        if numero is not None:
            cible.append((Genre.ENTIER, "job-id", numero))
        qui: Attribut = (Genre.NOM, "requesting-user-name", self.utilisateur)
        return demander(
            self.serveur,
            operation,
            [*cible, qui, *attributs],
            self.delai_s,
            chemin=f"/printers/{self.imprimante}",
            travail=travail or (),
            document=document,
        )


def _entiers(groupes: list[Groupe], cle: str) -> list[int]:
    """The first value of an attribute, in each group that has it."""
    return [int(groupe[cle][0]) for groupe in groupes if cle in groupe]
