"""What an answer of the backend is: the schema that was asked for, a problem, or nothing of ours."""

from collections.abc import Set
from typing import TypeVar

from pydantic import ValidationError

from kiosk.backend.errors import BackendIncompris, refus
from kiosk.backend.ligne import PROBLEME_MEDIA, Reponse
from kiosk.backend.schemas import Probleme, Schema

S = TypeVar("S", bound=Schema)


def ou_refus(reponse: Reponse) -> Reponse:
    """The answer, unless it is a problem. Raises Refus, BackendIncompris."""
    if reponse.statut < 400:
        return reponse
    if reponse.media != PROBLEME_MEDIA:
        raise BackendIncompris(f"status {reponse.statut}, {reponse.media or 'no media type'}")
    probleme = _decoder(reponse.corps, Probleme)
    if probleme.attente_s is None and reponse.attente_s is not None:
        probleme = probleme.model_copy(update={"attente_s": reponse.attente_s})
    raise refus(probleme)


def lire(reponse: Reponse, schema: type[S], statuts: Set[int]) -> S:
    """The JSON body as `schema`, when the status is one of `statuts`. Raises BackendIncompris."""
    verifier(reponse, statuts, "application/json")
    return _decoder(reponse.corps, schema)


def verifier(reponse: Reponse, statuts: Set[int], media: str = "") -> None:
    """Raises BackendIncompris for another status, or another media type, than those asked for."""
    if reponse.statut not in statuts or reponse.media != media:
        raise BackendIncompris(f"status {reponse.statut}, {reponse.media or 'no media type'}")


def _decoder(corps: bytes, schema: type[S]) -> S:
    try:
        return schema.model_validate_json(corps)
    except ValidationError:
        pass  # it quotes the account
    raise BackendIncompris(f"not a {schema.__name__}")
