"""The application: settings in, ASGI application out; two of them can live in one process."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any

from fastapi import Depends, FastAPI
from fastapi.openapi.utils import get_openapi

from kiosk.backend.schemas import Probleme
from kiosk.server import problemes
from kiosk.server.cles import charger, creer_si_absents
from kiosk.server.etat import assembler
from kiosk.server.garde import CorpsBorne, Observation
from kiosk.server.horloge import Horloge, maintenant
from kiosk.server.messages.locale import Afficher
from kiosk.server.reglages import ReglagesServeur
from kiosk.server.routes import (
    cle_publique,
    compte,
    coordonnees,
    depots,
    exploitation,
    mot_de_passe,
    sessions,
    terminaux,
)
from kiosk.server.storage.migrer import migrer

PREFIXE = "/api/v1"


def creer_app(
    reglages: ReglagesServeur, horloge: Horloge = maintenant, afficher: Afficher | None = None
) -> FastAPI:
    """A backend for `reglages`. Its start brings the database up to date and reads the secrets.

    `afficher` is called with each message that no server was set up for (`kiosk.server.messages.locale`).

    In a demonstration a missing secret is created; elsewhere it is an error (`SecretsInutilisables`), because a
    backend that silently makes a new key could not open what is on its way.
    """

    @asynccontextmanager
    async def vie(app: FastAPI) -> AsyncIterator[None]:
        await asyncio.to_thread(migrer, reglages.base)
        if reglages.demonstration:
            await asyncio.to_thread(creer_si_absents, reglages.dossier_cles)
        etat = assembler(reglages, horloge, await asyncio.to_thread(charger, reglages.dossier_cles), afficher)
        app.state.etat = etat
        facteur = asyncio.create_task(etat.facteur.tourner())
        try:
            yield
        finally:
            facteur.cancel()
            await asyncio.wait({facteur})
            await etat.base.fermer()

    app = FastAPI(
        title="caf-kiosk",
        version=version("caf-kiosk"),
        description="Reference backend of the self-service terminals. Every refusal is a problem document.",
        lifespan=vie,
        openapi_url=f"{PREFIXE}/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    problemes.installer(app)
    app.add_middleware(CorpsBorne, octets_max=reglages.corps_max_octets)
    app.add_middleware(Observation, application=app)
    for module in (sessions, compte, coordonnees, mot_de_passe, cle_publique, depots):
        app.include_router(module.router, prefix=PREFIXE, dependencies=[Depends(terminaux.terminal_exige)])
    app.include_router(terminaux.router, prefix=PREFIXE)
    app.include_router(exploitation.router)
    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign]  # FastAPI's documented way
    return app


def _openapi(app: FastAPI) -> dict[str, Any]:
    if app.openapi_schema is None:
        schema = get_openapi(
            title=app.title, version=app.version, description=app.description, routes=app.routes
        )
        modele = Probleme.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas = schema.setdefault("components", {}).setdefault("schemas", {})
        schemas.update(modele.pop("$defs", {}))
        schemas["Probleme"] = modele
        for chemin, operations in schema["paths"].items():
            if chemin.startswith(PREFIXE) and not chemin.startswith(f"{PREFIXE}{terminaux.router.prefix}"):
                for operation in operations.values():
                    problemes.ajouter(operation["responses"], *terminaux.REFUS_TERMINAL)
        app.openapi_schema = schema
    return app.openapi_schema
