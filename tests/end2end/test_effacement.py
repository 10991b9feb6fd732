"""Erasure: however a visit ends, nothing that was typed is left, in any memory, on any disk, on the desktop.

A search that cannot find proves nothing: the first test also finds all of it in the visit while it lives.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.end2end.visite import (
    ACCUEIL,
    CAMILLE,
    MODIFIER_MES_COORDONNEES,
    MON_COMPTE,
    MOT_DE_PASSE,
    NIR,
    Visite,
)
from tests.helpers import memoire
from tests.helpers.attente import attendre
from tests.helpers.bureau import Bureau
from tests.helpers.fouille import Secrets, fichiers, selections_prises
from tests.helpers.terminal import Backend, Terminal, descendance, vivant
from tests.helpers.visiteur import BOUTON, PILOTE, Visiteur

pytestmark = [pytest.mark.end2end, pytest.mark.timeout(300)]

SALAIRES, PENSIONS = "2748195", "1936472"
IDENTITE = Secrets({"NIR": CAMILLE.nir, "password": CAMILLE.mot_de_passe})
MONTANTS = Secrets({"salaries": SALAIRES, "pensions": PENSIONS})
COMMUNS = tuple(Path(nom) for nom in ("/tmp", "/var/tmp", "/dev/shm", "/var/spool/cups", "/run/cups"))
BACKEND = "backend-"
SILENCE = {"CAF_KIOSK_INACTIVITE_S": "60", "CAF_KIOSK_REBOURS_S": "20"}


@dataclass
class Poste:
    """A terminal in service on a desktop, someone in front of it, and what was there before them."""

    bureau: Bureau
    backend: Backend
    terminal: Terminal
    visiteur: Visiteur
    mail: str
    avant: frozenset[Path] = frozenset()
    debut: float = 0.0

    @property
    def visite(self) -> Visite:
        return Visite(self.visiteur)

    @property
    def adresse(self) -> Secrets:
        """Made up for this visit: nobody else writes it."""
        return Secrets({"mail": self.mail})

    @property
    def secrets(self) -> Secrets:
        return IDENTITE | MONTANTS | self.adresse

    @property
    def backends(self) -> tuple[Path, ...]:
        """Where the backends of this desktop keep what they were sent."""
        return tuple(self.bureau.dossier.glob(f"{BACKEND}*"))

    def ecrits(self) -> Iterator[Path]:
        """The files of the terminal and of its desktop, less what grows by itself."""
        return fichiers(self.bureau.dossier, sauf=(*self.backends, self.bureau.dossier / "logs"))


@contextlib.contextmanager
def poste(bureau: Bureau, nom: str, env: dict[str, str]) -> Iterator[Poste]:
    temporaire = bureau.dossier / f"tmp-{nom}"
    temporaire.mkdir()
    env = {"TMPDIR": str(temporaire), **env}
    with (
        Backend(bureau, etat=bureau.dossier / f"{BACKEND}{nom}") as backend,
        Terminal(bureau, backend.url, env=env, nom=f"terminal-{nom}") as terminal,
        Visiteur(bureau) as visiteur,
    ):
        visiteur.attendre(ACCUEIL, BOUTON, delai_s=30)
        terminal.attendre_fait("warmup_ms")
        mail = f"zoe.{''.join(random.choices('bcdfghjklmnpqrstvwxz', k=8))}@exemple.fr"
        ici = Poste(bureau, backend, terminal, visiteur, mail)
        ici.avant, ici.debut = frozenset(ici.ecrits()), time.time()
        yield ici


@pytest.fixture(scope="module", autouse=True)
def memoire_lisible() -> None:
    """Skips who may not read another process, except in CI: a failure there."""
    if (phrase := memoire.manque()) is not None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(phrase)


@pytest.fixture(scope="module")
def bureau(bureau_possible: None) -> Iterator[Bureau]:
    with Bureau(1080, 1920) as bureau:
        yield bureau


@pytest.fixture(scope="module", autouse=True)
def delaisse(bureau_possible: None, memoire_lisible: None) -> Iterator[tuple[Poste, int]]:
    """A visit left where it was, while the other tests of this file run: its terminal waits for more than a minute."""
    with Bureau(1080, 1920) as bureau, poste(bureau, "silence", SILENCE) as ici:
        yield ici, tout_saisir(ici)


def tout_saisir(ici: Poste, *, temoin: bool = False) -> int:
    """Sign in, change a mail, declare incomes; the process that now knows all of it."""
    visite, visiteur = ici.visite, ici.visiteur
    visite.commencer()
    visite.taper(NIR, CAMILLE.nir)
    visiteur.toucher("Champ suivant", BOUTON)
    visiteur.attendre("Espace", BOUTON)
    visiteur.taper_clavier_ecran(CAMILLE.mot_de_passe)
    visiteur.attendre_texte(MOT_DE_PASSE, lambda lu: len(lu) == len(CAMILLE.mot_de_passe))
    pid = visiteur.attendre("Me connecter", BOUTON).pid
    if temoin:
        assert noms(memoire.chercher(pid, IDENTITE)) == IDENTITE.noms
    visiteur.toucher("Me connecter", BOUTON)
    visite.attendre_l_incitation()
    visiteur.toucher(MODIFIER_MES_COORDONNEES, BOUTON)
    visiteur.toucher("Modifier : Adresse mail", BOUTON)
    visite.taper("Adresse mail", ici.mail)
    visiteur.toucher("Continuer", BOUTON)
    visiteur.toucher("Enregistrer", BOUTON)
    visiteur.attendre("Valider le code", BOUTON, delai_s=20)
    visiteur.toucher("Plus tard", BOUTON)
    visiteur.toucher(MON_COMPTE, BOUTON)
    visite.attendre_le_compte(CAMILLE)
    visite.ouvrir_les_ressources()
    visite.continuer_vers("Vos ressources en 2021")
    visite.continuer_vers("Vos salaires et allocations")
    visite.remplir(Traitements_et_salaires=SALAIRES)
    visite.continuer_vers("Vos pensions et autres revenus")
    visite.remplir(Pensions_alimentaires_reçues=PENSIONS)
    if temoin:
        reponses = MONTANTS | ici.adresse
        assert noms(memoire.chercher(pid, reponses)) == reponses.noms
    return pid


def noms(trouves: set[tuple[str, str]]) -> set[str]:
    return {nom for nom, _ in trouves}


def couper_le_courant(ici: Poste, _victime: int) -> None:
    """Sent while the backend is away, so that the disk holds all it may; then the power goes, and comes back."""
    ici.visite.tout_continuer()
    ici.backend.arreter()
    ici.visite.envoyer()
    ici.terminal.tuer()
    ici.terminal.demarrer()


def finir(ici: Poste, _victime: int) -> None:
    ici.visite.tout_continuer()
    ici.visite.envoyer()
    ici.visite.terminer()


FINS: dict[str, Callable[[Poste, int], None]] = {
    "finished": finir,
    "crash": lambda _ici, victime: os.kill(victime, signal.SIGSEGV),
    "freeze": lambda _ici, victime: os.kill(victime, signal.SIGSTOP),
    "power cut": couper_le_courant,
}


@pytest.mark.parametrize("fin", FINS)
def test_nothing_that_was_typed_outlives_the_visit(fin: str, bureau: Bureau) -> None:
    with poste(bureau, fin.replace(" ", "-"), {}) as ici:
        victime = tout_saisir(ici, temoin=fin == "finished")
        FINS[fin](ici, victime)
        rien_ne_reste(ici, victime, enveloppes=fin == "power cut")


def test_nothing_that_was_typed_outlives_the_silence(delaisse: tuple[Poste, int]) -> None:
    ici, victime = delaisse
    ici.visiteur.attendre(ACCUEIL, BOUTON, delai_s=120)
    assert [fait["motif"] for fait in ici.terminal.faits() if "motif" in fait] == ["silence"]
    rien_ne_reste(ici, victime)


def rien_ne_reste(ici: Poste, victime: int, *, enveloppes: bool = False) -> None:
    """Waits for the next visitor's terminal to be whole, then looks everywhere."""
    terminal, visiteur = ici.terminal, ici.visiteur
    attendre_que_tout_soit_en_place(terminal, victime)
    visible = visiteur.attendre(ACCUEIL, BOUTON).pid
    secrets = ici.secrets
    assert secrets.dans(visiteur.textes().encode()) == set()

    survivants = set(ici.bureau.processus_vivants()) - ceux_d_a_cote(ici)
    assert survivants >= set(terminal.descendants()) >= {terminal.pid, visible}
    assert len(terminal.descendants()) == 3, "the supervisor, the home page, the spare"
    trouves = {pid: memoire.chercher(pid, secrets) for pid in survivants}
    assert {nommer(pid): vus for pid, vus in trouves.items() if vus} == {}

    assert selections_prises(ici.bureau.env["DISPLAY"]) == []
    assert secrets.dans_les_fichiers(ici.bureau.dossier, sauf=ici.backends) == {}
    nouveaux = set(ici.ecrits()) - ici.avant
    assert {chemin.suffix for chemin in nouveaux} == ({".enveloppe"} if enveloppes else set()), nouveaux
    assert ailleurs(ici) == {}
    assert segments_partages(victime) == []


def attendre_que_tout_soit_en_place(terminal: Terminal, victime: int) -> None:
    def en_place() -> bool:
        faits = terminal.faits()
        lancees = [fait["pid"] for fait in faits if fait.get("event") == "reserve_lancee"]
        pretes = {fait["pid"] for fait in faits if fait.get("event") == "reserve_prete"}
        return not vivant(victime) and len(terminal.descendants()) == 3 and lancees[-1] in pretes

    attendre(en_place, lambda: terminal.bureau.journal(terminal.nom)[-3000:], 60)


def ceux_d_a_cote(ici: Poste) -> set[int]:
    """The backend, which keeps what it was sent; assistive technology and its bus, which were told what it reads.

    Libdbus keeps the last messages it carried for their room, so that memory is nobody's to erase; a `borne` has none.
    """
    lecteurs = (PILOTE.name, "at-spi2/accessibility.conf")
    yeux = {pid for pid in ici.bureau.processus_vivants() if any(nom in nommer(pid) for nom in lecteurs)}
    backend = ici.backend.processus
    return yeux if backend is None else yeux | set(descendance(backend.pid))


def nommer(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")


def ailleurs(ici: Poste) -> dict[str, set[tuple[str, str]]]:
    """What the places that every program may write to have got since the visit began, print spool included."""
    trouves: dict[str, set[tuple[str, str]]] = {}
    # The rest is written in copies of this project too, which may be made there meanwhile.
    secrets = ici.adresse
    for racine in COMMUNS:
        essais = (*racine.glob("caf-kiosk-bureau-*"), *racine.glob("caf-kiosk-conteneur-*"))
        for chemin in fichiers(racine, sauf=essais):
            with contextlib.suppress(OSError):
                if chemin.stat().st_mtime >= ici.debut and (vus := secrets.dans_le_fichier(chemin)):
                    trouves[str(chemin)] = vus
    return trouves


def segments_partages(pid: int) -> list[str]:
    """The shared memory (System V) that a dead process has left behind."""
    lignes = Path("/proc/sysvipc/shm").read_text().splitlines()
    colonne = lignes[0].split().index("cpid")
    return [ligne for ligne in lignes[1:] if int(ligne.split()[colonne]) == pid]
