"""A sealed dossier: opened whole by the right key, refused with its own code in every other case."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.backend.envelope import (
    SUITE,
    TAILLE_MAX,
    ClePrivee,
    Enveloppe,
    en_trousseau,
    nouvelle_cle,
    ouvrir,
    sceller,
)
from kiosk.backend.errors import (
    CleInconnue,
    CleInutilisable,
    DossierIncompris,
    EnveloppeAlteree,
    EnveloppeErreur,
    EnveloppeIllisible,
)
from kiosk.backend.schemas import ClePublique, Dossier

CLE = nouvelle_cle()
TROUSSEAU = en_trousseau(CLE)
ENTETE = 33
ID = UUID("11111111-2222-4333-8444-555555555555")

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda fils: st.lists(fils, max_size=4) | st.dictionaries(st.text(), fils, max_size=4),
    max_leaves=12,
)
DOSSIERS = st.builds(
    Dossier,
    demarche=st.text(max_size=30),
    date_reference=st.dates(),
    bon_de_depot=st.text(max_size=60),
    attestation=st.booleans(),
    reponses=st.dictionaries(st.text(max_size=20), JSON, max_size=6),
)


def un_dossier(**reponses: Any) -> Dossier:
    return Dossier(
        demarche="grossesse",
        date_reference=date(2026, 3, 12),
        bon_de_depot="bon-secret",
        attestation=True,
        reponses=reponses or {"debut": "2026-01-02", "prenom": "Zoé"},
    )


ENVELOPPE = sceller(un_dossier(), CLE.publique(), ID)


def sceller_brut(clair: bytes) -> bytes:
    """What a foreign or newer terminal could seal: a genuine envelope around any bytes."""
    entete = bytearray(ENVELOPPE.octets[:ENTETE])
    entete[29:33] = (len(clair) + 1136).to_bytes(4)
    suite = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
    info = b"caf-kiosk/enveloppe/v1\0" + entete
    return bytes(entete) + suite.encrypt(clair, CLE.hpke().public_key(), info)


@given(DOSSIERS, st.uuids())
def test_the_right_key_reads_the_dossier_back(dossier: Dossier, depot_id: UUID) -> None:
    enveloppe = sceller(dossier, CLE.publique(), depot_id)
    assert enveloppe.id == depot_id
    lu_id, lu = ouvrir(enveloppe.octets, TROUSSEAU)
    assert lu_id == depot_id
    assert lu == Dossier.model_validate_json(dossier.model_dump_json())


def test_typed_answers_arrive_as_their_json() -> None:
    _, lu = ouvrir(sceller(un_dossier(le=date(2026, 1, 2)), CLE.publique(), ID).octets, TROUSSEAU)
    assert lu.reponses == {"le": "2026-01-02"}


def test_nothing_of_the_dossier_can_be_seen() -> None:
    octets = ENVELOPPE.octets
    assert not any(mot in octets for mot in (b"grossesse", b"bon-secret", "Zoé".encode(), b"2026"))
    assert "Zo" not in repr(ENVELOPPE)
    assert sceller(un_dossier(), CLE.publique(), ID).octets != octets


@given(DOSSIERS)
def test_sizes_are_steps_of_one_kilobyte(dossier: Dossier) -> None:
    assert (len(sceller(dossier, CLE.publique(), ID).octets) - ENTETE - 1136) % 1024 == 0


def test_two_small_dossiers_have_the_same_size() -> None:
    court = sceller(un_dossier(a=1), CLE.publique(), ID)
    long = sceller(un_dossier(a="x" * 700), CLE.publique(), ID)
    assert len(court.octets) == len(long.octets)


@given(st.integers(0, len(ENVELOPPE.octets) * 8 - 1))
@settings(max_examples=300)
def test_any_flipped_bit_is_refused_with_its_own_code(bit: int) -> None:
    octets = bytearray(ENVELOPPE.octets)
    octets[bit // 8] ^= 1 << bit % 8
    with pytest.raises(EnveloppeErreur) as refus:
        ouvrir(bytes(octets), TROUSSEAU)
    assert refus.value.code == code_attendu(bit // 8)


def code_attendu(octet: int) -> str:
    if octet < 5:  # magic, version
        return "enveloppe_illisible"
    if octet < 13:
        return "cle_inconnue"
    if octet < 29:  # the deposit's id
        return "enveloppe_alteree"
    return "enveloppe_illisible" if octet < ENTETE else "enveloppe_alteree"


def test_every_bit_of_the_header_counts() -> None:
    for bit in range(ENTETE * 8):
        octets = bytearray(ENVELOPPE.octets)
        octets[bit // 8] ^= 1 << bit % 8
        with pytest.raises(EnveloppeErreur) as refus:
            ouvrir(bytes(octets), TROUSSEAU)
        assert refus.value.code == code_attendu(bit // 8)


@given(st.integers(0, len(ENVELOPPE.octets) - 1))
def test_a_truncated_envelope_is_unreadable(longueur: int) -> None:
    with pytest.raises(EnveloppeIllisible):
        ouvrir(ENVELOPPE.octets[:longueur], TROUSSEAU)


@given(st.binary(min_size=1, max_size=2048))
def test_an_extended_envelope_is_unreadable(suite: bytes) -> None:
    with pytest.raises(EnveloppeIllisible):
        ouvrir(ENVELOPPE.octets + suite, TROUSSEAU)


@given(st.binary(max_size=4096) | st.binary(max_size=4096).map(lambda b: ENVELOPPE.octets[:ENTETE] + b))
def test_garbage_is_unreadable(octets: bytes) -> None:
    with pytest.raises(EnveloppeIllisible):
        ouvrir(octets, TROUSSEAU)


def test_an_oversize_envelope_is_not_even_opened() -> None:
    with pytest.raises(EnveloppeIllisible):
        ouvrir(bytes(TAILLE_MAX + 1), TROUSSEAU)
    with pytest.raises(EnveloppeIllisible):
        sceller(un_dossier(a="x" * TAILLE_MAX), CLE.publique(), ID)


def test_a_point_of_small_order_does_not_open() -> None:
    octets = bytearray(ENVELOPPE.octets)
    octets[ENTETE + 1088 : ENTETE + 1120] = bytes(32)
    with pytest.raises(EnveloppeAlteree):
        ouvrir(bytes(octets), TROUSSEAU)


def test_two_envelopes_cannot_exchange_their_ids() -> None:
    autre = sceller(un_dossier(), CLE.publique(), uuid4()).octets
    with pytest.raises(EnveloppeAlteree):
        ouvrir(autre[:ENTETE] + ENVELOPPE.octets[ENTETE:], TROUSSEAU)


def test_another_organisation_cannot_open() -> None:
    with pytest.raises(CleInconnue):
        ouvrir(ENVELOPPE.octets, en_trousseau(nouvelle_cle()))
    with pytest.raises(CleInconnue):
        ouvrir(ENVELOPPE.octets, {})
    with pytest.raises(EnveloppeAlteree):  # a wrong key under the right name
        ouvrir(ENVELOPPE.octets, {CLE.publique().id: nouvelle_cle()})


def test_a_former_key_still_opens_what_waited() -> None:
    assert ouvrir(ENVELOPPE.octets, en_trousseau(nouvelle_cle(), CLE))[0] == ID


def longueur_juste(contenu: bytes) -> bytes:
    return len(contenu).to_bytes(4) + contenu


BON = json.loads(un_dossier().model_dump_json())


@pytest.mark.parametrize(
    "clair",
    [
        b"",
        b"\0\0",
        (99).to_bytes(4) + b"{}",
        longueur_juste(b"{}"),
        longueur_juste(b"\xff\xfe"),
        longueur_juste(b"[" * 5000),
        longueur_juste(json.dumps(BON | {"inconnu": 1}).encode()),
        longueur_juste(json.dumps(BON | {"date_reference": "hier"}).encode()),
    ],
)
def test_a_genuine_envelope_around_something_else_is_not_understood(clair: bytes) -> None:
    with pytest.raises(DossierIncompris):
        ouvrir(sceller_brut(clair), TROUSSEAU)


@given(st.binary(max_size=200))
def test_whatever_was_sealed_only_a_dossier_comes_out(clair: bytes) -> None:
    with pytest.raises(DossierIncompris):
        ouvrir(sceller_brut(longueur_juste(clair)), TROUSSEAU)


def test_the_error_names_the_field_and_never_what_it_held() -> None:
    clair = longueur_juste(json.dumps(BON | {"attestation": "secret-tapé", "nom-tapé": 1}).encode())
    with pytest.raises(DossierIncompris) as refus:
        ouvrir(sceller_brut(clair), TROUSSEAU)
    assert str(refus.value) == "dossier_incompris: attestation"
    assert refus.value.__context__ is None


def test_an_answer_that_is_not_text_is_refused_without_being_quoted() -> None:
    with pytest.raises(DossierIncompris) as refus:
        sceller(un_dossier(a="\ud800secret"), CLE.publique(), ID)
    assert "secret" not in str(refus.value)
    assert refus.value.__context__ is None


def test_a_private_key_is_kept_as_one_line_and_never_shown() -> None:
    texte = CLE.texte()
    assert ClePrivee.depuis_texte(texte + "\n") == CLE
    assert len(texte.splitlines()) == 1
    assert texte not in repr(CLE)
    assert repr(CLE.octets) not in repr(CLE)


@pytest.mark.parametrize("texte", ["", "****", b64encode(bytes(95)).decode(), "é"])
def test_a_damaged_private_key_is_refused(texte: str) -> None:
    with pytest.raises(CleInutilisable):
        ClePrivee.depuis_texte(texte)


def abimer(cle: ClePublique, changement: Callable[[bytearray], None]) -> ClePublique:
    brute = bytearray(b64decode(cle.cle))
    changement(brute)
    return cle.model_copy(update={"cle": b64encode(bytes(brute)).decode()})


PUBLIQUE = CLE.publique()


@pytest.mark.parametrize(
    "cle",
    [
        PUBLIQUE.model_copy(update={"suite": "X25519"}),
        PUBLIQUE.model_copy(update={"id": nouvelle_cle().publique().id}),
        PUBLIQUE.model_copy(update={"id": "é"}),
        PUBLIQUE.model_copy(update={"cle": "pas du base64"}),
        PUBLIQUE.model_copy(update={"cle": ""}),
        abimer(PUBLIQUE, lambda b: b.__setitem__(5, b[5] ^ 1)),
        abimer(PUBLIQUE, lambda b: b.clear()),
        abimer(PUBLIQUE, lambda b: b.append(0)),
    ],
)
def test_nothing_is_sealed_to_a_key_that_is_not_itself(cle: ClePublique) -> None:
    with pytest.raises(CleInutilisable):
        sceller(un_dossier(), cle, ID)


@pytest.mark.parametrize("brute", [b"\xff" * 1216, bytes(1216)])
def test_nothing_is_sealed_to_a_key_that_is_no_key(brute: bytes) -> None:
    """Its id is its own, its numbers are not a key's."""
    from kiosk.backend.envelope import _identifiant

    cle = ClePublique(id=_identifiant(brute).hex(), suite=SUITE, cle=b64encode(brute).decode())
    with pytest.raises(CleInutilisable):
        sceller(un_dossier(), cle, ID)


def test_an_envelope_says_only_its_id() -> None:
    assert repr(Enveloppe(ID, b"abc")) == f"Enveloppe(id={ID!r})"
