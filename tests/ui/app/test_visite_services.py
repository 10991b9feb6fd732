"""The other services of an account, as a person meets them: asked for, left and found again, ended before their end."""

import asyncio
import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import UUID

import conftest
import pytest
from conftest import ServeurReel, UneVisite
from doigts import a_corriger, bouton, champ, ecran, ecrire, lu, remplacer
from PySide6.QtCore import QCoreApplication, QEvent, Qt

from kiosk.backend.client import ClientBackend
from kiosk.outbox.relay import Relais
from kiosk.outbox.store import BoiteEnvoi
from tests.helpers import imprimerie
from ui.components.ecran import Ecran
from ui.screens.compte import EcranCompte
from ui.screens.fin import EcranFin
from ui.screens.imprimer import IMPRIMER
from ui.screens.pass_sport import EcranPassSport
from ui.screens.profil import EcranProfil
from ui.wizard.page_etape import PageEtape
from ui.wizard.pages import PageSortie, PageTexte

AJPA = "Demander l’allocation journalière du proche aidant"
RESSOURCES = "Déclarer mes ressources"
GROSSESSE = "Déclarer une grossesse"
PRIME = "Demander la prime à la naissance"
TRANSMISE, PAPIER = "a transmis votre déclaration à la CPAM", "vous a remis un formulaire papier"
SALARIE, CHOMEUR = "Salarié du secteur privé", "Demandeur d’emploi indemnisé"
ATTESTATION = "J’atteste sur l’honneur que ces informations sont exactes."
CONGE = "Une condition reste à vérifier : votre congé"
TAUX = "Une condition reste à vérifier : le taux d’incapacité"
DEMI_JOURNEE = (
    "Avec le chômage indemnisé, demandez seulement des journées entières. Effacez les demi-journées."
)


def titre(visite: UneVisite) -> str:
    """The title of the step shown."""
    return ecran(visite.fenetre, PageEtape)._entete.titre


async def jusqu_aux_mois(
    visite: UneVisite, statut: str = SALARIE, *, conge: str = "Oui", taux: str = "85"
) -> None:
    """From the account to the months asked for, about a parent with a handicap."""
    fenetre = visite.fenetre
    await visite.toucher(AJPA, "Continuer", "Continuer", statut, "Continuer", "Continuer", "Continuer")
    if statut == SALARIE:
        await visite.toucher(conge, "Continuer")
    await visite.toucher("Continuer", "Non", "Continuer")
    ecrire(champ(fenetre, "Son nom"), "Martin")
    ecrire(champ(fenetre, "Son prénom"), "Jeanne")
    ecrire(champ(fenetre, "Sa date de naissance"), "02031950")
    await visite.toucher("Continuer", "Oui", "Votre parent ou grand-parent", "Continuer")
    await visite.toucher("Handicap", "Continuer")
    ecrire(champ(fenetre, "Son taux"), taux)
    await visite.toucher("Continuer")
    assert titre(visite) == "Les mois que vous demandez"


async def jusqu_a_la_verification(visite: UneVisite, **reponses: str) -> None:
    """On to check-answers, ten days this month, the tick ticked."""
    await jusqu_aux_mois(visite, **reponses)
    await visite.toucher("Continuer")
    ecrire(champ(visite.fenetre, "Journées entières"), "10")
    await visite.toucher("Continuer", ATTESTATION)
    assert visite.en_verification()


def lire_pdf(octets: bytes, dossier: Path) -> str:
    """The words of a PDF, in order."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed: apt install poppler-utils")
    (dossier / "recap.pdf").write_bytes(octets)
    argv = ["pdftotext", "-layout", "recap.pdf", "-"]
    sortie = subprocess.run(argv, cwd=dossier, check=True, capture_output=True, text=True).stdout
    return " ".join(sortie.replace("\u00a0", " ").split())


# -- AJPA: conditions -----------------------------------------------------------------------------------------


def test_a_request_that_misses_two_conditions_is_deposited_and_both_are_said_on_screen_and_in_the_pdf(
    mener, commencer, serveur, seule, tmp_path
) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        await visite.s_identifier(seule)
        await jusqu_a_la_verification(visite, conge="Non", taux="50")
        await visite.toucher("Envoyer ma demande")
        ecran(visite.fenetre, EcranFin)
        page = visite.lu()
        assert "Votre demande est envoyée" in page
        assert CONGE in page
        assert TAUX in page
        assert "50 %" in page
        assert page.count("Votre demande n’est pas refusée : un conseiller vérifiera avec vous.") == 1
        assert visite.enveloppes() == []
        [depot] = (await visite.client.compte()).depots
        assert depot.numero in page
        assert depot.numero.startswith("A-")
        pdf = lire_pdf(await visite.client.recapitulatif_pdf(depot.id), tmp_path)
        assert CONGE in pdf
        assert TAUX in pdf
        assert pdf.count("n’est pas refusée") == 1
        assert depot.numero in pdf
        await visite.toucher("Revenir à mon compte")
        assert depot.numero in visite.lu()

    mener(scenario())


def test_the_paper_names_the_conditions_and_none_of_the_answers(
    mener, commencer, serveur, seule, tmp_path, monkeypatch
) -> None:
    if imprimerie.manque():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(imprimerie.ABSENT)

    async def scenario() -> None:
        visite = commencer(serveur.url)
        await visite.s_identifier(seule)
        await jusqu_a_la_verification(visite, conge="Non", taux="50")
        await visite.toucher("Envoyer ma demande")
        await visite.toucher(IMPRIMER)
        assert "Votre reçu est imprimé" in visite.lu()
        papier = lire_pdf(cups.papier("Accueil").read_bytes(), tmp_path)
        assert papier.count("Votre demande n’est pas refusée : un conseiller vérifiera avec vous.") == 1
        assert "Votre congé" in papier
        assert "Le taux d’incapacité" in papier
        assert "50 %" not in papier
        assert "vous avez indiqué" not in papier.lower()

    with imprimerie.imprimerie() as cups:
        cups.ajouter("Accueil")
        monkeypatch.setenv("CUPS_SERVER", cups.serveur.prise)
        mener(scenario())


def test_a_request_kept_without_the_backend_says_both_conditions_too_and_is_sent_later(
    mener, commencer, serveur, seule, tmp_path
) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        await visite.s_identifier(seule)
        await jusqu_a_la_verification(visite, conge="Non", taux="50")
        serveur.arreter()
        await visite.toucher("Envoyer ma demande")
        ecran(visite.fenetre, EcranFin)
        page = visite.lu()
        assert "Votre demande est enregistrée" in page
        assert "En attente de transmission" in page
        assert "envoyée" not in page
        assert CONGE in page
        assert TAUX in page
        [enveloppe] = visite.enveloppes()
        assert b"Jeanne" not in enveloppe.read_bytes()

        serveur.redemarrer()
        async with ClientBackend(serveur.url) as superviseur:
            await Relais(BoiteEnvoi(visite.envois), superviseur.deposer).envoyer_maintenant(
                UUID(enveloppe.stem)
            )
            await superviseur.ouvrir_session(seule.nir, seule.mot_de_passe)
            [depot] = (await superviseur.compte()).depots
            pdf = lire_pdf(await superviseur.recapitulatif_pdf(depot.id), tmp_path)
            await superviseur.fermer_session()
        assert visite.enveloppes() == []
        assert depot.numero in page
        assert CONGE in pdf
        assert TAUX in pdf

    mener(scenario())


def test_a_request_that_misses_nothing_is_told_of_no_condition(mener, commencer, serveur, seule) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        await visite.s_identifier(seule)
        await jusqu_a_la_verification(visite)
        await visite.toucher("Envoyer ma demande")
        ecran(visite.fenetre, EcranFin)
        assert "Votre demande est envoyée" in visite.lu()
        assert "condition" not in visite.lu()

    mener(scenario())


# -- AJPA: months, and what is kept ---------------------------------------------------------------------------


def test_months_are_added_and_taken_out_and_each_asks_for_its_days(mener, commencer, serveur, seule) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        fenetre = visite.fenetre
        await visite.s_identifier(seule)
        await jusqu_aux_mois(visite)
        await visite.toucher("Ajouter le mois précédent", "Ajouter le mois précédent")
        await visite.toucher("Novembre 2022".replace(" ", "\u00a0"), "Continuer")
        assert "Décembre 2022" in visite.lu()
        ecrire(champ(fenetre, "Journées entières"), "3")
        await visite.toucher("Continuer")
        assert "Octobre 2022" in visite.lu()
        ecrire(champ(fenetre, "Journées entières"), "4")
        await visite.toucher("Continuer")
        assert visite.en_verification()
        assert "Octobre 2022" in visite.lu()
        assert "Novembre 2022" not in visite.lu()

        # None at all: said at the months, and everything is there once one is put back.
        await visite.toucher("Précédent", "Précédent", "Précédent")
        for mois in ("Octobre\u00a02022", "Décembre\u00a02022"):
            await visite.toucher(mois)
        await visite.toucher("Continuer")
        assert a_corriger(fenetre) == ["Choisissez au moins un mois."]
        await visite.toucher("Octobre\u00a02022", "Continuer")
        assert champ(fenetre, "Journées entières").valeur() == "4"

    mener(scenario())


def test_half_days_of_a_job_seeker_are_refused_at_the_field_and_nothing_typed_is_lost_by_leaving(
    mener, commencer, serveur, seule
) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        fenetre = visite.fenetre
        await visite.s_identifier(seule)
        await jusqu_aux_mois(visite)
        await visite.toucher("Ajouter le mois précédent", "Continuer")
        ecrire(champ(fenetre, "Journées entières"), "6")
        ecrire(champ(fenetre, "Demi-journées"), "1")
        await aller_jusqu_a(visite, "Précédent", CHOMEUR)
        await visite.toucher(CHOMEUR)
        await aller_jusqu_a(visite, "Continuer", "Journées entières")
        await visite.toucher("Continuer")
        assert a_corriger(fenetre) == [DEMI_JOURNEE]
        assert visite.lu().count(DEMI_JOURNEE) == 2  # in the summary, and at the field
        assert DEMI_JOURNEE in champ(fenetre, "Demi-journées").saisie.accessibleDescription()
        assert champ(fenetre, "Demi-journées").valeur() == "1"

        pages = await reculer_jusqu_au_compte(visite)
        await visite.toucher(AJPA)
        for _ in range(pages - 1):
            await visite.toucher("Continuer")
        assert "Décembre 2022" in visite.lu()
        assert champ(fenetre, "Journées entières").valeur() == "6"
        assert champ(fenetre, "Demi-journées").valeur() == "1"
        assert a_corriger(fenetre) == []  # what is kept is the answer, not the error
        remplacer(champ(fenetre, "Demi-journées"), "")
        await visite.toucher("Continuer")
        assert (
            "Demi-journées" not in visite.lu()
        )  # nothing was typed there for the other month: it is not asked
        ecrire(champ(fenetre, "Journées entières"), "1")
        await visite.toucher("Continuer")
        assert visite.en_verification()
        assert "Martin" in visite.lu()
        assert "Demandeur d’emploi indemnisé" in visite.lu()

    mener(scenario())


async def aller_jusqu_a(visite: UneVisite, bouton: str, mots: str) -> None:
    """The same button, until a page says these words; an AJPA request has fewer than thirty pages."""
    for _ in range(30):
        if mots in visite.lu():
            return
        await visite.toucher(bouton)
    raise AssertionError(f"no page says « {mots} »")


async def reculer_jusqu_au_compte(visite: UneVisite) -> int:
    """« Précédent » until the account; how many times."""
    for fois in range(1, 40):
        await visite.toucher("Précédent")
        if isinstance(visite.fenetre.ecran, EcranCompte):
            return fois
    raise AssertionError("no way back to the account")


def test_back_through_every_page_shows_what_the_way_there_showed(mener, commencer, serveur, seule) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        await visite.s_identifier(seule)
        await jusqu_a_la_verification(visite)
        pages = 15  # three to read, eleven steps, check-answers
        retour = []
        for _ in range(pages):
            retour.append(page_lue(visite))
            await visite.toucher("Précédent")
        ecran(visite.fenetre, EcranCompte)
        await visite.toucher(AJPA)
        aller = [page_lue(visite)]
        for _ in range(pages - 1):
            await visite.toucher("Continuer")
            aller.append(page_lue(visite))
        assert aller == retour[::-1]
        assert visite.en_verification()

    mener(scenario())


def page_lue(visite: UneVisite) -> tuple[str, list[str]]:
    """The words of the page shown, what its fields hold, and what is ticked on it."""
    page = visite.fenetre.ecran
    assert page is not None
    return lu(page), [c.valeur() for c in visite.champs()]


def test_another_status_changes_the_papers_that_were_drawn_ahead(mener, commencer, serveur, seule) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        await visite.s_identifier(seule)
        await visite.toucher(AJPA, "Continuer", "Continuer", SALARIE, "Continuer")
        assert "Aucun document à envoyer à la Caf" in visite.lu()
        await visite.toucher("Précédent", "Travailleur indépendant", "Continuer")
        assert "Aucun document à envoyer à la Caf" not in visite.lu()
        assert "vous arrêtez ou vous réduisez votre activité" in visite.lu()
        await visite.toucher("Précédent", "Retraité", "Continuer")
        assert "Dans votre situation, elle n’est pas prévue" in visite.lu()
        await visite.toucher("Continuer", "Précédent", "Précédent", SALARIE, "Continuer")
        assert "Aucun document à envoyer à la Caf" in visite.lu()

    mener(scenario())


# -- several démarches in one visit ---------------------------------------------------------------------------


def test_one_begun_and_left_for_another_is_still_there_and_so_is_the_other(
    mener, commencer, serveur, seule
) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        fenetre = visite.fenetre
        await visite.s_identifier(seule)
        await jusqu_aux_mois(visite)
        await reculer_jusqu_au_compte(visite)
        await visite.toucher(RESSOURCES, "Continuer", "Continuer", "Continuer")
        ecrire(champ(fenetre, "Traitements"), "18240")
        await reculer_jusqu_au_compte(visite)

        await visite.toucher(AJPA)
        await avancer(visite, "La personne que vous aidez")
        assert champ(fenetre, "Son nom").valeur() == "Martin"
        await reculer_jusqu_au_compte(visite)
        await visite.toucher(RESSOURCES, "Continuer", "Continuer", "Continuer")
        assert champ(fenetre, "Traitements").valeur() == "18240"

        # One sent, the other is still not: the visitor is told before the session ends.
        await reculer_jusqu_au_compte(visite)
        await visite.jusqu_a_la_verification("")
        await visite.envoyer()
        await visite.toucher("Revenir à mon compte")
        fenetre.fin_demandee.emit()
        assert "Vos réponses n’ont pas été envoyées" in visite.lu()
        assert visite.finies == []

    mener(scenario())


def test_a_request_left_keeps_its_answers_and_none_of_its_pages(mener, commencer, serveur, seule) -> None:
    """Drawn ahead or shown, they hold what was typed, and each return would add more of them."""

    async def scenario() -> None:
        visite = commencer(serveur.url)
        await visite.s_identifier(seule)
        await visite.toucher(AJPA, "Continuer", "Continuer", SALARIE)
        await dessiner_d_avance(visite)
        assert len(visite.fenetre.findChildren(Ecran)) > 2
        await reculer_jusqu_au_compte(visite)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert [type(page) for page in visite.fenetre.findChildren(Ecran)] == [EcranCompte]
        await visite.toucher(AJPA, "Continuer", "Continuer")
        assert bouton(visite.fenetre, SALARIE).isChecked()

    mener(scenario())


async def avancer(visite: UneVisite, jusqu_a: str = "") -> None:
    """« Continuer » to the step of that title, or to check-answers."""
    for _ in range(40):
        page = visite.fenetre.ecran
        if visite.en_verification() or (isinstance(page, PageEtape) and titre(visite) == jusqu_a):
            return
        await visite.toucher("Continuer")
    raise AssertionError(f"no way to « {jusqu_a} »: {visite.lu()}")


def test_a_campaign_already_answered_is_marked_on_its_tile_and_can_be_answered_again(
    mener, commencer, serveur, seule
) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)

        def marques() -> list[str]:
            tuiles = ("Déclarer mes ressources\u00a02021", AJPA)
            return [bouton(visite.fenetre, nom).accessibleDescription() for nom in tuiles]

        await visite.s_identifier(seule)
        assert marques() == ["À faire", ""]
        await visite.jusqu_a_la_verification()
        await visite.envoyer()
        await visite.toucher("Revenir à mon compte")
        assert marques() == ["Déjà envoyée", ""]
        await visite.toucher("Déclarer mes ressources\u00a02021")
        await avancer(visite)
        await visite.toucher(ATTESTATION, "Envoyer ma déclaration", "Revenir à mon compte")
        assert len((await visite.client.compte()).depots) == 2
        # Each request for a relative is a new one: nothing says that it was made.
        await jusqu_a_la_verification(visite)
        await visite.toucher("Envoyer ma demande", "Revenir à mon compte")
        assert marques() == ["Déjà envoyée", ""]

    mener(scenario())


# -- grossesse, prime à la naissance --------------------------------------------------------------------------


async def declarer(visite: UneVisite, debut: str, examen: str, enfants: str = "1") -> None:
    """The paper form, from its first question to past the number of children; dates of eight digits."""
    fenetre = visite.fenetre
    await visite.toucher(PAPIER, "Continuer")
    assert "Premier examen médical prénatal" in visite.lu()
    await visite.toucher("Continuer")
    ecrire(champ(fenetre, "Date présumée"), debut)
    ecrire(champ(fenetre, "Date du premier examen"), examen)
    await visite.toucher("Continuer")
    ecrire(champ(fenetre, "Nombre d’enfants attendus"), enfants)
    await visite.toucher("Continuer")


def test_a_pregnancy_that_was_transmitted_leads_to_the_profile_and_leaves_nothing_to_lose(
    mener, commencer, serveur, seule
) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        await visite.s_identifier(seule)
        await visite.toucher(GROSSESSE, TRANSMISE)
        assert "Étape 1 sur 1" in visite.lu()
        assert "Étape suivante" not in visite.lu()  # there is nothing to check before an exit
        await visite.toucher("Continuer")
        ecran(visite.fenetre, PageSortie)
        page = visite.lu()
        assert "Vous n’avez pas de déclaration à faire" in page
        assert "Rien n’a été envoyé" in page
        assert "Envoyer" not in page
        await visite.toucher("Précédent")
        assert bouton(visite.fenetre, TRANSMISE).isChecked()
        await visite.toucher("Continuer", "Continuer")
        ecran(visite.fenetre, EcranProfil)
        assert "Ma situation" in visite.lu()
        assert (await visite.client.compte()).depots == ()
        assert visite.enveloppes() == []
        visite.fenetre.fin_demandee.emit()
        assert visite.finies == [True]

    mener(scenario())


def test_a_finger_that_trembles_does_not_go_past_a_page_it_has_not_seen(
    mener, commencer, serveur, seule
) -> None:
    """« Continuer » is at the same place on each of these pages."""

    async def scenario() -> None:
        visite = commencer(serveur.url)
        await visite.s_identifier(seule)
        await visite.toucher(GROSSESSE, TRANSMISE)
        await visite.toucher_deux_fois("Continuer")
        ecran(visite.fenetre, PageSortie)
        await visite.toucher("Continuer", "Revenir à mon compte", AJPA)
        await visite.toucher_deux_fois("Continuer")
        assert "Qui peut la demander" in visite.lu()
        await visite.toucher("Continuer")
        assert titre(visite) == "Votre situation"

    mener(scenario())


def test_a_pregnancy_that_was_transmitted_forgets_only_itself(mener, commencer, serveur, seule) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        await visite.s_identifier(seule)
        await visite.toucher(AJPA)
        await reculer_jusqu_au_compte(visite)
        await visite.toucher(GROSSESSE)
        await declarer(visite, "01102022", "15112022")
        await visite.toucher("Précédent", "Précédent", "Précédent", "Précédent")
        await visite.toucher(TRANSMISE, "Continuer", "Continuer", "Revenir à mon compte")
        visite.fenetre.fin_demandee.emit()
        assert "Vos réponses n’ont pas été envoyées" in visite.lu()  # those of the AJPA
        await visite.toucher("Continuer ma démarche", GROSSESSE)
        assert not bouton(visite.fenetre, TRANSMISE).isChecked()
        await visite.toucher(PAPIER, "Continuer", "Continuer")
        assert [c.valeur() for c in visite.champs()] == ["", ""]  # the dates are gone too

    mener(scenario())


def test_a_pregnancy_declared_late_is_told_so_and_accepted(mener, commencer, serveur, seule) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        await visite.s_identifier(seule)
        await visite.toucher(GROSSESSE)
        await declarer(visite, "01072022", "20082022", "2")
        ecran(visite.fenetre, PageTexte)
        assert "Votre déclaration est acceptée" in visite.lu()
        assert "7 octobre 2022" in visite.lu()
        await visite.toucher("Continuer", ATTESTATION, "Envoyer ma déclaration")
        ecran(visite.fenetre, EcranFin)
        assert "Votre déclaration est envoyée" in visite.lu()
        assert "l’attestation médicale du nombre d’enfants attendus" in visite.lu()
        [depot] = (await visite.client.compte()).depots
        assert depot.numero in visite.lu()
        assert depot.numero.startswith("G-")

    mener(scenario())


def test_a_pregnancy_declared_in_time_is_told_of_no_delay(mener, commencer, serveur, seule) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        await visite.s_identifier(seule)
        await visite.toucher(GROSSESSE)
        await declarer(visite, "25082022", "20102022")  # to the day, fourteen weeks before
        assert visite.en_verification()
        # One day earlier it is late, and the notice is read before the answers are seen again.
        await visite.toucher("Modifier\u00a0: Date présumée de début de grossesse, Dates de votre grossesse")
        remplacer(champ(visite.fenetre, "Date présumée"), "24082022")
        await visite.toucher("Continuer")
        assert "Votre déclaration est acceptée" in visite.lu()
        await visite.toucher("Continuer")
        assert visite.en_verification()

    mener(scenario())


def test_a_prime_that_was_transmitted_leads_back_to_the_account(mener, commencer, serveur, seule) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        await visite.s_identifier(seule)
        await visite.toucher(PRIME, TRANSMISE, "Continuer")
        ecran(visite.fenetre, PageSortie)
        assert "Vous n’avez pas de demande à remplir" in visite.lu()
        assert "Rien n’a été envoyé" in visite.lu()
        await visite.toucher("Revenir à mon compte")
        ecran(visite.fenetre, EcranCompte)
        assert (await visite.client.compte()).depots == ()
        visite.fenetre.fin_demandee.emit()
        assert visite.finies == [True]

    mener(scenario())


def test_what_is_said_of_a_prime_follows_the_answers_although_its_page_was_drawn_ahead(
    mener, commencer, serveur, seule
) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        await visite.s_identifier(seule)
        await visite.toucher(PRIME)
        await declarer(visite, "01102022", "15112022")
        await visite.toucher("Non", "Continuer", "Non")
        await dessiner_d_avance(visite)
        await visite.toucher("Oui")
        await visite.toucher("Continuer")
        assert "selon vos ressources, le droit est étudié par la Caf" in visite.lu()
        assert "1 enfant : 42 978 €" in visite.lu()
        assert "1 003,95 €" in visite.lu()
        await dessiner_d_avance(visite)
        await visite.toucher("Précédent", "Non", "Continuer")
        assert "1 enfant : 32 520 €" in visite.lu()
        assert "42 978 €" not in visite.lu()
        await visite.toucher("Continuer", ATTESTATION, "Envoyer ma demande")
        assert "Votre demande est envoyée" in visite.lu()
        [depot] = (await visite.client.compte()).depots
        assert depot.numero.startswith("P-")

    mener(scenario())


async def dessiner_d_avance(visite: UneVisite) -> None:
    """Until the neighbours of the page shown are drawn."""
    assistant = visite.visite.depot._assistant
    assert assistant is not None
    while assistant._apres.isActive():
        dessinee = asyncio.get_running_loop().create_future()
        assistant._apres.timeout.connect(
            lambda futur=dessinee: futur.set_result(None), Qt.ConnectionType.SingleShotConnection
        )
        await dessinee


# -- Pass'Sport -----------------------------------------------------------------------------------------------


@pytest.fixture
def jouer_le(monkeypatch: pytest.MonkeyPatch, serveur: ServeurReel) -> Callable[[date], None]:
    """Terminal and backend play another day."""

    def _jouer(jour: date) -> None:
        monkeypatch.setattr(conftest, "JOUR", jour)
        serveur.arreter()
        serveur.redemarrer(date_reference=jour)

    return _jouer


def test_a_home_with_children_is_told_of_each_coupon(mener, commencer, serveur, personnes) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        await visite.s_identifier(personnes["Livia"])
        assert "50 € par personne, pour inscrire Lina et Noé dans un club sportif." in visite.lu()
        await visite.toucher("En savoir plus\u00a0: Pass’Sport\u00a02022")
        ecran(visite.fenetre, EcranPassSport)
        page = visite.lu()
        assert page.count("Coupon prévu") == 2
        assert "Lina" in page
        assert "Noé" in page
        assert "31 décembre 2022" in page
        await visite.toucher("Revenir à mon compte")
        ecran(visite.fenetre, EcranCompte)
        visite.fenetre.fin_demandee.emit()
        assert visite.finies == [True]

    mener(scenario())


def test_a_home_without_children_nor_rights_to_it_has_no_card(mener, commencer, serveur, personnes) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        await visite.s_identifier(personnes["Karim"])
        ecran(visite.fenetre, EcranCompte)
        assert "Pass’Sport" not in visite.lu()

    mener(scenario())


@pytest.mark.parametrize(
    ("jour", "carte", "page"),
    [
        (
            date(2026, 6, 15),
            "La campagne 2026 n’est pas connue à ce jour.",
            "Nous ne savons pas encore qui y aura droit",
        ),
        (
            date(2021, 12, 15),
            "La campagne 2021 est terminée depuis le 30 novembre 2021.",
            "Le coupon ne s’utilise plus.",
        ),
    ],
    ids=["unknown", "over"],
)
def test_a_campaign_that_is_not_known_or_over_is_said_so_and_names_nobody(
    mener, commencer, serveur, jouer_le, personnes, jour: date, carte: str, page: str
) -> None:
    jouer_le(jour)

    async def scenario() -> None:
        visite = commencer(serveur.url)
        await visite.s_identifier(personnes["Livia"])
        assert carte in visite.lu()
        await visite.toucher(f"En savoir plus\u00a0: Pass’Sport\u00a0{jour.year}")
        lue = lu(ecran(visite.fenetre, EcranPassSport))
        assert page in lue
        assert "Coupon prévu" not in lue
        assert "Lina" not in lue
        await visite.toucher("Revenir à mon compte")
        ecran(visite.fenetre, EcranCompte)

    mener(scenario())
