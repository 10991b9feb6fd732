"""The screens that the kernel sees plugged in, in pixels and millimetres: what they announce of themselves (EDID)."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

DRM: Final = Path("/sys/class/drm")
MM_PAR_POUCE: Final = 25.4

_ENTETE: Final = bytes.fromhex("00ffffffffffff00")
_BLOC: Final = 128
_PREMIERE_DEFINITION: Final = 54


@dataclass(frozen=True, slots=True)
class EcranVu:
    """A screen: its place, pixels, and millimetres (0 when it does not say them)."""

    nom: str
    largeur: int
    hauteur: int
    largeur_mm: int
    hauteur_mm: int

    @property
    def ppi(self) -> float | None:
        """Pixels per inch; None when it announces no size, or one that no screen has (a television's 160 × 90)."""
        if not (self.largeur and self.largeur_mm and self.hauteur_mm):
            return None
        ppi = self.largeur / self.largeur_mm * MM_PAR_POUCE
        carre = 0.9 <= (self.hauteur / self.hauteur_mm * MM_PAR_POUCE) / ppi <= 1.1
        return round(ppi, 1) if carre and 40 <= ppi <= 300 else None


def ecrans_branches(drm: Path = DRM) -> tuple[EcranVu, ...] | None:
    """The screens plugged in; None when this machine has no place to plug one (virtual, container)."""
    prises = sorted(prise.parent for prise in drm.glob("card*-*/status"))
    if not prises:
        return None
    return tuple(_branches(prises))


def _branches(prises: list[Path]) -> Iterator[EcranVu]:
    for prise in prises:
        if (prise / "status").read_text().strip() == "connected":
            nom = prise.name.partition("-")[2]
            yield lire_edid(nom, (prise / "edid").read_bytes()) or _premier_mode(
                nom, (prise / "modes").read_text()
            )


def lire_edid(nom: str, edid: bytes) -> EcranVu | None:
    """What a screen announces (EDID 1.3 and 1.4, base block); None when it is damaged or gives no size in pixels."""
    bloc = edid[:_BLOC]
    if len(bloc) < _BLOC or not bloc.startswith(_ENTETE) or sum(bloc) % 256:
        return None
    mode = bloc[_PREMIERE_DEFINITION : _PREMIERE_DEFINITION + 18]
    if not (mode[0] or mode[1]):
        return None  # a text descriptor, where the preferred mode should be
    return EcranVu(
        nom,
        largeur=mode[2] | (mode[4] & 0xF0) << 4,
        hauteur=mode[5] | (mode[7] & 0xF0) << 4,
        # The picture's millimetres; else the glass's centimetres.
        largeur_mm=(mode[12] | (mode[14] & 0xF0) << 4) or bloc[21] * 10,
        hauteur_mm=(mode[13] | (mode[14] & 0x0F) << 8) or bloc[22] * 10,
    )


def _premier_mode(nom: str, modes: str) -> EcranVu:
    largeur, _, hauteur = modes.partition("\n")[0].rstrip("i").partition("x")
    return EcranVu(nom, int(largeur or 0), int(hauteur or 0), 0, 0)
