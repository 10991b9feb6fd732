"""« Recevoir par mail » the receipt of a deposit: sent, late, refused, asked twice; not offered where it cannot be."""

import pytest
from conftest import BaseDuCompte, UneVisite
from doigts import bouton, ecran, lu, remplacer, toucher, visibles
from PySide6.QtWidgets import QAbstractButton
from repos_visite import repos

from kiosk.server.reglages import ReglagesMail, Securite
from kiosk.server.storage.models import MessageLigne
from ui.screens.compte import EcranCompte
from ui.screens.fin import EcranFin

RECEVOIR = "Recevoir par mail"


async def deposer(visite: UneVisite, compte) -> EcranFin:
    """From sign-in to the receipt."""
    await visite.s_identifier(compte)
    await visite.jusqu_a_la_verification()
    await visite.envoyer()
    return ecran(visite.fenetre, EcranFin)


def recapitulatifs(base: BaseDuCompte) -> list[MessageLigne]:
    """The mails that carry a receipt."""
    return [message for message in base.messages() if message.depot_id is not None]


def offerts(visite: UneVisite) -> list[str]:
    return [b.accessibleName() for b in visibles(visite.fenetre, QAbstractButton)]


def test_it_leaves_for_the_secured_mail_and_no_other(mener, commencer, serveur, seule) -> None:
    base = serveur.base_de(seule)

    async def scenario() -> None:
        visite = commencer(serveur.url)
        page = await deposer(visite, seule)
        assert "c•••••@exemple.fr" in lu(page)
        await visite.toucher(RECEVOIR)
        assert "Le mail est parti" in lu(page)
        assert RECEVOIR not in offerts(visite)
        [mail] = recapitulatifs(base)
        assert mail.destinataire == "camille.martin@exemple.fr"
        assert mail.etat == "envoye"
        await visite.toucher("Revenir à mon compte")
        ecran(visite.fenetre, EcranCompte)

    mener(scenario())


def test_two_taps_are_one_message(mener, commencer, serveur, seule) -> None:
    base = serveur.base_de(seule)

    async def scenario() -> None:
        visite = commencer(serveur.url)
        page = await deposer(visite, seule)
        await visite.toucher_deux_fois(RECEVOIR)
        assert "Le mail est parti" in lu(page)
        assert len(recapitulatifs(base)) == 1

    mener(scenario())


def test_a_mail_server_that_is_not_there_makes_it_late(mener, commencer, serveur, seule) -> None:
    base = serveur.base_de(seule)
    serveur.arreter()
    # Port 9 of this machine: nobody listens.
    mail = ReglagesMail(hote="127.0.0.1", port=9, securite=Securite.CLAIR, expediteur="caf@exemple.fr")
    serveur.redemarrer(mail=mail)

    async def scenario() -> None:
        visite = commencer(serveur.url)
        page = await deposer(visite, seule)
        await visite.toucher(RECEVOIR)
        assert "Le mail est en retard" in lu(page)
        assert "Vous n’avez rien à refaire" in lu(page)
        assert RECEVOIR not in offerts(visite)
        [mail] = recapitulatifs(base)
        assert mail.etat == "a_envoyer"

    mener(scenario())


def test_a_cut_then_the_same_request_again_is_one_message(mener, commencer, serveur, seule) -> None:
    base = serveur.base_de(seule)

    async def scenario() -> None:
        visite = commencer(serveur.url)
        page = await deposer(visite, seule)
        serveur.arreter()
        await visite.toucher(RECEVOIR)
        assert "La liaison avec la Caf est coupée" in lu(page)
        assert "il ne partira pas deux fois" in lu(page)
        serveur.redemarrer()
        await visite.toucher(RECEVOIR)
        assert "Le mail est parti" in lu(page)
        assert "liaison" not in lu(page)
        assert len(recapitulatifs(base)) == 1

    mener(scenario())


def test_an_answer_that_was_lost_is_not_a_second_message(mener, commencer, serveur, seule, relais) -> None:
    entre, url = relais
    base = serveur.base_de(seule)

    async def scenario() -> None:
        visite = commencer(url, essais=1)
        page = await deposer(visite, seule)
        entre.perdre = "/mail "
        await visite.toucher(RECEVOIR)
        assert "Nous ne savons pas si le mail est parti" in lu(page)
        await visite.toucher(RECEVOIR)
        assert "Le mail est parti" in lu(page)
        assert len(recapitulatifs(base)) == 1

    mener(scenario())


@pytest.mark.parametrize(("prenom", "pourquoi"), [("Hugo", "none"), ("Camille", "never verified")])
def test_it_is_not_offered_to_who_has_no_secured_mail(
    mener, commencer, serveur, personnes, prenom: str, pourquoi: str
) -> None:
    base = serveur.base_de(personnes[prenom])
    base.rendre_non_securisees()
    assert ("mail" in base.en_vigueur()) == (pourquoi == "never verified")

    async def scenario() -> None:
        visite = commencer(serveur.url)
        page = await deposer(visite, personnes[prenom])
        assert "Votre compte n’a pas d’adresse mail sécurisée" in lu(page)
        assert RECEVOIR not in offerts(visite)

    mener(scenario())


def test_a_mail_that_was_removed_meanwhile_is_refused_in_words(
    mener, commencer, ouvrir, serveur, seule
) -> None:
    base = serveur.base_de(seule)

    async def scenario() -> None:
        visite, autre = commencer(serveur.url), commencer(serveur.url, fenetre=ouvrir())
        page = await deposer(visite, seule)
        await autre.s_identifier(seule)
        await autre.toucher("Modifier\u00a0: Mes coordonnées", "Modifier\u00a0: Adresse mail")
        await autre.toucher("Supprimer cette adresse", "Enregistrer")
        assert "mail" not in base.en_vigueur()
        await visite.toucher(RECEVOIR)
        assert "Vous n’avez pas d’adresse mail vérifiée" in lu(page)
        assert "reste enregistrée" in lu(page)
        assert recapitulatifs(base) == []
        await visite.toucher("Revenir à mon compte")
        ecran(visite.fenetre, EcranCompte)

    mener(scenario())


def test_a_mail_changed_in_the_visit_is_the_one_that_gets_it(mener, commencer, serveur, seule) -> None:
    base = serveur.base_de(seule)

    async def scenario() -> None:
        visite = commencer(serveur.url)
        fenetre = visite.fenetre
        await visite.s_identifier(seule)
        await visite.toucher("Modifier\u00a0: Mes coordonnées", "Modifier\u00a0: Adresse mail")
        [adresse] = visite.champs()
        remplacer(adresse, "martin@exemple.fr")
        await visite.toucher("Continuer", "Enregistrer")
        await visite.saisir_le_code(base.code())
        await visite.toucher("Continuer vers mon compte")
        await visite.jusqu_a_la_verification()
        await visite.envoyer()
        assert "m•••••@exemple.fr" in lu(ecran(fenetre, EcranFin))
        await visite.toucher(RECEVOIR)
        [mail] = recapitulatifs(base)
        assert mail.destinataire == "martin@exemple.fr"

    mener(scenario())


def test_it_is_not_offered_before_the_deposit_is_confirmed(mener, commencer, serveur, seule) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        await visite.s_identifier(seule)
        await visite.jusqu_a_la_verification()
        serveur.arreter()
        await visite.envoyer()
        page = ecran(visite.fenetre, EcranFin)
        assert "Pas de mail pour l’instant" in lu(page)
        assert RECEVOIR not in offerts(visite)

    mener(scenario())


def test_a_session_that_ended_keeps_the_receipt_on_the_page(mener, commencer, serveur, seule) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        page = await deposer(visite, seule)
        await visite.expirer()
        await visite.toucher(RECEVOIR)
        assert ecran(visite.fenetre, EcranFin) is page
        assert "Votre session est terminée" in lu(page)
        assert "Votre demande reste enregistrée" in lu(page)
        assert "Numéro de dépôt" in lu(page)
        assert RECEVOIR not in offerts(visite)

    mener(scenario())


def test_the_page_may_be_left_while_the_mail_is_asked_for(mener, commencer, serveur, seule, relais) -> None:
    entre, url = relais
    base = serveur.base_de(seule)

    async def scenario() -> None:
        visite = commencer(url)
        await deposer(visite, seule)
        entre.retenir = "/mail "
        toucher(visite.fenetre, RECEVOIR)
        await visite.toucher_sans_attendre("Revenir à mon compte", jusqu_a=EcranCompte)
        entre.lacher()
        await repos()
        ecran(visite.fenetre, EcranCompte)
        assert len(recapitulatifs(base)) == 1
        bouton(visite.fenetre, "Voir mon profil")

    mener(scenario())
