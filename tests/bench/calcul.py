"""What the machine computes without a screen: the walk of a démarche, the recap PDF."""

from __future__ import annotations

import statistics
from datetime import UTC, date, datetime
from typing import Any

from tests.bench.processus import chronometrer

DATE = date(2022, 11, 15)
PERSONNES = 6


def parcours() -> dict[str, float]:
    """The largest démarche: resources of a household of six, every amount that can stand beside the others."""
    from kiosk.demarches import CATALOGUE
    from kiosk.formulaire import Contexte, verifier
    from kiosk.metier.foyer import Membre, Qualite

    qualites = [Qualite.VOUS, Qualite.CONJOINT, *[Qualite.AUTRE] * (PERSONNES - 2)]
    contexte = Contexte(
        DATE, tuple(Membre(qualite, f"Personne {rang}") for rang, qualite in enumerate(qualites))
    )
    personne: dict[str, Any] = {
        "salaires": 18240,
        "frais_reels": 2150,
        "chomage": 1200,
        "retraites": 800,
        "pensions_alimentaires_recues": 1500,
        "indemnites_at_mp": 300,
        "autres_revenus": 450,
        "revenus_fonciers": 4200,
        "pensions_alimentaires_versees": 1800,
        "autres_charges": 250,
    }
    donnees = {
        "annee": 2021,
        "personnes": [
            {"qualite": qualite.value, "prenom": f"Personne {rang}", **personne}
            for rang, qualite in enumerate(qualites)
        ],
    }
    demarche = CATALOGUE["ressources"]
    verdict = verifier(demarche, donnees, contexte)
    assert verdict.valide, verdict.anomalies
    durees = chronometrer(lambda: verifier(demarche, donnees, contexte), fois=200)
    return {"walk_us": 1e6 * statistics.median(durees)}


def recapitulatif_pdf() -> dict[str, float]:
    """One recap PDF of three people, by a process that has already made one."""
    from kiosk.server.documents.recapitulatif import DocumentDepot, rendre

    def document(graine: int) -> DocumentDepot:
        # Nothing in common with the one before: typst remembers what it has already laid out.
        return DocumentDepot(
            numero=f"R-{graine:04d}-9QMX-2D4V-T",
            titre=f"Déclaration de ressources\u00a0{2000 + graine}",
            recu_le=datetime(2022, 11, 15, 10, graine, tzinfo=UTC),
            titulaire=f"Camille{graine} Martin",
            sections=tuple(
                (
                    f"Personne {graine}.{rang}",
                    tuple(
                        (f"Question {graine}.{rang}.{n}", f"{n + graine} {rang}40\u00a0€") for n in range(10)
                    ),
                )
                for rang in range(3)
            ),
        )

    rendre(document(59))
    documents = iter([document(graine) for graine in range(20)])
    return {"pdf_ms": 1e3 * statistics.median(chronometrer(lambda: rendre(next(documents)), fois=20))}
