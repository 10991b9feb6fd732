"""Groups, several choices, months and words that depend on answers, as they are met on the screen."""

from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from doigts import (
    a_corriger,
    bouton,
    champ,
    ecran,
    ecrire,
    laisser_faire,
    lu,
    poser_widgets,
    remplacer,
    resume,
    toucher,
    visibles,
)
from pydantic import create_model
from PySide6.QtGui import QAccessible
from tableaux import assister

from kiosk.formulaire import Demarche, Libelle, Page, Parcours, champs
from tests.kiosk.formulaire.demande import CONTEXTE, ETAPES, Aidee, Demande, Mois, Statut, demander, raconter
from ui.components.etiquette import Etiquette
from ui.components.tuiles import TuileChoix
from ui.wizard.assistant import Assistant
from ui.wizard.page_etape import PageEtape
from ui.wizard.page_verification import PageVerification
from ui.wizard.pages import PageTexte

A_LIRE = Page("avant", "Pour {nom}", "ressources/plus-de-six.md")
MOIS = (Mois(mois="2022-07"),)


def walk(forme: Demarche[Any] | None = None, **saisies: Any) -> Parcours[Any]:
    """A walk where these were typed, dots written as double underscores."""
    parcours = Parcours(forme or demander(), CONTEXTE)
    for nom, valeur in saisies.items():
        parcours.saisir(nom.replace("__", "."), valeur)
    return parcours


def jusqu_a(fenetre, parcours: Parcours[Any], code: str) -> Assistant:
    """On the screen with this code, by going on from the first."""
    while parcours.lieu.code != code:
        assert parcours.continuer() == ()
    assistant = assister(fenetre, parcours)
    assistant.afficher()
    return assistant


REPONDUES = {
    "statut": "salarie",
    "depuis": "01/01/2000",
    "aide__nom": "Zoé",
    "aide__naissance": "08/05/1940",
    "aide__situation": "salarie",
}


# -- words that depend on answers -----------------------------------------------------------------------


def test_a_page_drawn_ahead_is_written_again_with_the_last_answers(fenetre, qtbot) -> None:
    forme = demander(
        etapes=(*ETAPES[:4], A_LIRE, *ETAPES[4:]),
        raconter=lambda r, c: {**raconter(r, c), "maximum": f"celle de {r.aide.nom}"},
    )
    parcours = walk(forme, **{**REPONDUES, "aide__nom": "Zoé"})
    assistant = jusqu_a(fenetre, parcours, "aide.identite")
    qtbot.waitUntil(
        lambda: any(code == "avant" for _, code, _ in assistant._pages)
    )  # it is drawn: its words are those of now
    remplacer(champ(fenetre, "Son nom"), "Lou")
    toucher(fenetre, "Continuer")
    page = ecran(fenetre, PageTexte)
    assert "limitée à celle de Lou personnes" in lu(page)
    assert "Pour Lou" in lu(page)
    assert "Zoé" not in lu(page)
    toucher(fenetre, "Précédent")
    remplacer(champ(fenetre, "Son nom"), "Ana")
    toucher(fenetre, "Continuer")
    assert "Pour Ana" in lu(ecran(fenetre, PageTexte))
    assert lu(fenetre.ecran).count("celle de") == 1  # the former text is gone


def test_a_page_whose_words_stay_is_left_as_it_is(fenetre) -> None:
    forme = demander(etapes=(*ETAPES[:4], A_LIRE, *ETAPES[4:]), raconter=lambda *_: {"maximum": "6"})
    jusqu_a(fenetre, walk(forme, **REPONDUES), "avant")
    page = ecran(fenetre, PageTexte)
    avant = page._texte
    page.actualiser()
    assert page._texte is avant


def test_a_page_that_the_answers_do_not_ask_for_is_not_shown(fenetre) -> None:
    si = Page("avant", "À lire", "ressources/plus-de-six.md", si=lambda r, _: r.statut is Statut.RETRAITE)
    forme = demander(etapes=(ETAPES[0], si, *ETAPES[2:]), raconter=lambda *_: {"maximum": "6"})
    jusqu_a(fenetre, walk(forme, depuis="01/01/2000"), "vous")
    toucher(fenetre, "Salarié")
    toucher(fenetre, "Continuer")
    assert "Vos revenus" in lu(ecran(fenetre, PageEtape))
    toucher(fenetre, "Précédent")
    toucher(fenetre, "Retraité depuis ")
    toucher(fenetre, "Continuer")
    ecran(fenetre, PageTexte)
    toucher(fenetre, "Continuer")
    assert "La personne que vous aidez" in lu(ecran(fenetre, PageEtape))


def test_only_the_choices_of_the_day_are_tiles_and_their_words_are_filled_in(fenetre) -> None:
    forme = demander(choix={"statut": (Statut.INDEPENDANT, Statut.RETRAITE)})
    jusqu_a(fenetre, walk(forme), "vous")
    poser_widgets()
    tuiles = [t.accessibleName() for t in visibles(fenetre, TuileChoix)]
    assert tuiles == ["Indépendant", "Retraité depuis 2022, 1 mois"]
    assert bouton(fenetre, "Indépendant").accessibleDescription() == "Depuis le 1er juillet."


def test_a_known_date_is_shown_as_people_write_it(fenetre) -> None:
    depart = Demande(aide=Aidee(naissance=date(1940, 5, 8)), mois=MOIS)
    jusqu_a(fenetre, walk(demander(depart=depart), statut="salarie", depuis="01/01/2000"), "aide.identite")
    assert champ(fenetre, "Sa naissance").valeur() == "08/05/1940"


# -- several choices ------------------------------------------------------------------------------------


def test_each_choice_is_a_box_with_its_hint_and_all_can_be_ticked(fenetre) -> None:
    parcours = walk(**REPONDUES)
    jusqu_a(fenetre, parcours, "revenus")
    poser_widgets()
    tuiles = list(visibles(fenetre, TuileChoix))
    assert [t.accessibleName() for t in tuiles] == ["Une pension", "Le chômage de 2022, 1 mois", "Une bourse"]
    assert bouton(fenetre, "Le chômage de 2022, 1 mois").accessibleDescription() == "Celui de 2022, 1 mois."
    for tuile in tuiles:
        assert QAccessible.queryAccessibleInterface(tuile).role() == QAccessible.Role.CheckBox
    toucher(fenetre, "Une pension")
    toucher(fenetre, "Le chômage de 2022, 1 mois")
    assert [r.value for r in parcours.reponses.revenus] == ["pension", "chomage"]
    toucher(fenetre, "Une pension")
    assert [r.value for r in parcours.reponses.revenus] == ["chomage"]
    toucher(fenetre, "Continuer")
    toucher(fenetre, "Précédent")
    assert [t.isChecked() for t in visibles(fenetre, TuileChoix)] == [False, True, False]


def test_what_was_ticked_before_is_ticked_on_a_page_drawn_anew(fenetre) -> None:
    jusqu_a(fenetre, walk(**{**REPONDUES, "revenus__chomage": True, "revenus__bourse": False}), "revenus")
    poser_widgets()
    assert [t.isChecked() for t in visibles(fenetre, TuileChoix)] == [False, True, False]


def test_boxes_that_do_not_go_together_are_said_above_them_and_nothing_is_unticked(fenetre) -> None:
    parcours = walk(**REPONDUES)
    jusqu_a(fenetre, parcours, "revenus")
    toucher(fenetre, "Une pension")
    toucher(fenetre, "Une bourse")
    toucher(fenetre, "Continuer")
    phrase = "Une pension ou une bourse, pas les deux."
    assert a_corriger(fenetre) == [phrase]
    assert lu(fenetre).count(phrase) == 2
    toucher(resume(fenetre), phrase)
    assert bouton(fenetre, "Une pension").hasFocus()
    assert [t.isChecked() for t in visibles(fenetre, TuileChoix)] == [True, False, True]
    toucher(fenetre, "Une bourse")
    toucher(fenetre, "Continuer")
    assert parcours.lieu.code == "aide.identite"


def test_several_choices_are_read_back_on_one_row_and_modified_there(fenetre) -> None:
    parcours = walk(**REPONDUES)
    while not parcours.en_verification:
        assert parcours.continuer() == ()
    assister(fenetre, parcours).afficher()
    assert "Aucune" in lu(ecran(fenetre, PageVerification))
    toucher(fenetre, "Modifier\u00a0: Vos revenus de 2022, 1 mois, Vos revenus")
    toucher(fenetre, "Une bourse")
    toucher(fenetre, "Une pension")
    toucher(fenetre, "Continuer")
    assert a_corriger(fenetre) != []
    toucher(fenetre, "Une pension")
    toucher(fenetre, "Continuer")
    assert "Une bourse" in lu(ecran(fenetre, PageVerification))
    assert "Aucune" not in lu(fenetre.ecran)


# -- groups and months ----------------------------------------------------------------------------------


def test_an_answer_of_a_group_is_typed_refused_and_corrected_at_its_field(fenetre) -> None:
    parcours = walk(**{**REPONDUES, "aide__nom": ""})
    jusqu_a(fenetre, parcours, "aide.identite")
    toucher(fenetre, "Continuer")
    assert a_corriger(fenetre) == ["Écrivez le nom de cette personne, en 2022, 1 mois."]
    assert champ(fenetre, "Son nom").message != ""
    ecrire(champ(fenetre, "Son nom"), "Lou")
    assert parcours.reponses.aide.nom == "Lou"
    toucher(fenetre, "Continuer")
    assert parcours.lieu.code == "aide.situation"


def test_months_are_added_one_before_the_other_taken_out_and_asked_for(fenetre) -> None:
    parcours = walk(**REPONDUES)
    jusqu_a(fenetre, parcours, "mois")
    for _ in range(3):
        toucher(fenetre, "Ajouter le mois précédent")
    assert mois_montres(fenetre) == {f"2022-0{n}": True for n in (7, 6, 5, 4)}
    toucher(fenetre, "2022-06")
    toucher(fenetre, "Ajouter le mois précédent")
    assert mois_montres(fenetre) == {
        "2022-07": True,
        "2022-06": False,
        **{f"2022-0{n}": True for n in (5, 4, 3)},
    }
    assert not any("Toujours" in t.accessibleDescription() for t in visibles(fenetre, TuileChoix))
    toucher(fenetre, "Continuer")
    suivants = []
    while parcours.lieu.rang is not None:
        suivants.append(lu(fenetre))
        toucher(fenetre, "Continuer")
    assert [m in page for page, m in zip(suivants, ("2022-07", "2022-05", "2022-04", "2022-03"), strict=True)]


def mois_montres(fenetre) -> dict[str, bool]:
    poser_widgets()
    return {t.accessibleName(): t.isChecked() for t in visibles(fenetre, TuileChoix)}


def test_no_month_left_is_said_and_the_last_one_comes_back_with_its_days(fenetre) -> None:
    parcours = walk(**{**REPONDUES, "mois__0__jours": "12"})
    jusqu_a(fenetre, parcours, "mois")
    toucher(fenetre, "2022-07")
    toucher(fenetre, "Continuer")
    assert a_corriger(fenetre) == ["Choisissez au moins un mois."]
    toucher(fenetre, "2022-07")
    toucher(fenetre, "Continuer")
    assert champ(fenetre, "Journées").valeur() == "12"


def test_the_name_of_a_month_stands_beside_the_picture_of_its_kind(fenetre) -> None:
    repete = champs(Demande)["mois"].repete
    assert repete is not None
    for icone in ("calendrier", "personne"):
        autre = (Annotated[tuple[Mois, ...], Libelle("Les mois"), replace(repete, icone=icone)], ())
        forme = demander(reponses=create_model("Autre", __base__=Demande, mois=autre))
        jusqu_a(fenetre, walk(forme, **REPONDUES), "mois.0.jours")
        [etiquette] = visibles(fenetre.ecran, Etiquette)
        assert etiquette.text() == "2022-07"
        assert etiquette._mention.icone == icone


def test_a_month_that_cannot_be_asked_for_leads_to_the_list_of_months(fenetre) -> None:
    parcours = walk(**{**REPONDUES, "depuis": "31/07/2022"})
    parcours.ajouter("mois")
    jusqu_a(fenetre, parcours, "mois.1.jours")
    toucher(fenetre, "Continuer")
    phrase = "2022-06 est avant le début de votre situation."
    assert a_corriger(fenetre) == [phrase]
    toucher(resume(fenetre), phrase)
    assert parcours.lieu.code == "mois"
    toucher(fenetre, "2022-06")
    toucher(fenetre, "Continuer")
    laisser_faire()
    assert parcours.lieu.code == "ailleurs"


def test_what_no_screen_can_correct_is_said_when_it_cannot_be_sent(fenetre) -> None:
    """A first name of the account, a file number: wrong before the walk, asked by no step."""
    depart = Demande(aide=Aidee(dossier="D\u200b12"), mois=MOIS)
    parcours = walk(demander(depart=depart), **REPONDUES)
    while not parcours.en_verification:
        assert parcours.continuer() == ()
    assistant = assister(fenetre, parcours)
    envois = []
    assistant.envoyer.connect(lambda: envois.append(1))
    assistant.afficher()
    assert a_corriger(fenetre) == []
    toucher(fenetre, "J’atteste sur l’honneur que ces informations sont exactes.")
    toucher(fenetre, "Envoyer")
    assert envois == []
    page = lu(ecran(fenetre, PageVerification))
    assert "Écrivez seulement des lettres, des chiffres et des signes courants." in page
    assert "Cela ne peut pas se corriger ici. Demandez à l’accueil." in page
    assert a_corriger(fenetre) == []  # nothing to follow: no link
