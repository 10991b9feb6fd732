"""The password of a visit: changed from the profile, imposed when it is temporary, lost on the way, left nowhere."""

import pytest
from conftest import UneVisite
from doigts import (
    a_corriger,
    bouton,
    champ,
    ecran,
    ecrire,
    laisser_faire,
    lu,
    mots_de_passe_presents,
    remplacer,
    toucher,
    visibles,
)
from PySide6.QtWidgets import QAbstractButton
from repos_visite import repos

from kiosk.server.demo import CompteDemo
from kiosk.terminal.visite import Profil
from ui.components.panneau import Panneau
from ui.screens.compte import EcranCompte
from ui.screens.identification import EcranIdentification
from ui.screens.incitation import EcranIncitation
from ui.screens.mot_de_passe import EcranMotDePasse
from ui.screens.panne import EcranPanne
from ui.screens.profil import EcranProfil

ACTUEL, NEUF, ENCORE = "Mot de passe actuel", "Nouveau mot de passe", "Écrivez-le encore une fois"
NOUVEAU = "velo girafe nuage 1937"


async def ouvrir_la_page(visite: UneVisite, compte: CompteDemo) -> EcranMotDePasse:
    """From the account, through the profile."""
    await visite.s_identifier(compte)
    await visite.toucher("Voir mon profil", "Modifier mon mot de\u00a0passe")
    return ecran(visite.fenetre, EcranMotDePasse)


def remplir(visite: UneVisite, actuel: str = "", nouveau: str = NOUVEAU, encore: str | None = None) -> None:
    """Type over each field that the page shows."""
    valeurs = {ACTUEL: actuel, NEUF: nouveau, ENCORE: nouveau if encore is None else encore}
    for trouve in visite.champs():
        remplacer(trouve, valeurs[trouve.libelle])


async def changer(visite: UneVisite, **valeurs: str) -> None:
    remplir(visite, **valeurs)
    await visite.toucher("Enregistrer")


def rien_n_est_reste(visite: UneVisite, *secrets: str) -> None:
    laisser_faire()
    for secret in secrets:
        assert mots_de_passe_presents(visite.fenetre, secret) == []


# -- from the profile -----------------------------------------------------------------------------------------


def test_changed_from_the_profile_the_new_one_opens_the_next_visit(mener, commencer, serveur, seule) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        await ouvrir_la_page(visite, seule)
        await changer(visite, actuel=seule.mot_de_passe)
        assert "Votre mot de passe est changé" in visite.panneau()
        rien_n_est_reste(visite, seule.mot_de_passe, NOUVEAU)
        await visite.toucher("Continuer")
        ecran(visite.fenetre, EcranCompte)
        rien_n_est_reste(visite, seule.mot_de_passe, NOUVEAU)

        visite = commencer(serveur.url)
        await visite.s_identifier(seule)
        page = ecran(visite.fenetre, EcranIdentification)
        assert a_corriger(page) == ["Le numéro de Sécurité sociale ou le mot de passe est incorrect."]
        ecrire(champ(page, "Mot de passe"), NOUVEAU)
        await visite.toucher("Me connecter")
        await visite.passer_l_incitation()
        ecran(visite.fenetre, EcranCompte)

    mener(scenario())


def test_a_wrong_current_password_is_said_there_and_the_new_one_kept(
    mener, commencer, serveur, seule
) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        await ouvrir_la_page(visite, seule)
        await changer(visite, actuel="ce n'est pas lui")
        page = ecran(visite.fenetre, EcranMotDePasse)
        assert "Votre mot de passe actuel n’est pas le bon" in lu(page)
        assert "Votre mot de passe n’a pas changé" in lu(page)
        assert champ(page, ACTUEL).valeur() == ""
        assert champ(page, NEUF).valeur() == NOUVEAU
        ecrire(champ(page, ACTUEL), seule.mot_de_passe)
        await visite.toucher("Enregistrer")
        assert "Votre mot de passe est changé" in visite.panneau()

    mener(scenario())


@pytest.mark.parametrize(
    ("nouveau", "dit"),
    [
        ("court", "Allongez votre mot de passe"),
        ("motdepasse1234", "Choisissez"),
        ("camille martin camille", "nom"),
    ],
    ids=["short", "common", "name"],
)
def test_a_weak_one_is_refused_before_anything_is_asked(
    mener, commencer, serveur, seule, nouveau: str, dit: str
) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        await ouvrir_la_page(visite, seule)
        serveur.arreter()
        await changer(visite, actuel=seule.mot_de_passe, nouveau=nouveau)
        page = ecran(visite.fenetre, EcranMotDePasse)
        assert a_corriger(page) != []
        assert dit in " ".join(a_corriger(page))
        assert "liaison" not in lu(page)

    mener(scenario())


def test_typed_differently_the_second_time(mener, commencer, serveur, seule) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        await ouvrir_la_page(visite, seule)
        await changer(visite, actuel=seule.mot_de_passe, encore=NOUVEAU + "x")
        page = ecran(visite.fenetre, EcranMotDePasse)
        assert len(a_corriger(page)) == 1
        assert champ(page, NEUF).valeur() == NOUVEAU
        ecrire(champ(page, ENCORE), NOUVEAU)
        await visite.toucher("Enregistrer")
        assert "Votre mot de passe est changé" in visite.panneau()

    mener(scenario())


def test_on_a_shared_pc_it_is_typed_once_and_may_be_looked_at(mener, commencer, serveur, seule) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url, profil=Profil.LIBRE_SERVICE)
        page = await ouvrir_la_page(visite, seule)
        assert [c.libelle for c in visite.champs()] == [ACTUEL, NEUF]
        assert len([b for b in visibles(page, QAbstractButton) if "fficher" in b.accessibleName()]) == 2
        await changer(visite, actuel=seule.mot_de_passe)
        assert "Votre mot de passe est changé" in visite.panneau()

    mener(scenario())


def test_back_leads_to_the_profile_and_nothing_typed_stays(mener, commencer, serveur, seule) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        await ouvrir_la_page(visite, seule)
        assert [b for b in visibles(visite.fenetre, QAbstractButton) if "fficher" in b.accessibleName()] == []
        remplir(visite, actuel=seule.mot_de_passe)
        toucher(visite.fenetre, "Précédent")
        ecran(visite.fenetre, EcranProfil)
        rien_n_est_reste(visite, seule.mot_de_passe, NOUVEAU)

    mener(scenario())


def test_the_other_session_of_the_account_ends(mener, commencer, ouvrir, serveur, seule) -> None:
    async def scenario() -> None:
        une, autre = commencer(serveur.url), commencer(serveur.url, fenetre=ouvrir())
        await autre.s_identifier(seule)
        await ouvrir_la_page(une, seule)
        await changer(une, actuel=seule.mot_de_passe)
        await une.toucher("Continuer")
        ecran(une.fenetre, EcranCompte)
        toucher(autre.fenetre, "Modifier\u00a0: Mes coordonnées")
        await autre.toucher("Afficher en entier")
        page = ecran(autre.fenetre, EcranPanne)
        assert "Votre session est terminée" in lu(page)
        assert [a.texte for a in page.commandes] == ["Terminer ma session"]

    mener(scenario())


def test_wrong_too_often_makes_wait_and_two_taps_are_one_try(mener, commencer, serveur, seule) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        page = await ouvrir_la_page(visite, seule)
        for _ in range(4):
            remplir(visite, actuel="ce n'est pas lui")
            await visite.toucher_deux_fois("Enregistrer")
            assert "Votre mot de passe actuel n’est pas le bon" in lu(page)
        await changer(visite, actuel="ce n'est pas lui")
        assert "Trop d’essais à la suite" in lu(page)
        assert champ(page, NEUF).valeur() == NOUVEAU

    mener(scenario())


def test_a_session_that_ended_says_that_nothing_changed(mener, commencer, serveur, seule) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        await ouvrir_la_page(visite, seule)
        await visite.expirer()
        await changer(visite, actuel=seule.mot_de_passe)
        page = ecran(visite.fenetre, EcranPanne)
        assert "Votre session est terminée" in lu(page)
        assert "Votre mot de passe n’a pas changé" in lu(page)
        rien_n_est_reste(visite, seule.mot_de_passe, NOUVEAU)

    mener(scenario())


# -- cuts -----------------------------------------------------------------------------------------------------


def test_a_cut_keeps_what_was_typed_and_the_second_try_does_it(mener, commencer, serveur, seule) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        page = await ouvrir_la_page(visite, seule)
        serveur.arreter()
        await changer(visite, actuel=seule.mot_de_passe)
        assert "La liaison avec la Caf est coupée" in lu(page)
        assert a_corriger(page) == []
        assert champ(page, NEUF).valeur() == NOUVEAU
        serveur.redemarrer()
        await visite.toucher("Enregistrer")
        assert "Votre mot de passe est changé" in visite.panneau()
        serveur.arreter()
        await visite.toucher("Continuer")
        assert "Votre nouveau mot de passe, lui, est en place" in lu(ecran(visite.fenetre, EcranPanne))
        serveur.redemarrer()
        await visite.toucher("Réessayer")
        ecran(visite.fenetre, EcranCompte)

    mener(scenario())


def test_an_answer_that_was_lost_is_found_again_with_the_same_request(
    mener, commencer, serveur, seule, relais
) -> None:
    entre, url = relais

    async def scenario() -> None:
        visite = commencer(url)
        page = await ouvrir_la_page(visite, seule)
        entre.perdre = "PUT /api/v1/mot-de-passe "
        await changer(visite, actuel=seule.mot_de_passe)
        assert "Nous ne savons pas si votre mot de passe a changé" in lu(page)
        await visite.toucher("Enregistrer")
        assert "Votre mot de passe est changé" in visite.panneau()
        await visite.toucher("Continuer")
        ecran(visite.fenetre, EcranCompte)

        visite = commencer(url)
        await visite.s_identifier(seule, NOUVEAU)
        ecran(visite.fenetre, EcranCompte)

    mener(scenario())


def test_an_answer_that_was_lost_about_a_wrong_password_is_still_wrong(
    mener, commencer, serveur, seule, relais
) -> None:
    entre, url = relais

    async def scenario() -> None:
        visite = commencer(url)
        page = await ouvrir_la_page(visite, seule)
        entre.perdre = "PUT /api/v1/mot-de-passe "
        await changer(visite, actuel="ce n'est pas lui")
        await visite.toucher("Enregistrer")
        assert "Votre mot de passe actuel n’est pas le bon" in lu(page)
        ecrire(champ(page, ACTUEL), seule.mot_de_passe)
        await visite.toucher("Enregistrer")
        assert "Votre mot de passe est changé" in visite.panneau()

    mener(scenario())


def test_the_page_is_not_left_while_nobody_knows_which_password_is_right(
    mener, commencer, serveur, seule, relais
) -> None:
    entre, url = relais

    async def scenario() -> None:
        visite = commencer(url)
        page = await ouvrir_la_page(visite, seule)
        remplir(visite, actuel=seule.mot_de_passe)
        entre.retenir = "PUT /api/v1/mot-de-passe "
        toucher(visite.fenetre, "Enregistrer")
        await entre.attendre()
        toucher(visite.fenetre, "Précédent")
        assert ecran(visite.fenetre, EcranMotDePasse) is page
        entre.lacher()
        await repos()
        assert "Votre mot de passe est changé" in visite.panneau()

    mener(scenario())


# -- a temporary one ------------------------------------------------------------------------------------------


def test_a_temporary_one_is_replaced_before_anything_else(mener, commencer, serveur, personnes) -> None:
    nadia = personnes["Nadia"]

    async def scenario() -> None:
        visite = commencer(serveur.url)
        fenetre = visite.fenetre
        await visite.s_identifier(nadia, incitation=True)
        page = ecran(fenetre, EcranMotDePasse)
        assert "Celui que la Caf vous a donné ne sert qu’une fois" in lu(page)
        assert [c.libelle for c in visite.champs()] == [NEUF, ENCORE]
        assert [a.texte for a in page.commandes] == ["Enregistrer"]
        # What it takes the backend to know: the temporary password, and the name of the person.
        for refuse in (nadia.mot_de_passe, "nadia petit nadia petit"):
            await changer(visite, nouveau=refuse)
            assert ecran(fenetre, EcranMotDePasse) is page
            assert len(a_corriger(page)) == 1
            toucher(page, a_corriger(page)[0])
            assert champ(page, NEUF).saisie.hasFocus()
        await changer(visite)
        assert "Votre mot de passe est changé" in visite.panneau()
        await visite.toucher("Continuer")
        assert "Comment pouvons-nous vous joindre" in lu(ecran(fenetre, EcranIncitation))
        rien_n_est_reste(visite, nadia.mot_de_passe, NOUVEAU)

        visite = commencer(serveur.url)
        await visite.s_identifier(nadia, NOUVEAU, incitation=True)
        ecran(fenetre, EcranIncitation)

    mener(scenario())


def test_a_temporary_one_then_the_account_of_who_is_asked_nothing(
    mener, commencer, serveur, personnes
) -> None:
    karim = personnes["Karim"]
    serveur.base_de(karim).rendre_temporaire()

    async def scenario() -> None:
        visite = commencer(serveur.url)
        await visite.s_identifier(karim, incitation=True)
        await changer(visite)
        await visite.toucher("Continuer")
        ecran(visite.fenetre, EcranCompte)
        assert "Bonjour Karim" in visite.lu()

    mener(scenario())


def test_leaving_a_temporary_one_as_it_is_ends_the_visit_and_it_is_asked_again(
    mener, commencer, serveur, personnes
) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        await visite.s_identifier(personnes["Nadia"], incitation=True)
        toucher(visite.fenetre, "Terminer ma session")
        assert visite.finies == [True]
        visite = commencer(serveur.url)
        await visite.s_identifier(personnes["Nadia"], incitation=True)
        ecran(visite.fenetre, EcranMotDePasse)

    mener(scenario())


def test_a_temporary_one_whose_change_was_lost_on_the_way(
    mener, commencer, serveur, personnes, relais
) -> None:
    entre, url = relais

    async def scenario() -> None:
        visite = commencer(url)
        await visite.s_identifier(personnes["Nadia"], incitation=True)
        entre.perdre = "PUT /api/v1/mot-de-passe "
        await changer(visite)
        assert "Nous ne savons pas si votre mot de passe a changé" in visite.lu()
        await visite.toucher("Enregistrer")
        await visite.toucher("Continuer")
        ecran(visite.fenetre, EcranIncitation)

    mener(scenario())


def test_two_taps_open_one_panel_and_close_it_once(mener, commencer, serveur, seule) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        await ouvrir_la_page(visite, seule)
        remplir(visite, actuel=seule.mot_de_passe)
        await visite.toucher_deux_fois("Enregistrer")
        assert "Votre mot de passe est changé" in visite.panneau()
        await visite.toucher_deux_fois("Continuer")
        ecran(visite.fenetre, EcranCompte)
        assert list(visibles(visite.fenetre, Panneau)) == []
        assert bouton(visite.fenetre, "Voir mon profil").isEnabled()

    mener(scenario())
