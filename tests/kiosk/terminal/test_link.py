"""The pipe: what one end writes the other reads, and nothing else gets through."""

import os
import socket
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.terminal.link import LIGNE_MAX, LienEnfant, LienSuperviseur
from kiosk.terminal.link_messages import (
    Alive,
    DeLaVisite,
    Depart,
    Deposited,
    DuSuperviseur,
    Ended,
    HorsService,
    LienInvalide,
    Motif,
    Ready,
    SecretTerminal,
    Show,
    Shown,
    Stop,
    VisitStarted,
    Yield,
    decoder_superviseur,
    decoder_visite,
    encoder,
)
from kiosk.terminal.visite import Profil, ReglagesVisite

reglages = st.builds(
    ReglagesVisite,
    profil=st.sampled_from(Profil),
    plein_ecran=st.booleans(),
    ecran_nom=st.text(max_size=20),
    ecran_largeur=st.none() | st.integers(320, 16_384),
    ecran_hauteur=st.none() | st.integers(320, 16_384),
    ecran_ppi=st.none() | st.floats(40, 600),
    backend_url=st.text(max_size=30),
    dossier_etat=st.text("abc/", max_size=30).map(Path),
    inactivite_s=st.integers(60, 300),
    rebours_s=st.integers(20, 90),
    rebours_grand_texte_s=st.integers(20, 90),
    delai_touche_ms=st.integers(0, 2_000),
    date_reference=st.none() | st.dates(),
    caf_nom=st.text(max_size=30),
    caf_telephone=st.text(max_size=20),
    caf_horaires=st.lists(st.text(max_size=30), max_size=4).map(tuple),
    theme=st.text(max_size=9),
    langue=st.text(max_size=5),
    veille_s=st.integers(0, 86_400),
)
pages = st.builds(HorsService, motif=st.text(max_size=40), depuis=st.text(max_size=30))
du_superviseur = st.one_of(
    st.sampled_from([Show(), Yield(), Stop()]),
    st.builds(SecretTerminal, secret=st.text(max_size=90)),
    pages,
    st.builds(Depart, reglages=reglages, montrer=st.booleans(), hors_service=st.none() | pages),
)
de_la_visite = st.sampled_from(
    [Ready(), Shown(), VisitStarted(), Alive(), Deposited()]
    + [Ended(motif) for motif in (Motif.FINI, Motif.SILENCE, Motif.PANNE)]
)
UNS = ReglagesVisite(
    profil=Profil.LIBRE_SERVICE,
    plein_ecran=False,
    ecran_largeur=None,
    ecran_hauteur=None,
    ecran_ppi=None,
    backend_url="https://caf.example",
    dossier_etat=Path("/var/lib/caf-kiosk"),
    inactivite_s=180,
    rebours_s=45,
    rebours_grand_texte_s=90,
    delai_touche_ms=150,
    date_reference=date(2022, 11, 15),
    caf_nom="Caf de l’Ain",
    caf_telephone="3230",
    caf_horaires=("Du lundi au vendredi",),
    theme="clair",
    langue="fr",
)


@pytest.fixture
def bouts() -> Iterator[tuple[LienSuperviseur, LienEnfant]]:
    ici, la_bas = socket.socketpair()
    superviseur, enfant = LienSuperviseur(ici), LienEnfant(la_bas.detach())
    yield superviseur, enfant
    superviseur.fermer()
    enfant.fermer()


@given(de_la_visite)
def test_what_a_visit_says_is_read_back(message: DeLaVisite) -> None:
    assert decoder_visite(encoder(message)) == message


@given(du_superviseur)
def test_what_the_supervisor_says_is_read_back(message: DuSuperviseur) -> None:
    ligne = encoder(message)
    assert ligne.count(b"\n") == 1
    assert ligne.endswith(b"\n")
    assert decoder_superviseur(ligne) == message


@given(st.binary(max_size=60))
def test_noise_is_refused_and_only_refused(ligne: bytes) -> None:
    for decoder in (decoder_visite, decoder_superviseur):
        with pytest.raises(LienInvalide):
            decoder(ligne)


@pytest.mark.parametrize(
    "ligne",
    [
        b'{"t":"ready","de":"trop"}',
        b'{"t":"show"}',
        b'{"t":"ended"}',
        b'{"t":"ended","motif":"fige"}',
        b'{"t":"ended","motif":["fini"]}',
        b'{"t":["ready"]}',
        b'["ready"]',
        b'"ready"',
        b"",
        b"[" * 30_000,
    ],
)
def test_a_visit_says_nothing_but_what_it_may(ligne: bytes) -> None:
    with pytest.raises(LienInvalide):
        decoder_visite(ligne)


@pytest.mark.parametrize(
    "ligne",
    [
        b'{"t":"ready"}',
        b'{"t":"hors-service"}',
        b'{"t":"hors-service","motif":1,"depuis":""}',
        b'{"t":"depart","reglages":{},"montrer":true,"hors_service":null}',
        encoder(Depart(UNS)).replace(b"false,", b"0,", 1),
        encoder(Depart(UNS)).replace(b"libre_service", b"autre"),
        encoder(Depart(UNS)).replace(b'"theme"', b'"autre"'),
        encoder(Depart(UNS)).replace(b"2022-11-15", b"2022-11-31"),
        encoder(Depart(UNS)).replace(b'"hors_service":null', b'"hors_service":{}'),
    ],
)
def test_a_departure_is_read_whole_or_refused(ligne: bytes) -> None:
    with pytest.raises(LienInvalide):
        decoder_superviseur(ligne)


def test_lines_arrive_whatever_the_pieces_they_come_in(bouts: tuple[LienSuperviseur, LienEnfant]) -> None:
    superviseur, enfant = bouts
    assert superviseur.lire() == []
    flot = encoder(Ready()) + encoder(Shown()) + encoder(Ended(Motif.FINI))
    recus = []
    for octet in flot:
        os.write(enfant.fileno(), bytes([octet]))
        recus += superviseur.lire()
    assert recus == [Ready(), Shown(), Ended(Motif.FINI)]
    os.write(enfant.fileno(), flot)
    assert superviseur.lire() == recus


def test_a_line_without_end_is_refused(bouts: tuple[LienSuperviseur, LienEnfant]) -> None:
    superviseur, enfant = bouts
    os.write(enfant.fileno(), b"x" * LIGNE_MAX)
    assert superviseur.lire() == []
    os.write(enfant.fileno(), b"x")
    with pytest.raises(LienInvalide):
        superviseur.lire()


def test_sending_never_blocks_and_a_reader_who_stopped_is_told_from_a_slow_one(
    bouts: tuple[LienSuperviseur, LienEnfant],
) -> None:
    superviseur, enfant = bouts
    envoyes = 0

    def bavarder() -> None:
        nonlocal envoyes
        while True:
            enfant.envoyer(Alive())
            envoyes += 1

    with pytest.raises(LienInvalide):
        bavarder()
    recus: list[DeLaVisite] = []
    while lot := superviseur.lire():
        recus += lot
    assert recus
    assert set(recus) == {Alive()}
    enfant.envoyer(Shown())
    while lot := superviseur.lire():
        recus += lot
    assert recus[-1] == Shown(), "what had to wait comes first, whole, and nothing is lost"
    assert len(recus) == envoyes + 2


def test_a_visit_is_told_to_stop_when_the_supervisor_is_gone(
    bouts: tuple[LienSuperviseur, LienEnfant],
) -> None:
    superviseur, enfant = bouts
    superviseur.envoyer(Show())
    superviseur.fermer()
    enfant.envoyer(Alive())
    assert enfant.ferme
    assert enfant.lire() == [Show(), Stop()]
    assert enfant.lire() == [Stop()]


def test_the_supervisor_sees_the_end_after_the_last_words(bouts: tuple[LienSuperviseur, LienEnfant]) -> None:
    superviseur, enfant = bouts
    enfant.envoyer(Ended(Motif.SILENCE))
    enfant.fermer()
    assert superviseur.lire() == [Ended(Motif.SILENCE)]
    assert not superviseur.ferme
    assert superviseur.lire() == []
    assert superviseur.ferme


def test_the_first_message_is_waited_for_and_the_next_stays_for_the_loop(
    bouts: tuple[LienSuperviseur, LienEnfant],
) -> None:
    superviseur, enfant = bouts
    superviseur.envoyer(Depart(UNS, montrer=True))
    superviseur.envoyer(Show())
    assert enfant.attendre_depart() == Depart(UNS, montrer=True)
    assert enfant.lire() == [Show()]


def test_a_visit_that_starts_too_late_stops(bouts: tuple[LienSuperviseur, LienEnfant]) -> None:
    superviseur, enfant = bouts
    with pytest.raises(TimeoutError):
        enfant.attendre_depart(0.01)
    superviseur.fermer()
    assert enfant.attendre_depart() is None


def test_a_visit_told_to_stop_or_spoken_to_wrongly_does_not_start(
    bouts: tuple[LienSuperviseur, LienEnfant],
) -> None:
    superviseur, enfant = bouts
    superviseur.envoyer(Stop())
    assert enfant.attendre_depart() is None
    superviseur.envoyer(Show())
    with pytest.raises(LienInvalide):
        enfant.attendre_depart()


def test_the_link_comes_from_the_environment_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CAF_KIOSK_LIEN", raising=False)
    assert LienEnfant.de_environnement() is None
    ici, la_bas = socket.socketpair()
    os.set_inheritable(la_bas.fileno(), True)
    monkeypatch.setenv("CAF_KIOSK_LIEN", str(la_bas.detach()))
    lien = LienEnfant.de_environnement()
    assert lien is not None
    assert not os.get_inheritable(lien.fileno()), "a helper of the visit must not keep the pipe open"
    assert LienEnfant.de_environnement() is None
    lien.fermer()
    ici.close()
