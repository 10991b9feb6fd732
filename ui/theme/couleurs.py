"""The colour tokens: four themes, every pair in use measured (tests/ui/theme/test_couleurs.py)."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Couleurs:
    """One theme. Every value is `#RRGGBB`, but `voile`, which is `#AARRGGBB` (Qt's order).

    `deco_*` serve the illustration only. `contraste` says that tints collapse on the background, so
    that selection and notices must speak through their border.
    """

    fond: str
    surface: str
    surface_2: str
    clavier: str
    touche: str
    touche_fn: str
    encre: str
    encre_2: str
    trait: str
    bord: str
    action: str
    action_presse: str
    sur_action: str
    action_teinte: str
    succes: str
    succes_fond: str
    alerte: str
    alerte_fond: str
    alerte_plein: str
    sur_alerte_plein: str
    erreur: str
    erreur_fond: str
    focus_int: str
    focus_ext: str
    deco_1: str
    deco_2: str
    deco_3: str
    deco_4: str
    deco_5: str
    deco_6: str
    deco_7: str
    voile: str
    contraste: bool = False

    @property
    def bord_carte(self) -> str:
        """The line around a card: where there is no tint, it must show by its line."""
        return self.encre if self.contraste else self.trait


_CLAIR = Couleurs(
    fond="#FBF7F0",
    surface="#FFFFFF",
    surface_2="#F3ECE0",
    clavier="#E9E1D3",
    touche="#FFFFFF",
    touche_fn="#F7F2E9",
    encre="#15263A",
    encre_2="#485467",
    trait="#DDD3C2",
    bord="#6B7482",
    action="#0C5374",
    action_presse="#052C40",
    sur_action="#FFFFFF",
    action_teinte="#E3EEF3",
    succes="#1B6641",
    succes_fond="#E4F2E9",
    alerte="#784700",
    alerte_fond="#FCF0D9",
    alerte_plein="#F2B44C",
    sur_alerte_plein="#15263A",
    erreur="#B02318",
    erreur_fond="#FDEDEA",
    focus_int="#15263A",
    focus_ext="#FFB938",
    deco_1="#0C5374",
    deco_2="#F2B44C",
    deco_3="#E0805E",
    deco_4="#A8CDDB",
    deco_5="#F6E4C3",
    deco_6="#CFE3E8",
    deco_7="#FBF7F0",
    voile="#9E15263A",
)
_SOMBRE = Couleurs(
    fond="#15202B",
    surface="#1E2B38",
    surface_2="#273746",
    clavier="#101923",
    touche="#2C3D4D",
    touche_fn="#223140",
    encre="#F2EFE9",
    encre_2="#C3CCD5",
    trait="#3B4C5C",
    bord="#94A3B1",
    action="#8FCBE3",
    action_presse="#B9E0EF",
    sur_action="#0B1A26",
    action_teinte="#23404F",
    succes="#8FD6AC",
    succes_fond="#1B3A2C",
    alerte="#F5C778",
    alerte_fond="#40321B",
    alerte_plein="#F5C778",
    sur_alerte_plein="#0B1A26",
    erreur="#FFB0A3",
    erreur_fond="#4A2522",
    focus_int="#0B1A26",
    focus_ext="#FFC857",
    deco_1="#3B7F9C",
    deco_2="#E3A94A",
    deco_3="#D0795B",
    deco_4="#7FB0C2",
    deco_5="#273746",
    deco_6="#2C4656",
    deco_7="#F0E4CC",
    voile="#BD050A0F",
)
_CONTRASTE_CLAIR = Couleurs(
    fond="#FFFFFF",
    surface="#FFFFFF",
    surface_2="#FFFFFF",
    clavier="#FFFFFF",
    touche="#FFFFFF",
    touche_fn="#FFFFFF",
    encre="#000000",
    encre_2="#000000",
    trait="#000000",
    bord="#000000",
    action="#00008F",
    action_presse="#000000",
    sur_action="#FFFFFF",
    action_teinte="#FFFFFF",
    succes="#004D1A",
    succes_fond="#FFFFFF",
    alerte="#000000",
    alerte_fond="#FFFFFF",
    alerte_plein="#000000",
    sur_alerte_plein="#FFFFFF",
    erreur="#8F0000",
    erreur_fond="#FFFFFF",
    focus_int="#000000",
    focus_ext="#FFD400",
    deco_1="#000000",
    deco_2="#000000",
    deco_3="#000000",
    deco_4="#000000",
    deco_5="#FFFFFF",
    deco_6="#FFFFFF",
    deco_7="#FFFFFF",
    voile="#D1000000",
    contraste=True,
)
_CONTRASTE_SOMBRE = Couleurs(
    fond="#000000",
    surface="#000000",
    surface_2="#000000",
    clavier="#000000",
    touche="#000000",
    touche_fn="#000000",
    encre="#FFFFFF",
    encre_2="#FFFFFF",
    trait="#FFFFFF",
    bord="#FFFFFF",
    action="#FFE34D",
    action_presse="#FFFFFF",
    sur_action="#000000",
    action_teinte="#000000",
    succes="#8CFFB4",
    succes_fond="#000000",
    alerte="#FFE34D",
    alerte_fond="#000000",
    alerte_plein="#FFE34D",
    sur_alerte_plein="#000000",
    erreur="#FFB8B0",
    erreur_fond="#000000",
    focus_int="#000000",
    focus_ext="#FFFFFF",
    deco_1="#FFFFFF",
    deco_2="#FFE34D",
    deco_3="#FFFFFF",
    deco_4="#FFFFFF",
    deco_5="#000000",
    deco_6="#000000",
    deco_7="#000000",
    voile="#E6000000",
    contraste=True,
)

THEMES: Mapping[str, Couleurs] = MappingProxyType(
    {
        "clair": _CLAIR,
        "sombre": _SOMBRE,
        "contraste_clair": _CONTRASTE_CLAIR,
        "contraste_sombre": _CONTRASTE_SOMBRE,
    }
)
