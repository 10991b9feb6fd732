"""Bodies of the wire say nothing of what they hold, neither when shown nor when refused."""

from datetime import date

import pytest
from pydantic import ValidationError

from kiosk.backend.schemas import (
    ChangementMotDePasse,
    CodeSaisi,
    Compte,
    CoordonneeComplete,
    CoordonneesVues,
    Dossier,
    GesteDemande,
    Identifiants,
    MembreVue,
    SessionOuverte,
)
from kiosk.metier.coordonnees import Geste, NatureCoordonnee
from kiosk.metier.foyer import Qualite


def test_a_refused_body_is_not_quoted() -> None:
    with pytest.raises(ValidationError) as refus:
        Identifiants(nir="26905-trop-long-pour-un-nir", mot_de_passe="x" * 129)
    assert refus.value.error_count() == 2
    assert "26905" not in str(refus.value)
    assert "xxx" not in str(refus.value)


def test_secrets_are_not_shown() -> None:
    corps = (
        Identifiants(nir="secretsecretse", mot_de_passe="secret"),
        Compte(
            prenom="secret",
            nom="secret",
            foyer=(MembreVue(qualite=Qualite.VOUS, prenom="secret"),),
            coordonnees=CoordonneesVues(version=1),
        ),
        CoordonneeComplete(nature=NatureCoordonnee.MAIL, valeur="secret"),
        GesteDemande(nature=NatureCoordonnee.MAIL, geste=Geste.MODIFIER, valeur="secret"),
        CodeSaisi(code="secret"),
        ChangementMotDePasse(actuel="secret", nouveau="secret"),
        SessionOuverte(jeton="secret", bon_de_depot="secret", inactivite_s=1, duree_max_s=1),
        Dossier(
            demarche="x",
            date_reference=date(2026, 1, 1),
            bon_de_depot="secret",
            attestation=True,
            reponses={"a": "secret"},
        ),
    )
    assert "secret" not in repr(corps)
    assert "secret" not in "".join(map(str, corps))
