"""The visit's desk: what it asks before a temporary password is changed, after a cut, and what it loads meanwhile."""

import asyncio
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from conftest import JOUR, ServeurReel, reglages_serveur
from sqlalchemy import create_engine, select, update

from kiosk.backend.client import ClientBackend
from kiosk.backend.errors import BackendInjoignable, IdentifiantsRefuses, MotDePasseAChanger, Refus
from kiosk.backend.schemas import DemandeVerification, EtatEnvoi, GesteDemande, GestesDemandes
from kiosk.demarches import CATALOGUE
from kiosk.metier.coordonnees import Geste, NatureCoordonnee
from kiosk.server.demo import CompteDemo
from kiosk.server.storage.models import CompteLigne, MessageLigne
from ui.app.guichet import Guichet
from ui.bridge.erreurs import avis_code

NOUVEAU = "vélo girafe nuage 1937"


def jouer(url: str, envois: Path, scenario: Callable[[Guichet], Coroutine[Any, Any, None]]) -> None:
    async def entier() -> None:
        guichet = Guichet(
            ClientBackend(url, delai_s=5, attente_s=0), envois / "envois", lambda: JOUR, lambda: None
        )
        try:
            await scenario(guichet)
        finally:
            await guichet.fermer()

    asyncio.run(entier())


@pytest.fixture
def temporaire(modele_serveur: Path, tmp_path: Path) -> ServeurReel:
    """A backend where every password was given by an agent."""
    dossier = tmp_path / "temporaire"
    shutil.copytree(modele_serveur, dossier)
    moteur = create_engine(f"sqlite:///{dossier}/base.sqlite3")
    with moteur.begin() as connexion:
        jusqu_a = datetime.now(UTC) + timedelta(days=1)
        connexion.execute(update(CompteLigne).values(mot_de_passe_temporaire_jusqu_a=jusqu_a))
    moteur.dispose()
    reel = ServeurReel(reglages_serveur(dossier))
    yield reel
    reel.arreter()


def test_a_temporary_password_is_changed_before_anything_else(
    temporaire: ServeurReel, tmp_path: Path, seule: CompteDemo
) -> None:
    async def scenario(guichet: Guichet) -> None:
        assert not guichet.mot_de_passe_a_changer
        assert await guichet.identifier(seule.nir, seule.mot_de_passe) is None
        assert guichet.mot_de_passe_a_changer
        with pytest.raises(MotDePasseAChanger):
            await guichet.coordonnees()
        assert guichet.mot_de_passe_a_changer
        await guichet.changer_mot_de_passe(None, NOUVEAU)
        assert not guichet.mot_de_passe_a_changer
        assert (await guichet.compte()).prenom == seule.prenom
        # The account came with the key: a form can be sealed although the network is gone.
        temporaire.arreter()
        demarche = CATALOGUE["ressources"]
        personne = {"qualite": "vous", "prenom": seule.prenom, "salaires": 18240}
        recu = await guichet.deposer(demarche, demarche.reponses.model_validate({"personnes": [personne]}))
        assert not recu.transmis

    jouer(temporaire.url, tmp_path, scenario)


def test_the_new_password_is_the_one_that_opens_the_next_visit(
    serveur: ServeurReel, tmp_path: Path, seule: CompteDemo
) -> None:
    async def changer(guichet: Guichet) -> None:
        await guichet.identifier(seule.nir, seule.mot_de_passe)
        await guichet.changer_mot_de_passe(seule.mot_de_passe, NOUVEAU)
        assert (await guichet.compte()).prenom == seule.prenom

    async def revenir(guichet: Guichet) -> None:
        with pytest.raises(IdentifiantsRefuses):
            await guichet.identifier(seule.nir, seule.mot_de_passe)
        compte = await guichet.identifier(seule.nir, NOUVEAU)
        assert compte is not None
        assert not guichet.mot_de_passe_a_changer

    jouer(serveur.url, tmp_path, changer)
    jouer(serveur.url, tmp_path, revenir)


def test_a_cut_is_told_as_it_is_and_loses_nothing(
    serveur: ServeurReel, tmp_path: Path, seule: CompteDemo
) -> None:
    async def scenario(guichet: Guichet) -> None:
        compte = await guichet.identifier(seule.nir, seule.mot_de_passe)
        assert compte is not None
        nouveau = GesteDemande(nature=NatureCoordonnee.MAIL, geste=Geste.MODIFIER, valeur="autre@exemple.fr")
        gestes = GestesDemandes(version=compte.coordonnees.version, gestes=(nouveau,))
        demande = DemandeVerification(id=uuid4(), nature=NatureCoordonnee.MAIL)
        appels = (
            guichet.coordonnees,
            lambda: guichet.enregistrer_coordonnees(gestes),
            lambda: guichet.envoyer_code(demande),
            lambda: guichet.verifier_code(demande.id, "000000"),
            lambda: guichet.changer_mot_de_passe(seule.mot_de_passe, NOUVEAU),
            lambda: guichet.envoyer_recapitulatif(uuid4(), uuid4()),
        )
        serveur.arreter()
        for appel in appels:
            with pytest.raises(BackendInjoignable):
                await appel()
        serveur.redemarrer()
        bilan = await guichet.enregistrer_coordonnees(gestes)
        assert [a.nature for a in bilan.coordonnees.en_attente] == [NatureCoordonnee.MAIL]
        code = await guichet.envoyer_code(demande)
        assert (await guichet.envoyer_code(demande)).codes_restants == code.codes_restants

    jouer(serveur.url, tmp_path, scenario)


def test_a_code_is_wrong_then_right_then_used(
    serveur: ServeurReel, tmp_path: Path, seule: CompteDemo
) -> None:
    async def scenario(guichet: Guichet) -> None:
        compte = await guichet.identifier(seule.nir, seule.mot_de_passe)
        assert compte is not None
        geste = GesteDemande(nature=NatureCoordonnee.MOBILE, geste=Geste.MODIFIER, valeur="06 39 98 77 66")
        await guichet.enregistrer_coordonnees(
            GestesDemandes(version=compte.coordonnees.version, gestes=(geste,))
        )
        demande = DemandeVerification(id=uuid4(), nature=NatureCoordonnee.MOBILE)
        envoyee = await guichet.envoyer_code(demande)
        assert envoyee.envoi is EtatEnvoi.PARTI
        code = await asyncio.to_thread(code_recu, serveur.reglages.base, demande.id)
        faux = f"{(int(code) + 1) % 10**6:06d}"
        with pytest.raises(Refus) as refus:
            await guichet.verifier_code(demande.id, faux)
        assert avis_code(refus.value).texte == "Il vous reste 4\u00a0essais."
        encore = await guichet.envoyer_code(DemandeVerification(id=uuid4(), nature=NatureCoordonnee.MOBILE))
        assert (encore.id, encore.essais_restants) == (demande.id, 4)  # the one that is on its way
        bilan = await guichet.verifier_code(demande.id, f"{code[:3]} {code[3:]}")
        mobile = next(c for c in bilan.coordonnees.en_vigueur if c.nature is NatureCoordonnee.MOBILE)
        assert (mobile.securisee, mobile.valeur_masquee[-2:]) == (True, "66")
        completes = await guichet.coordonnees()
        assert "06\u00a039\u00a098\u00a077\u00a066" in {c.valeur for c in completes.coordonnees}
        with pytest.raises(Refus) as refus:
            await guichet.verifier_code(demande.id, code)
        assert avis_code(refus.value).titre == "Ce code a déjà servi"

    jouer(serveur.url, tmp_path, scenario)


def code_recu(base: str, verification_id: UUID) -> str:
    """What the person reads on their telephone: the local transport keeps it."""
    moteur = create_engine(base.replace("+aiosqlite", ""))
    with moteur.connect() as connexion:
        corps = connexion.scalar(select(MessageLigne.corps).where(MessageLigne.id == verification_id))
    moteur.dispose()
    return re.findall(r"\b[0-9]{6}\b", corps)[0]


CHARGER = """
import asyncio, json, sys, threading
from pathlib import Path

from kiosk.backend.client import ClientBackend
from kiosk.metier.adresse_mail import lire_adresse
from kiosk.metier.mot_de_passe import exigences
from kiosk.metier.telephone import lire_telephone
from ui.app.guichet import Guichet

url, nir, mot_de_passe, envois = sys.argv[1:]
imports = []
sys.addaudithook(
    lambda quoi, suite: quoi == "import" and imports.append((suite[0], threading.current_thread().name))
)

async def visite():
    guichet = Guichet(ClientBackend(url), Path(envois), lambda: None, lambda: None)
    await guichet.identifier(nir, mot_de_passe)
    fils = {fil for nom, fil in imports if nom in {"phonenumbers", "email_validator", "zxcvbn.frequency_lists"}}
    imports.clear()
    lire_telephone("06 39 98 10 42", mobile=True)
    lire_telephone("09 76 12 34 56", mobile=False)
    lire_telephone("09 71 00 12 34", mobile=False)
    lire_telephone("+687 75 12 34", mobile=True)
    lire_adresse("zoe@müller.example.fr")
    exigences("vélo girafe nuage", noms=("Zoé", "Martin"))
    print(json.dumps([sorted(fils), imports]))
    await guichet.fermer()

asyncio.run(visite())
"""


def test_signing_in_loads_in_a_thread_what_later_pages_need(
    serveur: ServeurReel, tmp_path: Path, seule: CompteDemo
) -> None:
    """In a process of its own: this one has loaded everything long ago."""
    argv = [
        sys.executable,
        "-c",
        CHARGER,
        serveur.url,
        seule.nir,
        seule.mot_de_passe,
        str(tmp_path / "envois"),
    ]
    fils, ensuite = json.loads(subprocess.run(argv, capture_output=True, text=True, check=True).stdout)
    assert fils
    assert "MainThread" not in fils
    assert ensuite == []
