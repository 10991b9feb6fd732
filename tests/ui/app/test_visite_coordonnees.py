"""The contact details of a visit, as a person meets them: asked about, ignored, confirmed, changed, added, removed."""

import gc
from datetime import date

import pytest
from conftest import JOUR, BaseDuCompte, UneVisite
from doigts import (
    a_corriger,
    champ,
    ecran,
    ecrire,
    laisser_faire,
    lu,
    remplacer,
    toucher,
    visibles,
)
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from repos_visite import repos

from kiosk.server.demo import CompteDemo
from ui.components.panneau import Panneau
from ui.screens.code import EcranCode
from ui.screens.compte import EcranCompte
from ui.screens.coordonnee import EcranCoordonnee
from ui.screens.coordonnees import EcranCoordonnees
from ui.screens.incitation import EcranIncitation
from ui.screens.panne import EcranPanne
from ui.screens.profil import EcranProfil

AVANT = date(2021, 10, 7)
MOBILE, MAIL, FIXE = "Téléphone mobile", "Adresse mail", "Téléphone fixe"
NOUVEAU_MOBILE = "06 39 98 77 66"
PASSEES = (EcranIncitation, EcranCoordonnees, EcranCoordonnee, EcranCode)


def secrets(racine: QWidget, *valeurs: str) -> list[str]:
    """The texts, spoken names and descriptions that hold one of the values, shown or not."""
    trouves = []
    for widget in racine.findChildren(QWidget):
        textes = [widget.accessibleName(), widget.accessibleDescription()]
        if isinstance(widget, QLabel | QLineEdit):
            textes.append(widget.text())
        propres = [texte.replace("\u00a0", " ").replace("\u200b", "") for texte in textes]
        trouves += [texte for texte in propres for valeur in valeurs if valeur in texte]
    return trouves


async def modifier(visite: UneVisite, quoi: str, valeur: str) -> None:
    """From the list: one of them, typed and read."""
    toucher(visite.fenetre, f"Modifier\u00a0: {quoi}")
    remplacer(champ(visite.fenetre, quoi), valeur)
    toucher(visite.fenetre, "Continuer")


async def ouvrir_la_liste(visite: UneVisite, compte: CompteDemo) -> EcranCoordonnees:
    """Signed in, then « Modifier » on the account."""
    await visite.s_identifier(compte)
    toucher(visite.fenetre, "Modifier\u00a0: Mes coordonnées")
    return ecran(visite.fenetre, EcranCoordonnees)


# -- the question ---------------------------------------------------------------------------------------------


def test_the_question_is_ignored_comes_back_is_confirmed_and_leaves_in_peace(
    mener, commencer, serveur, seule
) -> None:
    base: BaseDuCompte = serveur.base_de(seule)

    async def scenario() -> None:
        visite = commencer(serveur.url)
        await visite.s_identifier(seule, incitation=True)
        ecran(visite.fenetre, EcranIncitation)
        assert "06 •• •• •• 42" in visite.lu()
        assert "7 octobre 2021" in visite.lu()
        toucher(visite.fenetre, "Ignorer")
        assert "Ces coordonnées sont importantes pour vous" in visite.panneau()
        toucher(visite.fenetre, "Revoir mes coordonnées")
        ecran(visite.fenetre, EcranIncitation)
        assert list(visibles(visite.fenetre, Panneau)) == []
        await visite.toucher("Ignorer", "Ignorer quand même")
        ecran(visite.fenetre, EcranCompte)
        assert "À confirmer" in visite.lu()
        assert base.en_vigueur()["mobile"] == ("+33639981042", AVANT)

        visite = commencer(serveur.url)
        await visite.s_identifier(seule, incitation=True)
        ecran(visite.fenetre, EcranIncitation)
        await visite.toucher("Confirmer")
        bilan = visite.panneau()
        assert "Vos coordonnées sont confirmées" in bilan
        assert bilan.count("Confirmé") == 3
        assert "Modifié" not in bilan
        assert "1er décembre 2022" in bilan
        await visite.toucher("Continuer vers mon compte")
        ecran(visite.fenetre, EcranCompte)
        assert "Confirmées le 1er décembre 2022" in visite.lu()
        assert "À confirmer" not in visite.lu()
        assert base.en_vigueur() == {
            "mobile": ("+33639981042", JOUR),
            "mail": ("camille.martin@exemple.fr", JOUR),
            "fixe": ("+33199001017", None),
        }
        assert base.messages() == []

        visite = commencer(serveur.url)
        await visite.s_identifier(seule, incitation=True)
        ecran(visite.fenetre, EcranCompte)

    mener(scenario())


def test_the_question_is_not_asked_twice_in_one_visit(mener, commencer, serveur, personnes) -> None:
    """Livia's only number is not secured: confirming it needs a code, which she leaves for later."""

    async def scenario() -> None:
        visite = commencer(serveur.url)
        await visite.s_identifier(personnes["Livia"], incitation=True)
        await visite.toucher("Confirmer", "Plus tard")
        assert "Il reste un code à saisir" in visite.panneau()
        await visite.toucher("Continuer vers mon compte")
        ecran(visite.fenetre, EcranCompte)
        assert "Attend son code" in visite.lu()

    mener(scenario())


def test_from_the_question_to_the_list_and_back_nothing_is_lost_nor_sent_unseen(
    mener, commencer, serveur, seule
) -> None:
    base = serveur.base_de(seule)

    async def scenario() -> None:
        visite = commencer(serveur.url)
        fenetre = visite.fenetre
        await visite.s_identifier(seule, incitation=True)
        toucher(fenetre, "Modifier")
        await modifier(visite, MOBILE, NOUVEAU_MOBILE)
        assert NOUVEAU_MOBILE in visite.lu()
        toucher(fenetre, "Précédent")
        ecran(fenetre, EcranIncitation)
        toucher(fenetre, "Modifier")
        assert NOUVEAU_MOBILE in visite.lu()
        toucher(fenetre, "Précédent")
        # The question shows what is in force, and confirms that only.
        await visite.toucher("Confirmer")
        assert "Vos coordonnées sont confirmées" in visite.panneau()
        assert base.en_attente() == {}
        assert base.en_vigueur()["mobile"] == ("+33639981042", JOUR)

    mener(scenario())


def test_ignoring_drops_what_was_asked_on_the_list(mener, commencer, serveur, seule) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        fenetre = visite.fenetre
        await visite.s_identifier(seule, incitation=True)
        toucher(fenetre, "Modifier")
        await modifier(visite, MOBILE, NOUVEAU_MOBILE)
        toucher(fenetre, "Précédent")
        await visite.toucher("Ignorer", "Ignorer quand même")
        ecran(fenetre, EcranCompte)
        fenetre.fin_demandee.emit()  # the top bar's: nothing is left to lose
        assert visite.finies == [True]

    mener(scenario())


# -- changing them --------------------------------------------------------------------------------------------


def test_a_mobile_is_changed_with_its_code(mener, commencer, serveur, seule) -> None:
    base = serveur.base_de(seule)

    async def scenario() -> None:
        visite = commencer(serveur.url)
        fenetre = visite.fenetre
        await ouvrir_la_liste(visite, seule)
        toucher(fenetre, f"Modifier\u00a0: {MOBILE}")
        saisie = ecran(fenetre, EcranCoordonnee)
        ecrire(champ(fenetre, MOBILE), "06 39 98 7")
        toucher(fenetre, "Continuer")
        assert ecran(fenetre, EcranCoordonnee) is saisie
        assert a_corriger(saisie) != []
        ecrire(champ(fenetre, MOBILE), "7 66")
        toucher(fenetre, "Continuer")
        ecran(fenetre, EcranCoordonnees)
        assert "À la place de 06 •• •• •• 42" in visite.lu()
        assert "Nous enverrons un code pour vérifier le mobile" in visite.lu()
        assert base.en_attente() == {}
        await visite.toucher("Enregistrer")
        ecran(fenetre, EcranCode)
        assert f"Envoyé par SMS au {NOUVEAU_MOBILE}" in visite.lu()
        assert base.en_attente() == {"mobile": "+33639987766"}
        # The other one is confirmed with it, the number in force is not: it is said to be wrong.
        assert base.en_vigueur()["mobile"] == ("+33639981042", AVANT)
        assert base.en_vigueur()["mail"][1] == JOUR
        code = base.code()
        ecrire(champ(fenetre, "Code"), f"{(int(code) + 1) % 10**6:06d}")
        await visite.toucher("Valider le code")
        assert "Il vous reste 4 essais" in visite.lu()
        ecrire(champ(fenetre, "Code"), code)
        await visite.toucher("Valider le code")
        bilan = visite.panneau()
        assert "Vos coordonnées sont à jour" in bilan
        assert "Modifié et vérifié" in bilan
        assert "Confirmée" in bilan
        assert NOUVEAU_MOBILE in bilan
        await visite.toucher("Continuer vers mon compte")
        ecran(fenetre, EcranCompte)
        assert "06 •• •• •• 66" in visite.lu()
        assert "Confirmées le 1er décembre 2022" in visite.lu()
        assert base.en_vigueur() == {
            "mobile": ("+33639987766", JOUR),
            "mail": ("camille.martin@exemple.fr", JOUR),
            "fixe": ("+33199001017", None),
        }
        assert base.en_attente() == {}

    mener(scenario())


def test_a_mail_is_added_and_the_landline_removed_in_one_go(mener, commencer, serveur, personnes) -> None:
    hugo = personnes["Hugo"]
    base = serveur.base_de(hugo)

    async def scenario() -> None:
        visite = commencer(serveur.url)
        fenetre = visite.fenetre
        await visite.s_identifier(hugo, incitation=True)
        toucher(fenetre, "Compléter")
        toucher(fenetre, f"Ajouter\u00a0: {MAIL}")
        ecrire(champ(fenetre, MAIL), "hugo@exemple.fr")
        toucher(fenetre, "Continuer")
        # The address waits for its code: until then the landline is all there is.
        toucher(fenetre, f"Modifier\u00a0: {FIXE}")
        assert "Vous ne pouvez pas supprimer ce numéro" in visite.lu()
        toucher(fenetre, "Précédent")
        await visite.toucher("Enregistrer")
        ecrire(champ(fenetre, "Code"), base.code())
        await visite.toucher("Valider le code")
        assert "Ajoutée et vérifiée" in visite.panneau()
        await visite.toucher("Continuer vers mon compte")
        toucher(fenetre, "Modifier\u00a0: Mes coordonnées")
        toucher(fenetre, f"Modifier\u00a0: {FIXE}")
        toucher(fenetre, "Supprimer ce numéro")
        assert "Sera supprimé" in visite.lu()
        await visite.toucher("Enregistrer")
        assert "Supprimé" in visite.panneau()
        await visite.toucher("Continuer vers mon compte")
        assert base.en_vigueur() == {"mail": ("hugo@exemple.fr", JOUR)}

    mener(scenario())


def test_a_landline_added_in_the_same_request_lets_the_only_number_go(
    mener, commencer, serveur, personnes
) -> None:
    livia = personnes["Livia"]
    base = serveur.base_de(livia)

    async def scenario() -> None:
        visite = commencer(serveur.url)
        fenetre = visite.fenetre
        await ouvrir_la_liste(visite, livia)
        toucher(fenetre, f"Modifier\u00a0: {MOBILE}")
        assert "Vous ne pouvez pas supprimer ce numéro" in visite.lu()
        toucher(fenetre, "Précédent")
        toucher(fenetre, f"Ajouter\u00a0: {FIXE}")
        ecrire(champ(fenetre, FIXE), "04 65 71 00 12")
        toucher(fenetre, "Continuer")
        toucher(fenetre, f"Modifier\u00a0: {MOBILE}")
        toucher(fenetre, "Supprimer ce numéro")
        await visite.toucher("Enregistrer")
        bilan = visite.panneau()
        assert "Ajouté" in bilan
        assert "Supprimé" in bilan
        assert base.en_vigueur() == {"fixe": ("+33465710012", None)}

    mener(scenario())


def test_a_removal_that_no_longer_holds_is_refused_on_its_line_and_nothing_is_lost(
    mener, commencer, serveur, personnes
) -> None:
    livia = personnes["Livia"]
    base = serveur.base_de(livia)

    async def scenario() -> None:
        visite = commencer(serveur.url)
        fenetre = visite.fenetre
        await ouvrir_la_liste(visite, livia)
        toucher(fenetre, f"Ajouter\u00a0: {FIXE}")
        ecrire(champ(fenetre, FIXE), "04 65 71 00 12")
        toucher(fenetre, "Continuer")
        toucher(fenetre, f"Modifier\u00a0: {MOBILE}")
        toucher(fenetre, "Supprimer ce numéro")
        toucher(fenetre, f"Annuler\u00a0: {FIXE}")
        await visite.toucher("Enregistrer")
        ecran(fenetre, EcranCoordonnees)
        assert "Rien n’a été enregistré" in visite.lu()
        assert any("Gardez au moins une coordonnée" in lien for lien in a_corriger(fenetre))
        assert "Sera supprimé" in visite.lu()
        assert list(base.en_vigueur()) == ["mobile"]
        toucher(fenetre, f"Annuler\u00a0: {MOBILE}")
        assert "Sera supprimé" not in visite.lu()

    mener(scenario())


def test_cancelling_a_line_leaves_the_others_as_asked(mener, commencer, serveur, seule) -> None:
    base = serveur.base_de(seule)

    async def scenario() -> None:
        visite = commencer(serveur.url)
        await ouvrir_la_liste(visite, seule)
        await modifier(visite, MOBILE, NOUVEAU_MOBILE)
        await modifier(visite, FIXE, "01 99 00 55 55")
        toucher(visite.fenetre, f"Annuler\u00a0: {MOBILE}")
        assert NOUVEAU_MOBILE not in visite.lu()
        assert "01 99 00 55 55" in visite.lu()
        await visite.toucher("Enregistrer")
        bilan = visite.panneau()
        assert "Vos coordonnées sont à jour" in bilan
        assert base.en_vigueur() == {
            "mobile": ("+33639981042", JOUR),
            "mail": ("camille.martin@exemple.fr", JOUR),
            "fixe": ("+33199005555", None),
        }

    mener(scenario())


def test_back_loses_neither_what_was_asked_nor_what_was_half_typed(mener, commencer, serveur, seule) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        fenetre = visite.fenetre
        await ouvrir_la_liste(visite, seule)
        toucher(fenetre, f"Modifier\u00a0: {MOBILE}")
        ecrire(champ(fenetre, MOBILE), "06399")
        toucher(fenetre, "Précédent")
        await modifier(visite, FIXE, "01 99 00 55 55")
        toucher(fenetre, "Précédent")
        ecran(fenetre, EcranCompte)
        toucher(fenetre, "Modifier\u00a0: Mes coordonnées")
        assert "01 99 00 55 55" in visite.lu()
        toucher(fenetre, f"Modifier\u00a0: {MOBILE}")
        assert champ(fenetre, MOBILE).valeur() == "06399"
        toucher(fenetre, "Précédent")
        toucher(fenetre, f"Modifier\u00a0: {FIXE}")
        assert champ(fenetre, FIXE).valeur() == "0199005555"

    mener(scenario())


def test_from_the_profile_and_back_to_it(mener, commencer, serveur, seule) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        fenetre = visite.fenetre
        await visite.s_identifier(seule)
        toucher(fenetre, "Voir mon profil")
        toucher(ecran(fenetre, EcranProfil), "Modifier\u00a0: Mes coordonnées")
        ecran(fenetre, EcranCoordonnees)
        toucher(fenetre, "Précédent")
        ecran(fenetre, EcranProfil)

    mener(scenario())


# -- what is shown in full ------------------------------------------------------------------------------------


@pytest.mark.parametrize("ou", ["question", "list"])
def test_what_was_shown_in_full_is_in_no_widget_once_the_page_is_left(
    mener, commencer, serveur, seule, ou: str
) -> None:
    clairs = ("06 39 98 10 42", "camille.martin@exemple.fr")

    async def scenario() -> None:
        visite = commencer(serveur.url)
        fenetre = visite.fenetre
        await visite.s_identifier(seule, incitation=True)
        if ou == "list":
            toucher(fenetre, "Modifier")
        await visite.toucher("Afficher en entier")
        assert all(clair in visite.lu() for clair in clairs)
        if ou == "list":
            toucher(fenetre, f"Modifier\u00a0: {MAIL}")
            ecran(fenetre, EcranCoordonnee)
        else:
            toucher(fenetre, "Ignorer")
        laisser_faire()
        assert secrets(fenetre, *clairs) == []

    mener(scenario())


def test_shown_in_full_during_a_cut_it_says_so_and_gives_the_page_back(
    mener, commencer, serveur, seule
) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        fenetre = visite.fenetre
        await visite.s_identifier(seule, incitation=True)
        serveur.arreter()
        await visite.toucher("Afficher en entier")
        assert "La liaison avec la Caf est coupée" in lu(ecran(fenetre, EcranPanne))
        assert "Rien n’a changé" in visite.lu()
        toucher(fenetre, "Réessayer")
        ecran(fenetre, EcranIncitation)
        toucher(fenetre, "Modifier")
        await modifier(visite, MOBILE, NOUVEAU_MOBILE)
        await visite.toucher("Afficher en entier", "Réessayer")
        ecran(fenetre, EcranCoordonnees)
        assert NOUVEAU_MOBILE in visite.lu()
        serveur.redemarrer()
        await visite.toucher("Afficher en entier")
        assert "camille.martin@exemple.fr" in visite.lu()

    mener(scenario())


@pytest.mark.parametrize("perdue", [False, True], ids=["late", "lost"])
def test_values_that_come_too_late_are_shown_nowhere_and_disturb_nobody(
    mener, commencer, serveur, seule, relais, perdue: bool
) -> None:
    entre, url = relais

    async def scenario() -> None:
        visite = commencer(url, essais=1)
        fenetre = visite.fenetre
        await visite.s_identifier(seule, incitation=True)
        toucher(fenetre, "Modifier")
        entre.retenir = "GET /api/v1/coordonnees "
        entre.perdre = entre.retenir if perdue else ""
        toucher(fenetre, "Afficher en entier")
        await entre.attendre()
        toucher(fenetre, f"Modifier\u00a0: {MOBILE}")
        ecrire(champ(fenetre, MOBILE), "0639")
        entre.lacher()
        await repos()
        # Nobody waits for them any more: what is being typed is not taken away.
        ecran(fenetre, EcranCoordonnee)
        assert champ(fenetre, MOBILE).valeur() == "0639"
        assert secrets(fenetre, "06 39 98 10 42") == []

    mener(scenario())


# -- two at once, cuts, leaving -------------------------------------------------------------------------------


def test_the_second_of_two_visits_is_told_and_shown_how_things_stand(
    mener, commencer, ouvrir, serveur, seule
) -> None:
    base = serveur.base_de(seule)

    async def scenario() -> None:
        une, autre = commencer(serveur.url), commencer(serveur.url, fenetre=ouvrir())
        await une.s_identifier(seule, incitation=True)
        await ouvrir_la_liste(autre, seule)
        await modifier(autre, FIXE, "01 99 00 55 55")
        await une.toucher("Confirmer", "Continuer vers mon compte")
        await autre.toucher("Enregistrer")
        assert "Vos coordonnées ont changé entre-temps" in lu(ecran(autre.fenetre, EcranPanne))
        assert base.en_vigueur()["fixe"] == ("+33199001017", None)
        await autre.toucher("Réessayer")
        page = lu(ecran(autre.fenetre, EcranCoordonnees))
        assert "Sécurisé le 1er décembre 2022" in page
        assert "01 99 00 55 55" in page
        await autre.toucher("Enregistrer")
        assert "Vos coordonnées sont à jour" in autre.panneau()
        assert base.en_vigueur()["fixe"] == ("+33199005555", None)

    mener(scenario())


def test_a_question_answered_elsewhere_is_not_asked_again(mener, commencer, ouvrir, serveur, seule) -> None:
    async def scenario() -> None:
        une, autre = commencer(serveur.url), commencer(serveur.url, fenetre=ouvrir())
        await une.s_identifier(seule, incitation=True)
        await autre.s_identifier(seule, incitation=True)
        await une.toucher("Confirmer")
        await autre.toucher("Confirmer", "Réessayer")
        assert "Sécurisé le 1er décembre 2022" in lu(ecran(autre.fenetre, EcranCoordonnees))
        await autre.toucher("Précédent")
        assert "Confirmées le 1er décembre 2022" in lu(ecran(autre.fenetre, EcranCompte))

    mener(scenario())


def test_a_question_that_changed_elsewhere_is_asked_as_things_stand(
    mener, commencer, ouvrir, serveur, seule
) -> None:
    async def scenario() -> None:
        une, autre = commencer(serveur.url), commencer(serveur.url, fenetre=ouvrir())
        await une.s_identifier(seule, incitation=True)
        await autre.s_identifier(seule, incitation=True)
        toucher(une.fenetre, "Modifier")
        await modifier(une, MOBILE, NOUVEAU_MOBILE)
        await une.toucher("Enregistrer")
        await autre.toucher("Confirmer", "Réessayer")
        assert "06 •• •• •• 66" in lu(ecran(autre.fenetre, EcranIncitation))
        await autre.toucher("Ignorer", "Ignorer quand même")
        # The account is read again: the one that was known is out of date.
        assert "Attend son code" in lu(ecran(autre.fenetre, EcranCompte))

    mener(scenario())


def test_a_backend_gone_then_back_loses_nothing_of_what_was_asked(mener, commencer, serveur, seule) -> None:
    base = serveur.base_de(seule)

    async def scenario() -> None:
        visite = commencer(serveur.url)
        fenetre = visite.fenetre
        await ouvrir_la_liste(visite, seule)
        await modifier(visite, FIXE, "01 99 00 55 55")
        serveur.arreter()
        await visite.toucher("Enregistrer")
        assert "Votre demande n’est pas confirmée" in lu(ecran(fenetre, EcranPanne))
        await visite.toucher("Réessayer")
        ecran(fenetre, EcranPanne)
        serveur.redemarrer()
        await visite.toucher("Réessayer")
        assert "01 99 00 55 55" in lu(ecran(fenetre, EcranCoordonnees))
        await visite.toucher("Enregistrer", "Continuer vers mon compte")
        ecran(fenetre, EcranCompte)
        assert base.en_vigueur()["fixe"] == ("+33199005555", None)

    mener(scenario())


def test_the_question_during_a_cut_is_the_question_again(mener, commencer, serveur, seule) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        await visite.s_identifier(seule, incitation=True)
        serveur.arreter()
        await visite.toucher("Confirmer")
        ecran(visite.fenetre, EcranPanne)
        serveur.redemarrer()
        await visite.toucher("Réessayer")
        ecran(visite.fenetre, EcranIncitation)
        await visite.toucher("Confirmer")
        assert "Vos coordonnées sont confirmées" in visite.panneau()
        serveur.arreter()
        await visite.toucher("Continuer vers mon compte")
        assert "Rien de ce que vous avez envoyé n’est perdu" in lu(ecran(visite.fenetre, EcranPanne))
        serveur.redemarrer()
        await visite.toucher("Réessayer")
        assert "Confirmées le 1er décembre 2022" in lu(ecran(visite.fenetre, EcranCompte))

    mener(scenario())


def test_a_session_that_ended_lets_nothing_be_tried_again(mener, commencer, serveur, seule) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        await ouvrir_la_liste(visite, seule)
        await modifier(visite, MOBILE, NOUVEAU_MOBILE)
        await visite.expirer()
        await visite.toucher("Enregistrer")
        page = ecran(visite.fenetre, EcranPanne)
        assert "Votre session est terminée" in lu(page)
        assert [a.texte for a in page.commandes] == ["Terminer ma session"]

    mener(scenario())


def test_leaving_asks_first_while_something_was_asked_and_not_sent(mener, commencer, serveur, seule) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        fenetre = visite.fenetre
        await ouvrir_la_liste(visite, seule)
        await modifier(visite, MOBILE, NOUVEAU_MOBILE)
        toucher(fenetre, "Terminer ma session")
        assert "Terminer votre session" in visite.panneau()
        toucher(fenetre, "Continuer ma démarche")
        assert NOUVEAU_MOBILE in lu(ecran(fenetre, EcranCoordonnees))
        await visite.toucher("Enregistrer")
        ecran(fenetre, EcranCode)
        toucher(fenetre, "Terminer ma session")
        assert visite.finies == [True]

    mener(scenario())


@pytest.mark.parametrize("page", ["account", "profile"])
def test_every_way_to_leave_asks_first(mener, commencer, serveur, seule, page: str) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        fenetre = visite.fenetre
        await ouvrir_la_liste(visite, seule)
        await modifier(visite, MOBILE, NOUVEAU_MOBILE)
        toucher(fenetre, "Précédent")
        if page == "profile":
            toucher(fenetre, "Voir mon profil")
        [terminer] = [a for a in fenetre.ecran.commandes if a.texte == "Terminer ma session"]
        terminer.faire()
        assert "Terminer votre session" in visite.panneau()
        assert visite.finies == []
        toucher(fenetre, "Terminer")
        assert visite.finies == [True]

    mener(scenario())


# -- double taps, and what is left behind ---------------------------------------------------------------------


def test_two_taps_on_each_button_do_what_one_does(mener, commencer, serveur, seule) -> None:
    base = serveur.base_de(seule)

    async def scenario() -> None:
        visite = commencer(serveur.url)
        fenetre = visite.fenetre
        await visite.s_identifier(seule, incitation=True)
        await visite.toucher_deux_fois("Ignorer")
        assert "Ces coordonnées sont importantes" in visite.panneau()
        await visite.toucher_deux_fois("Revoir mes coordonnées")
        ecran(fenetre, EcranIncitation)
        assert base.en_vigueur()["mail"][1] == AVANT
        await visite.toucher_deux_fois("Modifier")
        ecran(fenetre, EcranCoordonnees)
        await visite.toucher_deux_fois(f"Modifier\u00a0: {MOBILE}")
        ecran(fenetre, EcranCoordonnee)
        remplacer(champ(fenetre, MOBILE), NOUVEAU_MOBILE)
        await visite.toucher_deux_fois("Continuer")
        ecran(fenetre, EcranCoordonnees)
        assert base.en_attente() == {}
        await visite.toucher_deux_fois("Enregistrer")
        ecran(fenetre, EcranCode)
        assert len(base.codes()) == 1
        await visite.toucher_deux_fois("Plus tard")
        assert "un code à saisir" in visite.panneau()
        await visite.toucher_deux_fois("Continuer vers mon compte")
        ecran(fenetre, EcranCompte)
        assert list(visibles(fenetre, Panneau)) == []

    mener(scenario())


def test_pages_that_were_left_do_not_stay(mener, commencer, serveur, seule) -> None:
    async def scenario() -> None:
        visite = commencer(serveur.url)
        fenetre = visite.fenetre
        await visite.s_identifier(seule, incitation=True)
        toucher(fenetre, "Modifier")
        await modifier(visite, MOBILE, NOUVEAU_MOBILE)
        await visite.toucher("Enregistrer", "Modifier le numéro", "Précédent", "Plus tard")
        await visite.toucher("Continuer vers mon compte")
        ecran(fenetre, EcranCompte)
        laisser_faire()
        gc.collect()
        restes = [o for o in gc.get_objects() if isinstance(o, PASSEES)]
        assert restes == []
        assert list(fenetre.findChildren(Panneau)) == []

    mener(scenario())
