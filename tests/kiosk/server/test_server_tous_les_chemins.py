"""Every run of screens, exit, choice and message of every démarche, sent sealed to a real backend, read on its PDF."""

import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from kiosk.demarches import CATALOGUE
from kiosk.formulaire import DemarcheFermee, Parcours, recapitulatif
from kiosk.metier.numero_depot import numero
from kiosk.server.demo import CompteDemo
from kiosk.server.reglages import ReglagesServeur
from tests.kiosk.demarches.chemins import JOURS, TOUTES, Chemin, contexte, essentiels
from tests.kiosk.demarches.exploration import explorer

FIN_DE_PAGE = re.compile(r"^.* Page \d+ sur \d+$|^Question Votre réponse$", re.MULTILINE)


def les_essentiels(code: str) -> tuple[Chemin, ...]:
    """Few paths, of all the days, that show all that can be shown."""
    tous: list[Chemin] = []
    for jour in JOURS:
        try:
            tous += explorer(code, contexte(jour))
        except DemarcheFermee:
            continue
    return essentiels(tous)


@pytest.fixture
def guichet(
    reglages: ReglagesServeur, demarrer: Callable[[ReglagesServeur], Any], couple: CompteDemo
) -> tuple[Any, dict[str, str], str]:
    """A backend that plays any day of the past, a session of the couple, and its right to deposit."""
    backend = demarrer(reglages.model_copy(update={"demonstration": True, "date_reference": max(JOURS)}))
    return backend, *backend.ouvrir(couple)


@pytest.mark.parametrize("code", TOUTES)
def test_what_the_terminal_takes_the_backend_takes_and_prints(
    code: str, guichet: tuple[Any, dict[str, str], str], tmp_path: Path
) -> None:
    backend, session, bon = guichet
    avant = attendus = backend.nombre_de_depots()
    for chemin in les_essentiels(code):
        parcours = chemin.parcourir()
        enveloppe = backend.sceller(
            backend.dossier(
                bon,
                demarche=code,
                date_reference=chemin.contexte.date_reference,
                reponses=parcours.reponses.model_dump(mode="json", exclude_none=True),
            )
        )
        reponse = backend.deposer(enveloppe)
        if parcours.sortie is not None:
            assert refus(reponse) == refus_attendu(parcours), chemin
            continue
        assert reponse.status_code == 201, (chemin, reponse.text)
        attendus += 1
        vue = reponse.json()
        assert (vue["numero"], vue["titre"]) == (
            numero(parcours.demarche.lettre, enveloppe.id),
            parcours.depart.titre,
        )
        pdf = backend.http.get(f"/api/v1/depots/{enveloppe.id}/recapitulatif.pdf", headers=session)
        assert pdf.status_code == 200, chemin
        assert absents(pdf.content, parcours, vue["numero"], tmp_path) == [], chemin
        est_accessible(pdf.content, parcours)
    assert backend.nombre_de_depots() == attendus
    assert (attendus > avant) is (code in CATALOGUE)


def refus(reponse: Any) -> tuple[str, list[str]]:
    """The code of a refusal, and those of its anomalies."""
    corps = reponse.json()
    return corps["code"], [a["code"] for a in corps.get("anomalies", [])]


def refus_attendu(parcours: Parcours[Any]) -> tuple[str, list[str]]:
    """What the backend says of answers that lead to an exit."""
    if parcours.demarche.code not in CATALOGUE:
        return "demarche_inconnue", []
    return "reponses_refusees", [a.code for a in parcours.refus()] or ["rien-a-deposer"]


def absents(pdf: bytes, parcours: Parcours[Any], depot: str, dossier: Path) -> list[str]:
    """What the person answered or was told, that cannot be read on the paper."""
    dits = [parcours.depart.titre, depot]
    for section in recapitulatif(parcours):
        dits += [section.titre, *(f"{ligne.libelle} {ligne.valeur}" for ligne in section.lignes)]
    for message in parcours.reassurances():
        dits += [message.titre, message.message]
    dits += parcours.suites()
    lu = texte(pdf, parcours.depart.titre, depot, dossier)
    return [dit for dit in dits if serre(dit) not in lu]


def texte(pdf: bytes, titre: str, depot: str, dossier: Path) -> str:
    """All the words of a PDF in their order, without spaces; what is repeated on each page taken out but once."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed: apt install poppler-utils")
    (dossier / "r.pdf").write_bytes(pdf)
    lu = subprocess.run(
        ["pdftotext", "-raw", "r.pdf", "-"], cwd=dossier, check=True, capture_output=True, text=True
    ).stdout
    pages = [FIN_DE_PAGE.sub("", page) for page in lu.split("\f")]
    entete = serre(f"{titre} {depot}")
    return "".join([serre(pages[0]), *(serre(page).removeprefix(entete) for page in pages[1:])])


def serre(texte: str) -> str:
    """The same without any space: lines are cut where the paper ends."""
    return "".join(texte.split())


def est_accessible(pdf: bytes, parcours: Parcours[Any]) -> None:
    """It is tagged as PDF/UA, in French, with a heading for each section and each message."""
    with pikepdf.open(BytesIO(pdf)) as ouvert:
        assert bool(ouvert.Root.MarkInfo.Marked)
        assert str(ouvert.Root.Lang).startswith("fr")
        with ouvert.open_metadata() as meta:
            assert meta["pdfuaid:part"] == "1"
        titres = balises(ouvert.Root.StructTreeRoot).count("/H2")
        assert titres == len(recapitulatif(parcours)) + len(parcours.reassurances()) + 2


def balises(element: Any) -> list[str]:
    """Structure types in reading order."""
    if isinstance(element, pikepdf.Array):
        return [balise for enfant in element for balise in balises(enfant)]
    if not isinstance(element, pikepdf.Dictionary) or "/K" not in element:
        return []
    suite = balises(element["/K"]) if not isinstance(element["/K"], int) else []
    return ([str(element["/S"])] if "/S" in element else []) + suite


def test_a_closed_demarche_is_refused_by_the_backend_too(guichet: tuple[Any, dict[str, str], str]) -> None:
    backend, _, bon = guichet
    avant = backend.nombre_de_depots()
    fermees = [
        (code, jour) for code in CATALOGUE for jour in (*JOURS, date(2019, 1, 1)) if fermee(code, jour)
    ]
    assert fermees
    for code, jour in fermees:
        dossier = backend.dossier(bon, demarche=code, date_reference=jour, reponses={})
        reponse = backend.deposer(backend.sceller(dossier))
        assert refus(reponse) == ("reponses_refusees", ["demarche-fermee"])
        assert reponse.json()["anomalies"][0]["message"] == fermee(code, jour)
    assert backend.nombre_de_depots() == avant


def fermee(code: str, jour: date) -> str:
    """Why a démarche is closed on a day, empty when it is open."""
    try:
        Parcours(CATALOGUE[code], contexte(jour))
    except DemarcheFermee as cause:
        return str(cause)
    return ""
