"""Refusals as `application/problem+json` (RFC 9457): the codes, their statuses, and how they are documented.

A refusal never repeats what was sent: a NIR or a password in an answer would end in somebody's log.
"""

from collections.abc import Iterable
from enum import StrEnum
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PlusDeConnexion
from starlette.exceptions import HTTPException

from kiosk.backend.schemas import AnomalieVue, Probleme

TYPE_MIME = "application/problem+json"
ATTENTE_INDISPONIBLE_S = 5


class Code(StrEnum):
    """Stable codes that clients switch on."""

    IDENTIFIANTS_REFUSES = "identifiants_refuses"
    ATTENTE = "attente"
    COMPTE_VERROUILLE = "compte_verrouille"
    SESSION_EXPIREE = "session_expiree"
    ENVELOPPE_ILLISIBLE = "enveloppe_illisible"
    ENVELOPPE_ALTEREE = "enveloppe_alteree"
    CLE_INCONNUE = "cle_inconnue"
    DOSSIER_INCOMPRIS = "dossier_incompris"
    BON_DE_DEPOT_REFUSE = "bon_de_depot_refuse"
    DEMARCHE_INCONNUE = "demarche_inconnue"
    REPONSES_REFUSEES = "reponses_refusees"
    DEPOT_DIFFERENT = "depot_different"
    DEPOT_EN_COURS = "depot_en_cours"
    MOT_DE_PASSE_A_CHANGER = "mot_de_passe_a_changer"
    MOT_DE_PASSE_REFUSE = "mot_de_passe_refuse"
    COORDONNEES_CHANGEES = "coordonnees_changees"
    RIEN_A_VERIFIER = "rien_a_verifier"
    CODE_INCORRECT = "code_incorrect"
    CODE_EXPIRE = "code_expire"
    CODE_UTILISE = "code_utilise"
    CODE_EPUISE = "code_epuise"
    CODE_REMPLACE = "code_remplace"
    CODE_TROP_TOT = "code_trop_tot"
    CODES_DU_JOUR = "codes_du_jour"
    SANS_MAIL_SECURISE = "sans_mail_securise"
    ENVOIS_DU_JOUR = "envois_du_jour"
    TERMINAL_INCONNU = "terminal_inconnu"
    TERMINAL_REVOQUE = "terminal_revoque"
    ENROLEMENT_REFUSE = "enrolement_refuse"
    INTROUVABLE = "introuvable"
    METHODE_REFUSEE = "methode_refusee"
    CORPS_TROP_GRAND = "corps_trop_grand"
    REQUETE_INVALIDE = "requete_invalide"
    INDISPONIBLE = "indisponible"
    PANNE = "panne"


_STATUTS_ET_TITRES: dict[Code, tuple[int, str]] = {
    Code.IDENTIFIANTS_REFUSES: (401, "Numéro de sécurité sociale ou mot de passe incorrect"),
    Code.ATTENTE: (429, "Trop d’essais, un délai est nécessaire avant le prochain"),
    Code.COMPTE_VERROUILLE: (423, "Compte verrouillé, un agent d’accueil peut le déverrouiller"),
    Code.SESSION_EXPIREE: (401, "Session terminée"),
    Code.ENVELOPPE_ILLISIBLE: (400, "Enveloppe illisible"),
    Code.ENVELOPPE_ALTEREE: (400, "Enveloppe altérée"),
    Code.CLE_INCONNUE: (400, "Enveloppe scellée pour une clé inconnue"),
    Code.DOSSIER_INCOMPRIS: (400, "Contenu de l’enveloppe incompris"),
    Code.BON_DE_DEPOT_REFUSE: (403, "Bon de dépôt inconnu ou expiré"),
    Code.DEMARCHE_INCONNUE: (422, "Démarche inconnue"),
    Code.REPONSES_REFUSEES: (422, "Réponses refusées"),
    Code.DEPOT_DIFFERENT: (422, "Un autre contenu porte déjà cet identifiant de dépôt"),
    Code.DEPOT_EN_COURS: (409, "Dépôt en cours de traitement"),
    Code.MOT_DE_PASSE_A_CHANGER: (403, "Le mot de passe temporaire est à changer d’abord"),
    Code.MOT_DE_PASSE_REFUSE: (403, "Mot de passe actuel incorrect"),
    Code.COORDONNEES_CHANGEES: (409, "Les coordonnées ont changé depuis qu’elles ont été lues"),
    Code.RIEN_A_VERIFIER: (409, "Aucune valeur n’attend de code"),
    Code.CODE_INCORRECT: (422, "Code incorrect"),
    Code.CODE_EXPIRE: (422, "Code expiré"),
    Code.CODE_UTILISE: (409, "Code déjà utilisé"),
    Code.CODE_EPUISE: (422, "Trop d’essais pour ce code"),
    Code.CODE_REMPLACE: (409, "La valeur à vérifier n’est plus celle de ce code"),
    Code.CODE_TROP_TOT: (429, "Un code vient d’être envoyé, un délai est nécessaire avant le prochain"),
    Code.CODES_DU_JOUR: (429, "Tous les codes de la journée ont été envoyés"),
    Code.SANS_MAIL_SECURISE: (409, "Le compte n’a pas d’adresse mail vérifiée"),
    Code.ENVOIS_DU_JOUR: (429, "Ce document a déjà été envoyé plusieurs fois aujourd’hui"),
    Code.TERMINAL_INCONNU: (403, "Terminal inconnu, il est à enrôler"),
    Code.TERMINAL_REVOQUE: (403, "Terminal révoqué"),
    Code.ENROLEMENT_REFUSE: (403, "Code d’enrôlement inconnu, dépassé ou déjà utilisé"),
    Code.INTROUVABLE: (404, "Introuvable"),
    Code.METHODE_REFUSEE: (405, "Méthode refusée"),
    Code.CORPS_TROP_GRAND: (413, "Contenu trop grand"),
    Code.REQUETE_INVALIDE: (422, "Requête invalide"),
    Code.INDISPONIBLE: (503, "Service momentanément indisponible"),
    Code.PANNE: (500, "Panne du service"),
}


class Refus(HTTPException):
    """A request that is refused with `code`; `attente_s` says when to come back, `essais_restants` how often.

    An HTTPException because the framework lets nothing else through while it reads a body.
    """

    def __init__(
        self,
        code: Code,
        *,
        anomalies: Iterable[AnomalieVue] = (),
        attente_s: int | None = None,
        essais_restants: int | None = None,
    ) -> None:
        super().__init__(_STATUTS_ET_TITRES[code][0], code.value)
        self.code = code
        self.anomalies = tuple(anomalies)
        self.attente_s = attente_s
        self.essais_restants = essais_restants


def reponse(refus: Refus) -> JSONResponse:
    """The answer that says `refus`."""
    statut, titre = _STATUTS_ET_TITRES[refus.code]
    probleme = Probleme(
        title=titre,
        status=statut,
        code=refus.code,
        anomalies=refus.anomalies,
        attente_s=refus.attente_s,
        essais_restants=refus.essais_restants,
    )
    entetes = {"Cache-Control": "no-store"}
    if statut == HTTPStatus.UNAUTHORIZED:
        entetes["WWW-Authenticate"] = "Bearer"
    if refus.attente_s is not None:
        entetes["Retry-After"] = str(refus.attente_s)
    return JSONResponse(
        probleme.model_dump(mode="json", exclude_none=True), statut, entetes, media_type=TYPE_MIME
    )


def documenter(*codes: Code) -> dict[int | str, dict[str, Any]]:
    """OpenAPI `responses` for a route that may answer with `codes`; an outage is always possible."""
    par_statut: dict[int | str, list[Code]] = {}
    for code in (*codes, Code.PANNE, Code.INDISPONIBLE):
        par_statut.setdefault(_STATUTS_ET_TITRES[code][0], []).append(code)
    schema = {"$ref": "#/components/schemas/Probleme"}
    return {
        statut: {
            "description": " · ".join(f"`{code}` {_STATUTS_ET_TITRES[code][1]}" for code in groupe),
            "content": {TYPE_MIME: {"schema": schema}},
        }
        for statut, groupe in par_statut.items()
    }


def ajouter(reponses: dict[str, Any], *codes: Code) -> None:
    """Complete the OpenAPI `responses` of one operation with `codes`, which something before the route may answer."""
    for statut, documentees in documenter(*codes).items():
        deja = reponses.get(str(statut))
        if deja is None:
            reponses[str(statut)] = documentees
        elif documentees["description"] not in deja["description"]:
            deja["description"] += f" · {documentees['description']}"


def installer(app: FastAPI) -> None:
    """Make every error of `app`, its framework's included, a problem document."""
    app.add_exception_handler(Refus, _refus)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(OperationalError, _base_indisponible)
    # More requests than connections: a load, not a fault. It is not an error of the driver.
    app.add_exception_handler(PlusDeConnexion, _base_indisponible)


async def _refus(_requete: Request, erreur: Exception) -> JSONResponse:
    assert isinstance(erreur, Refus)
    return reponse(erreur)


async def _validation(_requete: Request, _erreur: Exception) -> JSONResponse:
    return reponse(Refus(Code.REQUETE_INVALIDE))


async def _http(_requete: Request, erreur: Exception) -> JSONResponse:
    assert isinstance(erreur, HTTPException)
    codes = {404: Code.INTROUVABLE, 405: Code.METHODE_REFUSEE, 413: Code.CORPS_TROP_GRAND}
    probleme = reponse(Refus(codes.get(erreur.status_code, Code.REQUETE_INVALIDE)))
    probleme.headers.update(erreur.headers or {})
    return probleme


async def _base_indisponible(_requete: Request, _erreur: Exception) -> JSONResponse:
    structlog.get_logger().error("base_indisponible")
    return reponse(Refus(Code.INDISPONIBLE, attente_s=ATTENTE_INDISPONIBLE_S))
