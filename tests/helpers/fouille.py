"""What a visitor typed, looked for wherever it could have stayed: memory, files, selections of the X server.

A search is made on *pressed* bytes: separators of groups of digits and the zero bytes of wide characters are taken
out of what is searched and of what is searched for. One pass then sees a text in UTF-8, Latin-1, UTF-16 and UTF-32,
grouped in any way or not at all. It can only see too much, never too little.
"""

from __future__ import annotations

import base64
import ctypes
import os
import urllib.parse
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Final

SEPARATEURS: Final = bytes({*b"\0 .-_/+\n", *"\u00a0".encode(), *"\u202f".encode()})
"""What may stand between groups of digits or words, between the bytes of wide characters, and signs of base64."""

LECTURE: Final = 1 << 24
RECOUVREMENT: Final = 1 << 12
"""More than any secret takes in any form: none is cut in two by the end of a reading."""

Trouves = set[tuple[str, str]]
"""The name and the form of each secret that was found, never the text itself."""


class Secrets:
    """What must be found nowhere, by name."""

    def __init__(self, textes: Mapping[str, str]) -> None:
        self._textes = dict(textes)
        self.noms = frozenset(textes)
        self._aiguilles = {
            (nom, forme): aiguille for nom, texte in textes.items() for forme, aiguille in _formes(texte)
        }

    def __or__(self, autres: Secrets) -> Secrets:
        return Secrets(self._textes | autres._textes)

    def dans(self, octets: bytes) -> Trouves:
        """Those that `octets` hold."""
        presses = presser(octets)
        return {cle for cle, aiguille in self._aiguilles.items() if aiguille in presses}

    def dans_le_flux(self, morceaux: Iterable[bytes]) -> Trouves:
        """As `dans`, in what follows itself piece by piece."""
        trouves: Trouves = set()
        fin = b""
        for morceau in morceaux:
            trouves |= self.dans(fin + morceau)
            fin = morceau[-RECOUVREMENT:]
        return trouves

    def dans_le_fichier(self, chemin: Path) -> Trouves:
        """Those that a file holds, in its bytes or in its name. Raises OSError."""
        with chemin.open("rb") as fichier:
            return self.dans(os.fsencode(chemin.name)) | self.dans_le_flux(_morceaux(fichier))

    def dans_les_fichiers(self, dossier: Path, *, sauf: Collection[Path] = ()) -> dict[str, Trouves]:
        """The files below `dossier` that hold one; `sauf` is not entered."""
        trouves: dict[str, Trouves] = {}
        for chemin in fichiers(dossier, sauf=sauf):
            try:
                vus = self.dans_le_fichier(chemin)
            except FileNotFoundError:
                continue
            if vus:
                trouves[str(chemin)] = vus
        return trouves


def presser(octets: bytes) -> bytes:
    """`octets` without separators."""
    return octets.translate(None, SEPARATEURS)


def fichiers(dossier: Path, *, sauf: Collection[Path] = ()) -> Iterator[Path]:
    """Every regular file below `dossier`, links not followed; `sauf` is not entered."""
    for ici, sous, noms in os.walk(dossier):
        sous[:] = [nom for nom in sous if Path(ici, nom) not in sauf]
        yield from (
            chemin for nom in noms if (chemin := Path(ici, nom)).is_file() and not chemin.is_symlink()
        )


def selections_prises(affichage: str) -> list[str]:
    """The selections of an X display that somebody holds, ready to be pasted by the next visitor."""
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XOpenDisplay.argtypes = [ctypes.c_char_p]
    x11.XCloseDisplay.argtypes = [ctypes.c_void_p]
    x11.XInternAtom.restype = x11.XGetSelectionOwner.restype = ctypes.c_ulong
    x11.XInternAtom.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
    x11.XGetSelectionOwner.argtypes = [ctypes.c_void_p, ctypes.c_ulong]
    ecran = x11.XOpenDisplay(affichage.encode())
    if not ecran:
        raise OSError(f"cannot open the X display {affichage}")
    try:
        noms = ("PRIMARY", "SECONDARY", "CLIPBOARD")
        return [nom for nom in noms if x11.XGetSelectionOwner(ecran, x11.XInternAtom(ecran, nom.encode(), 0))]
    finally:
        x11.XCloseDisplay(ecran)


def _morceaux(fichier: IO[bytes]) -> Iterator[bytes]:
    while morceau := fichier.read(LECTURE):
        yield morceau


def _formes(texte: str) -> Iterator[tuple[str, bytes]]:
    """The pressed bytes of every form a text may take."""
    colle = "".join(texte.split())
    yield "plain", presser(colle.encode())
    if not colle.isascii():
        yield "latin-1", presser(colle.encode("latin-1"))
    cite = urllib.parse.quote(colle)
    if cite != colle:
        yield "url", presser(cite.encode())
    for ecrit in {texte, colle}:
        for large in ("utf-8", "utf-16-le"):
            for rang in range(3):
                yield f"base64 of {large}, {len(ecrit)} signs, {rang}", _base64(ecrit.encode(large), rang)


def _base64(octets: bytes, rang: int) -> bytes:
    """What is always there of `octets` in base64 when they begin `rang` bytes after a multiple of three."""
    code = base64.b64encode(bytes(rang) + octets)
    debut = (rang * 8 + 5) // 6
    fin = (rang + len(octets)) * 8 // 6
    return presser(code[debut:fin].translate(bytes.maketrans(b"-_", b"+/")))
