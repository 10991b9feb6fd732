"""The PDF of a deposit is tagged, in French, titled, and shows what was typed as it was typed."""

import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from kiosk.server.documents.recapitulatif import ATTESTATION, SUREMENT_LISIBLES, DocumentDepot, rendre

PIEGE = '#panic("x") *gras* _a_ $x$ \\ <b> `c` // @ref "guillemets" [crochets]'
DOCUMENT = DocumentDepot(
    numero="R-7K3F-9QMX-2D4V-T",
    titre="Déclaration de ressources\u00a02021",
    recu_le=datetime(2022, 10, 13, 8, 42, 17, 123456, tzinfo=UTC),
    titulaire="Camille Martin",
    sections=(
        (
            "Vous",
            (("Traitements et salaires", "18\u00a0240\u00a0€"), ("Frais réels déductibles", "0\u00a0€")),
        ),
        ("Votre conjoint, Sami", (("Question", PIEGE),)),
    ),
    suites=("Gardez votre numéro de dépôt\u00a0: il prouve votre envoi.", PIEGE),
    messages=(("Une condition reste à vérifier", "Un conseiller vérifiera avec vous."),),
)


@pytest.fixture(scope="module")
def octets() -> bytes:
    return rendre(DOCUMENT)


@pytest.fixture
def pdf(octets: bytes) -> Any:
    with pikepdf.open(BytesIO(octets)) as ouvert:
        yield ouvert


def texte(octets: bytes, tmp_path: Path) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed: apt install poppler-utils")
    (tmp_path / "r.pdf").write_bytes(octets)
    sortie = subprocess.run(
        ["pdftotext", "-layout", "r.pdf", "-"], cwd=tmp_path, check=True, capture_output=True, text=True
    ).stdout
    return " ".join(sortie.replace("\u00a0", " ").split())


def balises(element: Any) -> list[str]:
    """Structure types in reading order."""
    if isinstance(element, pikepdf.Array):
        return [balise for enfant in element for balise in balises(enfant)]
    if not isinstance(element, pikepdf.Dictionary) or "/K" not in element:
        return []
    suite = balises(element["/K"]) if not isinstance(element["/K"], int) else []
    return ([str(element["/S"])] if "/S" in element else []) + suite


def test_it_declares_and_has_the_structure_of_pdf_ua(pdf: Any) -> None:
    assert bool(pdf.Root.MarkInfo.Marked)
    assert str(pdf.Root.Lang).startswith("fr")
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    with pdf.open_metadata() as meta:
        assert meta["pdfuaid:part"] == "1"
        assert meta["dc:title"] == f"{DOCUMENT.titre} – récapitulatif du dépôt {DOCUMENT.numero}"
    trouvees = balises(pdf.Root.StructTreeRoot)
    assert trouvees.count("/H1") == 1
    assert trouvees.count("/H2") == len(DOCUMENT.sections) + len(DOCUMENT.messages) + 2
    assert trouvees.count("/Table") == len(DOCUMENT.sections)
    assert trouvees.count("/TH") == 2 * len(DOCUMENT.sections)
    assert trouvees.count("/LI") == len(DOCUMENT.suites)
    assert trouvees.count("/TD") == 2 * sum(len(lignes) for _, lignes in DOCUMENT.sections)


def test_it_says_everything_that_was_declared(octets: bytes, tmp_path: Path) -> None:
    lu = texte(octets, tmp_path)

    assert DOCUMENT.numero in lu
    assert "13 octobre 2022 à 10 h 42" in lu  # in Paris
    for attendu in (
        DOCUMENT.titulaire,
        "Traitements et salaires",
        "18 240 €",
        "0 €",
        ATTESTATION,
        "L. 114-17",
    ):
        assert attendu in lu
    assert "Page 1 sur" in lu


def test_what_a_person_typed_is_never_read_as_markup(octets: bytes, tmp_path: Path) -> None:
    lu = texte(octets, tmp_path)

    for morceau in PIEGE.split():
        assert morceau in lu


def test_every_european_name_has_its_glyphs(tmp_path: Path) -> None:
    noms = "Łukasz Œuvre-Ñandú Ÿ’ç Văn Þór Đặng Šimůnek ğışİ Ștefan « é » — … €"

    lu = texte(rendre(replace(DOCUMENT, titulaire=noms)), tmp_path)

    assert all(nom in lu for nom in noms.split())
    assert "\ufffd" not in lu


def test_what_counts_as_readable_has_its_glyphs(tmp_path: Path) -> None:
    """All of it at once: with one missing glyph PDF/UA refuses the document and every stranger becomes « � »."""
    tout = " ".join(sorted(SUREMENT_LISIBLES))

    assert "\ufffd" not in texte(rendre(replace(DOCUMENT, titulaire=tout)), tmp_path)


@pytest.mark.parametrize(
    "etrange", ["李小龙", "😀", "a\x00b", "a\x07b", "\ufffe", "a\tb\nc", "\u202e", "", "e\u0301", "\ud800"]
)
def test_a_character_without_glyph_does_not_cost_the_paper(etrange: str, tmp_path: Path) -> None:
    lu = texte(rendre(replace(DOCUMENT, titulaire=f"Camille {etrange} Martin")), tmp_path)

    assert "Camille" in lu
    assert "18 240 €" in lu


def test_several_can_be_made_at_once_and_each_is_its_own() -> None:
    documents = [replace(DOCUMENT, numero=f"R-7K3F-9QMX-2D4V-{i}") for i in range(8)]
    with ThreadPoolExecutor(4) as fils:
        for document, fait in zip(documents, fils.map(rendre, documents), strict=True):
            with pikepdf.open(BytesIO(fait)) as ouvert, ouvert.open_metadata() as meta:
                assert document.numero in meta["dc:title"]


def test_the_same_deposit_always_gives_the_same_bytes(octets: bytes) -> None:
    rendre(replace(DOCUMENT, titulaire="Quelqu’un d’autre"))

    assert rendre(DOCUMENT) == octets
