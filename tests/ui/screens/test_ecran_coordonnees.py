"""The list of contact details, one of them, and what it all came to."""

from datetime import date

import pytest
from doigts import (
    a_corriger,
    bouton,
    champ,
    coller,
    ecrire,
    laisser_faire,
    lu,
    remplacer,
    resume,
    toucher,
    visibles,
)
from exemples import JOUR, rien
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from tableaux_coordonnees import (
    ANCIENNES,
    EN_ATTENTE,
    ENTIERES,
    FIXE,
    MAIL,
    MAIL_LONG,
    MELEES,
    MOBILE,
    NOUVEAU_MOBILE,
    RENOUVELEES,
    coordonnees,
    vue,
    vues,
)

from kiosk.backend.schemas import AnomalieVue, AttenteVue, BilanCoordonnees, CoordonneesVues
from kiosk.metier.coordonnees import (
    REFUS,
    Coordonnee,
    Demande,
    Geste,
    GesteRefuse,
    NatureCoordonnee,
    appliquer,
)
from kiosk.metier.lecture_coordonnee import masquer
from ui.components.lignes import Ligne
from ui.screens.bilan_coordonnees import panneau_bilan
from ui.screens.coordonnee import EcranCoordonnee
from ui.screens.coordonnees import EcranCoordonnees
from ui.screens.projet_coordonnees import Projet
from ui.theme import Forme

SUPPRIMER_FIXE = Demande(FIXE, Geste.SUPPRIMER)
VALEURS = {MOBILE: "+33639980042", MAIL: "camille@exemple.fr", FIXE: "+33199000017"}
AUTRES = {MOBILE: "+33639980099", MAIL: "autre@exemple.fr", FIXE: "+33199000099"}


def dites(page) -> list[tuple[str, str]]:
    """Name and description of each line, as they are heard."""
    return [
        (ligne.accessibleName().replace("\u00a0", " "), ligne.accessibleDescription().replace("\u00a0", " "))
        for ligne in visibles(page, Ligne)
    ]


# --- what is about to be asked ----------------------------------------------------------------------


@st.composite
def situations(draw) -> tuple[list[Coordonnee], dict[NatureCoordonnee, Demande]]:
    """Any account, and any gestures on it."""
    etat, brouillon = [], {}
    for nature in NatureCoordonnee:
        if present := draw(st.booleans()):
            securisee = nature is not FIXE and draw(st.booleans())
            etat.append(Coordonnee(nature, VALEURS[nature], date(2021, 10, 7) if securisee else None))
        gestes = [None, Geste.MODIFIER, *([Geste.SUPPRIMER, Geste.CONFIRMER] if present else [])]
        geste = draw(st.sampled_from(gestes))
        if geste is not None:
            valeur = AUTRES[nature] if geste is Geste.MODIFIER else ""
            brouillon[nature] = Demande(nature, geste, valeur)
    return etat, brouillon


@settings(max_examples=300, deadline=None)
@given(situation=situations())
def test_the_codes_announced_are_those_the_rules_ask_for(situation) -> None:
    etat, brouillon = situation
    projet = Projet(
        vues(*(vue(c.nature, masquer(c.nature, c.valeur), c.securisee_le) for c in etat)), brouillon
    )
    try:
        effet = appliquer(etat, projet.gestes, JOUR)
    except GesteRefuse:
        return
    assert projet.a_verifier == tuple(nature for nature, _valeur in effet.a_verifier)
    assert ("Nous enverrons un code" in projet.annonce()) is bool(effet.a_verifier)
    assert ("confirmé" in projet.annonce()) is bool(effet.confirmees)
    assert bool(projet.annonce()) is bool(projet.gestes)


def test_what_waits_for_its_code_is_left_as_it_is_unless_something_is_asked_of_it() -> None:
    assert [g.nature for g in Projet(MELEES).gestes] == [MAIL, FIXE]
    garder = Demande(MOBILE, Geste.CONFIRMER)
    projet = Projet(MELEES, {MOBILE: garder})
    assert projet.gestes[0] == garder
    assert projet.restent_en_attente == ()


@pytest.mark.parametrize(
    ("etat", "demandes", "attendu"),
    [
        (ANCIENNES, (), "Les coordonnées affichées seront confirmées."),
        (
            MELEES,
            (),
            "Le téléphone fixe sera confirmé. Nous enverrons un code pour vérifier l’adresse mail. "
            "Nous vous demanderons le code qui vérifie le mobile.",
        ),
        (
            ANCIENNES,
            (NOUVEAU_MOBILE,),
            "Votre changement sera enregistré. Le reste sera confirmé. "
            "Nous enverrons un code pour vérifier le mobile.",
        ),
        (
            ANCIENNES,
            (NOUVEAU_MOBILE, Demande(MAIL, Geste.MODIFIER, "autre@exemple.fr"), SUPPRIMER_FIXE),
            "Vos changements seront enregistrés. "
            "Nous enverrons un code pour vérifier le mobile et l’adresse mail.",
        ),
        (vues(attentes=(EN_ATTENTE,)), (), "Nous vous demanderons le code qui vérifie le mobile."),
        (vues(), (), ""),
    ],
)
def test_a_sentence_says_what_the_button_will_do(fenetre, etat, demandes, attendu: str) -> None:
    page = coordonnees(fenetre, etat, *demandes)
    assert Projet(etat, {d.nature: d for d in demandes}).annonce() == attendu
    assert attendu in lu(page)


# --- the list ---------------------------------------------------------------------------------------


class Liste:
    """The page in its window, and what it asked for."""

    def __init__(self, fenetre, etat: CoordonneesVues, *demandes: Demande) -> None:
        self.fenetre = fenetre
        self.faits: list[object] = []
        self.ecran = EcranCoordonnees(
            etat,
            {d.nature: d for d in demandes},
            editer=lambda nature: self.faits.append(("editer", nature)),
            annuler=lambda nature: self.faits.append(("annuler", nature)),
            enregistrer=lambda: self.faits.append("enregistrer"),
            precedent=lambda: self.faits.append("precedent"),
            afficher=lambda: self.faits.append("afficher"),
        )
        fenetre.montrer(self.ecran)
        laisser_faire()
        fenetre.activateWindow()
        laisser_faire()

    @property
    def actions(self) -> list[str]:
        return [a.texte for a in self.ecran.commandes]


def test_three_lines_always_in_the_same_order_say_how_they_stand(fenetre) -> None:
    assert dites(coordonnees(fenetre, ANCIENNES)) == [
        ("Téléphone mobile : 06 masqué 42", "À confirmer. Sécurisé le 7 octobre 2021"),
        ("Adresse mail : c masqué @exemple.fr", "À confirmer. Sécurisée le 7 octobre 2021"),
        ("Téléphone fixe : 01 masqué 17", ""),
    ]
    assert dites(coordonnees(fenetre, RENOUVELEES))[1] == (
        "Adresse mail : c masqué @exemple.fr",
        "Sécurisée. Sécurisée le 1er décembre 2022",
    )
    assert [nom for nom, _d in dites(coordonnees(fenetre, vues()))] == [
        "Téléphone mobile : Aucun",
        "Adresse mail : Aucune",
        "Téléphone fixe : Aucun",
    ]


@pytest.mark.parametrize(
    ("etat", "demande", "attendu"),
    [
        (
            ANCIENNES,
            NOUVEAU_MOBILE,
            ("Téléphone mobile : 06 39 98 00 99", "Sera vérifié par un code. À la place de 06 masqué 42"),
        ),
        (
            vues(),
            Demande(MAIL, Geste.MODIFIER, "camille@exemple.fr"),
            ("Adresse mail : camille@exemple.fr", "Sera vérifiée par un code"),
        ),
        (ANCIENNES, SUPPRIMER_FIXE, ("Téléphone fixe : 01 masqué 17", "Sera supprimé")),
        (
            ANCIENNES,
            Demande(FIXE, Geste.MODIFIER, "+33199000099"),
            ("Téléphone fixe : 01 99 00 00 99", "Sera modifié. À la place de 01 masqué 17"),
        ),
        (
            vues(),
            Demande(FIXE, Geste.MODIFIER, "+33199000099"),
            ("Téléphone fixe : 01 99 00 00 99", "Sera ajouté"),
        ),
        (
            MELEES,
            Demande(MOBILE, Geste.CONFIRMER),
            ("Téléphone mobile : 06 masqué 42", "Sera confirmé. Le changement en attente sera annulé."),
        ),
        (
            vues(attentes=(EN_ATTENTE,)),
            Demande(MOBILE, Geste.SUPPRIMER),
            ("Téléphone mobile : 06 masqué 99", "Sera supprimé"),
        ),
    ],
)
def test_what_was_asked_is_said_on_its_line(fenetre, etat, demande: Demande, attendu) -> None:
    entendu = dites(coordonnees(fenetre, etat, demande))[list(NatureCoordonnee).index(demande.nature)]
    nom, description = entendu
    assert (nom.replace("\u00a0", " "), description) == attendu


def test_a_value_that_is_itself_being_verified_is_not_called_new(fenetre) -> None:
    meme = AttenteVue(nature=MAIL, valeur_masquee="c•••••@exemple.fr")
    assert dites(coordonnees(fenetre, vues(vue(MAIL, "c•••••@exemple.fr"), attentes=(meme,))))[1] == (
        "Adresse mail : c masqué @exemple.fr",
        "Attend son code",
    )


def test_each_line_has_its_own_buttons_that_say_which_line(fenetre) -> None:
    page = Liste(fenetre, vues(vue(MOBILE, "06 •• •• •• 42")), Demande(MAIL, Geste.MODIFIER, "a@exemple.fr"))
    for nom in (
        "Modifier\u00a0: Téléphone mobile",
        "Modifier\u00a0: Adresse mail",
        "Annuler\u00a0: Adresse mail",
        "Ajouter\u00a0: Téléphone fixe",
    ):
        toucher(page.ecran, nom)
    assert page.faits == [("editer", MOBILE), ("editer", MAIL), ("annuler", MAIL), ("editer", FIXE)]


def test_what_will_be_removed_can_only_be_taken_back(fenetre) -> None:
    page = Liste(fenetre, ANCIENNES, SUPPRIMER_FIXE)
    noms = [b.accessibleName() for b in visibles(page.ecran, QAbstractButton)]
    assert "Annuler\u00a0: Téléphone fixe" in noms
    assert "Modifier\u00a0: Téléphone fixe" not in noms


@pytest.mark.parametrize(
    ("etat", "demandes", "attendus"),
    [
        (ANCIENNES, (), ["Précédent", "Confirmer"]),
        (ANCIENNES, (NOUVEAU_MOBILE,), ["Précédent", "Enregistrer"]),
        (vues(), (), ["Précédent"]),
        (vues(), (NOUVEAU_MOBILE,), ["Précédent", "Enregistrer"]),
        (vues(attentes=(EN_ATTENTE,)), (), ["Précédent", "Saisir le code"]),
    ],
)
def test_one_button_for_all_says_what_it_does(fenetre, etat, demandes, attendus: list[str]) -> None:
    page = Liste(fenetre, etat, *demandes)
    assert page.actions == attendus
    for nom in attendus:
        toucher(fenetre, nom)
    assert page.faits == ["precedent", "enregistrer"][: len(attendus)]


def test_while_the_answer_is_awaited_the_page_does_nothing(fenetre) -> None:
    page = Liste(fenetre, ANCIENNES, NOUVEAU_MOBILE)
    page.ecran.en_cours()
    for nom in ("Un instant…", "Précédent", "Annuler\u00a0: Téléphone mobile"):
        toucher(fenetre, nom)
    assert page.faits == []


def test_a_refusal_is_said_above_and_on_its_line_and_nothing_asked_is_lost(fenetre) -> None:
    page = Liste(fenetre, ANCIENNES, NOUVEAU_MOBILE, SUPPRIMER_FIXE)
    message = REFUS["derniere-coordonnee"]
    page.ecran.en_cours()
    page.ecran.refuser([AnomalieVue(code="derniere-coordonnee", champs=("fixe",), message=message)])
    laisser_faire()
    assert resume(page.ecran).hasFocus()
    assert a_corriger(page.ecran) == [message]
    assert [ligne.message for ligne in visibles(page.ecran, Ligne)] == ["", "", message]
    assert dites(page.ecran)[2][1].startswith("Erreur : Gardez au moins une coordonnée")
    assert "06 39 98 00 99" in lu(page.ecran)
    toucher(page.ecran, message)
    assert bouton(page.ecran, "Annuler\u00a0: Téléphone fixe").hasFocus()
    toucher(page.ecran, "Annuler\u00a0: Téléphone fixe")
    toucher(fenetre, "Enregistrer")
    assert page.faits == [("annuler", FIXE), "enregistrer"]


def test_a_refusal_that_names_no_line_is_said_all_the_same(fenetre) -> None:
    page = Liste(fenetre, ANCIENNES, NOUVEAU_MOBILE)
    page.ecran.refuser([AnomalieVue(code="x", champs=("gestes.0",), message="Demandez à l’accueil.")])
    laisser_faire()
    assert "Demandez à l’accueil." in lu(page.ecran)
    assert a_corriger(page.ecran) == []


def test_whole_values_never_replace_what_was_typed(fenetre) -> None:
    page = Liste(fenetre, ANCIENNES, NOUVEAU_MOBILE)
    toucher(page.ecran, "Afficher en entier")
    page.ecran.montrer_en_entier(ENTIERES)
    assert "06 39 98 00 99" in lu(page.ecran)
    assert "06 39 98 00 42" not in lu(page.ecran)
    assert "camille@exemple.fr" in lu(page.ecran)
    page.ecran.quitter()
    assert "camille@exemple.fr" not in lu(page.ecran)
    assert "06 39 98 00 99" in lu(page.ecran)


# --- one of them ------------------------------------------------------------------------------------


class Une:
    """The page of one contact detail in its window, and what it asked for."""

    def __init__(self, fenetre, nature: NatureCoordonnee, actuelle: str = "", **change) -> None:
        self.fenetre = fenetre
        self.faits: list[str] = []
        base = {"suppression_refusee": None, "valeur": ""}
        self.ecran = EcranCoordonnee(
            nature,
            actuelle,
            **(base | change),
            enregistrer=self.faits.append,
            supprimer=lambda: self.faits.append("supprimer"),
            precedent=lambda: self.faits.append("precedent"),
            garder=lambda: self.faits.append("garder"),
        )
        fenetre.montrer(self.ecran)
        laisser_faire()
        fenetre.activateWindow()
        laisser_faire()

    @property
    def champ(self):
        return champ(self.ecran, "")

    @property
    def boutons(self) -> list[str]:
        return [b.text() for b in visibles(self.ecran, QAbstractButton)]


@pytest.mark.parametrize(
    ("nature", "frappe", "attendu"),
    [
        (MOBILE, "06 39 98 00 42", "+33639980042"),
        (MOBILE, "+33639980042", "+33639980042"),
        (MOBILE, "+687 75 12 34", "+687751234"),
        (FIXE, "01.99.00.00.17", "+33199000017"),
        (MAIL, " Camille@EXEMPLE.fr ", "Camille@exemple.fr"),
    ],
)
def test_what_was_typed_is_handed_over_in_its_stored_form(fenetre, nature, frappe: str, attendu: str) -> None:
    page = Une(fenetre, nature)
    assert page.champ.saisie.hasFocus()
    ecrire(page.champ, frappe)
    toucher(fenetre, "Continuer")
    assert page.faits == [attendu]
    assert a_corriger(page.ecran) == []


def test_enter_continues(fenetre) -> None:
    page = Une(fenetre, MOBILE)
    ecrire(page.champ, "0639980042")
    QTest.keyClick(page.champ.saisie, Qt.Key.Key_Return)
    assert page.faits == ["+33639980042"]


@pytest.mark.parametrize(
    ("nature", "frappe", "attendu"),
    [
        (MOBILE, "", "Écrivez votre numéro de téléphone"),
        (MOBILE, "06 39 98 00", "Écrivez les 10 chiffres"),
        (MOBILE, "0199000017", "C’est un numéro de téléphone fixe."),
        (MOBILE, "+32475123456", "Les numéros étrangers s’enregistrent à l’accueil."),
        (FIXE, "0639980042", "C’est un numéro de mobile."),
        (MAIL, "", ""),
        (MAIL, "camille", ""),
        (MAIL, "camille@exemple", ""),
    ],
)
def test_what_cannot_be_read_is_explained_twice_and_stays(fenetre, nature, frappe: str, attendu: str) -> None:
    page = Une(fenetre, nature)
    ecrire(page.champ, frappe)
    avant = page.champ.valeur()
    toucher(fenetre, "Continuer")
    [message] = a_corriger(page.ecran)
    assert attendu in message
    assert page.champ.message == message
    assert page.champ.valeur() == avant
    assert page.faits == []
    toucher(page.ecran, message)
    assert page.champ.saisie.hasFocus()


def test_once_right_no_error_is_left(fenetre) -> None:
    page = Une(fenetre, MOBILE)
    toucher(fenetre, "Continuer")
    assert page.champ.message
    remplacer(page.champ, "0639980042")
    toucher(fenetre, "Continuer")
    assert page.champ.message == ""
    assert a_corriger(page.ecran) == []


def test_no_error_before_the_button(fenetre) -> None:
    page = Une(fenetre, MAIL)
    ecrire(page.champ, "cam")
    QTest.keyClick(page.champ.saisie, Qt.Key.Key_Tab)
    assert page.champ.message == ""


def test_an_address_of_254_characters_is_taken_and_a_longer_one_is_explained_not_cut(fenetre) -> None:
    page = Une(fenetre, MAIL)
    assert len(MAIL_LONG) == 254
    coller(page.champ, MAIL_LONG)
    toucher(fenetre, "Continuer")
    assert page.faits == [MAIL_LONG]
    page = Une(fenetre, MAIL)
    coller(page.champ, f"x{MAIL_LONG}")
    toucher(fenetre, "Continuer")
    assert page.faits == []
    assert page.champ.valeur() == f"x{MAIL_LONG}"
    assert len(a_corriger(page.ecran)) == 1


def test_the_one_in_force_is_reminded_masked_and_what_was_typed_is_found_again(fenetre) -> None:
    page = Une(fenetre, MOBILE, "06 •• •• •• 42", valeur="06\u00a039\u00a098\u00a000\u00a099")
    assert "Actuellement\n06 •• •• •• 42" in lu(page.ecran)
    assert page.champ.valeur() == "0639980099"
    assert "Actuellement" not in lu(Une(fenetre, MOBILE).ecran)


@pytest.mark.parametrize(
    ("nature", "lien"),
    [
        (MOBILE, "Supprimer ce numéro"),
        (MAIL, "Supprimer cette adresse"),
        (FIXE, "Supprimer ce numéro"),
    ],
)
def test_it_can_be_removed(fenetre, nature, lien: str) -> None:
    page = Une(fenetre, nature, "masquée")
    toucher(page.ecran, lien)
    assert page.faits == ["supprimer"]


@pytest.mark.parametrize("code", ["derniere-coordonnee", "derniere-securisee"])
def test_what_cannot_be_removed_says_why(fenetre, code: str) -> None:
    page = Une(fenetre, MAIL, "c•••••@exemple.fr", suppression_refusee=REFUS[code])
    assert page.boutons == []
    texte = lu(page.ecran)
    assert "Vous ne pouvez pas supprimer cette adresse." in texte
    assert REFUS[code].replace("\u00a0", " ") in texte


def test_what_is_absent_has_nothing_to_remove_and_no_reason_to_give(fenetre) -> None:
    page = Une(fenetre, FIXE, suppression_refusee=REFUS["coordonnee-absente"])
    assert page.boutons == []
    assert "supprimer" not in lu(page.ecran)


def test_a_change_that_waits_can_be_dropped_for_the_one_in_force(fenetre) -> None:
    page = Une(fenetre, MOBILE, "06 •• •• •• 42", attente_masquee="06 •• •• •• 99")
    assert "Attend son code\n06 •• •• •• 99" in lu(page.ecran)
    toucher(page.ecran, "Garder le numéro actuel")
    assert page.faits == ["garder"]


@pytest.mark.parametrize(
    ("nature", "lien"), [(MOBILE, "Supprimer les deux numéros"), (MAIL, "Supprimer les deux adresses")]
)
def test_beside_a_change_that_waits_the_button_says_that_both_go(fenetre, nature, lien: str) -> None:
    page = Une(fenetre, nature, "masquée", attente_masquee="autre masquée")
    assert page.boutons[-1] == lien
    toucher(page.ecran, lien)
    assert page.faits == ["supprimer"]


def test_beside_a_change_that_waits_the_page_says_which_one_cannot_be_removed(fenetre) -> None:
    page = Une(
        fenetre, MAIL, "masquée", attente_masquee="autre", suppression_refusee=REFUS["derniere-securisee"]
    )
    assert "Vous ne pouvez pas supprimer l’adresse actuelle." in lu(page.ecran)


def test_an_addition_that_waits_can_be_removed(fenetre) -> None:
    page = Une(
        fenetre, MOBILE, attente_masquee="06 •• •• •• 99", suppression_refusee=REFUS["coordonnee-absente"]
    )
    assert page.boutons == ["Supprimer ce numéro"]
    toucher(page.ecran, "Supprimer ce numéro")
    assert page.faits == ["supprimer"]


@pytest.mark.parametrize(
    ("nature", "attendu"),
    [
        (MOBILE, "Gardez ce téléphone avec vous : vous devrez y lire le code."),
        (MAIL, "Vous devrez lire ce mail ici"),
        (FIXE, "Un téléphone fixe ne reçoit pas de code"),
    ],
)
def test_where_the_code_will_be_read_is_said_before(fenetre, nature, attendu: str) -> None:
    assert attendu in lu(Une(fenetre, nature).ecran)


@pytest.mark.parametrize("forme", [Forme.PORTRAIT, Forme.PAYSAGE])
@pytest.mark.parametrize("nature", list(NatureCoordonnee))
def test_the_keyboard_covers_neither_the_field_nor_the_buttons(ouvrir, nature, forme: Forme) -> None:
    fenetre = ouvrir(forme)
    page = Une(fenetre, nature, "masquée", attente_masquee="masquée")
    page.champ.setFocus()
    laisser_faire()
    clavier = fenetre.clavier
    assert clavier.isVisible()
    place = clavier.rect().translated(clavier.mapTo(fenetre, QPoint(0, 0)))
    for widget in (page.champ.saisie, bouton(fenetre, "Continuer"), bouton(fenetre, "Précédent")):
        assert not widget.rect().translated(widget.mapTo(fenetre, QPoint(0, 0))).intersects(place)


# --- what it came to --------------------------------------------------------------------------------


def bilan(fenetre, etat: CoordonneesVues, valeurs=None, **quoi):
    """The end panel over the list."""
    coordonnees(fenetre, ANCIENNES)
    panneau = panneau_bilan(fenetre, BilanCoordonnees(coordonnees=etat, **quoi), valeurs or {}, rien)
    panneau.ouvrir()
    laisser_faire()
    return panneau


def test_modified_and_confirmed(fenetre) -> None:
    panneau = bilan(fenetre, RENOUVELEES, ENTIERES, confirmees=(MAIL, FIXE), modifiees=(MOBILE,))
    assert panneau.accessibleName() == "Vos coordonnées sont à jour"
    assert dites(panneau) == [
        ("Téléphone mobile : 06 39 98 00 42", "Modifié et vérifié"),
        ("Adresse mail : c masqué @exemple.fr", "Confirmée"),
        ("Téléphone fixe : 01 masqué 17", "Confirmé"),
    ]
    assert (
        "Date de sécurisation de l’ensemble de vos coordonnées : 1er décembre 2022. "
        "Prochaine vérification dans un an." in lu(panneau)
    )


def test_confirmed_only(fenetre) -> None:
    panneau = bilan(fenetre, RENOUVELEES, confirmees=(MOBILE, MAIL, FIXE))
    assert panneau.accessibleName() == "Vos coordonnées sont confirmées"
    assert [description for _nom, description in dites(panneau)] == ["Confirmé", "Confirmée", "Confirmé"]
    assert "Prochaine vérification dans un an." in lu(panneau)


def test_added_and_removed(fenetre) -> None:
    etat = vues(vue(MOBILE, "06 •• •• •• 42", JOUR), vue(MAIL, "c•••••@exemple.fr", JOUR))
    panneau = bilan(
        fenetre,
        etat,
        {MAIL: "camille@exemple.fr"},
        confirmees=(MOBILE,),
        ajoutees=(MAIL,),
        supprimees=(FIXE,),
    )
    assert dites(panneau)[1:] == [
        ("Adresse mail : camille@exemple.fr", "Ajoutée et vérifiée"),
        ("Téléphone fixe : Aucun", "Supprimé"),
    ]


def test_what_was_not_touched_is_not_listed_and_no_false_date_is_given(fenetre) -> None:
    ancienne = vues(vue(MOBILE, "06 •• •• •• 42", date(2022, 3, 1)), vue(FIXE, "01 •• •• •• 17"))
    panneau = bilan(fenetre, ancienne, ajoutees=(FIXE,))
    assert dites(panneau) == [("Téléphone fixe : 01 masqué 17", "Ajouté")]
    assert "Prochaine vérification le 1er mars 2023." in lu(panneau)
    assert "dans un an" not in lu(panneau)


def test_dates_that_differ_give_the_first_one_to_come(fenetre) -> None:
    etat = vues(vue(MOBILE, "06 •• •• •• 42", JOUR), vue(MAIL, "c•••••@exemple.fr", date(2022, 3, 1)))
    texte = lu(bilan(fenetre, etat, modifiees=(MOBILE,)))
    assert "Prochaine vérification le 1er mars 2023." in texte
    assert "l’ensemble" not in texte


def test_what_still_waits_says_what_stays_in_force(fenetre) -> None:
    etat = vues(
        vue(MOBILE, "06 •• •• •• 42", date(2021, 10, 7), due=True),
        vue(FIXE, "01 •• •• •• 17"),
        attentes=(EN_ATTENTE, AttenteVue(nature=MAIL, valeur_masquee="c•••••@exemple.fr")),
    )
    panneau = bilan(fenetre, etat, {MOBILE: "06 39 98 00 99"}, confirmees=(FIXE,))
    assert dites(panneau) == [
        ("Téléphone mobile : 06 39 98 00 99", "Attend son code. En attendant, nous gardons 06 masqué 42."),
        (
            "Adresse mail : c masqué @exemple.fr",
            "Attend son code. Sera ajoutée quand vous aurez saisi le code.",
        ),
        ("Téléphone fixe : 01 masqué 17", "Confirmé"),
    ]
    assert "Vous pourrez saisir le code plus tard" in lu(panneau)


def test_nothing_is_said_to_be_done_when_everything_waits(fenetre) -> None:
    etat = vues(vue(MOBILE, "06 •• •• •• 42", date(2021, 10, 7), due=True), attentes=(EN_ATTENTE,))
    panneau = bilan(fenetre, etat)
    assert panneau.accessibleName() == "Il reste un code à saisir"
    assert "à jour" not in lu(panneau)
    assert "Prochaine vérification" not in lu(panneau)


@pytest.mark.parametrize("sortie", ["bouton", "echap"])
def test_every_way_out_goes_on_to_the_account_once(fenetre, sortie: str) -> None:
    suites: list[int] = []
    coordonnees(fenetre, ANCIENNES)
    panneau = panneau_bilan(
        fenetre, BilanCoordonnees(confirmees=(MOBILE,), coordonnees=RENOUVELEES), {}, lambda: suites.append(1)
    )
    panneau.ouvrir()
    if sortie == "bouton":
        toucher(panneau, "Continuer vers mon compte")
    else:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert panneau.isHidden()
    assert suites == [1]
