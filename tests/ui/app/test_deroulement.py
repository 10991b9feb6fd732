"""A whole visit against the real backend: identified, declared, deposited, and the receipt is the backend's own."""

import sqlite3
from contextlib import closing

import pytest
from doigts import (
    GAUCHE,
    a_corriger,
    bouton,
    champ,
    ecran,
    ecrire,
    lu,
    mots_de_passe_presents,
    toucher,
    visibles,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from repos_visite import repos

from ui.components.panneau import Panneau
from ui.screens.compte import EcranCompte
from ui.screens.fin import EcranFin
from ui.screens.identification import EcranIdentification
from ui.wizard.page_etape import PageEtape
from ui.wizard.pages import PageTexte


def depots_du_backend(serveur) -> list[str]:
    chemin = serveur.reglages.base.removeprefix("sqlite+aiosqlite:///")
    with closing(sqlite3.connect(chemin)) as base:
        lignes = base.execute("SELECT numero FROM depot ORDER BY recu_le").fetchall()
    return [numero for (numero,) in lignes]


def test_sign_in_declare_deposit_and_leave_with_the_backends_own_number(
    mener, commencer, serveur, seule
) -> None:
    avant = depots_du_backend(serveur)

    async def scenario() -> None:
        visite = commencer(serveur.url)
        fenetre = visite.fenetre
        await visite.s_identifier(seule)
        assert f"Bonjour {seule.prenom}" in lu(fenetre)
        await visite.jusqu_a_la_verification()
        assert "18 240 €" in lu(fenetre)
        await visite.envoyer()
        ecran(fenetre, EcranFin)
        recus = [n for n in depots_du_backend(serveur) if n not in avant]
        assert len(recus) == 1
        assert recus[0] in lu(fenetre)
        assert "Votre déclaration est envoyée" in lu(fenetre)
        assert "Transmise à la Caf" in lu(fenetre)
        assert visite.enveloppes() == []
        assert visite.prevenus == []
        toucher(fenetre, "Revenir à mon compte")
        await repos()
        ecran(fenetre, EcranCompte)
        assert f"Numéro {recus[0]}" in lu(fenetre)
        assert "est à faire" not in lu(fenetre)
        assert [a.texte for a in fenetre.ecran.commandes] == ["Terminer ma session"]
        fenetre.ecran.commandes[0].faire()
        assert visite.finies == [True]

    mener(scenario())


def test_no_widget_holds_the_password_once_signed_in(mener, commencer, serveur, seule) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        await visite.s_identifier(seule)
        ecran(visite.fenetre, EcranCompte)
        assert mots_de_passe_presents(visite.fenetre, seule.mot_de_passe) == []
        assert all(seule.nir[:5] not in ligne.text() for ligne in visite.fenetre.findChildren(QLineEdit))

    mener(scenario())


def test_two_taps_on_send_make_one_deposit(mener, commencer, serveur, seule) -> None:
    avant = depots_du_backend(serveur)

    async def scenario() -> None:
        visite = commencer(serveur.url)
        await visite.s_identifier(seule)
        await visite.jusqu_a_la_verification()
        envoyer = bouton(visite.fenetre, "Envoyer ma déclaration")
        envoyer.click()
        envoyer.click()
        visite.visite.depot._envoyer()
        await repos()
        ecran(visite.fenetre, EcranFin)
        assert len(depots_du_backend(serveur)) == len(avant) + 1

    mener(scenario())


def test_two_taps_on_sign_in_count_as_one_try(mener, commencer, serveur, seule) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        page = ecran(visite.fenetre, EcranIdentification)
        for _ in range(4):
            await visite.s_identifier(seule, "mauvais mot de passe")
            remettre_le_numero_a_vide(page)
        ecrire(champ(page, "Numéro"), seule.nir[:13])
        ecrire(champ(page, "Mot de passe"), seule.mot_de_passe)
        page.me_connecter()
        page.me_connecter()
        await repos()
        await visite.passer_l_incitation()
        ecran(visite.fenetre, EcranCompte)

    mener(scenario())


def remettre_le_numero_a_vide(page: EcranIdentification) -> None:
    champ(page, "Numéro").vider()


def test_a_wrong_password_then_the_right_one(mener, commencer, serveur, seule) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        await visite.s_identifier(seule, "ce n'est pas lui")
        page = ecran(visite.fenetre, EcranIdentification)
        assert a_corriger(page) == ["Le numéro de Sécurité sociale ou le mot de passe est incorrect."]
        assert champ(page, "Numéro").valeur() == seule.nir[:13]
        assert champ(page, "Mot de passe").valeur() == ""
        ecrire(champ(page, "Mot de passe"), seule.mot_de_passe)
        toucher(visite.fenetre, "Me connecter")
        await repos()
        await visite.passer_l_incitation()
        ecran(visite.fenetre, EcranCompte)

    mener(scenario())


def test_a_locked_person_is_sent_to_the_reception_desk(mener, commencer, serveur, verrouillee) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        await visite.s_identifier(verrouillee)
        page = ecran(visite.fenetre, EcranIdentification)
        assert "Votre accès est bloqué" in lu(page)
        assert "Adressez-vous à l’accueil" in lu(page)

    mener(scenario())


def test_back_from_the_first_page_leads_to_the_account_and_coming_back_finds_everything(
    mener, commencer, serveur, seule
) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        fenetre = visite.fenetre
        await visite.s_identifier(seule)
        toucher(fenetre, "Déclarer mes ressources")
        ecran(fenetre, PageTexte)
        for _ in range(3):
            toucher(fenetre, "Continuer")
        ecrire(champ(fenetre, "Traitements"), "12x")
        while not isinstance(fenetre.ecran, EcranCompte):
            toucher(fenetre, "Précédent")
        toucher(fenetre, "Déclarer mes ressources")
        for _ in range(3):
            toucher(fenetre, "Continuer")
        assert champ(ecran(fenetre, PageEtape), "Traitements").valeur() == "12x"

    mener(scenario())


@pytest.mark.parametrize("reponse", ["Continuer ma démarche", "Terminer"])
def test_leaving_with_answers_not_sent_is_asked_first(mener, commencer, serveur, seule, reponse: str) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        fenetre = visite.fenetre
        await visite.s_identifier(seule)
        toucher(fenetre, "Déclarer mes ressources")
        toucher(fenetre, "Terminer ma session")
        assert "Vos réponses n’ont pas été envoyées" in lu(fenetre)
        assert visite.finies == []
        toucher(fenetre, reponse)
        assert visite.finies == ([True] if reponse == "Terminer" else [])

    mener(scenario())


def test_a_second_tap_on_the_way_out_falls_on_the_veil(mener, commencer, serveur, seule) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        fenetre = visite.fenetre
        await visite.s_identifier(seule)
        toucher(fenetre, "Déclarer mes ressources")
        sortie = bouton(fenetre, "Terminer ma session")
        ou = sortie.mapTo(fenetre, sortie.rect().center())
        for _ in range(2):
            QTest.mouseClick(fenetre.childAt(ou), GAUCHE)
        assert len(list(visibles(fenetre, Panneau))) == 1
        assert visite.finies == []

    mener(scenario())
