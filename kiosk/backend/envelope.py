"""Seal a complete dossier so that only the organisation's backend can read it (HPKE, RFC 9180).

    magic CAFK │ version │ key id │ deposit id │ length │ HPKE: encapsulated key, ciphertext, tag
       4 bytes │       1 │      8 │         16 │      4 │ `length` bytes

The header is given to HPKE as `info`: a header that is not the one that was sealed does not open. What is
sealed is the dossier's JSON behind its length, padded with zeros to a multiple of 1 KiB, so that the size of an
envelope says next to nothing about the answers. The suite is a hybrid of ML-KEM-768 and X25519: what a thief
copies from a hall today stays closed when one of the two is broken.

`cryptography` is imported inside: a visit that does not deposit never pays for it.
"""

import struct
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Final
from uuid import UUID

from pydantic import ValidationError

from kiosk.backend.errors import (
    CleInconnue,
    CleInutilisable,
    DossierIncompris,
    EnveloppeAlteree,
    EnveloppeIllisible,
)
from kiosk.backend.schemas import ClePublique, Dossier

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
    from cryptography.hazmat.primitives.hpke import (
        MLKEM768X25519PrivateKey,
        MLKEM768X25519PublicKey,
        Suite,
    )

SUITE: Final = "MLKEM768-X25519/HKDF-SHA256/AES-256-GCM"
"""The only suite of this version; another suite is another version of the format."""

TAILLE_MAX: Final = 256 * 1024
"""Bytes of the largest envelope: some fifty times the largest démarche. The backend reads no more."""

_MAGIC: Final = b"CAFK"
_VERSION: Final = 1
_ENTETE: Final = struct.Struct(">4sB8s16sI")
_LONGUEUR: Final = struct.Struct(">I")
_INFO: Final = b"caf-kiosk/enveloppe/v1\0"
_PAS: Final = 1024

_GRAINE_MLKEM: Final = 64
_PUBLIQUE_MLKEM: Final = 1184
_X25519: Final = 32


@dataclass(frozen=True, slots=True)
class Enveloppe:
    """A sealed dossier: what the outbox keeps and what is sent, unread, under the deposit's id."""

    id: UUID
    octets: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class ClePrivee:
    """The organisation's key: the ML-KEM seed (64 bytes) then the X25519 key (32 bytes), never in a repr."""

    octets: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.octets) != _GRAINE_MLKEM + _X25519:
            raise CleInutilisable("a private key is 96 bytes long")

    @classmethod
    def depuis_texte(cls, texte: str) -> "ClePrivee":
        """The key written by `texte()`. Raises CleInutilisable."""
        return cls(_depuis_base64(texte.strip()))

    def texte(self) -> str:
        """One line of base64, for a secret file of the backend."""
        return b64encode(self.octets).decode()

    def publique(self) -> ClePublique:
        """The key that may be given to everyone, with its id."""
        mlkem, x25519 = self._paire()
        brute = mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()
        return ClePublique(id=_identifiant(brute).hex(), suite=SUITE, cle=b64encode(brute).decode())

    def hpke(self) -> "MLKEM768X25519PrivateKey":
        """The key as the library wants it."""
        from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey

        return MLKEM768X25519PrivateKey(*self._paire())

    def _paire(self) -> "tuple[MLKEM768PrivateKey, X25519PrivateKey]":
        from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
        from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

        graine, reste = self.octets[:_GRAINE_MLKEM], self.octets[_GRAINE_MLKEM:]
        return MLKEM768PrivateKey.from_seed_bytes(graine), X25519PrivateKey.from_private_bytes(reste)


def nouvelle_cle() -> ClePrivee:
    """A fresh key of the organisation."""
    from secrets import token_bytes

    return ClePrivee(token_bytes(_GRAINE_MLKEM + _X25519))


def en_trousseau(*cles: ClePrivee) -> dict[str, ClePrivee]:
    """A key ring by key id: the key in force and the former ones, that old envelopes still need."""
    return {cle.publique().id: cle for cle in cles}


def sceller(dossier: Dossier, cle: ClePublique, depot_id: UUID) -> Enveloppe:
    """Seal `dossier` to `cle` under the deposit's id; twice the same dossier gives two different envelopes.

    Raises CleInutilisable, DossierIncompris (an answer that JSON cannot hold), EnveloppeIllisible (over
    TAILLE_MAX).
    """
    id_cle, publique = _publique(cle)
    clair = _remplir(_json(dossier))
    entete = _entete(id_cle, depot_id, len(clair) + _surcout())
    try:
        chiffre = _suite().encrypt(clair, publique, _INFO + entete)
    except ValueError:  # a point of small order: nobody's key
        raise CleInutilisable("the key leads to no secret") from None
    octets = entete + chiffre
    if len(octets) > TAILLE_MAX:
        raise EnveloppeIllisible(f"{len(octets)} bytes are too many")
    return Enveloppe(depot_id, octets)


def ouvrir(octets: bytes, trousseau: Mapping[str, ClePrivee]) -> tuple[UUID, Dossier]:
    """The deposit's id and the dossier of an envelope, whatever bytes are given.

    Raises EnveloppeIllisible, EnveloppeAlteree, CleInconnue, DossierIncompris, and nothing else.
    """
    from cryptography.exceptions import InvalidTag

    if not _ENTETE.size < len(octets) <= TAILLE_MAX:
        raise EnveloppeIllisible(f"{len(octets)} bytes")
    entete, chiffre = octets[: _ENTETE.size], octets[_ENTETE.size :]
    magic, version, id_cle, id_depot, longueur = _ENTETE.unpack(entete)
    if magic != _MAGIC or version != _VERSION:
        raise EnveloppeIllisible("not an envelope of this version")
    if longueur != len(chiffre):
        raise EnveloppeIllisible(f"{len(chiffre)} bytes of {longueur}")
    cle = trousseau.get(id_cle.hex())
    if cle is None:
        raise CleInconnue(id_cle.hex())
    try:
        clair = _suite().decrypt(chiffre, cle.hpke(), _INFO + entete)
    except InvalidTag:
        raise EnveloppeAlteree from None
    return UUID(bytes=id_depot), _dossier(clair)


def _suite() -> "Suite":
    from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

    return Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def _surcout() -> int:
    """Bytes that HPKE adds: the encapsulated key and the tag."""
    from cryptography.hazmat.primitives.hpke import KEM

    return KEM.MLKEM768_X25519.enc_length() + 16


def _entete(id_cle: bytes, depot_id: UUID, longueur: int) -> bytes:
    return _ENTETE.pack(_MAGIC, _VERSION, id_cle, depot_id.bytes, longueur)


def _remplir(contenu: bytes) -> bytes:
    brut = _LONGUEUR.pack(len(contenu)) + contenu
    return brut + bytes(-len(brut) % _PAS)


def _json(dossier: Dossier) -> bytes:
    try:
        return dossier.model_dump_json().encode()
    except ValueError:
        pass  # raised again below, away from the answers that the library's own error quotes
    raise DossierIncompris("an answer cannot be written as JSON")


def _dossier(clair: bytes) -> Dossier:
    if len(clair) < _LONGUEUR.size:
        raise DossierIncompris("no length")
    (longueur,) = _LONGUEUR.unpack_from(clair)
    contenu = clair[_LONGUEUR.size : _LONGUEUR.size + longueur]
    if len(contenu) != longueur:
        raise DossierIncompris("shorter than it says")
    try:
        return Dossier.model_validate_json(contenu)
    except ValidationError as erreur:
        # Not the error itself: it quotes the answers.
        lieux = sorted({str(e["loc"][0]) if e["loc"] else "" for e in erreur.errors(include_input=False)})
    champs = [lieu for lieu in lieux if lieu in Dossier.model_fields]
    raise DossierIncompris(", ".join(champs))


def _publique(cle: ClePublique) -> "tuple[bytes, MLKEM768X25519PublicKey]":
    from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PublicKey
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
    from cryptography.hazmat.primitives.hpke import MLKEM768X25519PublicKey

    if cle.suite != SUITE:
        raise CleInutilisable(f"unknown suite {cle.suite!r}")
    brute = _depuis_base64(cle.cle)
    if len(brute) != _PUBLIQUE_MLKEM + _X25519:
        raise CleInutilisable(f"a public key is {_PUBLIQUE_MLKEM + _X25519} bytes long, not {len(brute)}")
    id_cle = _identifiant(brute)
    if cle.id != id_cle.hex():
        raise CleInutilisable(f"the id {cle.id!r} is not this key's")
    try:
        mlkem = MLKEM768PublicKey.from_public_bytes(brute[:_PUBLIQUE_MLKEM])
    except ValueError:
        raise CleInutilisable("not an ML-KEM key") from None
    x25519 = X25519PublicKey.from_public_bytes(brute[_PUBLIQUE_MLKEM:])
    return id_cle, MLKEM768X25519PublicKey(mlkem, x25519)


def _identifiant(brute: bytes) -> bytes:
    """Eight bytes of a hash: names a key among a few, proves nothing."""
    return sha256(b"caf-kiosk/cle/v1\0" + SUITE.encode() + b"\0" + brute).digest()[:8]


def _depuis_base64(texte: str) -> bytes:
    try:
        return b64decode(texte, validate=True)
    except ValueError:
        raise CleInutilisable("not base64") from None
