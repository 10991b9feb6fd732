"""Pass'Sport in words: true on the day, short, well set, without blame."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.metier.pass_sport import Allocation, Droit, Motif, examiner
from kiosk.metier.pass_sport_textes import message, message_court, phrases, textes, titre

ARS, AEEH, AAH, BOURSIER, AUCUNE = Allocation
ENFANT = date(2012, 1, 1)
JOURS = st.dates(date(2019, 1, 1), date(2032, 12, 31))
NAISSANCES = st.dates(date(1985, 1, 1), date(2025, 12, 31))
DROITS = st.builds(
    Droit,
    st.sampled_from(Allocation),
    st.none() | st.integers(2019, 2026),
    st.none() | st.booleans(),
    st.booleans(),
)
PROCHAINEMENT = "vous allez prochainement les recevoir"


def dit(jour: date, naissance: date, droit: Droit) -> str:
    return message(examiner(jour, naissance, droit)).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("naissance", "droit"), [(ENFANT, Droit(ARS, 2022)), (date(2002, 6, 12), Droit(AEEH, en_juin=True))]
)
def test_the_two_august_categories_are_told_to_wait_until_the_end_of_october(
    naissance: date, droit: Droit
) -> None:
    for jour in (date(2022, 6, 15), date(2022, 9, 1), date(2022, 10, 31)):
        assert PROCHAINEMENT in dit(jour, naissance, droit)
        assert "au plus tard en octobre 2022" in dit(jour, naissance, droit)
    apres = dit(date(2022, 11, 1), naissance, droit)
    assert PROCHAINEMENT not in apres
    assert "L’envoi est terminé depuis octobre 2022. Rien reçu ?" in apres


@given(JOURS, NAISSANCES, DROITS)
def test_nobody_else_is_told_to_wait(jour: date, naissance: date, droit: Droit) -> None:
    situation = examiner(jour, naissance, droit)
    attend = situation.livraison == "aout" and jour <= date(2022, 10, 31)
    assert (PROCHAINEMENT in message(situation)) is attend


@given(JOURS, NAISSANCES, DROITS)
def test_nothing_is_announced_for_a_day_that_is_past(jour: date, naissance: date, droit: Droit) -> None:
    situation = examiner(jour, naissance, droit)
    if situation.fin_envoi is not None:
        annonce = "au plus tard en" in message(situation)
        assert annonce is (jour <= situation.fin_envoi)
        assert ("L’envoi est terminé" in message(situation)) is not annonce


@given(JOURS, NAISSANCES, DROITS)
def test_every_sentence_is_short_well_set_and_free_of_blame(
    jour: date, naissance: date, droit: Droit
) -> None:
    situation = examiner(jour, naissance, droit)
    fixes = textes(jour)
    for texte in (
        titre(situation),
        message(situation),
        message_court(situation),
        fixes["etat"],
        fixes["rien_recu"],
        fixes["lieux"],
    ):
        assert not [p for p in re.split(r"(?<=[.?!])\s+", texte) if len(p.split()) > 20], texte
        assert "'" not in texte
        assert not re.search(r" [?!:;»€]|« |[{}]|  |\.\.", texte), texte
        assert not re.search(r"invalide|refus|erreur|décret|article", texte), texte


@given(JOURS, NAISSANCES, DROITS)
def test_whoever_gets_a_coupon_knows_how_much_and_until_when(
    jour: date, naissance: date, droit: Droit
) -> None:
    situation = examiner(jour, naissance, droit)
    texte = message(situation).replace("\u00a0", " ")
    if situation.concerne and situation.campagne is not None:
        assert f"{situation.montant} €" in texte
        assert f"au {situation.campagne.fin:%-d}" in texte.replace("1er", "1")
    else:
        assert "€" not in texte


@pytest.mark.parametrize(
    ("jour", "naissance", "droit", "attendu"),
    [
        (
            date(2022, 7, 1),
            ENFANT,
            Droit(ARS, 2021),
            "livraison de juin 2022. Le ministère chargé des Sports",
        ),
        (
            date(2022, 7, 1),
            ENFANT,
            Droit(ARS, 2019),
            "tient compte de l’allocation de rentrée scolaire (ARS) de",
        ),
        (
            date(2022, 7, 1),
            date(2001, 1, 1),
            Droit(ARS, 2021),
            "nées du 16 septembre 2004 au 31 décembre 2016.",
        ),
        (date(2022, 7, 1), date(2002, 6, 9), Droit(AEEH), "un droit à l’AEEH en juin 2022."),
        (date(2022, 7, 1), date(1990, 1, 1), Droit(BOURSIER), "adressez-vous au Crous."),
        (date(2022, 7, 1), date(2000, 1, 1), Droit(BOURSIER), "au plus tard le 15 octobre 2022."),
        (date(2022, 9, 1), date(2000, 1, 1), Droit(AAH, a_temps=False), "(AAH) due en juin 2022."),
        (date(2022, 1, 9), date(2000, 1, 1), Droit(AAH, a_temps=False), "(AAH) due en 2021."),
        (date(2022, 9, 1), ENFANT, Droit(ARS, a_temps=False), "(ARS) de 2021 ou de 2022."),
        (date(2021, 9, 1), date(2000, 1, 1), Droit(BOURSIER), "ne s’adresse pas aux étudiants boursiers."),
        (
            date(2021, 9, 1),
            ENFANT,
            Droit(ARS, 2020),
            "Montrez au club une attestation de paiement de la Caf.",
        ),
        (date(2021, 12, 1), ENFANT, Droit(ARS, 2020), "est terminée depuis le 30 novembre 2021."),
        (date(2022, 3, 1), ENFANT, Droit(ARS, 2021), "à utiliser du 1er juin 2022 au 31 décembre 2022."),
        (date(2025, 9, 1), ENFANT, Droit(AEEH), "le code se demande en ligne sur pass.sports.gouv.fr"),
        (date(2025, 9, 1), ENFANT, Droit(AUCUNE), "Un doute ? Demandez à l’accueil."),
        (date(2026, 7, 1), ENFANT, Droit(ARS, 2026), "Nous ne connaissons pas encore la campagne 2026"),
        (
            date(2026, 7, 1),
            ENFANT,
            Droit(ARS, 2026),
            "Celle de 2025 est terminée depuis le 31 décembre 2025.",
        ),
        (date(2020, 7, 1), ENFANT, Droit(ARS, 2020), "Nous ne connaissons pas la campagne 2020"),
    ],
)
def test_what_is_said(jour: date, naissance: date, droit: Droit, attendu: str) -> None:
    assert attendu in dit(jour, naissance, droit)


@given(JOURS, NAISSANCES, DROITS)
def test_the_short_message_leaves_out_what_the_page_says(jour: date, naissance: date, droit: Droit) -> None:
    situation = examiner(jour, naissance, droit)
    court = message_court(situation)
    assert court
    assert court in message(situation)
    if situation.campagne is not None and situation.concerne and situation.campagne.ouverture <= jour:
        assert "€" not in court
    if situation.concerne:
        assert "Rien reçu" not in court
    else:
        assert court == " ".join(phrases(situation))


def test_every_reason_has_its_title() -> None:
    titres = {
        examiner(jour, naissance, droit).motif: titre(examiner(jour, naissance, droit)).replace("\u00a0", " ")
        for jour, naissance, droit in [
            (date(2022, 7, 1), ENFANT, Droit(ARS, 2021)),
            (date(2022, 7, 1), ENFANT, Droit(AUCUNE)),
            (date(2021, 12, 1), ENFANT, Droit(ARS, 2021)),
            (date(2026, 7, 1), ENFANT, Droit(ARS, 2021)),
        ]
    }
    assert titres == {
        Motif.ENVOI: "Un coupon Pass’Sport est prévu en 2022",
        Motif.AUCUNE: "Pas de coupon Pass’Sport en 2022",
        Motif.TERMINEE: "Le Pass’Sport 2021 est terminé",
        Motif.INCONNUE: "Le Pass’Sport 2026 n’est pas encore connu",
    }


@pytest.mark.parametrize(
    ("jour", "etat"),
    [
        (date(2021, 11, 30), "La campagne 2021 du Pass’Sport est ouverte jusqu’au 30 novembre 2021."),
        (date(2021, 12, 1), "La campagne 2021 du Pass’Sport est terminée depuis le 30 novembre 2021."),
        (
            date(2022, 5, 31),
            "La campagne 2022 du Pass’Sport commence le 1er juin 2022. Celle de 2021 est terminée depuis le "
            "28 février 2022.",
        ),
        (date(2022, 6, 1), "La campagne 2022 du Pass’Sport est ouverte jusqu’au 31 décembre 2022."),
        (date(2021, 2, 1), "La campagne 2021 du Pass’Sport commence le 1er juillet 2021."),
    ],
)
def test_the_state_of_the_campaign(jour: date, etat: str) -> None:
    assert textes(jour)["etat"].replace("\u00a0", " ") == etat


def test_pages_are_filled_in_whatever_the_day() -> None:
    noms = {frozenset(textes(date(annee, 7, 1))) for annee in range(2019, 2031)}
    assert len(noms) == 1
    assert "salle de sport" not in textes(date(2021, 9, 1))["lieux"]
    assert "quartier prioritaire" in textes(date(2022, 9, 1))["lieux"]
    assert "quartier prioritaire" not in textes(date(2023, 9, 1))["lieux"]
    assert textes(date(2025, 10, 1))["montant"] == "70\u00a0€"
    assert textes(date(2026, 10, 1))["montant"] == ""
    assert textes(date(2021, 11, 30))["precedente"] == ""
    assert "La campagne 2025 du Pass’Sport est terminée" in textes(date(2026, 1, 1))["precedente"].replace(
        "\u00a0", " "
    )
