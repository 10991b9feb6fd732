"""Plays a whole visit on a private screen and keeps the pictures: `python -m tests.end2end.visite_demo DIR`.

What `make run` does where there is no display.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
import textwrap
from pathlib import Path
from typing import Any

from kiosk.cli_services import presentation
from tests.end2end.visite import CAMILLE, Personne, Visite
from tests.helpers.bureau import Bureau, BureauImpossible
from tests.helpers.terminal import DATE_DEMO, terminal_complet
from tests.helpers.visiteur import Introuvable, Visiteur


class Carnet:
    """Numbers what happens, says it, and keeps a picture of each screen."""

    def __init__(self, visiteur: Visiteur, dossier: Path) -> None:
        self._visiteur = visiteur
        self._dossier = dossier
        self._rang = 0

    def noter(self, phrase: str) -> None:
        self._rang += 1
        fichier = self._dossier / f"{self._rang:02d}.png"
        self._visiteur.capture(fichier)
        print(f"{fichier}  {phrase}", flush=True)


async def telecharger(url: str, personne: Personne, numero: str) -> bytes:
    """The recap PDF of the deposit of this number, from the backend, as its owner gets it from caf.fr."""
    from kiosk.backend.client import ClientBackend

    async with ClientBackend(url) as client:
        await client.ouvrir_session(personne.nir, personne.mot_de_passe)
        compte = await client.compte()
        depot = next(depot for depot in compte.depots if depot.numero == numero)
        pdf = await client.recapitulatif_pdf(depot.id)
        await client.fermer_session()
        return pdf


def en_une_ligne(message: dict[str, Any]) -> str:
    """« To karim.benali@exemple.fr, mail: … », out of what `caf-kiosk messages --json` says."""
    texte = " ".join(f"{message['sujet']}. {message['corps']}".split())
    return (
        f"To {message['destinataire']}, {message['canal']}: {textwrap.shorten(texte, 160, placeholder='…')}"
    )


def jouer(dossier: Path) -> None:
    """Plays the visit and fills `dossier`. Raises what the visit met."""
    dossier.mkdir(parents=True, exist_ok=True)
    for ancienne in dossier.glob("[0-9][0-9].png"):
        ancienne.unlink()
    with Bureau(1080, 1920) as bureau, contextlib.ExitStack() as pile:
        print(
            f"A terminal on a private screen of 1080 × 1920, on {DATE_DEMO}; pictures go to {dossier}/",
            flush=True,
        )
        try:
            backend, _terminal = pile.enter_context(terminal_complet(bureau))
            print(presentation(backend.url), flush=True)
            visiteur = pile.enter_context(Visiteur(bureau))
            visite = Visite(visiteur, Carnet(visiteur, dossier).noter)
            visite.commencer()
            visite.se_connecter(CAMILLE)
            visite.attendre_l_incitation()
            visite.confirmer_les_coordonnees()
            visite.attendre_le_compte(CAMILLE)
            visite.ouvrir_les_ressources()
            visite.declarer_avec_une_erreur()
            numero = visite.deposer()
            visite.recevoir_par_mail()
            visite.terminer()
            for message in backend.messages():
                print(f"caf-kiosk messages  {en_une_ligne(message)}", flush=True)
            pdf = dossier / "recapitulatif.pdf"
            pdf.write_bytes(asyncio.run(telecharger(backend.url, CAMILLE, numero)))
            print(f"{pdf}  The recap that the backend keeps for {CAMILLE.prenom}, tagged for screen readers.")
        except Exception:
            with contextlib.suppress(OSError):
                Visiteur.photographier(bureau, dossier / "echec.png")
            for nom in ("serve", "terminal"):
                print(f"--- {nom} said:\n{bureau.journal(nom)[-4000:]}", file=sys.stderr)
            raise


def main() -> int:
    dossier = Path(sys.argv[1] if len(sys.argv) > 1 else "demo")
    try:
        jouer(dossier)
    except BureauImpossible as impossible:
        print(f"visite_demo: {impossible}", file=sys.stderr)
        return 1
    except (Introuvable, TimeoutError, ChildProcessError) as echec:
        print(f"visite_demo: the visit stopped: {echec}\nLast screen: {dossier}/echec.png", file=sys.stderr)
        return 1
    print(f"Done: {dossier}/. With a display, « make run » opens the terminal's window instead.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
