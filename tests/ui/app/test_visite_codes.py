"""The codes of a visit: right, wrong, late, left for later, replaced, lost on the way, and two for one visit."""

import json
import re

import pytest
from conftest import JOUR, BaseDuCompte, Temps, UneVisite
from doigts import bouton, champ, ecran, ecrire, lu, remplacer, toucher, visibles
from PySide6.QtWidgets import QAbstractButton
from repos_visite import repos

from kiosk.server.reglages import ReglagesSms
from tests.helpers.passerelle_sms import passerelle_sms
from ui.components.panneau import Panneau
from ui.screens.code import EcranCode
from ui.screens.compte import EcranCompte
from ui.screens.coordonnee import EcranCoordonnee
from ui.screens.coordonnees import EcranCoordonnees
from ui.screens.panne import EcranPanne

MOBILE, MAIL, FIXE = "Téléphone mobile", "Adresse mail", "Téléphone fixe"
NOUVEAU_MOBILE, NOUVEAU_MAIL = "06 39 98 77 66", "martin@exemple.fr"
LONGUE_SESSION = {"session_inactivite_s": 3600}


def faux(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def passer(visite: UneVisite, temps: Temps, secondes: float) -> None:
    """Time goes by on both sides, and the page's clock ticks."""
    temps.secondes += secondes
    ecran(visite.fenetre, EcranCode)._compte.constater()


async def demander(visite: UneVisite, compte, **valeurs: str) -> None:
    """Signed in, these values asked for on the list, up to « Enregistrer »."""
    await visite.s_identifier(compte)
    toucher(visite.fenetre, "Modifier\u00a0: Mes coordonnées")
    saisir(visite, **valeurs)


def saisir(visite: UneVisite, **valeurs: str) -> None:
    noms = {"mobile": MOBILE, "mail": MAIL, "fixe": FIXE}
    for nature, valeur in valeurs.items():
        poses = [b.accessibleName() for b in visibles(visite.fenetre, QAbstractButton)]
        modifier = f"Modifier\u00a0: {noms[nature]}"
        toucher(visite.fenetre, modifier if modifier in poses else f"Ajouter\u00a0: {noms[nature]}")
        remplacer(champ(visite.fenetre, noms[nature]), valeur)
        toucher(visite.fenetre, "Continuer")


async def jusqu_au_code(visite: UneVisite, compte, **valeurs: str) -> EcranCode:
    """The page of the first code, which was sent."""
    await demander(visite, compte, **(valeurs or {"mobile": NOUVEAU_MOBILE}))
    await visite.toucher("Enregistrer")
    return ecran(visite.fenetre, EcranCode)


# -- left for later, corrected --------------------------------------------------------------------------------


def test_later_keeps_the_old_number_and_another_visit_ends_it(
    mener, commencer, serveur, seule, temps
) -> None:
    base: BaseDuCompte = serveur.base_de(seule)

    async def scenario() -> None:
        visite = commencer(serveur.url)
        await jusqu_au_code(visite, seule)
        await visite.toucher("Je n’ai pas ce téléphone avec\u00a0moi")
        assert "C’est enregistré. Il reste un code à saisir" in visite.panneau()
        assert "En attendant, nous gardons 06 •• •• •• 42" in visite.panneau()
        await visite.toucher("Continuer vers mon compte")
        ecran(visite.fenetre, EcranCompte)
        assert "Attend son code" in visite.lu()
        assert "06 •• •• •• 42" in visite.lu()
        assert base.en_vigueur()["mobile"][0] == "+33639981042"
        temps.secondes += 120

        visite = commencer(serveur.url)
        await visite.s_identifier(seule)
        toucher(visite.fenetre, "Modifier\u00a0: Mes coordonnées")
        assert "Nous vous demanderons le code qui vérifie le mobile" in visite.lu()
        await visite.toucher("Confirmer")
        # Typed on another terminal: masked here.
        assert "Envoyé par SMS au 06 •• •• •• 66" in visite.lu()
        ancien, nouveau = base.codes()
        assert ancien != nouveau
        await visite.saisir_le_code(nouveau)
        assert "Modifié et vérifié" in visite.panneau()
        await visite.toucher("Continuer vers mon compte")
        assert base.en_vigueur()["mobile"] == ("+33639987766", JOUR)

    mener(scenario())


def test_the_code_received_in_the_visit_is_still_good_when_the_person_comes_back_to_it(
    mener, commencer, serveur, seule, temps
) -> None:
    base = serveur.base_de(seule)

    async def scenario() -> None:
        visite = commencer(serveur.url)
        await jusqu_au_code(visite, seule)
        await visite.toucher("Plus tard", "Continuer vers mon compte")
        temps.secondes += 200
        await visite.toucher("Modifier\u00a0: Mes coordonnées", "Confirmer")
        assert "valable 12 minutes" in visite.lu()
        bouton(visite.fenetre, "Recevoir un nouveau code")  # the minute has gone by
        assert len(base.codes()) == 1
        await visite.saisir_le_code(base.code())
        assert "Modifié et vérifié" in visite.panneau()

    mener(scenario())


def test_a_visit_that_comes_within_the_minute_takes_the_code_that_is_on_its_way(
    mener, commencer, serveur, seule, temps
) -> None:
    base = serveur.base_de(seule)

    async def scenario() -> None:
        visite = commencer(serveur.url)
        await jusqu_au_code(visite, seule)
        temps.secondes += 20

        visite = commencer(serveur.url)
        await visite.s_identifier(seule)
        await visite.toucher("Modifier\u00a0: Mes coordonnées", "Confirmer")
        assert "Envoyé par SMS au 06 •• •• •• 66" in visite.lu()
        assert "Nouveau code possible dans 40 secondes" in visite.lu()
        [code] = base.codes()
        await visite.saisir_le_code(code)
        assert "Modifié et vérifié" in visite.panneau()

    mener(scenario())


def test_a_visit_that_comes_right_after_a_code_that_is_over_waits_for_its_own(
    mener, commencer, serveur, seule, temps
) -> None:
    base = serveur.base_de(seule)

    async def scenario() -> None:
        visite = commencer(serveur.url)
        await jusqu_au_code(visite, seule)
        for _ in range(5):
            await visite.saisir_le_code(faux(base.code()))
        temps.secondes += 20

        visite = commencer(serveur.url)
        await visite.s_identifier(seule)
        await visite.toucher("Modifier\u00a0: Mes coordonnées", "Confirmer")
        assert "Un code vient d’être demandé" in visite.lu()
        assert "Attendez ici, ou continuez plus tard" in visite.lu()
        assert [a.texte for a in visite.fenetre.ecran.commandes] == ["Plus tard"]
        passer(visite, temps, 40)
        await visite.toucher("Recevoir un nouveau code")
        await visite.saisir_le_code(base.code())
        assert "Modifié et vérifié" in visite.panneau()

    mener(scenario())


def test_a_code_that_died_meanwhile_is_asked_for_anew(mener, commencer, serveur, seule, temps) -> None:
    serveur.arreter()
    serveur.redemarrer(**LONGUE_SESSION)
    base = serveur.base_de(seule)

    async def scenario() -> None:
        visite = commencer(serveur.url)
        await jusqu_au_code(visite, seule)
        await visite.toucher("Plus tard", "Continuer vers mon compte")
        temps.secondes += 1000
        await visite.toucher("Modifier\u00a0: Mes coordonnées", "Confirmer")
        assert "valable 15 minutes" in visite.lu()
        assert len(base.codes()) == 2
        await visite.saisir_le_code(base.code())
        assert "Modifié et vérifié" in visite.panneau()

    mener(scenario())


def test_the_number_is_corrected_from_the_page_of_its_code(mener, commencer, serveur, seule, temps) -> None:
    base = serveur.base_de(seule)

    async def scenario() -> None:
        visite = commencer(serveur.url)
        fenetre = visite.fenetre
        await jusqu_au_code(visite, seule)
        passer(visite, temps, 20)
        await visite.toucher("Modifier le numéro")
        ecran(fenetre, EcranCoordonnee)
        # What was typed is there, to be corrected rather than typed again.
        assert champ(fenetre, MOBILE).valeur() == "0639987766"
        await visite.toucher("Précédent")
        assert "Nouveau code possible dans 40 secondes" in visite.lu()
        assert f"Envoyé par SMS au {NOUVEAU_MOBILE}" in visite.lu()
        await visite.toucher("Modifier le numéro")
        remplacer(champ(fenetre, MOBILE), "06 39 98 77 55")
        await visite.toucher("Continuer")
        # Another value: its code leaves at once.
        assert "Envoyé par SMS au 06 39 98 77 55" in lu(ecran(fenetre, EcranCode))
        assert base.en_attente() == {"mobile": "+33639987755"}
        premier, second = base.codes()
        await visite.saisir_le_code(premier)
        assert "Ce code n’est pas le bon" in visite.lu()
        await visite.saisir_le_code(second)
        assert "06 39 98 77 55" in visite.panneau()
        await visite.toucher("Continuer vers mon compte")
        assert base.en_vigueur()["mobile"] == ("+33639987755", JOUR)

    mener(scenario())


@pytest.mark.parametrize("choix", ["Garder le numéro actuel", "Supprimer les deux numéros"])
def test_from_the_page_of_a_code_the_change_is_dropped_or_the_number_removed(
    mener, commencer, serveur, seule, choix: str
) -> None:
    base = serveur.base_de(seule)

    async def scenario() -> None:
        visite = commencer(serveur.url)
        await jusqu_au_code(visite, seule)
        await visite.toucher("Modifier le numéro", choix)
        ecran(visite.fenetre, EcranCoordonnees)
        await visite.toucher("Enregistrer")
        assert "Vos coordonnées sont" in visite.panneau()
        await visite.toucher("Continuer vers mon compte")
        assert "Attend son code" not in lu(ecran(visite.fenetre, EcranCompte))
        assert base.en_attente() == {}
        garde = {"mobile": ("+33639981042", JOUR)} if choix.startswith("Garder") else {}
        assert base.en_vigueur() == garde | {
            "mail": ("camille.martin@exemple.fr", JOUR),
            "fixe": ("+33199001017", None),
        }

    mener(scenario())


def test_back_from_the_list_after_a_request_leads_to_an_account_up_to_date(
    mener, commencer, serveur, seule
) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        await visite.s_identifier(seule, incitation=True)
        toucher(visite.fenetre, "Modifier")
        saisir(visite, mobile=NOUVEAU_MOBILE)
        await visite.toucher("Enregistrer", "Modifier le numéro", "Garder le numéro actuel", "Précédent")
        page = lu(ecran(visite.fenetre, EcranCompte))
        assert "Attend son code" in page
        assert "Sécurisée le 1er décembre 2022" in page

    mener(scenario())


def test_two_codes_come_one_after_the_other_and_what_was_left_for_later_stays_so(
    mener, commencer, serveur, seule, temps
) -> None:
    base = serveur.base_de(seule)

    async def scenario() -> None:
        visite = commencer(serveur.url)
        fenetre = visite.fenetre
        await jusqu_au_code(visite, seule, mobile=NOUVEAU_MOBILE, mail=NOUVEAU_MAIL)
        assert "Étape 1 sur 2" in visite.lu()
        await visite.toucher("Plus tard")
        assert "Étape 2 sur 2" in visite.lu()
        assert f"Envoyé par mail à {NOUVEAU_MAIL}" in visite.lu()
        await visite.toucher("Modifier l’adresse")
        remplacer(champ(fenetre, MAIL), "camille@exemple.fr")
        await visite.toucher("Continuer")
        assert "Envoyé par mail à camille@exemple.fr" in visite.lu()
        assert "Étape 2 sur 2" in visite.lu()
        await visite.saisir_le_code(base.code())
        bilan = visite.panneau()
        assert "C’est enregistré. Il reste un code à saisir" in bilan
        assert "Modifiée et vérifiée" in bilan
        assert "En attendant, nous gardons 06 •• •• •• 42" in bilan
        assert base.en_attente() == {"mobile": "+33639987766"}

    mener(scenario())


def passer_le_delai(temps: Temps) -> None:
    """A minute between two codes of one kind."""
    temps.secondes += 61


# -- codes that no longer work --------------------------------------------------------------------------------


def test_an_expired_code_then_a_new_one(mener, commencer, serveur, seule, temps) -> None:
    serveur.arreter()
    serveur.redemarrer(**LONGUE_SESSION)
    base = serveur.base_de(seule)

    async def scenario() -> None:
        visite = commencer(serveur.url)
        await jusqu_au_code(visite, seule)
        passer(visite, temps, 901)
        await visite.saisir_le_code(base.code())
        assert "Ce code n’est plus valable" in visite.lu()
        assert base.en_vigueur()["mobile"][0] == "+33639981042"
        await visite.toucher("Recevoir un nouveau code")
        await visite.saisir_le_code(base.code())
        assert "Modifié et vérifié" in visite.panneau()

    mener(scenario())


def test_five_wrong_tries_end_a_code_then_a_new_one(mener, commencer, serveur, seule, temps) -> None:
    base = serveur.base_de(seule)

    async def scenario() -> None:
        visite = commencer(serveur.url)
        await jusqu_au_code(visite, seule)
        code = base.code()
        for restants in (4, 3, 2, 1):
            await visite.saisir_le_code(faux(code))
            assert f"Il vous reste {restants} essai" in visite.lu()
        await visite.saisir_le_code(faux(code))
        assert "Ce code ne fonctionne plus" in visite.lu()
        await visite.saisir_le_code(code)
        assert "Ce code ne fonctionne plus" in visite.lu()
        passer(visite, temps, 61)
        await visite.toucher("Recevoir un nouveau code")
        await visite.saisir_le_code(base.code())
        assert "Modifié et vérifié" in visite.panneau()

    mener(scenario())


def test_no_more_code_today_leaves_only_later(mener, commencer, serveur, seule, temps) -> None:
    base = serveur.base_de(seule)

    async def scenario() -> None:
        visite = commencer(serveur.url)
        fenetre = visite.fenetre
        await jusqu_au_code(visite, seule)
        for _ in range(4):
            passer(visite, temps, 61)
            await visite.toucher("Recevoir un nouveau code")
        assert len(base.codes()) == 5
        assert "Nous ne pouvons plus vous envoyer de code aujourd’hui" in visite.lu()
        await visite.toucher("Plus tard", "Continuer vers mon compte")
        temps.secondes += 700

        visite = commencer(serveur.url)
        await visite.s_identifier(seule)
        await visite.toucher("Modifier\u00a0: Mes coordonnées", "Confirmer")
        assert "Vous ne pouvez plus demander de code pour l’instant" in visite.lu()
        assert "saisir un code" not in visite.lu()  # there is none that this page could check
        assert [a.texte for a in fenetre.ecran.commandes] == ["Plus tard"]
        assert len(base.codes()) == 5
        await visite.toucher("Plus tard", "Continuer vers mon compte")
        ecran(visite.fenetre, EcranCompte)

    mener(scenario())


def test_the_last_code_of_the_day_still_works(mener, commencer, serveur, seule, temps) -> None:
    base = serveur.base_de(seule)

    async def scenario() -> None:
        visite = commencer(serveur.url)
        await jusqu_au_code(visite, seule)
        for _ in range(4):
            passer(visite, temps, 61)
            await visite.toucher("Recevoir un nouveau code")
        await visite.saisir_le_code(base.code())
        assert "Modifié et vérifié" in visite.panneau()

    mener(scenario())


# -- another terminal -----------------------------------------------------------------------------------------


def test_a_change_replaced_from_another_terminal_is_told_and_shown(
    mener, commencer, ouvrir, serveur, seule, temps
) -> None:
    base = serveur.base_de(seule)

    async def scenario() -> None:
        une, autre = commencer(serveur.url), commencer(serveur.url, fenetre=ouvrir())
        await jusqu_au_code(une, seule)
        code = base.code()
        await demander(autre, seule, mobile="06 39 98 77 55")
        await autre.toucher("Enregistrer")
        await une.saisir_le_code(code)
        page = lu(ecran(une.fenetre, EcranPanne))
        assert "Ce changement n’attend plus de code" in page
        assert "vous verrez vos coordonnées à jour" in page
        await une.toucher("Réessayer")
        assert "Nouveau numéro : 06 •• •• •• 55" in lu(ecran(une.fenetre, EcranCoordonnees))
        assert base.en_vigueur()["mobile"][0] == "+33639981042"
        passer_le_delai(temps)
        await une.toucher("Confirmer")
        assert "Envoyé par SMS au 06 •• •• •• 55" in une.lu()
        await une.saisir_le_code(base.code())
        assert "Modifié et vérifié" in une.panneau()
        assert NOUVEAU_MOBILE not in une.panneau()
        assert base.en_vigueur()["mobile"] == ("+33639987755", JOUR)

    mener(scenario())


def test_a_change_dropped_from_another_terminal_is_told_when_a_new_code_is_asked(
    mener, commencer, ouvrir, serveur, seule, temps
) -> None:
    base = serveur.base_de(seule)

    async def scenario() -> None:
        une, autre = commencer(serveur.url), commencer(serveur.url, fenetre=ouvrir())
        await jusqu_au_code(une, seule)
        await autre.s_identifier(seule)
        toucher(autre.fenetre, "Modifier\u00a0: Mes coordonnées")
        toucher(autre.fenetre, f"Modifier\u00a0: {MOBILE}")
        await autre.toucher("Garder le numéro actuel", "Enregistrer")
        passer(une, temps, 61)
        await une.toucher("Recevoir un nouveau code")
        assert "Ce changement n’attend plus de code" in lu(ecran(une.fenetre, EcranPanne))
        await une.toucher("Réessayer")
        assert "Attend son code" not in lu(ecran(une.fenetre, EcranCoordonnees))
        await une.toucher("Précédent")
        assert "Confirmées le 1er décembre 2022" in lu(ecran(une.fenetre, EcranCompte))
        assert base.en_vigueur()["mobile"] == ("+33639981042", JOUR)

    mener(scenario())


@pytest.mark.parametrize("geste", ["type", "ask"])
def test_a_code_typed_on_another_terminal_ends_this_visit_too(
    mener, commencer, ouvrir, serveur, seule, temps, geste: str
) -> None:
    base = serveur.base_de(seule)

    async def scenario() -> None:
        une, autre = commencer(serveur.url), commencer(serveur.url, fenetre=ouvrir())
        await jusqu_au_code(une, seule)
        await autre.s_identifier(seule)
        temps.secondes += 61
        await autre.toucher("Modifier\u00a0: Mes coordonnées", "Confirmer")
        await autre.saisir_le_code(base.codes()[0])  # the first one is as good
        assert "Modifié et vérifié" in autre.panneau()
        if geste == "type":
            await une.saisir_le_code(base.codes()[0])
        else:
            passer(une, temps, 61)
            await une.toucher("Recevoir un nouveau code")
        assert "Modifié et vérifié" in une.panneau()
        assert NOUVEAU_MOBILE in une.panneau()

    mener(scenario())


# -- late, cut, lost ------------------------------------------------------------------------------------------


def test_a_text_message_that_cannot_leave_is_said_to_be_late_then_both_codes_work(
    mener, commencer, serveur, seule, temps
) -> None:
    base = serveur.base_de(seule)

    async def scenario() -> None:
        visite = commencer(serveur.url)
        await jusqu_au_code(visite, seule)
        page = visite.lu()
        assert "Le SMS a du retard" in page
        assert f"Il partira par SMS au {NOUVEAU_MOBILE} dès que possible" in page
        assert base.en_vigueur()["mobile"][0] == "+33639981042"
        passer(visite, temps, 61)
        await visite.toucher("Recevoir un nouveau code")
        assert "Nouveau code envoyé" in visite.lu()
        # The one that was late left with it, and is as good.
        codes = [re.findall(r"\d{6}", json.dumps(sms))[-1] for sms in passerelle.delivres]
        assert len(codes) == 2
        await visite.saisir_le_code(codes[0])
        assert "Modifié et vérifié" in visite.panneau()

    with passerelle_sms() as passerelle:
        passerelle.pannes = [503]
        serveur.arreter()
        serveur.redemarrer(sms=ReglagesSms(url=passerelle.url, jeton=passerelle.jeton))
        mener(scenario())


def test_a_gateway_that_is_not_there_lets_the_person_leave(mener, commencer, serveur, seule) -> None:
    serveur.arreter()
    # Port 9 of this machine: nobody listens.
    serveur.redemarrer(sms=ReglagesSms(url="http://127.0.0.1:9/messages", jeton="x"))

    async def scenario() -> None:
        visite = commencer(serveur.url)
        await jusqu_au_code(visite, seule)
        assert "Le SMS a du retard" in visite.lu()
        await visite.toucher("Plus tard")
        assert "Il reste un code à saisir" in visite.panneau()
        await visite.toucher("Continuer vers mon compte")
        ecran(visite.fenetre, EcranCompte)

    mener(scenario())


def test_a_backend_gone_while_a_code_is_typed_then_back(mener, commencer, serveur, seule) -> None:
    base = serveur.base_de(seule)

    async def scenario() -> None:
        visite = commencer(serveur.url)
        await jusqu_au_code(visite, seule)
        serveur.arreter()
        await visite.saisir_le_code(base.code())
        assert "La liaison avec la Caf est coupée" in lu(ecran(visite.fenetre, EcranCode))
        assert "Nous ne savons pas si votre code est accepté" in visite.lu()
        assert champ(visite.fenetre, "Code").valeur() == base.code()
        serveur.redemarrer()
        await visite.toucher("Valider le code")
        assert "Modifié et vérifié" in visite.panneau()
        assert base.en_vigueur()["mobile"] == ("+33639987766", JOUR)

    mener(scenario())


def test_a_backend_gone_while_a_code_is_asked_for_then_back(mener, commencer, serveur, seule, temps) -> None:
    base = serveur.base_de(seule)

    async def scenario() -> None:
        visite = commencer(serveur.url)
        await jusqu_au_code(visite, seule)
        passer(visite, temps, 61)
        serveur.arreter()
        await visite.toucher("Recevoir un nouveau code")
        assert "Nous ne savons pas si le code est parti" in visite.lu()
        serveur.redemarrer()
        await visite.toucher("Recevoir un nouveau code")
        assert "Nouveau code envoyé" in visite.lu()
        assert len(base.codes()) == 2
        await visite.saisir_le_code(base.code())
        assert "Modifié et vérifié" in visite.panneau()

    mener(scenario())


CAS = {
    "modified": ("Camille", {"mobile": NOUVEAU_MOBILE}, "Modifié et vérifié", "à jour"),
    "added": ("Hugo", {"mail": NOUVEAU_MAIL}, "Ajoutée et vérifiée", "à jour"),
    "confirmed": ("Livia", {"mobile": "06 39 98 30 55"}, "Confirmé", "confirmées"),
}


@pytest.mark.parametrize("cas", CAS)
@pytest.mark.parametrize("ensuite", ["same code", "new code", "later"])
def test_a_right_code_whose_answer_is_lost_leads_to_the_end(
    mener, commencer, serveur, personnes, temps, relais, cas: str, ensuite: str
) -> None:
    entre, url = relais
    prenom, valeurs, mention, titre = CAS[cas]
    base = serveur.base_de(personnes[prenom])

    async def scenario() -> None:
        visite = commencer(url)
        await jusqu_au_code(visite, personnes[prenom], **valeurs)
        entre.perdre = "/code "
        await visite.saisir_le_code(base.code())
        assert "Nous ne savons pas si votre code est accepté" in visite.lu()
        if ensuite == "same code":
            await visite.toucher("Valider le code")
        elif ensuite == "new code":
            passer(visite, temps, 61)
            await visite.toucher("Recevoir un nouveau code")
        else:
            await visite.toucher("Plus tard")
        bilan = visite.panneau()
        assert mention in bilan
        assert f"Vos coordonnées sont {titre}" in bilan
        assert base.en_attente() == {}
        [date_securisation] = {base.en_vigueur()[nature][1] for nature in valeurs}
        assert date_securisation == JOUR
        await visite.toucher("Continuer vers mon compte")
        ecran(visite.fenetre, EcranCompte)

    mener(scenario())


def test_a_wrong_code_whose_answer_is_lost_still_waits(mener, commencer, serveur, seule, relais) -> None:
    entre, url = relais
    base = serveur.base_de(seule)

    async def scenario() -> None:
        visite = commencer(url)
        await jusqu_au_code(visite, seule)
        entre.perdre = "/code "
        await visite.saisir_le_code(faux(base.code()))
        await visite.toucher("Plus tard")
        assert "Il reste un code à saisir" in visite.panneau()

    mener(scenario())


def test_a_sent_code_whose_answer_is_lost_is_not_sent_twice(mener, commencer, serveur, seule, relais) -> None:
    entre, url = relais
    base = serveur.base_de(seule)

    async def scenario() -> None:
        visite = commencer(url, essais=1)
        entre.perdre = "/verifications "
        await jusqu_au_code(visite, seule)
        assert "Nous ne savons pas si le code est parti" in visite.lu()
        await visite.toucher("Recevoir un nouveau code")
        assert len(base.codes()) == 1
        await visite.saisir_le_code(base.code())
        assert "Modifié et vérifié" in visite.panneau()

    mener(scenario())


@pytest.mark.parametrize(
    ("valeurs", "retire"),
    [({"mobile": NOUVEAU_MOBILE}, ""), ({"fixe": "01 99 00 55 55"}, ""), ({}, FIXE), ({}, "")],
    ids=["mobile", "landline", "removal", "confirmation"],
)
def test_a_request_whose_answer_is_lost_is_done_once_and_shown_as_done(
    mener, commencer, serveur, seule, relais, valeurs: dict[str, str], retire: str
) -> None:
    entre, url = relais
    base = serveur.base_de(seule)

    async def scenario() -> None:
        visite = commencer(url)
        await demander(visite, seule, **valeurs)
        if retire:
            await visite.toucher(f"Modifier\u00a0: {retire}", "Supprimer ce numéro")
        entre.perdre = "POST /api/v1/coordonnees "
        await visite.toucher("Enregistrer" if valeurs or retire else "Confirmer")
        assert "Votre demande n’est pas confirmée" in lu(ecran(visite.fenetre, EcranPanne))
        await visite.toucher("Réessayer")
        assert "Sécurisée le 1er décembre 2022" in lu(ecran(visite.fenetre, EcranCoordonnees))
        textes = [a.texte for a in visite.fenetre.ecran.commandes]
        await visite.toucher("Enregistrer" if "Enregistrer" in textes else "Confirmer")
        if "mobile" in valeurs:
            await visite.saisir_le_code(base.code())
        assert "Vos coordonnées sont" in visite.panneau()
        await visite.toucher("Continuer vers mon compte")
        en_vigueur = base.en_vigueur()
        assert en_vigueur["mobile"] == ("+33639987766" if "mobile" in valeurs else "+33639981042", JOUR)
        assert en_vigueur.get("fixe", ("", None))[0] == (
            "" if retire else "+33199005555" if "fixe" in valeurs else "+33199001017"
        )
        assert base.en_attente() == {}

    mener(scenario())


@pytest.mark.parametrize("geste", ["Valider le code", "Recevoir un nouveau code"])
def test_a_session_that_ended_on_the_page_of_a_code(
    mener, commencer, serveur, seule, temps, geste: str
) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        await jusqu_au_code(visite, seule)
        passer(visite, temps, 61)
        await visite.expirer()
        ecrire(champ(visite.fenetre, "Code"), "123456")
        await visite.toucher(geste)
        page = ecran(visite.fenetre, EcranPanne)
        assert "Votre session est terminée" in lu(page)
        assert [a.texte for a in page.commandes] == ["Terminer ma session"]

    mener(scenario())


# -- pages left while an answer is awaited; two taps ----------------------------------------------------------


def test_the_next_code_does_not_wait_for_the_one_that_was_left(
    mener, commencer, serveur, seule, relais
) -> None:
    entre, url = relais
    base = serveur.base_de(seule)

    async def scenario() -> None:
        visite = commencer(url)
        await demander(visite, seule, mobile=NOUVEAU_MOBILE, mail=NOUVEAU_MAIL)
        entre.retenir = "/verifications "
        await visite.toucher_sans_attendre("Enregistrer", jusqu_a=EcranCode)
        await entre.attendre()
        assert "Envoi du code" in visite.lu()
        toucher(visite.fenetre, "Plus tard")
        assert "Étape 2 sur 2" in visite.lu()
        entre.lacher()
        await repos()
        assert f"Envoyé par mail à {NOUVEAU_MAIL}" in visite.lu()
        [du_mail] = [m for m in base.messages() if m.canal == "mail"]
        await visite.saisir_le_code(re.findall(r"\b\d{6}\b", du_mail.corps)[0])
        assert "Modifiée et vérifiée" in visite.panneau()

    mener(scenario())


def test_the_number_may_be_corrected_while_its_code_is_being_sent(
    mener, commencer, serveur, seule, relais
) -> None:
    entre, url = relais
    base = serveur.base_de(seule)

    async def scenario() -> None:
        visite = commencer(url)
        await demander(visite, seule, mobile=NOUVEAU_MOBILE)
        entre.retenir = "/verifications "
        await visite.toucher_sans_attendre("Enregistrer", jusqu_a=EcranCode)
        await entre.attendre()
        toucher(visite.fenetre, "Modifier le numéro")
        ecran(visite.fenetre, EcranCoordonnee)
        entre.lacher()
        await repos()
        ecran(visite.fenetre, EcranCoordonnee)
        await visite.toucher("Précédent")
        # It did leave, once.
        assert f"Envoyé par SMS au {NOUVEAU_MOBILE}" in visite.lu()
        assert len(base.codes()) == 1
        await visite.saisir_le_code(base.code())
        assert "Modifié et vérifié" in visite.panneau()

    mener(scenario())


def test_a_code_sent_to_the_number_before_is_not_taken_for_the_one_of_its_correction(
    mener, commencer, serveur, seule, temps, relais
) -> None:
    entre, url = relais
    base = serveur.base_de(seule)

    async def scenario() -> None:
        visite = commencer(url)
        fenetre = visite.fenetre
        await demander(visite, seule, mobile=NOUVEAU_MOBILE)
        entre.retenir = "/verifications "
        await visite.toucher_sans_attendre("Enregistrer", jusqu_a=EcranCode)
        await entre.attendre()
        temps.secondes += 1
        toucher(fenetre, "Modifier le numéro")
        remplacer(champ(fenetre, MOBILE), "06 39 98 77 55")
        await visite.toucher_sans_attendre("Continuer", jusqu_a=EcranCode)
        entre.lacher()
        await repos()
        assert "Envoyé par SMS au 06 39 98 77 55" in visite.lu()
        du_premier, du_second = base.codes()
        await visite.saisir_le_code(du_premier)
        assert "Ce code n’est pas le bon" in visite.lu()
        await visite.saisir_le_code(du_second)
        assert "Modifié et vérifié" in visite.panneau()
        assert base.en_vigueur()["mobile"] == ("+33639987755", JOUR)

    mener(scenario())


@pytest.mark.parametrize("ou", ["later", "correct"])
def test_a_page_left_while_its_code_is_checked(mener, commencer, serveur, seule, relais, ou: str) -> None:
    entre, url = relais
    base = serveur.base_de(seule)

    async def scenario() -> None:
        visite = commencer(url)
        fenetre = visite.fenetre
        await jusqu_au_code(visite, seule)
        entre.retenir = "/code "
        ecrire(champ(fenetre, "Code"), base.code())
        toucher(fenetre, "Valider le code")
        await entre.attendre()
        toucher(fenetre, "Plus tard" if ou == "later" else "Modifier le numéro")
        entre.lacher()
        await repos()
        if ou == "later":
            # Said too soon to wait: the account, read again, tells the truth.
            assert len(list(visibles(fenetre, Panneau))) == 1
        else:
            ecran(fenetre, EcranCoordonnee)
            await visite.toucher("Précédent")
            assert "Modifié et vérifié" in visite.panneau()
        await visite.toucher("Continuer vers mon compte")
        page = lu(ecran(fenetre, EcranCompte))
        assert "06 •• •• •• 66" in page
        assert "Attend son code" not in page
        assert list(visibles(fenetre, Panneau)) == []

    mener(scenario())


def test_nothing_on_the_last_page_does_anything_once_the_end_is_told(
    mener, commencer, serveur, seule, relais
) -> None:
    entre, url = relais
    base = serveur.base_de(seule)

    async def scenario() -> None:
        visite = commencer(url)
        fenetre = visite.fenetre
        await jusqu_au_code(visite, seule)
        await visite.saisir_le_code(base.code())
        entre.retenir = "GET /api/v1/compte "
        toucher(fenetre, "Continuer vers mon compte")
        # The account is on its way, and the page of the code still there.
        for nom in ("Plus tard", "Modifier le numéro", "Je n’ai pas ce téléphone avec\u00a0moi"):
            toucher(fenetre, nom)
            ecran(fenetre, EcranCode)
            assert list(visibles(fenetre, Panneau)) == []
        entre.lacher()
        await repos()
        ecran(fenetre, EcranCompte)

    mener(scenario())


def test_two_taps_count_as_one_try_and_ask_for_one_code(mener, commencer, serveur, seule, temps) -> None:
    base = serveur.base_de(seule)

    async def scenario() -> None:
        visite = commencer(serveur.url)
        await jusqu_au_code(visite, seule)
        ecrire(champ(visite.fenetre, "Code"), faux(base.code()))
        await visite.toucher_deux_fois("Valider le code")
        assert "Il vous reste 4 essais" in visite.lu()
        passer(visite, temps, 61)
        await visite.toucher_deux_fois("Recevoir un nouveau code")
        assert len(base.codes()) == 2
        ecrire(champ(visite.fenetre, "Code"), base.code())
        await visite.toucher_deux_fois("Valider le code")
        assert "Modifié et vérifié" in visite.panneau()
        assert list(base.en_attente()) == []

    mener(scenario())
