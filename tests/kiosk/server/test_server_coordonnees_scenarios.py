"""The cases about contact details, written for Caf agents in `tests/scenarios/coordonnees/*.yaml`, played by HTTP.

One file for each branch of the rules, cases separated by `---`. `personne`: what is in force at first. `deroulement`:
steps, each at most one of `demande` (`confirmer`, `supprimer`, or a new value), `demander un code`, `taper le code`
(`juste`, `faux`, `le premier`, or the very digits); with `le` (in Paris; the person signs in again), then what comes of
it: `fait`, `refus` with `anomalies sur`, `essais restants` or `attente`, and `incitation`. `fin`: what is in force at
the end, `attend un code`, and `messages` when they matter.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import httpx2
import pytest
import yaml

from kiosk.metier.coordonnees import NatureCoordonnee
from kiosk.metier.lecture_coordonnee import afficher
from kiosk.server.reglages import ReglagesServeur
from kiosk.server.serveur import en_fil
from tests.helpers.coordonnees import Personne, Registre, faux

DOSSIER = Path(__file__).parents[2] / "scenarios" / "coordonnees"
PARIS = ZoneInfo("Europe/Paris")
GESTES = {"confirmer", "supprimer"}
ACTIONS = {"demande", "demander un code", "taper le code"}
SUITES = {"le", "fait", "refus", "anomalies sur", "essais restants", "attente", "incitation"}
NATURES = ("mobile", "mail", "fixe")


def cas() -> Iterator[Any]:
    for fichier in sorted(DOSSIER.glob("*.yaml")):
        for scenario in yaml.load_all(fichier.read_text(encoding="utf-8"), _Lecteur):
            yield pytest.param(scenario, id=f"{fichier.stem}: {scenario['titre']}")


class _Lecteur(yaml.SafeLoader):
    """Dates and times as they are written: YAML would make hours of `10:00`, and a number of `06 39`."""


_Lecteur.yaml_implicit_resolvers = {}


@pytest.mark.parametrize("scenario", list(cas()))
def test_a_case_of_the_field(scenario: dict[str, Any], reglages: ReglagesServeur, temps: Any) -> None:
    assert scenario.keys() <= {"titre", "personne", "deroulement", "fin"}
    with en_fil(reglages, horloge=temps) as url, httpx2.Client(base_url=url) as http:
        Partie(http, Registre(reglages.base), temps, scenario["personne"] or {}).jouer(scenario)


def test_every_case_has_its_own_title() -> None:
    titres = [parametre.values[0]["titre"] for parametre in cas()]
    assert len(titres) == len(set(titres))


class Partie:
    """One person, from what is in force at first to the end of the case."""

    def __init__(self, http: httpx2.Client, registre: Registre, temps: Any, depart: dict[str, Any]) -> None:
        self.http, self.registre, self.temps = http, registre, temps
        self.compte_id = registre.inscrire(
            {n: (stockee(n, c["valeur"]), quand(c)) for n, c in depart.items()}
        )
        self.personne: Personne | None = None
        self.codes: list[UUID] = []

    def jouer(self, scenario: dict[str, Any]) -> None:
        for rang, etape in enumerate(scenario["deroulement"], 1):
            assert etape.keys() <= ACTIONS | SUITES, (rang, etape)
            assert len(etape.keys() & ACTIONS) <= 1, (rang, etape)
            if "le" in etape:
                self.temps.instant = datetime.fromisoformat(etape["le"]).replace(tzinfo=PARIS)
                self.personne = self.registre.connecter(self.http, self.compte_id, self.temps.instant)
            reponse = self.agir(etape)
            if reponse is not None:
                self.comparer(rang, etape, reponse)
            if "incitation" in etape:
                incitation = "oui" if self.qui.coordonnees()["incitation"] else "non"
                assert (rang, incitation) == (rang, etape["incitation"])
        self.finir(scenario["fin"])

    @property
    def qui(self) -> Personne:
        assert self.personne is not None, "the first step says when (`le`)"
        return self.personne

    def agir(self, etape: dict[str, Any]) -> httpx2.Response | None:
        if "demande" in etape:
            gestes = {n: g if g in GESTES else ("modifier", g) for n, g in etape["demande"].items()}
            return self.qui.demander(**gestes)
        if "demander un code" in etape:
            reponse = self.qui.demander_code(etape["demander un code"])
            if reponse.status_code == 201:
                self.codes.append(UUID(reponse.json()["id"]))
            return reponse
        if "taper le code" in etape:
            dernier = self.codes[-1]
            recus = [self.registre.code_recu(code) for code in self.codes]
            saisis = {"juste": recus[-1], "le premier": recus[0], "faux": faux(max(recus))}
            if len(recus) > 1 and recus[0] == recus[-1]:
                pytest.skip("the same code was drawn twice")
            return self.qui.saisir(dernier, saisis.get(etape["taper le code"], etape["taper le code"]))
        return None

    def comparer(self, rang: int, etape: dict[str, Any], reponse: httpx2.Response) -> None:
        corps = reponse.json()
        refus = corps["code"] if reponse.status_code >= 400 else None
        assert (rang, refus) == (rang, etape.get("refus"))
        if "fait" in etape:
            listes = {n: corps[n] for n in ("confirmees", "modifiees", "ajoutees", "supprimees") if corps[n]}
            assert (rang, listes) == (rang, etape["fait"] or {})
        if "anomalies sur" in etape:
            assert (rang, [a["champs"][0] for a in corps["anomalies"]]) == (rang, etape["anomalies sur"])
        for cle, nom in (("essais restants", "essais_restants"), ("attente", "attente_s")):
            if cle in etape:
                assert (rang, corps[nom]) == (rang, int(etape[cle]))

    def finir(self, fin: dict[str, Any]) -> None:
        assert fin.keys() <= {*NATURES, "attend un code", "messages"}
        attendues = {n: (stockee(n, fin[n]["valeur"]), quand(fin[n])) for n in NATURES if n in fin}
        assert self.registre.en_vigueur(self.compte_id) == attendues
        attentes = {n: stockee(n, v) for n, v in fin.get("attend un code", {}).items()}
        assert self.registre.en_attente(self.compte_id) == attentes
        assert self.qui.completes() == {n: fin[n]["valeur"] for n in NATURES if n in fin}
        if "messages" in fin:
            assert sorted(self.messages()) == sorted(fin["messages"])

    def messages(self) -> Iterator[str]:
        for message in self.registre.messages(self.compte_id):
            quoi = "code" if message.id in self.codes else "avertissement"
            if message.canal == "sms":
                numero = afficher(NatureCoordonnee.MOBILE, message.destinataire).replace("\u00a0", " ")
                yield f"{quoi} au {numero}"
            else:
                yield f"{quoi} à {message.destinataire}"


def stockee(nature: str, valeur: str) -> str:
    """A number of metropolitan France as agents write it, `06 39 98 10 42` → `+33639981042`; a mail as it is."""
    return valeur if nature == "mail" else "+33" + valeur.replace(" ", "")[1:]


def quand(coordonnee: dict[str, str]) -> date | None:
    le = coordonnee.get("securisee le")
    return date.fromisoformat(le) if le else None
