"""A visitor in front of the terminal: reads what is shown, touches where it is shown, types on what is shown.

What is seen comes from AT-SPI, as for a screen reader. What is done goes through the X server as real pointer and
key events, at the place where the thing really is: a button under another one cannot be pressed.
"""

from __future__ import annotations

import json
import math
import re
import select
import subprocess
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.helpers.bureau import Bureau
from tests.helpers.doigt import Doigt
from tests.helpers.ecran_x import EcranX, Zone

DELAI_S = 10.0
ENTRE_TOUCHES_S = 0.02
RYTHME_S = 0.45
"""Between two touches of one place: to the terminal a quicker second one is a trembling finger."""

DEFILEMENTS_MAX = 25
TABULATIONS_MAX = 40
MEME_LIEU_PX = 10
DOIGT_PX = 30
"""Less than this of a thing in view is not enough to press it."""

SUITE = "Voir la suite"
"""The strip that moves a page which is longer than the screen."""

PYTHON_DEBIAN = "/usr/bin/python3"
PILOTE = Path(__file__).with_name("atspi_pilote.py")

BOUTON = "push button"
CHAMP = "text"
CASE = "check box"
CHOIX = "radio button"
LIBELLE = "label"
TITRE = "heading"

_ACTIONNABLES = frozenset(
    {BOUTON, CHAMP, "password text", CASE, CHOIX, "toggle button", "link", "list item", "combo box"}
)


_NOMS_DE_TOUCHES = {
    " ": "Espace",
    ".": "point",
    "-": "tiret",
    "@": "arobase",
    "_": "tiret bas",
    "'": "apostrophe",
    "é": "e accent aigu",
    "è": "e accent grave",
    "à": "a accent grave",
    "ç": "c cédille",
    "A": "A, Corse",
    "B": "B, Corse",
}
"""What a screen reader says for a key that is not called by its character alone."""


class Introuvable(AssertionError):
    """What the visitor looks for is not on the screen; the message shows what is."""


@dataclass(frozen=True)
class Element:
    """Something on the screen. Place and size in pixels of the screen; `visible` is the part that is in view."""

    role: str
    nom: str
    description: str
    etats: frozenset[str]
    x: int
    y: int
    largeur: int
    hauteur: int
    visible: Zone
    pid: int
    texte: str | None = field(repr=False)
    valeur: float | None = None

    @property
    def centre(self) -> tuple[int, int]:
        """The middle of what is in view."""
        x, y, largeur, hauteur = self.visible
        return x + largeur // 2, y + hauteur // 2

    @property
    def a_portee(self) -> bool:
        """Whether enough of it is in view to put a finger on."""
        return (
            self.visible[2] >= min(self.largeur, DOIGT_PX) > 0
            and self.visible[3] >= min(self.hauteur, DOIGT_PX) > 0
        )

    @classmethod
    def lu(cls, brut: dict[str, Any]) -> Element:
        return cls(**{**brut, "etats": frozenset(brut["etats"])})


def _touche_de(signe: str, touches: dict[str, Element]) -> Element | None:
    for nom in (signe, f"{signe} majuscule", _NOMS_DE_TOUCHES.get(signe, signe)):
        if nom in touches:
            return touches[nom]
    return None


def _critere(
    nom: str | re.Pattern[str] | None, role: str | None, etats: Iterable[str] = ()
) -> dict[str, Any]:
    critere: dict[str, Any] = {"etats": list(etats)}
    if isinstance(nom, re.Pattern):
        critere["motif"] = nom.pattern
    elif nom is not None:
        critere["nom"] = nom
    if role is not None:
        critere["role"] = role
    return critere


class Visiteur:
    """One person on one desktop. Use it as a context manager, inside that of the desktop."""

    def __init__(self, bureau: Bureau) -> None:
        self.bureau = bureau
        self.ecran = EcranX(bureau.env["DISPLAY"])
        self._doigt = Doigt(bureau.env["DISPLAY"])
        self._touches_faites: dict[tuple[int, int], float] = {}
        """When each place was last touched."""
        self._recu = b""
        self._pilote: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Visiteur:
        self._pilote = self.bureau.lancer(
            [PYTHON_DEBIAN, str(PILOTE)], journal="pilote", stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._reponse(30)
        return self

    def __exit__(self, *exc: object) -> None:
        if self._pilote is not None:
            self.bureau.finir(self._pilote)
        self._doigt.__exit__()
        self.ecran.__exit__()

    # -- the pilot ---------------------------------------------------------------------------------------

    def _reponse(self, delai_s: float) -> dict[str, Any]:
        assert self._pilote is not None
        assert self._pilote.stdout is not None
        limite = time.monotonic() + delai_s
        while b"\n" not in self._recu:
            reste = limite - time.monotonic()
            prets = select.select([self._pilote.stdout], [], [], max(reste, 0))[0]
            if not prets:
                raise TimeoutError(f"the AT-SPI pilot says nothing: {self.bureau.journal('pilote')}")
            morceau = self._pilote.stdout.read1(65536)  # type: ignore[attr-defined]
            if not morceau:
                raise RuntimeError(f"the AT-SPI pilot has ended: {self.bureau.journal('pilote')}")
            self._recu += morceau
        ligne, self._recu = self._recu.split(b"\n", 1)
        reponse: dict[str, Any] = json.loads(ligne)
        return reponse

    def _demander(self, commande: str, patience_s: float, /, **details: Any) -> dict[str, Any]:
        assert self._pilote is not None
        assert self._pilote.stdin is not None
        self._pilote.stdin.write((json.dumps({"commande": commande, **details}) + "\n").encode())
        self._pilote.stdin.flush()
        return self._reponse(
            patience_s + 30
        )  # a frozen application costs the pilot several of its own time limits

    # -- what is seen ------------------------------------------------------------------------------------

    def attendre(
        self,
        nom: str | re.Pattern[str] | None = None,
        role: str | None = None,
        *,
        etats: Iterable[str] = (),
        delai_s: float = DELAI_S,
    ) -> Element:
        """The first thing on the screen that fits, as soon as it is there. `Introuvable` after `delai_s`."""
        reponse = self._demander("attendre", delai_s, critere=_critere(nom, role, etats), delai_s=delai_s)
        if not reponse["ok"]:
            montre = "\n".join(reponse.get("visibles", [])) or "(nothing)"
            raise Introuvable(
                f"« {nom} » ({role or 'any role'}, {list(etats)}) is not there. On the screen:\n{montre}"
            )
        return Element.lu(reponse["trouve"])

    def attendre_absence(
        self, nom: str | re.Pattern[str] | None = None, role: str | None = None, *, delai_s: float = DELAI_S
    ) -> None:
        """Returns once nothing on the screen fits any more."""
        reponse = self._demander(
            "attendre", delai_s, critere=_critere(nom, role), delai_s=delai_s, absent=True
        )
        if not reponse["ok"]:
            raise Introuvable(f"« {nom} » ({role or 'any role'}) is still there")

    def tous(
        self, nom: str | re.Pattern[str] | None = None, role: str | None = None, *, etats: Iterable[str] = ()
    ) -> list[Element]:
        """Everything on the screen that fits, now, in reading order."""
        reponse = self._demander("tous", DELAI_S, critere=_critere(nom, role, etats))
        if not reponse["ok"]:
            raise Introuvable(str(reponse["raison"]))
        return [Element.lu(brut) for brut in reponse["trouves"]]

    def voit(self, nom: str | re.Pattern[str], role: str | None = None) -> bool:
        return bool(self.tous(nom, role))

    def lire(self, nom: str | re.Pattern[str], role: str | None = None) -> str:
        """What the field (or the label) of this name holds; a masked password reads as dots."""
        element = self.attendre_actionnable(nom) if role is None else self.attendre(nom, role)
        return element.nom if element.texte is None else element.texte

    def attendre_texte(
        self, nom: str | re.Pattern[str], juste: Callable[[str], bool], role: str | None = None
    ) -> str:
        """What the field of this name holds, once `juste` says that it is what was waited for."""
        limite = time.monotonic() + DELAI_S
        while not juste(lu := self.lire(nom, role)):
            if time.monotonic() > limite:
                raise Introuvable(f"« {nom} » still holds {lu!r}")
        return lu

    def textes(self) -> str:
        """All that can be read on the screen, one thing a line."""
        return "\n".join(
            element.texte or element.nom for element in self.tous() if element.texte or element.nom
        )

    def arbre(self) -> str:
        """Everything visible with its role, place and states, indented: for a person who looks for a fault."""
        return "\n".join(self._demander("arbre", DELAI_S)["lignes"])

    def capture(self, fichier: Path) -> None:
        self.ecran.capturer(fichier)

    @staticmethod
    def photographier(bureau: Bureau, fichier: Path) -> None:
        """The screen as it is, even when nobody is there to look at it."""
        with EcranX(bureau.env["DISPLAY"]) as ecran:
            ecran.capturer(fichier)

    # -- what is done ------------------------------------------------------------------------------------

    def attendre_actionnable(self, nom: str | re.Pattern[str], *, delai_s: float = DELAI_S) -> Element:
        """The thing of this name that reacts to a touch; its label often has the same name."""
        self.attendre(nom, etats=("sensitive",), delai_s=delai_s)
        candidats = self.tous(nom, etats=("sensitive",))
        actionnables = [element for element in candidats if element.role in _ACTIONNABLES]
        return (actionnables or candidats or [self.attendre(nom, delai_s=delai_s)])[0]

    def toucher(
        self, nom: str | re.Pattern[str], role: str | None = None, *, delai_s: float = DELAI_S
    ) -> Element:
        """Presses and releases the pointer at the middle of the thing of this name, scrolled into view first."""
        for _ in range(DEFILEMENTS_MAX):
            if role is None:
                element = self.attendre_actionnable(nom, delai_s=delai_s)
            else:
                element = self.attendre(nom, role, etats=("sensitive",), delai_s=delai_s)
            if element.a_portee:
                self.appuyer(element)
                return element
            self._defiler_vers(element)
        raise Introuvable(f"« {nom} » cannot be brought into view: {element}")

    def _defiler_vers(self, element: Element) -> None:
        """Moves the page one step towards the thing: the strip downwards, the wheel upwards."""
        milieu_x = self.bureau.largeur // 2
        haut, bas = element.visible[1], element.y + element.hauteur // 2
        if bas < haut or not self.voit(SUITE, BOUTON):
            sens = "4" if bas < haut else "5"
            self._xdotool("mousemove", str(milieu_x), str(self.bureau.hauteur // 3), "click", sens)
        else:
            self.toucher_point(*self.attendre(SUITE, BOUTON).centre)
        limite = time.monotonic() + 2
        while self.tous(element.nom, element.role)[:1] == [element] and time.monotonic() < limite:
            pass

    def appuyer(self, element: Element) -> None:
        """Presses and releases in the middle of what is in view of it."""
        self.toucher_point(*element.centre)

    def toucher_point(self, x: int, y: int) -> None:
        """Presses and releases there, at a human pace: what comes under the finger is seen before it is touched."""
        self._doigt.approcher(x, y)
        dernier = max(
            (t for lieu, t in self._touches_faites.items() if math.dist(lieu, (x, y)) < MEME_LIEU_PX),
            default=0,
        )
        time.sleep(max(0.0, dernier + RYTHME_S - time.monotonic()))
        self._doigt.toucher()
        self._touches_faites[x, y] = time.monotonic()

    def taper_clavier_ecran(self, texte: str) -> None:
        """Touches the keys of the on-screen keyboard, found by their spoken names, one by one.

        A capital is reached through « Majuscule », a sign through « Accents et signes », as a visitor would.
        """
        touches = self._touches()
        for signe in texte:
            if (touche := _touche_de(signe, touches)) is None:
                for bascule in ("Majuscule", "Accents et signes", "Lettres"):
                    if bascule in touches:
                        self.appuyer(touches[bascule])
                        touches = self._attendre_autres_touches(touches)
                        if (touche := _touche_de(signe, touches)) is not None:
                            break
                else:
                    touches = self._attendre_la_touche(signe)
                    touche = _touche_de(signe, touches)
            if touche is None:
                raise Introuvable(f"no key types « {signe} »; the keys: {sorted(touches)}")
            time.sleep(ENTRE_TOUCHES_S)
            self.appuyer(touche)
            if not (signe.islower() or signe.isdigit()):  # the keyboard goes back to its small letters
                touches = self._touches()

    def _touches(self) -> dict[str, Element]:
        """The keys, once the keyboard has found its place: it opens, and the page makes room for it."""
        limite = time.monotonic() + DELAI_S
        vues: dict[str, Element] = {}
        while time.monotonic() < limite:
            avant, vues = (
                vues,
                {bouton.nom: bouton for bouton in self.tous(role=BOUTON, etats=("sensitive",))},
            )
            if vues == avant:
                return vues
        raise Introuvable("the keys do not stay in their place")

    def _attendre_autres_touches(self, avant: dict[str, Element]) -> dict[str, Element]:
        limite = time.monotonic() + DELAI_S
        while (touches := self._touches()).keys() == avant.keys():
            if time.monotonic() > limite:
                raise Introuvable("the keyboard did not change its keys")
        return touches

    def _attendre_la_touche(self, signe: str) -> dict[str, Element]:
        """The keys once `signe` is among them: « A, Corse » is open at its place of the number only."""
        limite = time.monotonic() + DELAI_S
        while _touche_de(signe, touches := self._touches()) is None and time.monotonic() < limite:
            pass
        return touches

    def touche_physique(self, *touches: str) -> None:
        """Presses keys of the real keyboard, by X name: `Tab`, `Return`, `ctrl+z`, `shift+Tab`."""
        self._xdotool("key", "--clearmodifiers", *touches)

    def aller_au_clavier(self, nom: str | re.Pattern[str], role: str | None = None) -> None:
        """Presses Tab until the thing of this name has the focus."""
        for _ in range(TABULATIONS_MAX):
            if "focused" in self.attendre(nom, role).etats:
                return
            avant = self.tous(etats=("focused",))
            self.touche_physique("Tab")
            limite = time.monotonic() + 2
            while self.tous(etats=("focused",)) == avant and time.monotonic() < limite:
                pass
        raise Introuvable(f"« {nom} » is not reached after {TABULATIONS_MAX} times Tab")

    def taper_clavier_physique(self, texte: str) -> None:
        self._xdotool("type", "--delay", "8", texte)

    def agir(self, nom: str, role: str | None = None, *, action: str = "Press") -> None:
        """Does what assistive technology does instead of touching."""
        reponse = self._demander("action", DELAI_S, critere=_critere(nom, role), action=action)
        if not reponse["ok"]:
            raise Introuvable(f"« {nom} »: {reponse['raison']}")

    def _xdotool(self, *arguments: str) -> None:
        subprocess.run(
            ["xdotool", *arguments], env=self.bureau.env, check=True, timeout=30, capture_output=True
        )
