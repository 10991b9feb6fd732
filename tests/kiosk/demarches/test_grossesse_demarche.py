"""« Déclaration de grossesse » as a visitor walks it: the way out, the pages, nothing lost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.demarches.grossesse import GROSSESSE, Grossesse
from kiosk.formulaire import Contexte, DonneesIllisibles, Page, Parcours, verifier
from resources import chemin

JOUR = date(2022, 10, 13)
PAPIER: dict[str, object] = {
    "transmission": "papier",
    "debut": "20/08/2022",
    "premier_examen": "30/09/2022",
    "enfants_attendus": "2",
}


def visite(jour: date = JOUR, **autres: object) -> Parcours[Grossesse]:
    """A walk on which everything is typed, nothing passed yet."""
    parcours = Parcours(GROSSESSE, Contexte(jour))
    for nom, valeur in (PAPIER | autres).items():
        parcours.saisir(nom, valeur)
    return parcours


def ecrans(parcours: Parcours[Grossesse]) -> list[str]:
    """Every screen met, up to the end."""
    vus = []
    while not parcours.en_verification:
        vus.append(parcours.lieu.code)
        assert parcours.continuer() == ()
    return vus


def page(parcours: Parcours[Grossesse], code: str) -> str:
    """A page as it is read."""
    lue = next(e for e in GROSSESSE.etapes if isinstance(e, Page) and e.code == code)
    return parcours.texte(chemin("pages", "fr", lue.contenu).read_text(encoding="utf-8"))


def test_the_way_of_transmission_is_asked_before_anything_else() -> None:
    parcours = Parcours(GROSSESSE, Contexte(JOUR))
    assert parcours.lieu.chemins == ("transmission",)
    assert parcours.progression.total == 4
    assert parcours.progression.suivante == "Dates de votre grossesse"


def test_a_declaration_that_was_transmitted_leads_out_to_the_profile() -> None:
    parcours = visite(transmission="teletransmise")
    assert ecrans(parcours) == ["transmission"]
    assert parcours.sortie is not None
    assert (parcours.sortie.code, parcours.sortie.vers, parcours.sortie.bouton) == (
        "deja-transmise",
        "profil",
        "Continuer",
    )
    assert parcours.sortie.titre.replace("\u00a0", " ") == "Vous n’avez pas de déclaration à faire"
    assert parcours.conclure() == ()
    assert parcours.reponses.model_dump(exclude_none=True).keys() == {"transmission"}


def test_back_from_the_way_out_every_answer_is_still_there() -> None:
    parcours = visite(transmission="teletransmise")
    ecrans(parcours)
    assert parcours.precedent()
    parcours.saisir("transmission", "papier")
    assert ecrans(parcours) == ["transmission", "a-savoir", "dates", "enfants"]
    assert parcours.reponses.enfants_attendus == 2


def test_the_papers_are_read_only_where_there_are_papers() -> None:
    assert ecrans(visite()) == ["transmission", "a-savoir", "dates", "enfants"]


@pytest.mark.parametrize(
    ("debut", "dernier"), [("10/03/2022", date(2022, 6, 16)), ("29/02/2024", date(2024, 6, 6))]
)
def test_the_notice_comes_the_day_after_fourteen_weeks(debut: str, dernier: date) -> None:
    examen = dernier.strftime("%d/%m/%Y")
    assert "apres-delai" not in ecrans(visite(dernier, debut=debut, premier_examen=examen))
    tardive = visite(dernier + timedelta(days=1), debut=debut, premier_examen=examen)
    assert ecrans(tardive) == ["transmission", "a-savoir", "dates", "enfants", "apres-delai"]
    assert tardive.conclure() == ()


def test_the_notice_says_that_the_declaration_is_accepted_and_until_when_it_was_in_time() -> None:
    lue = page(visite(debut="10/03/2022"), "apres-delai")
    assert "Votre déclaration est acceptée" in lue
    assert "14\u00a0premières semaines" in lue
    assert "16\u00a0juin\u00a02022" in lue


def test_no_coordinate_of_the_doctor_is_asked_nor_accepted() -> None:
    assert set(GROSSESSE.reponses.model_fields) == set(PAPIER)
    for nom in ("medecin", "nom_medecin", "telephone_medecin", "adresse_medecin"):
        with pytest.raises(DonneesIllisibles):
            verifier(GROSSESSE, PAPIER | {nom: "Dr Martin"}, Contexte(JOUR))


def test_the_words_of_the_deck_are_there() -> None:
    parcours = Parcours(GROSSESSE, Contexte(JOUR))
    transmission, enfants = parcours.champ("transmission"), parcours.champ("enfants_attendus")
    assert transmission.libelle.texte == "Votre médecin ou la sage-femme…"
    assert transmission.choix is not None
    assert [c.libelle for c in transmission.choix] == [
        "a transmis votre déclaration à la CPAM",
        "vous a remis un formulaire papier",
    ]
    assert enfants.libelle.texte == "Nombre d’enfants attendus"


@settings(deadline=None)  # a walk is slow on a busy machine, and its speed is not what is held here
@given(
    st.dates() | st.sampled_from(["30/02/2022", "", "demain", "29 02 2023"]),
    st.dates() | st.none(),
    st.integers(-5, 20) | st.floats(allow_nan=False) | st.sampled_from(["1,5", "deux", ""]),
    st.dates(),
)
def test_any_answer_on_any_day_has_a_verdict_and_is_kept_as_typed(
    debut: object, examen: object, enfants: object, jour: date
) -> None:
    parcours = visite(jour, debut=debut, premier_examen=examen, enfants_attendus=enfants)
    while not parcours.en_verification and parcours.continuer() == ():
        pass
    assert parcours.saisie("debut") == debut
    assert parcours.saisie("enfants_attendus") == enfants
    lu = parcours.reponses
    if parcours.en_verification:
        assert lu.debut is not None
        assert lu.premier_examen is not None
        assert lu.debut <= lu.premier_examen <= jour
        assert 1 <= (lu.enfants_attendus or 0) <= 9
    assert "None" not in page(parcours, "apres-delai")
