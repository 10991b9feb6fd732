"""What an operator does to the terminals of a backend from the command line."""

import json
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from kiosk.cli_base import FAIT, REFUSE, agir, dire

if TYPE_CHECKING:
    from kiosk.server.reglages import ReglagesServeur
    from kiosk.server.storage.models import TerminalLigne
    from kiosk.server.terminaux.registre import Terminaux

_ETATS: Final = {
    "attendu": "attend son enrôlement",
    "code_depasse": "code dépassé",
    "en_service": "en service",
    "a_renouveler": "en service, secret à renouveler",
    "revoque": "révoqué",
}
_JAMAIS: Final = "jamais"
_T = TypeVar("_T")


def terminal_code(etat: Path, base: str, nom: str, *, remplacer: bool) -> int:
    """Print a one-time enrolment code, the only time that it is told. Returns the exit code."""
    return agir(etat, base, lambda reglages: _terminal_code(reglages, nom, remplacer=remplacer))


def terminaux(etat: Path, base: str, *, en_json: bool) -> int:
    """Print every terminal: its name, its state, since when, last seen. Returns the exit code."""
    return agir(etat, base, lambda reglages: _terminaux(reglages, en_json=en_json))


def renouveler(etat: Path, base: str, nom: str | None) -> int:
    """Ask one terminal, or all of them, to take another credential. Returns the exit code."""
    return agir(etat, base, lambda reglages: _renouveler(reglages, nom))


def revoquer(etat: Path, base: str, nom: str) -> int:
    """Refuse a terminal from now on. Returns the exit code."""
    return agir(etat, base, lambda reglages: _revoquer(reglages, nom))


def _terminal_code(reglages: "ReglagesServeur", nom: str, *, remplacer: bool) -> int:
    from kiosk.server.terminaux.registre import TerminalDejaEnrole

    try:
        invitation = _agir(reglages, lambda terminaux: terminaux.inviter(nom, remplacer=remplacer))
    except TerminalDejaEnrole:
        return dire(
            f"Un terminal «\u00a0{nom}\u00a0» est déjà enrôlé. Pour qu’une autre machine prenne sa place, "
            "ajoutez --remplacer\u00a0: l’ancienne sera refusée dès que la nouvelle sera enrôlée.",
            REFUSE,
        )
    except ValueError as erreur:
        return dire(f"Nom refusé\u00a0: {erreur}.", REFUSE)
    code = invitation.code.texte()
    sys.stdout.write(
        f"Code d’enrôlement\u00a0: {code}\n"
        f"Valable une fois, jusqu’au {_instant(invitation.jusqu_a)}, pour «\u00a0{nom}\u00a0».\n"
        f"Sur le terminal\u00a0: caf-kiosk enroll {code}\n"
    )
    return FAIT


def _terminaux(reglages: "ReglagesServeur", *, en_json: bool) -> int:
    async def lister(registre: "Terminaux") -> list[dict[str, str | None]]:
        return [_vue(registre, ligne) for ligne in await registre.lister()]

    vues = _agir(reglages, lister)
    if en_json:
        sys.stdout.writelines(f"{json.dumps(vue, ensure_ascii=False)}\n" for vue in vues)
        return FAIT
    if not vues:
        sys.stdout.write('Aucun terminal. Le premier\u00a0: caf-kiosk terminal-code --nom "Hall 1"\n')
        return FAIT
    entetes = ("Nom", "État", "Enrôlé", "Vu")
    lignes = [entetes, *(_ligne(vue) for vue in vues)]
    largeurs = [max(len(ligne[rang]) for ligne in lignes) for rang in range(len(entetes))]
    for ligne in lignes:
        cases = (case.ljust(largeur) for case, largeur in zip(ligne, largeurs, strict=True))
        sys.stdout.write("  ".join(cases).rstrip() + "\n")
    return FAIT


def _renouveler(reglages: "ReglagesServeur", nom: str | None) -> int:
    from kiosk.server.terminaux.registre import TerminalIntrouvable

    try:
        combien = _agir(reglages, lambda terminaux: terminaux.demander_renouvellement(nom))
    except TerminalIntrouvable:
        return dire(f"Aucun terminal enrôlé ne s’appelle «\u00a0{nom}\u00a0».", REFUSE)
    except ValueError as erreur:
        return dire(f"Nom refusé\u00a0: {erreur}.", REFUSE)
    sys.stdout.write(
        f"{combien}\u00a0terminaux à renouveler.\n" if combien != 1 else "1\u00a0terminal à renouveler.\n"
    )
    sys.stdout.write("Chacun le fait à son prochain appel, sous quelques heures, sans intervention.\n")
    return FAIT


def _revoquer(reglages: "ReglagesServeur", nom: str) -> int:
    from kiosk.server.terminaux.registre import TerminalIntrouvable

    try:
        _agir(reglages, lambda terminaux: terminaux.revoquer(nom))
    except TerminalIntrouvable:
        return dire(
            f"Aucun terminal en service ne s’appelle «\u00a0{nom}\u00a0». Voyez caf-kiosk terminaux.", REFUSE
        )
    except ValueError as erreur:
        return dire(f"Nom refusé\u00a0: {erreur}.", REFUSE)
    sys.stdout.write(f"«\u00a0{nom}\u00a0» est révoqué\u00a0: il est refusé dès maintenant.\n")
    return FAIT


def _agir(reglages: "ReglagesServeur", geste: "Callable[[Terminaux], Awaitable[_T]]") -> _T:
    from kiosk.server.administration import avec
    from kiosk.server.horloge import maintenant

    return avec(reglages, maintenant, lambda etat: geste(etat.terminaux))


def _vue(registre: "Terminaux", ligne: "TerminalLigne") -> dict[str, str | None]:
    instants: dict[str, datetime | None] = {
        "cree_le": ligne.cree_le,
        "enrole_le": ligne.enrole_le,
        "vu_le": ligne.vu_le,
        "revoque_le": ligne.revoque_le,
    }
    etat = _etat(registre, ligne)
    dates = {nom: None if instant is None else instant.isoformat() for nom, instant in instants.items()}
    return {"id": str(ligne.id), "nom": ligne.nom, "etat": etat, **dates}


def _etat(registre: "Terminaux", ligne: "TerminalLigne") -> str:
    if ligne.revoque_le is not None:
        return "revoque"
    if ligne.empreinte is None:
        return "attendu" if registre.code_attendu(ligne) or ligne.empreinte_enrolement else "code_depasse"
    return "a_renouveler" if registre.est_a_renouveler(ligne) else "en_service"


def _ligne(vue: dict[str, str | None]) -> tuple[str, str, str, str]:
    return vue["nom"] or "", _ETATS[vue["etat"] or ""], _court(vue["enrole_le"]), _court(vue["vu_le"])


def _court(instant: str | None) -> str:
    from kiosk.server.horloge import PARIS

    if instant is None:
        return _JAMAIS
    return f"{datetime.fromisoformat(instant).astimezone(PARIS):%d/%m/%Y %H:%M}"


def _instant(instant: datetime) -> str:
    from kiosk.metier.periode import en_lettres
    from kiosk.server.horloge import PARIS

    ici = instant.astimezone(PARIS)
    return f"{en_lettres(ici.date())} à {ici:%H\u00a0h\u00a0%M}"
