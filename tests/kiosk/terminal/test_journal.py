"""The log: JSON, and nothing personal gets through, wherever it hides."""

import io
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from kiosk.terminal.caviardage import CAVIARDE, caviarder_texte
from kiosk.terminal.journal import configurer

FUITES = [
    "1850578006084",
    "185057800608436",
    "1 85 05 78 006 084 36",
    "1\u00a085\u00a005\u00a078\u00a0006\u00a0084",
    "2 99 12 2A 004 123",
    "299122b00412345",
    "0612345678",
    "06 12 34 56 78",
    "06.12.34.56.78",
    "+33 6 12 34 56 78",
    "marie.durand@exemple.fr",
    "Bearer abcdef",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
    "Zk3vQ1xw9rT7yU2iO5pA8sD4fG6hJ0kLqWeRtYuIoPa",
]


@pytest.fixture
def sortie() -> Iterator[io.StringIO]:
    avant = logging.getLogger().handlers[:]
    niveau = logging.getLogger().level
    flux = io.StringIO()
    configurer(flux)
    yield flux
    logging.getLogger().handlers[:] = avant
    logging.getLogger().setLevel(niveau)
    structlog.reset_defaults()


@pytest.mark.parametrize("fuite", FUITES)
def test_what_looks_personal_is_blacked_out_wherever_it_hides(sortie: io.StringIO, fuite: str) -> None:
    journal = structlog.get_logger()
    journal.info("essai", champ=fuite, dedans=[{"x": (f"voir {fuite}.",)}], **{fuite: 1})
    journal.info(f"événement {fuite} fin")
    try:
        raise ValueError(fuite)
    except ValueError:
        journal.exception("panne")
        logging.getLogger("autre").warning("de %s", fuite, exc_info=True)
    lignes = sortie.getvalue().splitlines()
    assert len(lignes) == 4
    assert fuite not in sortie.getvalue()
    assert all(CAVIARDE in ligne for ligne in lignes)
    for ligne in lignes:
        json.loads(ligne)


def test_a_log_that_cannot_be_written_stops_nobody() -> None:
    code = """
from kiosk.terminal.journal import dire
import logging
dire("essai")
logging.getLogger("autre").warning("essai")
dire("encore")
print("vivant", flush=True)
"""
    with Path("/dev/full").open("w") as plein:
        fait = subprocess.run(
            [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=plein, check=False, timeout=60
        )
    assert fait.stdout == b"vivant\n"


def test_what_the_staff_needs_stays_readable(sortie: io.StringIO) -> None:
    depot = "0b9fd1f6-6c2b-4c3a-9d56-1f3a2b4c5d6e"
    structlog.get_logger().info(
        "accueil_affiche", pid=43_211, next_visitor_ms=12.5, depot=depot, depuis="2026-11-23T09:12:00+01:00"
    )
    ligne = json.loads(sortie.getvalue())
    assert ligne.pop("timestamp").endswith("Z")
    assert ligne == {
        "event": "accueil_affiche",
        "level": "info",
        "pid": 43_211,
        "next_visitor_ms": 12.5,
        "depot": depot,
        "depuis": "2026-11-23T09:12:00+01:00",
    }


def test_a_field_named_like_a_secret_and_an_unknown_object_are_never_printed(sortie: io.StringIO) -> None:
    structlog.get_logger().info(
        "x", mot_de_passe="a", nir="b", token="c", montant=Decimal(12), nombre=1850578006084
    )
    ligne = json.loads(sortie.getvalue())
    assert (ligne["mot_de_passe"], ligne["nir"], ligne["token"]) == (CAVIARDE,) * 3
    assert ligne["montant"] == "<Decimal>"
    assert ligne["nombre"] == CAVIARDE


chiffres = st.integers(1, 2).flatmap(
    lambda sexe: st.lists(st.integers(0, 9), min_size=12, max_size=14).map(
        lambda suite: f"{sexe}" + "".join(str(c) for c in suite)
    )
)


@given(
    chiffres,
    st.sampled_from(["", " ", "\u00a0", "\u202f", ".", "-"]),
    st.text(alphabet=" ,;:()«»", max_size=3),
)
def test_no_identifier_gets_through_however_it_is_grouped(nir: str, separateur: str, autour: str) -> None:
    groupe = separateur.join((nir[0], nir[1:3], nir[3:5], nir[5:7], nir[7:10], nir[10:13], nir[13:])).rstrip()
    propre = caviarder_texte(f"{autour}{groupe}{autour}")
    assert not any(c.isdigit() for c in propre)
