"""A power cut anywhere between the check of a code and its commit: everything is old, or everything is new."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import pytest

from kiosk.server.horloge import jour, maintenant
from kiosk.server.reglages import ReglagesServeur
from kiosk.server.serveur import en_fil
from tests.helpers.coordonnees import Personne, Registre
from tests.helpers.serveur_coupe import serveur_coupe

MOBILE, NOUVEAU, MAIL = "+33639981042", "+33639982031", "camille@exemple.fr"
FIXE = "+33199001017"
ANCIEN = date(2021, 3, 14)


@dataclass(frozen=True)
class Bilan:
    """Everything that one transaction writes."""

    en_vigueur: dict[str, tuple[str, date | None]]
    en_attente: dict[str, str]
    vues_le: date | None
    version: int
    codes: list[tuple[int, str | None]]
    avertis: list[str]


def bilan(registre: Registre, personne: Personne) -> Bilan:
    codes = registre.codes(personne.compte_id)
    return Bilan(
        en_vigueur=registre.en_vigueur(personne.compte_id),
        en_attente=registre.en_attente(personne.compte_id),
        vues_le=registre.vues_le(personne.compte_id),
        version=registre.version(personne.compte_id),
        codes=[(code.essais, code.fin) for code in codes],
        avertis=sorted(
            m.destinataire
            for m in registre.messages(personne.compte_id)
            if m.id not in {code.id for code in codes}
        ),
    )


Geste = Callable[[Personne, UUID, str], httpx2.Response]


def donner_le_code(personne: Personne, verification: UUID, code: str) -> httpx2.Response:
    return personne.saisir(verification, code)


def tout_changer(personne: Personne, _verification: UUID, _code: str) -> httpx2.Response:
    return personne.demander(mobile="supprimer", mail="confirmer", fixe=("modifier", "01 99 00 10 18"))


def attendus(geste: Geste, version: int, le: date) -> tuple[Bilan, Bilan]:
    avant = Bilan(
        en_vigueur={"mobile": (MOBILE, ANCIEN), "mail": (MAIL, ANCIEN), "fixe": (FIXE, None)},
        en_attente={"mobile": NOUVEAU},
        vues_le=None,
        version=version,
        codes=[(0, None)],
        avertis=[],
    )
    if geste is donner_le_code:
        vigueur: Any = {"mobile": (NOUVEAU, le), "mail": (MAIL, ANCIEN), "fixe": (FIXE, None)}
        codes: list[tuple[int, str | None]] = [(1, "utilise")]
    else:
        vigueur = {"mail": (MAIL, le), "fixe": ("+33199001018", None)}
        codes = [(0, "remplace")]
    return avant, Bilan(vigueur, {}, le, version + 1, codes, [MOBILE])


@pytest.mark.parametrize("geste", [donner_le_code, tout_changer])
@pytest.mark.parametrize("ou", ["4", "commit", "apres"])
def test_a_cut_leaves_all_old_or_all_new(
    deux_bases: ReglagesServeur, tmp_path: Path, geste: Geste, ou: str
) -> None:
    registre = Registre(deux_bases.base)
    compte_id = registre.inscrire({"mobile": (MOBILE, ANCIEN), "mail": (MAIL, ANCIEN), "fixe": (FIXE, None)})
    consigne = tmp_path / "consigne"
    with serveur_coupe(deux_bases, consigne) as url, httpx2.Client(base_url=url) as http:
        personne = registre.connecter(http, compte_id, maintenant())
        personne.demander(mobile=("modifier", NOUVEAU))
        verification = personne.recevoir_code("mobile")
        code = registre.code_recu(verification)
        version = registre.version(compte_id)
        jours = [jour(maintenant())]
        consigne.write_text(ou)
        with pytest.raises(httpx2.TransportError):
            geste(personne, verification, code)
        jours.append(jour(maintenant()))

    with en_fil(deux_bases) as url, httpx2.Client(base_url=url) as http:
        revenue = registre.connecter(http, compte_id, maintenant())
        possibles = [attendus(geste, version, le)[ou == "apres"] for le in jours]
        assert bilan(registre, revenue) in possibles
        # What was lost is asked again and done; what was done is not done twice.
        encore = geste(revenue, verification, code)
        assert (
            encore.status_code == {False: 200, True: 409 if geste is donner_le_code else 422}[ou == "apres"]
        )
        assert bilan(registre, revenue).avertis == [MOBILE]
