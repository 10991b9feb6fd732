"""`caf-kiosk verifier`: the backend's verdict on a file of answers, as JSON."""

import json
import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from kiosk.demarches import CATALOGUE, QUESTIONNAIRES
from kiosk.formulaire import Contexte, DonneesIllisibles, Verdict, verifier
from kiosk.metier.fuseau import jour_a_paris

ACCEPTE, REFUSE, ILLISIBLE = 0, 1, 2
TAILLE_MAXIMUM = 1 << 20  # bytes; the largest démarche fits a hundred times


class FichierIllisible(Exception):
    """Nothing to check: the message names the cause, for the person at the command line."""


def verifier_fichier(demarche: str, fichier: str, jour: str) -> int:
    """Print the verdict on standard output, or the cause on standard error; returns the exit code."""
    try:
        verdict = _verdict(demarche, fichier, jour)
    except (FichierIllisible, DonneesIllisibles) as erreur:
        sys.stderr.buffer.write(f"caf-kiosk verifier\u00a0: {erreur}\n".encode(errors="backslashreplace"))
        sys.stderr.flush()
        return ILLISIBLE
    sortie = json.dumps(en_objet(verdict), ensure_ascii=False, indent=2)
    sys.stdout.buffer.write(f"{sortie}\n".encode())
    sys.stdout.flush()
    return ACCEPTE if verdict.valide else REFUSE


def en_objet(verdict: Verdict[Any]) -> dict[str, object]:
    """The verdict as the command prints it.

    `reassurance` for a form that has conditions: those that right answers may not meet. `resultat` for a questionnaire:
    what right answers come to, None for others.
    """
    objet: dict[str, object] = {
        "valide": verdict.valide,
        "anomalies": [
            {"code": a.code, "champs": list(a.champs), "message": a.message} for a in verdict.anomalies
        ],
        "parcours": list(verdict.parcours),
    }
    if (suivi := verdict.suivi) is not None:
        demarche = suivi.demarche
        if demarche.reassurances:
            messages = suivi.reassurances() if verdict.valide else ()
            objet["reassurance"] = [{"code": m.code, "message": m.message} for m in messages]
        if demarche.resultat is not None:
            objet["resultat"] = demarche.resultat(suivi.reponses, suivi.contexte) if verdict.valide else None
    return objet


def _verdict(code: str, fichier: str, jour: str) -> Verdict[Any]:
    connues = {**CATALOGUE, **QUESTIONNAIRES}
    demarche = connues.get(code)
    if demarche is None:
        raise FichierIllisible(
            f"démarche inconnue\u00a0: {code}. Démarches connues\u00a0: {', '.join(connues)}."
        )
    contexte = Contexte(_date(jour))
    return verifier(demarche, lire_objet(_octets(fichier)), contexte)


def _date(texte: str) -> date:
    if not texte:
        return jour_a_paris()
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", texte):
            raise ValueError(texte)
        return date.fromisoformat(texte)
    except ValueError as erreur:
        raise FichierIllisible(
            f"--date\u00a0: «\u00a0{texte}\u00a0» n’est pas une date AAAA-MM-JJ, comme 2022-10-13."
        ) from erreur


def _octets(fichier: str) -> bytes:
    try:
        if fichier == "-":
            octets = sys.stdin.buffer.read(TAILLE_MAXIMUM + 1)
        else:
            with Path(fichier).open("rb") as flux:
                octets = flux.read(TAILLE_MAXIMUM + 1)
    except (OSError, ValueError) as erreur:  # ValueError: a NUL in the name
        cause = getattr(erreur, "strerror", None) or str(erreur)
        raise FichierIllisible(f"fichier illisible\u00a0: {fichier} ({cause}).") from erreur
    if len(octets) > TAILLE_MAXIMUM:
        raise FichierIllisible(f"fichier trop gros\u00a0: plus de {TAILLE_MAXIMUM} octets.")
    return octets


def lire_objet(octets: bytes) -> dict[str, Any]:
    """One JSON object, read strictly: UTF-8, no key twice, no NaN. Raises `FichierIllisible`."""
    try:
        lu = json.loads(
            octets.decode("utf-8-sig"), object_pairs_hook=_sans_doublon, parse_constant=_sans_constante
        )
    except UnicodeDecodeError as erreur:
        raise FichierIllisible(f"le fichier n’est pas en UTF-8 (octet {erreur.start}).") from erreur
    except json.JSONDecodeError as erreur:
        raise FichierIllisible(
            f"le fichier n’est pas du JSON (ligne {erreur.lineno}, colonne {erreur.colno})."
        ) from erreur
    except RecursionError as erreur:
        raise FichierIllisible("le fichier emboîte trop de niveaux.") from erreur
    except ValueError as erreur:  # int() refuses thousands of digits
        raise FichierIllisible("un nombre du fichier a trop de chiffres.") from erreur
    if not isinstance(lu, dict):
        raise FichierIllisible("le fichier ne contient pas un objet JSON, entre accolades.")
    return lu


def _sans_doublon(paires: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    objet: dict[str, Any] = {}
    for nom, valeur in paires:
        if nom in objet:
            raise FichierIllisible(f"la clé «\u00a0{nom}\u00a0» est écrite deux fois dans un même objet.")
        objet[nom] = valeur
    return objet


def _sans_constante(nom: str) -> object:
    raise FichierIllisible(f"{nom} n’est pas un nombre JSON.")
