"""A line of text that shows separators the visitor did not type, and keeps the caret on its character."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.components.champs.saisie import Saisie, sur_une_ligne

INSECABLE = "\u00a0"
_MONTANT = re.compile(r"-?[0-9]+(?:[.,].*)?", re.DOTALL)
_DATE = re.compile(r"[0-9]{1,8}")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_ESPACES = f" {INSECABLE}\u202f"
_SEPARATEURS_DATE = f"/.-{_ESPACES}"
_ENTRE = f"[{re.escape(_SEPARATEURS_DATE)}]+"
_TELEPHONE = re.compile(r"\+?[0-9]+|\+")
# Separators of numbers as people write them, and the marks that a contact list copies along.
_SEPARATEURS_TELEPHONE = (
    f"./()_-\u2010\u2011\u2012\u2013\u2014\u2212\u00b7\u200b\u200e\u200f\u202a\u202c\u2060\ufeff{_ESPACES}"
)
_INDICATIF = re.compile(r"((?:\+|00)(?:(33|262|590|594|596)|508|681|687|689))([0-9]*)")
_JOUR_MOIS_AN = re.compile(f"([0-9]{{1,2}}){_ENTRE}([0-9]{{1,2}}){_ENTRE}([0-9]{{4}})")


@dataclass(frozen=True, slots=True)
class Groupage:
    """How one kind of field shows itself.

    `brut(texte, caret)` gives what was typed out of what the line shows, and how many of its characters
    stand before the caret. `montre(brut)` inserts characters of `separateurs`, or nothing at all.
    """

    brut: Callable[[str, int], tuple[str, int]]
    montre: Callable[[str], str]
    separateurs: str
    longueur_max: int


def _sans(texte: str, separateurs: str) -> str:
    return "".join(x for x in texte if x not in separateurs)


def _oter(texte: str, caret: int, separateurs: str) -> tuple[str, int]:
    return _sans(texte, separateurs), len(_sans(texte[:caret], separateurs))


def _brut_montant(texte: str, caret: int) -> tuple[str, int]:
    """An amount without spaces; anything else as it was typed, spaces included."""
    est_montant = _MONTANT.fullmatch(_sans(texte, _ESPACES))
    return _oter(texte, caret, _ESPACES if est_montant else INSECABLE)


def _montre_montant(brut: str) -> str:
    """`3333334` as « 3 333 334 »; what is no amount, as it is."""
    trouve = re.match(r"(-?)([0-9]+)(.*)", brut, re.DOTALL)
    if trouve is None or not _MONTANT.fullmatch(brut):
        return brut
    signe, chiffres, reste = trouve.groups()
    tete = len(chiffres) % 3 or 3
    groupes = [chiffres[:tete], *(chiffres[i : i + 3] for i in range(tete, len(chiffres), 3))]
    return str(signe) + INSECABLE.join(groupes) + str(reste)


def _brut_nir(texte: str, caret: int) -> tuple[str, int]:
    """A NIR without spaces, letters in capitals (2A, 2B)."""
    # One character for one, so that the caret keeps its place: « ß » has two capitals.
    haut = "".join(x.upper() if len(x.upper()) == 1 else x for x in texte)
    return _oter(haut, caret, _ESPACES)


def _par_groupes(brut: str, groupes: tuple[int, ...], separateur: str) -> str:
    morceaux, debut = [], 0
    for longueur in groupes:
        morceaux.append(brut[debut : debut + longueur])
        debut += longueur
    return separateur.join(x for x in (*morceaux, brut[debut:]) if x)


def _montre_nir(brut: str) -> str:
    """« 2 90 06 69 123 045 », and the key of two digits after it when it is typed."""
    return _par_groupes(brut, (1, 2, 2, 2, 3, 3), INSECABLE)


def _brut_date(texte: str, caret: int) -> tuple[str, int]:
    """The digits of a date (ddmmyyyy); what is no date, as it was typed."""
    est_date = _DATE.fullmatch(_sans(texte, _SEPARATEURS_DATE))
    return _oter(texte, caret, _SEPARATEURS_DATE) if est_date else (texte, caret)


def _montre_date(brut: str) -> str:
    """`07042026` as « 07/04/2026 »; what is no date, as it is."""
    return _par_groupes(brut, (2, 2, 4), "/") if _DATE.fullmatch(brut) else brut


def _huit_chiffres(texte: str) -> str:
    """A whole date, `2026-04-07` or « 7/4/2026 », as ddmmyyyy; anything else as it is, on one line."""
    texte = sur_une_ligne(texte).strip()
    if iso := _ISO.fullmatch(texte):
        return "".join(reversed(iso.groups()))
    if parties := _JOUR_MOIS_AN.fullmatch(texte):
        jour, mois, an = parties.groups()
        return f"{jour:0>2}{mois:0>2}{an}"
    return texte


def _brut_telephone(texte: str, caret: int) -> tuple[str, int]:
    """The digits of a number, with the « + » it may begin with; what is no number, as it was typed."""
    est_numero = _TELEPHONE.fullmatch(_sans(texte, _SEPARATEURS_TELEPHONE))
    return _oter(texte, caret, _SEPARATEURS_TELEPHONE if est_numero else INSECABLE)


def _montre_telephone(brut: str) -> str:
    """« 06 39 98 10 42 », « +33 6 39 98 10 42 »; what is no number, or has a foreign code, as it is."""
    if not _TELEPHONE.fullmatch(brut):
        return brut
    if prefixe := _INDICATIF.fullmatch(brut):
        tete, neuf_chiffres, reste = prefixe.groups()
        seul = 1 if neuf_chiffres and not reste.startswith("0") else 0
        groupes = (len(tete), *((seul,) if seul else ()), *(2,) * 6)
        return _par_groupes(brut, groupes, INSECABLE)
    return brut if brut.startswith("+") else _par_groupes(brut, (2,) * 5, INSECABLE)


def _brut_code(texte: str, caret: int) -> tuple[str, int]:
    """The digits of a code, out of whatever was pasted."""
    autres = "".join({x for x in texte if not (x.isascii() and x.isdecimal())})
    return _oter(texte, caret, autres)


MONTANT = Groupage(_brut_montant, _montre_montant, INSECABLE, 40)
NIR = Groupage(_brut_nir, _montre_nir, INSECABLE, 15)
DATE = Groupage(_brut_date, _montre_date, "/", 24)
TELEPHONE = Groupage(_brut_telephone, _montre_telephone, INSECABLE, 40)
CODE = Groupage(_brut_code, lambda brut: brut, "", 6)


class SaisieGroupee(Saisie):
    """Regroups after each change; undo goes back over what was typed, not over the regrouping."""

    def __init__(self, groupage: Groupage, parent: QWidget | None = None) -> None:
        self._groupage = groupage
        self._en_cours = False
        self._etats: list[tuple[str, int]] = [("", 0)]
        self._etat = 0
        super().__init__(parent)
        # Room for separators and for a paste that is cut afterwards.
        self.setMaxLength(6 * groupage.longueur_max)

    def brut(self) -> str:
        """What was typed, without separators."""
        return self._etats[self._etat][0]

    def vider(self) -> None:
        super().vider()
        self._oublier()

    def poser(self, texte: str) -> None:
        super().poser(texte)
        self._oublier()

    def _oublier(self) -> None:
        self._etats = [self._etats[self._etat]]
        self._etat = 0

    def annuler(self, refaire: bool = False) -> None:
        cible = self._etat + (1 if refaire else -1)
        if self.annulable and 0 <= cible < len(self._etats):
            self._etat = cible
            self._afficher()
            self.change.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Deleting a separator would change nothing: the caret jumps over it to the character meant.
        texte, caret = self.text(), self.cursorPosition()
        if not self.hasSelectedText() and texte != self.brut():
            separateurs = self._groupage.separateurs
            if event.key() == Qt.Key.Key_Backspace and caret and texte[caret - 1] in separateurs:
                self.setCursorPosition(caret - 1)
            elif event.key() == Qt.Key.Key_Delete and caret < len(texte) and texte[caret] in separateurs:
                self.setCursorPosition(caret + 1)
        super().keyPressEvent(event)

    def _texte_change(self, texte: str) -> None:
        if self._en_cours:
            return
        brut, caret = self._groupage.brut(texte, self.cursorPosition())
        trop = len(brut) - self._groupage.longueur_max
        if trop > 0:
            # The excess is what has just come in, and it ends at the caret.
            debut = max(0, caret - trop)
            brut = (brut[:debut] + brut[caret:])[: self._groupage.longueur_max]
            caret = debut
        self._retenir(brut, caret)
        self._afficher()
        self.change.emit()

    def _retenir(self, brut: str, caret: int) -> None:
        if brut == self.brut():
            self._etats[self._etat] = (brut, caret)
            return
        del self._etats[self._etat + 1 :]
        self._etats.append((brut, caret))
        self._etat += 1

    def _afficher(self) -> None:
        """Show the state in force, the caret just after the same typed character."""
        brut, caret = self._etats[self._etat]
        montre = self._groupage.montre(brut)
        self._en_cours = True
        try:
            if montre != self.text():
                self.setText(montre)
            self.setCursorPosition(caret if montre == brut else self._caret_montre(montre, caret))
        finally:
            self._en_cours = False

    def _caret_montre(self, montre: str, caret: int) -> int:
        vus = 0
        for rang, caractere in enumerate(montre):
            if vus == caret:
                return rang
            if caractere not in self._groupage.separateurs:
                vus += 1
        return len(montre)


class SaisieDate(SaisieGroupee):
    """A date: the bars come by themselves, and « 7/ » typed or « 7/4/2026 » pasted mean 07."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(DATE, parent)

    def coller(self, texte: str) -> None:
        super().coller(_huit_chiffres(texte))

    def poser(self, texte: str) -> None:
        super().poser(_huit_chiffres(texte))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        brut = self.brut()
        frappe = event.text()
        if frappe and frappe in _SEPARATEURS_DATE and _DATE.fullmatch(brut):
            if len(brut) in (1, 3) and self.cursorPosition() == len(self.text()):
                self._retenir(f"{brut[:-1]}0{brut[-1]}", len(brut) + 1)
                self._afficher()
                self.change.emit()
            event.accept()
            return
        super().keyPressEvent(event)
