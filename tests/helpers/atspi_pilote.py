"""Sees and operates the window as a screen reader does. Runs under Debian's Python, which has `gi`.

One JSON object a line on stdin, one a line on stdout, in the same order. Requests:

- `{"commande": "attendre", "critere": {…}, "delai_s": 5, "absent": false}` answers when a visible thing fits (or none
  does any more), with `{"ok": true, "trouve": {…}}`, or `{"ok": false, "raison": …, "visibles": […]}` at the deadline;
- `{"commande": "tous", "critere": {…}}` answers at once with `{"ok": true, "trouves": […]}`;
- `{"commande": "arbre"}` answers with everything visible, as indented lines;
- `{"commande": "action", "critere": {…}, "action": "Press"}` does what assistive technology does.

A criterion holds any of `role` (AT-SPI role name, the older one where it changed), `nom`, `motif` (regular expression
on the name), `etats` (all of them must hold), `sans_etats` (none may). Names are compared with
apostrophes and spaces made plain.
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections.abc import Iterator
from typing import Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

EVENEMENTS = (
    "object:state-changed",
    "object:children-changed",
    "object:property-change",
    "object:text-changed",
    "object:text-caret-moved",
    "object:bounds-changed",
    "object:visible-data-changed",
    "window",
)
FILET_MS = 100
"""An application may change without saying so; pending requests are looked at again at this pace at the latest."""

PROFONDEUR_MAX = 60
NOMS_RECENTS = {"button": "push button"}
"""Roles that a newer AT-SPI (Debian 13) calls otherwise, and what they are called here."""

SANS_ETAT = ("application", "desktop frame")


def ordinaire(texte: str) -> str:
    return re.sub(r"[\s\u00a0\u202f]+", " ", texte.replace("’", "'")).strip()


def etats(noeud: Any) -> set[str]:
    return {etat.value_nick for etat in noeud.get_state_set().get_states()}


Vu = tuple[Any, str, set[str], tuple[Any, ...]]
"""A node that is shown, its role, its states, and what it is in, outermost first."""


def visibles(noeud: Any, autour: tuple[Any, ...] = ()) -> Iterator[Vu]:
    """The shown part of the tree below `noeud`, in reading order. A branch that dies while it is read is left out."""
    if len(autour) > PROFONDEUR_MAX:
        return
    dedans = autour
    try:
        lu = noeud.get_role_name()
        role = NOMS_RECENTS.get(lu, lu)
        if role not in SANS_ETAT:
            poses = etats(noeud)
            if "visible" not in poses or "defunct" in poses:
                return
            if "showing" in poses:
                yield noeud, role, poses, autour
            dedans = (*autour, noeud)
        nombre = noeud.get_child_count()
    except GLib.Error:
        return
    for rang in range(nombre):
        try:
            enfant = noeud.get_child_at_index(rang)
        except GLib.Error:
            return
        if enfant is not None:
            yield from visibles(enfant, dedans)


def racine() -> Any:
    bureau = Atspi.get_desktop(0)
    bureau.set_cache_mask(Atspi.Cache.NONE)
    bureau.clear_cache()
    return bureau


def convient(critere: dict[str, Any], noeud: Any, role: str, poses: set[str]) -> bool:
    if (voulu := critere.get("role")) is not None and role != voulu:
        return False
    if not poses.issuperset(critere.get("etats", ())) or poses & set(critere.get("sans_etats", ())):
        return False
    nom = critere.get("nom")
    motif = critere.get("motif")
    if nom is None and motif is None:
        return True
    lu = ordinaire(noeud.get_name() or "")
    if nom is not None and lu != ordinaire(nom):
        return False
    return motif is None or re.search(ordinaire(motif), lu) is not None


def trouver(critere: dict[str, Any]) -> Iterator[Vu]:
    for vu in visibles(racine()):
        noeud, role, poses, _ = vu
        try:
            if convient(critere, noeud, role, poses):
                yield vu
        except GLib.Error:
            continue


def boite(noeud: Any) -> tuple[int, int, int, int]:
    """Left, top, right, bottom, in pixels of the screen."""
    place = noeud.get_extents(Atspi.CoordType.SCREEN)
    return place.x, place.y, place.x + place.width, place.y + place.height


def decrire(vu: Vu, boites: dict[int, tuple[int, int, int, int]] | None = None) -> dict[str, Any]:
    """What is known of a node. `boites` remembers the boxes of what holds it, from one call to the next."""
    noeud, role, poses, autour = vu
    boites = {} if boites is None else boites
    gauche, haut, droite, bas = entiere = boite(noeud)
    for contenant in autour:  # a page that scrolls shows only a part of what it holds
        if id(contenant) not in boites:
            boites[id(contenant)] = boite(contenant)
        g, h, d, b = boites[id(contenant)]
        gauche, haut, droite, bas = max(gauche, g), max(haut, h), min(droite, d), min(bas, b)
    interfaces = set(noeud.get_interfaces())
    texte = None
    if "Text" in interfaces:
        texte = Atspi.Text.get_text(noeud, 0, Atspi.Text.get_character_count(noeud))
    valeur = Atspi.Value.get_current_value(noeud) if "Value" in interfaces else None
    return {
        "role": role,
        "nom": noeud.get_name() or "",
        "description": noeud.get_description() or "",
        "etats": sorted(poses),
        "x": entiere[0],
        "y": entiere[1],
        "largeur": entiere[2] - entiere[0],
        "hauteur": entiere[3] - entiere[1],
        "visible": [gauche, haut, max(0, droite - gauche), max(0, bas - haut)],
        "texte": texte,
        "valeur": valeur,
        "pid": noeud.get_process_id(),
    }


def arbre() -> list[str]:
    lignes = []
    for noeud, role, poses, autour in visibles(racine()):
        gauche, haut, droite, bas = boite(noeud)
        marques = " ".join(
            sorted(poses & {"focused", "checked", "focusable", "selected", "read-only", "invalid-entry"})
        )
        place = f"{gauche},{haut} {droite - gauche}x{bas - haut}"
        lignes.append(f"{'  ' * len(autour)}{role} « {noeud.get_name() or ''} » [{place}] {marques}".rstrip())
    return lignes


class Pilote:
    """Answers requests one after the other; a request that waits is tried again at each event."""

    def __init__(self) -> None:
        self.boucle = GLib.MainLoop()
        self.recu = b""
        self.en_attente: dict[str, Any] | None = None
        self.limite = 0.0
        self.prevu = 0
        self.ecouteur = Atspi.EventListener.new(self.sur_evenement)
        for evenement in EVENEMENTS:
            self.ecouteur.register(evenement)
        GLib.unix_fd_add_full(
            GLib.PRIORITY_DEFAULT, 0, GLib.IOCondition.IN | GLib.IOCondition.HUP, self.sur_demande
        )
        GLib.timeout_add(FILET_MS, self.sur_filet)

    def repondre(self, reponse: dict[str, Any]) -> None:
        sys.stdout.write(json.dumps(reponse, ensure_ascii=False) + "\n")
        sys.stdout.flush()

    def sur_evenement(self, _evenement: Any) -> None:
        if self.en_attente is not None and not self.prevu:  # a burst of events costs one look
            self.prevu = GLib.timeout_add(5, self.sur_reveil)

    def sur_reveil(self) -> bool:
        self.prevu = 0
        self.essayer()
        return False

    def sur_filet(self) -> bool:
        self.essayer()
        return True

    def sur_demande(self, *_: Any) -> bool:
        morceau = os.read(0, 65536)
        if not morceau:
            self.boucle.quit()
            return False
        self.recu += morceau
        while b"\n" in self.recu:
            ligne, self.recu = self.recu.split(b"\n", 1)
            self.traiter(json.loads(ligne))
        return True

    def traiter(self, demande: dict[str, Any]) -> None:
        critere = demande.get("critere", {})
        try:
            if demande["commande"] == "attendre":
                self.en_attente = demande
                self.limite = time.monotonic() + demande["delai_s"]
                self.essayer()
            elif demande["commande"] == "tous":
                self.repondre({"ok": True, "trouves": list(self.tous(critere))})
            elif demande["commande"] == "arbre":
                self.repondre({"ok": True, "lignes": arbre()})
            elif demande["commande"] == "action":
                self.repondre(self.agir(critere, demande["action"]))
            else:
                self.repondre({"ok": False, "raison": f"unknown request {demande['commande']}"})
        except GLib.Error as erreur:
            self.repondre({"ok": False, "raison": f"the application did not answer: {erreur.message}"})

    def tous(self, critere: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """What fits, less what went away while it was read."""
        boites: dict[int, tuple[int, int, int, int]] = {}
        vus = list(trouver(critere))  # kept whole: a node that is collected would give its id to another
        for vu in vus:
            try:
                yield decrire(vu, boites)
            except GLib.Error:
                continue

    def agir(self, critere: dict[str, Any], action: str) -> dict[str, Any]:
        for vu in trouver(critere):
            noeud, role, *_ = vu
            connues = [
                Atspi.Action.get_action_name(noeud, n) for n in range(Atspi.Action.get_n_actions(noeud))
            ]
            if action not in connues:
                return {"ok": False, "raison": f"{role} has no action {action}, only {connues}"}
            Atspi.Action.do_action(noeud, connues.index(action))
            return {"ok": True, "trouve": decrire(vu)}
        return {"ok": False, "raison": "nothing fits"}

    def essayer(self) -> None:
        demande = self.en_attente
        if demande is None:
            return
        trouve = None
        try:
            vu = next(trouver(demande["critere"]), None)
            trouve = None if vu is None else decrire(vu)
        except GLib.Error:
            pass  # it went away while it was read: looked at again at the next event, until the deadline
        if (trouve is None) == bool(demande.get("absent")):
            self.en_attente = None
            self.repondre({"ok": True, "trouve": trouve})
        elif time.monotonic() >= self.limite:
            self.en_attente = None
            raison = "still there" if demande.get("absent") else "nothing fits"
            self.repondre({"ok": False, "raison": raison, "visibles": arbre()})


def main() -> None:
    Atspi.init()
    Atspi.set_timeout(2000, 5000)  # ms: a frozen window must not freeze its observer
    pilote = Pilote()
    pilote.repondre({"ok": True, "pret": True})
    pilote.boucle.run()


if __name__ == "__main__":
    main()
