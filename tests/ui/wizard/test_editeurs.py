"""Each question of a declared form is drawn, spoken, and typed straight into the walk."""

import pytest
from doigts import au_clavier_ecran, bouton, champ, coller, ecrire, laisser_faire, lu, visibles
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QLineEdit
from tableaux import a_l_etape, assister, parcours, remplir

from kiosk.formulaire import Etape, Nature
from ui.wizard.editeurs.base import Editeur
from ui.wizard.page_etape import PageEtape

TAPES = (Nature.MONTANT, Nature.ENTIER, Nature.TEXTE, Nature.DATE)


def codes() -> list[str]:
    walk = parcours()
    remplir(walk)
    return [lieu.code for lieu in walk.marche.etapes]


@pytest.mark.parametrize("code", codes())
def test_each_step_draws_an_editor_for_each_field_with_its_role_and_name(fenetre, code: str) -> None:
    assistant = a_l_etape(fenetre, code)
    lieu = assistant.parcours.lieu
    assert isinstance(lieu.etape, Etape)
    laisser_faire()
    editeurs = {e.chemin: e for e in visibles(fenetre.ecran, Editeur)}
    assert list(editeurs) == list(lieu.chemins)
    for chemin, editeur in editeurs.items():
        declare = assistant.parcours.champ(chemin)
        attendu = assistant.parcours.texte(declare.libelle.texte, lieu)
        if declare.nature in TAPES:
            [ligne] = editeur.findChildren(QLineEdit)
            parle = QAccessible.queryAccessibleInterface(ligne)
            assert parle.role() == QAccessible.Role.EditableText
            assert parle.text(QAccessible.Text.Name).startswith(attendu)
        elif declare.nature is Nature.CASE:
            parle = QAccessible.queryAccessibleInterface(bouton(editeur, attendu))
            assert parle.role() == QAccessible.Role.CheckBox
        else:
            assert all(b.accessibleName() for b in visibles(editeur, QAbstractButton))


@pytest.mark.parametrize("code", codes())
def test_an_error_is_part_of_what_is_said_of_its_field_and_goes_with_it(fenetre, code: str) -> None:
    assistant = a_l_etape(fenetre, code)
    for chemin in assistant.parcours.lieu.chemins:
        editeur = next(e for e in fenetre.ecran.findChildren(Editeur) if e.chemin == chemin)
        editeur.signaler("Écrivez autre chose.")
        dits = {w.accessibleDescription() for w in editeur.findChildren(object) if hasattr(w, "hasFocus")}
        assert any("Écrivez autre chose." in dit for dit in dits), chemin
        assert "Écrivez autre chose." in lu(editeur)
        editeur.signaler("")
        dits = {w.accessibleDescription() for w in editeur.findChildren(object) if hasattr(w, "hasFocus")}
        assert not any("Écrivez autre chose." in dit for dit in dits), chemin
        assert "Écrivez autre chose." not in lu(editeur)


def test_what_is_typed_reaches_the_walk_at_each_key(fenetre) -> None:
    walk = parcours()
    remplir(walk)
    walk.modifier("personnes.0.fonciers")
    assister(fenetre, walk).afficher()
    vus = []
    for caractere in "12,5a":
        ecrire(champ(fenetre, "Revenus fonciers"), caractere)
        vus.append(walk.saisie("personnes.0.revenus_fonciers"))
    assert vus == ["1", "12", "12,", "12,5", "12,5a"]


def test_the_on_screen_keyboard_reaches_the_walk_too(fenetre) -> None:
    walk = parcours()
    remplir(walk)
    walk.modifier("personnes.0.fonciers")
    assister(fenetre, walk).afficher()
    champ(fenetre, "Déficit foncier").setFocus()
    au_clavier_ecran(fenetre, "1", "2", "0", "0", "Effacer", "5")
    assert walk.saisie("personnes.0.deficit_foncier") == "1205"
    assert champ(fenetre, "Déficit foncier").saisie.text() == "1\u00a0205"


def test_a_pasted_text_with_line_breaks_is_kept_on_one_line(fenetre) -> None:
    walk = parcours()
    remplir(walk)
    walk.modifier("personnes.0.fonciers")
    assister(fenetre, walk).afficher()
    coller(champ(fenetre, "Revenus fonciers"), "mes loyers\r\n3 600\n€")
    assert walk.saisie("personnes.0.revenus_fonciers") == "mes loyers 3 600 €"


def test_the_first_amount_waits_for_its_digits(fenetre) -> None:
    a_l_etape(fenetre, "personnes.0.salaires")
    assert champ(fenetre, "Traitements").saisie.hasFocus()
    assert fenetre.clavier.deploye


def test_reading_the_page_again_types_nothing(fenetre) -> None:
    walk = parcours()
    remplir(walk)
    walk.modifier("personnes.0.fonciers")
    assister(fenetre, walk).afficher()
    walk.saisir("personnes.0.revenus_fonciers", "3600")
    page = fenetre.ecran
    assert isinstance(page, PageEtape)
    modifies = []
    for editeur in page.findChildren(Editeur):
        editeur.modifie.connect(lambda: modifies.append(1))
    page.actualiser()
    assert champ(page, "Revenus fonciers").valeur() == "3600"
    assert modifies == []
