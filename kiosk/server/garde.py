"""Around every request: a bounded body, no caching, one log line and the counters. None of it names a person."""

import time
from typing import Final, cast

import structlog
from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk.backend.envelope import TAILLE_MAX
from kiosk.server.etat import Etat
from kiosk.server.problemes import Code, Refus, reponse

CHEMIN_DEPOTS: Final = "/api/v1/depots"


class CorpsBorne:
    """Refuses a body longer than the route allows, announced or not, before it is held in memory."""

    def __init__(self, app: ASGIApp, octets_max: int) -> None:
        self._app = app
        self._octets_max = octets_max

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count what is received and raise `Refus` past the limit."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        enveloppe = scope["path"] == CHEMIN_DEPOTS
        limite = TAILLE_MAX if enveloppe else self._octets_max
        recus = 0

        async def recevoir() -> Message:
            nonlocal recus
            message = await receive()
            recus += len(message.get("body", b""))
            if recus > limite:
                # An envelope that is too long will never be accepted: terminals know that by this code.
                raise Refus(Code.ENVELOPPE_ILLISIBLE if enveloppe else Code.CORPS_TROP_GRAND)
            return message

        await self._app(scope, recevoir, send)


class Observation:
    """Measures, logs, and turns what nobody foresaw into a problem document."""

    def __init__(self, app: ASGIApp, application: FastAPI) -> None:
        self._app = app
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer `scope` through the application and remember how it went."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        statut = 0
        debut = time.perf_counter()

        async def envoyer(message: Message) -> None:
            nonlocal statut
            if message["type"] == "http.response.start":
                statut = message["status"]
                entetes = MutableHeaders(scope=message)
                entetes.setdefault("Cache-Control", "no-store")
                entetes.setdefault("X-Content-Type-Options", "nosniff")
            await send(message)

        try:
            await self._app(scope, receive, envoyer)
        except ClientDisconnect:
            # A terminal that lost its network while sending: it will send again, and there is nobody to answer.
            structlog.get_logger().info("interrompue")
        except Exception as erreur:  # noqa: BLE001 - the last resort: logged here, and answered
            # An unforeseen error's message and frames may hold what a visitor typed: only its type is safe.
            structlog.get_logger().error("panne", erreur=type(erreur).__name__, lieu=_lieu(erreur))
            if statut == 0:
                await reponse(Refus(Code.PANNE))(scope, receive, envoyer)
        self._noter(scope, statut, time.perf_counter() - debut)

    def _noter(self, scope: Scope, statut: int, duree_s: float) -> None:
        route = getattr(scope.get("route"), "path", "-")
        metriques = cast(Etat, self._application.state.etat).metriques
        metriques.compter(
            "caf_requetes_total", {"route": route, "methode": scope["method"], "statut": str(statut)}
        )
        metriques.compter("caf_requetes_secondes_total", {"route": route}, duree_s)
        structlog.get_logger().info(
            "requete",
            route=route,
            methode=scope["method"],
            statut=statut,
            duree_ms=round(duree_s * 1000, 1),
        )


def _lieu(erreur: BaseException) -> str:
    trace = erreur.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace else "?"
