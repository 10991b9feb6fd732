"""Every error that the backend's client can raise has words of its own, and none of them is the machine's."""

import re
from collections.abc import Callable

import pytest

from kiosk.backend import errors
from kiosk.backend.errors import BackendError, BackendIncompris, Refus, SessionExpiree, refus
from kiosk.backend.schemas import AnomalieVue, Probleme
from kiosk.server.coordonnees.codes import DUREE
from kiosk.server.problemes import Code
from ui.bridge.erreurs import (
    Avis,
    avis_code,
    avis_coordonnees,
    avis_envoi_code,
    avis_envoi_mail,
    avis_identification,
    avis_mot_de_passe,
    avis_service,
)

DEVENIR = "Vos réponses sont gardées."
MESSAGE = "Saisissez une adresse comme nom@exemple.fr."
EN_VIGUEUR = "Vos coordonnées actuelles restent en vigueur."

Correspondance = Callable[[BackendError], Avis]
CORRESPONDANCES: dict[str, Correspondance] = {
    "identification": avis_identification,
    "service": lambda erreur: avis_service(erreur, DEVENIR),
    "code": avis_code,
    "envoi_code": avis_envoi_code,
    "coordonnees": avis_coordonnees,
    "mot_de_passe": avis_mot_de_passe,
    "envoi_mail": avis_envoi_mail,
}
PROPRES: dict[str, set[Code]] = {
    "identification": {Code.IDENTIFIANTS_REFUSES, Code.ATTENTE, Code.COMPTE_VERROUILLE},
    "service": set(),
    "code": {
        Code.CODE_INCORRECT,
        Code.CODE_EXPIRE,
        Code.CODE_UTILISE,
        Code.CODE_EPUISE,
        Code.CODE_REMPLACE,
        Code.RIEN_A_VERIFIER,
        Code.INTROUVABLE,
    },
    "envoi_code": {Code.RIEN_A_VERIFIER, Code.CODE_TROP_TOT, Code.CODES_DU_JOUR, Code.CODE_REMPLACE},
    "coordonnees": {Code.COORDONNEES_CHANGEES, Code.REPONSES_REFUSEES},
    "mot_de_passe": {
        Code.MOT_DE_PASSE_REFUSE,
        Code.REPONSES_REFUSEES,
        Code.REQUETE_INVALIDE,
        Code.ATTENTE,
        Code.COMPTE_VERROUILLE,
    },
    "envoi_mail": {Code.SANS_MAIL_SECURISE, Code.ENVOIS_DU_JOUR, Code.INTROUVABLE},
}
"""The codes that each call has words of its own for; any other one is said as a service that fails."""

PARTOUT = {Code.SESSION_EXPIREE, Code.MOT_DE_PASSE_A_CHANGER}
DES_DEPOTS = {
    Code.ENVELOPPE_ILLISIBLE,
    Code.ENVELOPPE_ALTEREE,
    Code.CLE_INCONNUE,
    Code.DOSSIER_INCOMPRIS,
    Code.BON_DE_DEPOT_REFUSE,
    Code.DEMARCHE_INCONNUE,
    Code.DEPOT_DIFFERENT,
    Code.DEPOT_EN_COURS,
}
"""What `ui.app` shows as a reference number, or never meets."""
DU_TERMINAL = {Code.TERMINAL_INCONNU, Code.TERMINAL_REVOQUE, Code.ENROLEMENT_REFUSE}
"""What staff can do something about, and no visitor."""
DE_PROGRAMME = {Code.METHODE_REFUSEE, Code.CORPS_TROP_GRAND, Code.INDISPONIBLE, Code.PANNE}


def toutes(classe: type[BackendError] = BackendError) -> list[type[BackendError]]:
    return [classe] + [fille for c in classe.__subclasses__() for fille in toutes(c)]


def erreur(classe: type[BackendError]) -> BackendError:
    if issubclass(classe, Refus):
        return classe(Probleme(title="boom TITLE", status=418, code="machine_code", attente_s=90))
    return classe("TECHNICAL DETAIL 0xdead")


def du_code(code: str, **suite: int) -> BackendError:
    anomalie = AnomalieVue(code="machine_code", champs=("mail",), message=MESSAGE)
    anomalies = (anomalie, anomalie) if code == Code.REPONSES_REFUSEES else ()
    return refus(Probleme(title="boom TITLE", status=418, code=code, anomalies=anomalies, **suite))


def verifier_les_mots(avis: Avis) -> None:
    """Plain French, typeset: no word of the machine, no blame, sentences of at most 20 words."""
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
        "invalide",
        "session expirée",
        "!",
    ):
        assert jargon not in dit
    assert "'" not in dit
    assert all(dit[i - 1] == "\u00a0" for i, c in enumerate(dit) if c in ":?;")
    assert not re.search(r"\d [a-zé]", dit)  # a unit stays with its number
    assert not avis.titre.endswith(".")
    for phrase in re.split(r"(?<=[.?])\s", f"{avis.texte} {avis.conseil}"):
        assert phrase.endswith((".", "?"))
        assert len(phrase.replace("\u00a0", " ").split()) <= 20


def test_the_list_is_the_whole_tree() -> None:
    assert set(errors.CLASSES.values()) <= set(toutes())
    assert len(toutes()) >= 12


@pytest.mark.parametrize("classe", toutes())
@pytest.mark.parametrize("pour", CORRESPONDANCES)
def test_every_error_is_said_in_plain_words(classe: type[BackendError], pour: str) -> None:
    avis = CORRESPONDANCES[pour](erreur(classe))
    verifier_les_mots(avis)
    if pour == "service":
        assert DEVENIR in f"{avis.texte} {avis.conseil}"


@pytest.mark.parametrize("code", Code)
@pytest.mark.parametrize("pour", CORRESPONDANCES)
def test_every_code_of_the_backend_is_said_in_plain_words(code: Code, pour: str) -> None:
    dire = CORRESPONDANCES[pour]
    avis = dire(du_code(code, attente_s=38, essais_restants=3))
    verifier_les_mots(avis)
    propre = avis.titre != dire(BackendIncompris("")).titre
    assert propre is (code in PROPRES[pour] | PARTOUT)


def test_every_code_is_met_somewhere() -> None:
    assert set(Code) == set().union(*PROPRES.values()) | PARTOUT | DES_DEPOTS | DU_TERMINAL | DE_PROGRAMME


@pytest.mark.parametrize("pour", CORRESPONDANCES)
@pytest.mark.parametrize("classe", toutes())
def test_only_a_session_that_ended_ends_the_visit(classe: type[BackendError], pour: str) -> None:
    avis = CORRESPONDANCES[pour](erreur(classe))
    assert avis.garder is not issubclass(classe, SessionExpiree)
    assert "fermée" in avis.texte or avis.garder


@pytest.mark.parametrize("pour", CORRESPONDANCES)
def test_each_kind_of_network_fault_has_its_title(pour: str) -> None:
    dire = CORRESPONDANCES[pour]
    titres = {dire(erreur(c)).titre for c in (errors.BackendLent, errors.BackendInjoignable)}
    assert len(titres) == 2


@pytest.mark.parametrize(
    ("essais", "dit"),
    [
        (4, "Il vous reste 4\u00a0essais."),
        (1, "Il vous reste 1\u00a0essai."),
        (None, "Vérifiez ses 6\u00a0chiffres."),
    ],
)
def test_a_wrong_code_says_how_often_it_may_still_be_typed(essais: int | None, dit: str) -> None:
    suite = {} if essais is None else {"essais_restants": essais}
    avis = avis_code(du_code(Code.CODE_INCORRECT, **suite))
    assert (avis.titre, avis.texte) == ("Ce code n’est pas le bon", dit)
    assert avis.a_corriger
    assert EN_VIGUEUR in avis.conseil


def test_the_last_wrong_code_is_the_end_of_it() -> None:
    fini = avis_code(du_code(Code.CODE_INCORRECT, essais_restants=0))
    assert fini == avis_code(du_code(Code.CODE_EPUISE))
    assert "nouveau code" in fini.conseil


@pytest.mark.parametrize(
    ("attente", "dit"),
    [
        ({"attente_s": 38}, "38\u00a0secondes."),
        ({"attente_s": 1}, "1\u00a0seconde."),
        ({}, "60\u00a0secondes."),
    ],
)
def test_a_code_asked_too_soon_says_when(attente: dict[str, int], dit: str) -> None:
    assert avis_envoi_code(du_code(Code.CODE_TROP_TOT, **attente)).texte.endswith(f"dans {dit}")


@pytest.mark.parametrize(
    ("attente", "dit"),
    [
        ({}, "demain."),
        ({"attente_s": 20}, "dans 1\u00a0minute."),
        ({"attente_s": 3600}, "dans 60\u00a0minutes."),
        ({"attente_s": 3601}, "dans 2\u00a0heures."),
        ({"attente_s": 86400}, "dans 24\u00a0heures."),
    ],
)
def test_no_more_code_or_mail_says_when_and_what_is_kept(attente: dict[str, int], dit: str) -> None:
    code = avis_envoi_code(du_code(Code.CODES_DU_JOUR, **attente))
    mail = avis_envoi_mail(du_code(Code.ENVOIS_DU_JOUR, **attente))
    assert EN_VIGUEUR in code.texte
    assert "reste enregistrée" in mail.texte
    for avis in (code, mail):
        assert f"possible {dit}" in avis.conseil


def test_an_expired_code_says_how_long_one_lives() -> None:
    minutes = DUREE.total_seconds() / 60
    assert f"{minutes:.0f}\u00a0minutes" in avis_code(du_code(Code.CODE_EXPIRE)).texte


@pytest.mark.parametrize("dire", [avis_coordonnees, avis_mot_de_passe])
def test_broken_rules_are_said_in_their_own_words_once(dire: Correspondance) -> None:
    avis = dire(du_code(Code.REPONSES_REFUSEES))
    assert avis.texte == MESSAGE
    assert avis.a_corriger


@pytest.mark.parametrize("classe", [errors.BackendLent, errors.BackendInjoignable, errors.Panne])
@pytest.mark.parametrize("dire", [avis_code, avis_envoi_code, avis_mot_de_passe, avis_envoi_mail])
def test_what_was_lost_on_the_way_is_told_as_a_doubt(
    dire: Correspondance, classe: type[BackendError]
) -> None:
    assert dire(erreur(classe)).texte.startswith("Nous ne savons pas si")


def test_a_notice_is_a_value() -> None:
    assert Avis("a", "b") == Avis("a", "b", "", garder=True)
