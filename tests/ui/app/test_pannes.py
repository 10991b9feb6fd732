"""Whatever breaks behind the screen: a plain page that says what became of the answers, and a way on."""

import shutil
from uuid import UUID

import pytest
from doigts import a_corriger, bouton, champ, ecran, ecrire, lu, poser_widgets, toucher
from repos_visite import repos
from serveurs_casses import GARBAGE, dit, lent, muet, raccroche, serveur_casse

from kiosk.backend.client import ClientBackend
from ui.screens.compte import EcranCompte
from ui.screens.fin import EcranFin
from ui.screens.identification import EcranIdentification
from ui.screens.panne import EcranPanne
from ui.wizard.page_verification import PageVerification

COURT = {"delai_s": 0.3, "essais": 1}
"""For a backend that never answers, and for no other: a busy machine does not sign in that fast."""


def refusee(visite, titre: str) -> None:
    """Still on « Identifiez-vous », told why, number kept, password gone, free to try again."""
    page = ecran(visite.fenetre, EcranIdentification)
    assert titre in lu(page)
    assert a_corriger(page) == []  # nothing on the page is the cause: no link
    assert champ(page, "Numéro").valeur() != ""
    assert champ(page, "Mot de passe").valeur() == ""
    assert bouton(visite.fenetre, "Me connecter").isEnabled()


def test_sign_in_while_nothing_answers_then_try_again(mener, commencer, serveur, seule) -> None:
    serveur.arreter()

    async def scenario() -> None:
        visite = commencer(serveur.url)
        await visite.s_identifier(seule)
        refusee(visite, "La liaison avec la Caf est coupée")
        serveur.redemarrer()
        ecrire(champ(visite.fenetre, "Mot de passe"), seule.mot_de_passe)
        toucher(visite.fenetre, "Me connecter")
        await repos()
        await visite.passer_l_incitation()
        ecran(visite.fenetre, EcranCompte)

    mener(scenario())


@pytest.mark.parametrize("panne", [muet, lent], ids=["silent", "slow"])
def test_sign_in_with_a_backend_that_keeps_people_waiting(mener, commencer, seule, panne) -> None:
    async def scenario() -> None:
        with serveur_casse(panne) as url:
            visite = commencer(url, **COURT)
            await visite.s_identifier(seule)
            refusee(visite, "La Caf met trop de temps à répondre")

    mener(scenario())


def test_sign_in_with_a_backend_that_hangs_up(mener, commencer, seule) -> None:
    async def scenario() -> None:
        with serveur_casse(raccroche) as url:
            visite = commencer(url)
            await visite.s_identifier(seule)
            refusee(visite, "La liaison avec la Caf est coupée")

    mener(scenario())


@pytest.mark.parametrize("nom", GARBAGE)
def test_sign_in_with_something_that_is_not_our_backend(mener, commencer, seule, nom: str) -> None:
    async def scenario() -> None:
        with serveur_casse(dit(GARBAGE[nom])) as url:
            visite = commencer(url)
            await visite.s_identifier(seule)
            refusee(visite, "")
            page = lu(visite.fenetre)
            for jargon in ("Traceback", "Error", "HTTP", "418", "500", "JSON", "theiere"):
                assert jargon not in page

    mener(scenario())


def test_a_deposit_without_a_backend_is_kept_sealed_and_said_to_be_kept(
    mener, commencer, serveur, seule
) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        await visite.s_identifier(seule)
        await visite.jusqu_a_la_verification("18240")
        serveur.arreter()
        await visite.envoyer()
        fenetre = visite.fenetre
        ecran(fenetre, EcranFin)
        page = lu(fenetre)
        assert "Votre déclaration est enregistrée" in page
        assert "En attente de transmission" in page
        assert "envoyée" not in page.replace("envoyé.", "")
        [enveloppe] = visite.enveloppes()
        assert visite.prevenus == [True]
        octets = enveloppe.read_bytes()
        for clair in ("18240", seule.nir[:13], seule.prenom, seule.nom, "salaires", "ressources"):
            assert clair.encode() not in octets
        assert oct(enveloppe.stat().st_mode & 0o777) == "0o600"

    mener(scenario())


def test_the_number_of_a_kept_deposit_is_the_one_that_the_backend_gives_later(
    mener, commencer, serveur, seule
) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        await visite.s_identifier(seule)
        await visite.jusqu_a_la_verification()
        serveur.arreter()
        await visite.envoyer()
        serveur.redemarrer()
        [enveloppe] = visite.enveloppes()
        async with ClientBackend(serveur.url) as relais:
            vue = await relais.deposer(UUID(enveloppe.stem), enveloppe.read_bytes())
        assert vue.numero in lu(visite.fenetre)

    mener(scenario())


def interdire(dossier) -> None:
    """Make a place that no directory can be made in, even by root."""
    dossier.parent.mkdir(parents=True, exist_ok=True)
    if dossier.is_dir():
        shutil.rmtree(dossier)
    dossier.write_text("")


def test_a_disk_that_keeps_nothing_still_lets_the_deposit_through(mener, commencer, serveur, seule) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        await visite.s_identifier(seule)
        await visite.jusqu_a_la_verification()
        interdire(visite.envois)
        await visite.envoyer()
        assert "Votre déclaration est envoyée" in lu(ecran(visite.fenetre, EcranFin))

    mener(scenario())


def test_neither_disk_nor_backend_keeps_the_answers_on_the_screen_and_retries(
    mener, commencer, serveur, seule
) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        fenetre = visite.fenetre
        await visite.s_identifier(seule)
        await visite.jusqu_a_la_verification()
        interdire(visite.envois)
        serveur.arreter()
        await visite.envoyer()
        page = lu(ecran(fenetre, EcranPanne))
        assert "Votre envoi n’est pas confirmé" in page
        assert "Vos réponses sont gardées" in page
        visite.envois.unlink()
        serveur.redemarrer()
        toucher(fenetre, "Réessayer")
        assert "18 240 €" in lu(ecran(fenetre, PageVerification))
        toucher(fenetre, "J’atteste sur l’honneur que ces informations sont exactes.")
        await visite.envoyer()
        assert "Votre déclaration est envoyée" in lu(ecran(fenetre, EcranFin))

    mener(scenario())


def test_a_session_ended_by_the_backend_does_not_lose_the_deposit(mener, commencer, serveur, seule) -> None:
    """The right to deposit outlives the session: what was typed for an hour is not thrown away."""

    async def scenario() -> None:
        visite = commencer(serveur.url)
        fenetre = visite.fenetre
        await visite.s_identifier(seule)
        await visite.jusqu_a_la_verification()
        jeton = visite.client._jeton
        await visite.client.fermer_session()
        visite.client._jeton = jeton
        await visite.envoyer()
        assert "Votre déclaration est envoyée" in lu(ecran(fenetre, EcranFin))
        toucher(fenetre, "Revenir à mon compte")
        await repos()
        page = lu(ecran(fenetre, EcranPanne))
        assert "Votre session est terminée" in page
        assert "Rien de ce que vous avez envoyé n’est perdu" in page
        assert [a.texte for a in fenetre.ecran.commandes] == ["Terminer ma session"]

    mener(scenario())


def test_the_account_cannot_be_read_again_then_can(mener, commencer, serveur, seule) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        fenetre = visite.fenetre
        await visite.s_identifier(seule)
        await visite.jusqu_a_la_verification()
        await visite.envoyer()
        serveur.arreter()
        toucher(fenetre, "Revenir à mon compte")
        await repos()
        assert "La liaison avec la Caf est coupée" in lu(ecran(fenetre, EcranPanne))
        serveur.redemarrer()
        toucher(fenetre, "Réessayer")
        await repos()
        ecran(fenetre, EcranCompte)

    mener(scenario())


@pytest.mark.parametrize("panne", [muet, lent, raccroche, *map(dit, GARBAGE.values())])
def test_a_deposit_to_a_backend_that_broke_meanwhile_is_kept(mener, commencer, serveur, seule, panne) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        await visite.s_identifier(seule)
        await visite.jusqu_a_la_verification()
        with serveur_casse(panne) as url:
            detourner(visite, url)
            await visite.envoyer()
        poser_widgets()
        assert "Votre déclaration est enregistrée" in lu(ecran(visite.fenetre, EcranFin))
        assert len(visite.enveloppes()) == 1

    mener(scenario())


def detourner(visite, url: str) -> None:
    """From now on the same calls reach another machine."""
    visite.guichet._client = ClientBackend(url, attente_s=0, **COURT)
