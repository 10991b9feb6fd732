"""Every error that the backend's client can raise has words of its own, and none of them is the machine's."""

import pytest

from kiosk.backend import errors
from kiosk.backend.errors import BackendError, Refus, SessionExpiree
from kiosk.backend.schemas import Probleme
from ui.bridge.erreurs import Avis, avis_identification, avis_service

DEVENIR = "Vos réponses sont gardées."


def toutes(classe: type[BackendError] = BackendError) -> list[type[BackendError]]:
    return [classe] + [fille for c in classe.__subclasses__() for fille in toutes(c)]


def erreur(classe: type[BackendError]) -> BackendError:
    if issubclass(classe, Refus):
        return classe(Probleme(title="boom TITLE", status=418, code="machine_code", attente_s=90))
    return classe("TECHNICAL DETAIL 0xdead")


def test_the_list_is_the_whole_tree() -> None:
    assert set(errors.CLASSES.values()) <= set(toutes())
    assert len(toutes()) >= 12


@pytest.mark.parametrize("classe", toutes())
@pytest.mark.parametrize("pour", ["identification", "service"])
def test_every_error_is_said_in_plain_words(classe: type[BackendError], pour: str) -> None:
    avis = (
        avis_identification(erreur(classe))
        if pour == "identification"
        else avis_service(erreur(classe), DEVENIR)
    )
    dit = f"{avis.titre} {avis.texte} {avis.conseil}"
    assert avis.titre
    assert avis.texte
    assert avis.conseil
    for jargon in (
        "TECHNICAL",
        "machine_code",
        "boom",
        "418",
        "Error",
        "None",
        "HTTP",
        "serveur",
        "backend",
        "!",
    ):
        assert jargon not in dit
    assert "'" not in dit
    assert all(dit[i - 1] == "\u00a0" for i, c in enumerate(dit) if c in ":?;")
    if pour == "service":
        assert DEVENIR in dit


@pytest.mark.parametrize("classe", toutes())
def test_only_a_session_that_ended_ends_the_visit(classe: type[BackendError]) -> None:
    avis = avis_service(erreur(classe), DEVENIR)
    assert avis.garder is not issubclass(classe, SessionExpiree)
    assert "fermée" in avis.texte or avis.garder


def test_each_kind_of_network_fault_has_its_title() -> None:
    titres = {avis_service(erreur(c), DEVENIR).titre for c in (errors.BackendLent, errors.BackendInjoignable)}
    assert len(titres) == 2


def test_a_notice_is_a_value() -> None:
    assert Avis("a", "b") == Avis("a", "b", "", garder=True)
