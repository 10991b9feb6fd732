"""« Suivi »: the receipt of each deposit again, its mail and its paper, within the same limits as on the end page."""

import os
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from conftest import BaseDuCompte, UneVisite
from doigts import bouton, ecran, lu, toucher, visibles
from PySide6.QtWidgets import QAbstractButton
from repos_visite import repos

from kiosk.metier.numero_depot import numero
from kiosk.server.storage.models import DepotLigne, MessageLigne
from tests.helpers.imprimerie import ABSENT, imprimerie, manque
from ui.screens.compte import EcranCompte
from ui.screens.fin import EcranFin
from ui.screens.imprimer import IMPRIMER
from ui.screens.recevoir_mail import RECEVOIR, SANS_MAIL
from ui.screens.suivi import VOIR_RECU, VOIR_TOUT, EcranDepot, EcranSuivi

COMPTE = "Revenir à mon compte"


@pytest.fixture
def deposes(serveur, seule) -> list[DepotLigne]:
    """Five deposits of Camille, the last one first."""
    base = serveur.base_de(seule)
    with base._registre.session() as session:
        lignes = [
            DepotLigne(
                id=UUID(int=rang),
                empreinte=bytes(32),
                compte_id=base.id,
                numero=numero("G", UUID(int=rang)),
                demarche="grossesse",
                titre=f"Déclaration de grossesse {rang}",
                date_reference=datetime(2022, 11, 1, tzinfo=UTC).date(),
                recu_le=datetime(2022, 11, 1, 9, tzinfo=UTC) - timedelta(days=rang),
                etat="recu",
                foyer=[],
                parcours=[],
                reponses={},
                recapitulatif={"sections": [], "suites": []},
            )
            for rang in range(1, 6)
        ]
        session.add_all(lignes)
        session.flush()
        session.expunge_all()
    return lignes


def recapitulatifs(base: BaseDuCompte) -> list[MessageLigne]:
    return [message for message in base.messages() if message.depot_id is not None]


def offerts(visite: UneVisite) -> list[str]:
    return [b.accessibleName() for b in visibles(visite.fenetre, QAbstractButton)]


def texte(pdf: Path) -> str:
    commande = ["pdftotext", "-layout", str(pdf), "-"]
    return subprocess.run(commande, capture_output=True, text=True, check=True, timeout=30).stdout


async def voir(visite: UneVisite, numero_depot: str) -> EcranDepot:
    """The receipt of the deposit that has this number, from the page shown."""
    [nom] = [nom for nom in offerts(visite) if nom.startswith(VOIR_RECU) and nom.endswith(numero_depot)]
    await visite.toucher(nom)
    return ecran(visite.fenetre, EcranDepot)


def test_each_deposit_can_be_mailed_again_and_back(mener, commencer, serveur, seule, deposes) -> None:
    base = serveur.base_de(seule)

    async def scenario() -> None:
        visite = commencer(serveur.url)
        await visite.s_identifier(seule)
        for depot in deposes[:2]:
            page = await voir(visite, depot.numero)
            assert depot.titre in lu(page)
            assert depot.numero in lu(page)
            assert "c•••••@exemple.fr" in lu(page)
            await visite.toucher(RECEVOIR)
            assert "Le mail est parti" in lu(page)
            assert RECEVOIR not in offerts(visite)
            await visite.toucher(COMPTE)
            ecran(visite.fenetre, EcranCompte)
        assert sorted(mail.depot_id for mail in recapitulatifs(base)) == [depot.id for depot in deposes[:2]]
        assert {mail.destinataire for mail in recapitulatifs(base)} == {"camille.martin@exemple.fr"}

    mener(scenario())


def test_older_ones_are_one_page_further_and_the_way_back_leads_there(
    mener, commencer, serveur, seule, deposes
) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        await visite.s_identifier(seule)
        assert len([nom for nom in offerts(visite) if nom.startswith(VOIR_RECU)]) == 3
        await visite.toucher(VOIR_TOUT)
        ecran(visite.fenetre, EcranSuivi)
        page = await voir(visite, deposes[4].numero)
        assert deposes[4].titre in lu(page)
        await visite.toucher("Revenir à mes envois")
        ecran(visite.fenetre, EcranSuivi)
        await visite.toucher(COMPTE)
        ecran(visite.fenetre, EcranCompte)

    mener(scenario())


def test_what_was_just_sent_counts_with_what_is_asked_later(mener, commencer, serveur, seule) -> None:
    base = serveur.base_de(seule)

    async def scenario() -> None:
        visite = commencer(serveur.url)
        await visite.s_identifier(seule)
        await visite.jusqu_a_la_verification()
        await visite.envoyer()
        ecran(visite.fenetre, EcranFin)
        await visite.toucher(RECEVOIR, COMPTE)
        for fois in (2, 3, 4):
            [nom] = [nom for nom in offerts(visite) if nom.startswith(VOIR_RECU)]
            await visite.toucher(nom, RECEVOIR)
            page = ecran(visite.fenetre, EcranDepot)
            assert ("Le mail est parti" in lu(page)) == (fois < 4)
            if fois < 4:
                await visite.toucher(COMPTE)
        assert "Vous avez déjà demandé ce mail plusieurs fois" in lu(page)
        assert len(recapitulatifs(base)) == 3

    mener(scenario())


def test_a_lost_answer_then_the_page_again_is_one_message(
    mener, commencer, serveur, seule, relais, deposes
) -> None:
    entre, url = relais
    base = serveur.base_de(seule)

    async def scenario() -> None:
        visite = commencer(url, essais=1)
        await visite.s_identifier(seule)
        page = await voir(visite, deposes[0].numero)
        entre.perdre = "/mail "
        await visite.toucher(RECEVOIR)
        assert "Nous ne savons pas si le mail est parti" in lu(page)
        await visite.toucher(COMPTE)
        page = await voir(visite, deposes[0].numero)
        await visite.toucher(RECEVOIR)
        assert "Le mail est parti" in lu(page)
        assert len(recapitulatifs(base)) == 1

    mener(scenario())


def test_an_answer_for_one_receipt_never_shows_on_another(
    mener, commencer, serveur, seule, relais, deposes
) -> None:
    entre, url = relais
    base = serveur.base_de(seule)

    async def scenario() -> None:
        visite = commencer(url)
        await visite.s_identifier(seule)
        await voir(visite, deposes[0].numero)
        entre.retenir = "/mail "
        toucher(visite.fenetre, RECEVOIR)
        await visite.toucher_sans_attendre(COMPTE, jusqu_a=EcranCompte)
        [nom] = [nom for nom in offerts(visite) if nom.endswith(deposes[1].numero)]
        await visite.toucher_sans_attendre(nom, jusqu_a=EcranDepot)
        entre.lacher()
        await repos()
        assert "Le mail est parti" not in visite.lu()
        bouton(visite.fenetre, RECEVOIR)
        assert [mail.depot_id for mail in recapitulatifs(base)] == [deposes[0].id]

    mener(scenario())


def test_without_a_secured_mail_it_says_why(mener, commencer, serveur, seule, deposes) -> None:
    serveur.base_de(seule).rendre_non_securisees()

    async def scenario() -> None:
        visite = commencer(serveur.url)
        await visite.s_identifier(seule)
        page = await voir(visite, deposes[0].numero)
        assert SANS_MAIL.replace("\u00a0", " ") in lu(page)
        assert RECEVOIR not in offerts(visite)

    mener(scenario())


def test_a_session_that_ended_is_said_and_the_receipt_stays(
    mener, commencer, serveur, seule, deposes
) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        await visite.s_identifier(seule)
        page = await voir(visite, deposes[0].numero)
        await visite.expirer()
        await visite.toucher(RECEVOIR)
        assert "Votre session est terminée" in lu(page)
        assert deposes[0].numero in lu(page)
        assert RECEVOIR not in offerts(visite)

    mener(scenario())


def test_the_receipt_is_printed_again_with_its_number_and_no_name(
    mener, commencer, serveur, seule, deposes, monkeypatch, tmp_path
) -> None:
    if manque():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(ABSENT)
    with imprimerie() as cups:
        monkeypatch.setenv("CUPS_SERVER", cups.serveur.prise)
        cups.ajouter("Accueil")

        async def scenario() -> None:
            visite = commencer(serveur.url)
            await visite.s_identifier(seule)
            page = await voir(visite, deposes[1].numero)
            await visite.toucher(IMPRIMER)
            assert "Votre reçu est imprimé" in lu(page)
            papier = texte(cups.papier("Accueil"))
            for dit in (deposes[1].numero, "Déclaration de grossesse 2", "La Caf a reçu cet envoi"):
                assert dit in papier
            for tu in (seule.nom, seule.prenom, seule.nir[:13]):
                assert tu not in papier

        mener(scenario())


def test_where_no_printer_is_ready_there_is_no_button(
    mener, commencer, serveur, seule, deposes, monkeypatch, tmp_path
) -> None:
    monkeypatch.setenv("CUPS_SERVER", str(tmp_path / "personne"))

    async def scenario() -> None:
        visite = commencer(serveur.url)
        await visite.s_identifier(seule)
        await voir(visite, deposes[0].numero)
        assert IMPRIMER not in offerts(visite)
        assert RECEVOIR in offerts(visite)

    mener(scenario())
