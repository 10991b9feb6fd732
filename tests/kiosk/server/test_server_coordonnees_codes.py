"""Codes: what they open, for how long, for whom; and everything that must not make one worth more than it is."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest

from kiosk.server.coordonnees import codes, verifications
from kiosk.server.problemes import Refus
from kiosk.server.reglages import ReglagesServeur
from kiosk.server.serveur import en_fil
from tests.helpers.coordonnees import Personne, Registre, faux

MOBILE, NOUVEAU, AUTRE = "+33639981042", "+33639982031", "+33639983055"
MAIL = "camille@exemple.fr"
ANCIEN = date(2021, 3, 14)
JOUR = date(2022, 12, 1)
GSM7 = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)


@pytest.fixture
def registre(reglages: ReglagesServeur) -> Registre:
    return Registre(reglages.base)


@pytest.fixture
def personne(backend: Any, registre: Registre) -> Personne:
    """Both secured long ago, and a new mobile that waits for its code."""
    return qui_attend(backend, registre)


def qui_attend(backend: Any, registre: Registre) -> Personne:
    compte_id = registre.inscrire({"mobile": (MOBILE, ANCIEN), "mail": (MAIL, ANCIEN)})
    personne = registre.connecter(backend.http, compte_id, backend.temps.instant)
    assert personne.demander(mobile=("modifier", NOUVEAU)).status_code == 200
    return personne


def plus_tard(backend: Any, registre: Registre, personne: Personne, **duree: float) -> Personne:
    """The same person, signed in again after that long."""
    backend.temps.avancer(**duree)
    return registre.connecter(backend.http, personne.compte_id, backend.temps.instant)


def refus(reponse: httpx2.Response) -> tuple[int, str]:
    assert reponse.headers["content-type"] == "application/problem+json", reponse.text
    return reponse.status_code, reponse.json()["code"]


# -- the code that is right ----------------------------------------------------------------------------------


def test_a_right_code_secures_the_value_it_was_sent_to(personne: Personne, registre: Registre) -> None:
    assert registre.en_vigueur(personne.compte_id)["mobile"] == (MOBILE, ANCIEN)
    verification = personne.recevoir_code("mobile")

    bilan = personne.saisir(verification, registre.code_recu(verification)).json()

    assert bilan["modifiees"] == ["mobile"]
    assert registre.en_vigueur(personne.compte_id) == {"mobile": (NOUVEAU, JOUR), "mail": (MAIL, ANCIEN)}
    assert registre.en_attente(personne.compte_id) == {}
    assert registre.vues_le(personne.compte_id) == JOUR
    assert bilan["coordonnees"] == personne.coordonnees()
    assert personne.completes()["mobile"] == "06 39 98 20 31"


@pytest.mark.parametrize("forme", ["{0} {1}", " {0}-{1}\t", "{0}\u00a0{1}", "{0}–{1}", "\uff10"])
def test_spaces_dashes_and_wide_digits_are_as_good(
    personne: Personne, registre: Registre, forme: str
) -> None:
    verification = personne.recevoir_code("mobile")
    code = registre.code_recu(verification)
    large = "".join(chr(ord("\uff10") + int(chiffre)) for chiffre in code)

    saisi = large if forme == "\uff10" else forme.format(code[:3], code[3:])

    assert personne.saisir(verification, saisi).status_code == 200


def test_it_may_be_typed_on_another_terminal_of_the_same_account(
    personne: Personne, registre: Registre, backend: Any
) -> None:
    verification = personne.recevoir_code("mobile")
    ailleurs = registre.connecter(backend.http, personne.compte_id, backend.temps.instant)

    assert ailleurs.saisir(verification, registre.code_recu(verification)).status_code == 200


def test_a_code_of_another_account_does_not_exist(
    personne: Personne, registre: Registre, backend: Any
) -> None:
    verification = personne.recevoir_code("mobile")
    code = registre.code_recu(verification)
    autre = qui_attend(backend, registre)

    assert refus(autre.saisir(verification, code)) == (404, "introuvable")
    assert refus(autre.demander_code("mobile", verification)) == (404, "introuvable")
    assert refus(autre.saisir(uuid4(), code)) == (404, "introuvable")
    assert registre.codes(personne.compte_id)[0].essais == 0
    assert personne.saisir(verification, code).status_code == 200


def test_it_is_used_once(personne: Personne, registre: Registre) -> None:
    verification = personne.recevoir_code("mobile")
    code = registre.code_recu(verification)
    personne.saisir(verification, code)
    apres = registre.en_vigueur(personne.compte_id)

    assert refus(personne.saisir(verification, code)) == (409, "code_utilise")
    assert registre.en_vigueur(personne.compte_id) == apres


def test_it_lives_fifteen_minutes(backend: Any, personne: Personne, registre: Registre) -> None:
    verification = personne.recevoir_code("mobile")
    code = registre.code_recu(verification)

    tard = plus_tard(backend, registre, personne, minutes=15)

    assert refus(tard.saisir(verification, code)) == (422, "code_expire")
    assert registre.en_vigueur(personne.compte_id)["mobile"] == (MOBILE, ANCIEN)
    assert registre.en_attente(personne.compte_id) == {"mobile": NOUVEAU}
    suivant = tard.recevoir_code("mobile")
    a_temps = plus_tard(backend, registre, personne, minutes=14, seconds=59)
    assert a_temps.saisir(suivant, registre.code_recu(suivant)).status_code == 200


def test_a_text_message_that_comes_late_is_as_good_as_the_next(
    backend: Any, personne: Personne, registre: Registre
) -> None:
    premiere = personne.recevoir_code("mobile")
    backend.temps.avancer(seconds=60)
    seconde = personne.recevoir_code("mobile")
    mauvais = next(
        essai
        for essai in ("000000", "000001", "000002")
        if essai not in (registre.code_recu(premiere), registre.code_recu(seconde))
    )

    assert personne.saisir(seconde, mauvais).json()["essais_restants"] == 4
    assert [code.essais for code in registre.codes(personne.compte_id)] == [1, 1]
    assert personne.saisir(seconde, registre.code_recu(premiere)).status_code == 200
    for verification in (premiere, seconde):
        assert refus(personne.saisir(verification, registre.code_recu(verification)))[1] == "code_utilise"


@pytest.mark.parametrize(
    "abandon", [{"mobile": ("modifier", AUTRE)}, {"mobile": "confirmer"}, {"mobile": "supprimer"}]
)
def test_a_code_for_what_waits_no_more_is_refused(
    personne: Personne, registre: Registre, abandon: dict[str, Any]
) -> None:
    verification = personne.recevoir_code("mobile")
    code = registre.code_recu(verification)
    assert personne.demander(**abandon).status_code == 200
    avant = registre.en_vigueur(personne.compte_id)

    assert refus(personne.saisir(verification, code)) == (409, "code_remplace")
    assert registre.en_vigueur(personne.compte_id) == avant
    assert personne.demander(mobile=("modifier", NOUVEAU)).status_code == 200
    assert refus(personne.saisir(verification, code)) == (409, "code_remplace")


def test_asking_again_for_the_same_value_keeps_its_code(personne: Personne, registre: Registre) -> None:
    verification = personne.recevoir_code("mobile")
    assert personne.demander(mobile=("modifier", "06.39.98.20.31"), mail="confirmer").status_code == 200

    assert personne.saisir(verification, registre.code_recu(verification)).status_code == 200


def test_what_was_added_and_never_verified_can_be_given_up(backend: Any, registre: Registre) -> None:
    compte_id = registre.inscrire({"mail": (MAIL, ANCIEN)})
    personne = registre.connecter(backend.http, compte_id, backend.temps.instant)
    personne.demander(mobile=("modifier", NOUVEAU))

    bilan = personne.demander(mobile="supprimer").json()

    assert bilan["supprimees"] == []
    assert bilan["coordonnees"]["en_attente"] == []
    assert registre.en_attente(compte_id) == {}
    assert registre.vues_le(compte_id) is None
    assert refus(personne.demander(mobile="supprimer")) == (422, "reponses_refusees")


# -- wrong codes ---------------------------------------------------------------------------------------------


def test_the_fifth_wrong_try_ends_it(personne: Personne, registre: Registre) -> None:
    verification = personne.recevoir_code("mobile")
    code = registre.code_recu(verification)

    essais = [personne.saisir(verification, faux(code)) for _ in range(5)]

    assert [(refus(e), e.json().get("essais_restants")) for e in essais] == [
        *(((422, "code_incorrect"), restants) for restants in (4, 3, 2, 1)),
        ((422, "code_epuise"), None),
    ]
    assert refus(personne.saisir(verification, code)) == (422, "code_epuise")
    assert registre.codes(personne.compte_id)[0].essais == 5
    assert registre.en_vigueur(personne.compte_id)["mobile"] == (MOBILE, ANCIEN)


def test_a_slip_of_the_finger_costs_no_try_but_not_for_ever(personne: Personne, registre: Registre) -> None:
    verification = personne.recevoir_code("mobile")
    code = registre.code_recu(verification)
    saisies = ["12345", "1234567", "abcdef", "-", "12 34 5x", "١٢٣٤٥٦"]

    for saisie in saisies:
        refuse = personne.saisir(verification, saisie)
        assert (*refus(refuse), refuse.json()["essais_restants"]) == (422, "code_incorrect", 5)
    assert personne.saisir(verification, code).status_code == 200


def test_twenty_slips_of_the_finger_end_it(personne: Personne, registre: Registre) -> None:
    verification = personne.recevoir_code("mobile")

    codes = [refus(personne.saisir(verification, "12345"))[1] for _ in range(21)]

    assert codes == ["code_incorrect"] * 19 + ["code_epuise"] * 2
    assert refus(personne.saisir(verification, registre.code_recu(verification))) == (422, "code_epuise")


def test_ten_thousand_guesses_are_hardly_looked_at(
    backend: Any, personne: Personne, registre: Registre
) -> None:
    """A script that asks for a code whenever it may, and guesses ten thousand times in a day."""
    etat, compte_id = backend.etat, personne.compte_id

    async def deviner(verification: UUID, code: int, essais: int) -> set[str]:
        obtenus = set()
        for essai in range(1, essais + 1):
            try:
                await verifications.saisir(etat, compte_id, verification, f"{(code + essai) % 1_000_000:06d}")
            except Refus as erreur:
                obtenus.add(erreur.code.value)
            else:
                obtenus.add("juste")
        return obtenus

    envoyes = 0
    for _ in range(20):
        encore = plus_tard(backend, registre, personne, minutes=65)
        reponse = encore.demander_code("mobile")
        if reponse.status_code == 201:
            envoyes += 1
            verification = UUID(reponse.json()["id"])
        else:
            assert refus(reponse) == (429, "codes_du_jour")
        obtenus = backend.http.portal.call(deviner, verification, int(registre.code_recu(verification)), 500)
        assert obtenus <= {"code_incorrect", "code_epuise"}

    assert envoyes == 5
    compares = sum(code.essais for code in registre.codes(compte_id))
    assert compares == 25
    compteur = re.search(
        r'caf_codes_total\{resultat="code_epuise"\} (\d+)', backend.http.get("/metrics").text
    )
    assert compteur is not None
    assert int(compteur[1]) == 10_000 - 5 * 4


# -- asking for codes ----------------------------------------------------------------------------------------


def test_there_must_be_something_to_verify(backend: Any, registre: Registre) -> None:
    compte_id = registre.inscrire({"mobile": (MOBILE, ANCIEN), "fixe": ("+33199001017", None)})
    personne = registre.connecter(backend.http, compte_id, backend.temps.instant)

    for nature in ("mobile", "mail", "fixe"):
        assert refus(personne.demander_code(nature)) == (409, "rien_a_verifier")
    assert registre.messages(compte_id) == []


def test_what_is_said_of_a_code_on_its_way(personne: Personne) -> None:
    verification = uuid4()

    vue = personne.demander_code("mobile", verification).json()

    assert vue == {
        "id": str(verification),
        "nature": "mobile",
        "valeur_masquee": "06\u00a0••\u00a0••\u00a0••\u00a031",
        "envoi": "parti",
        "expire_dans_s": 900,
        "renvoi_dans_s": 60,
        "essais_restants": 5,
        "codes_restants": 4,
    }


def test_the_same_id_again_sends_nothing_more(backend: Any, personne: Personne, registre: Registre) -> None:
    verification = personne.recevoir_code("mobile")
    backend.temps.avancer(seconds=20)
    personne.saisir(verification, faux(registre.code_recu(verification)))

    encore = personne.demander_code("mobile", verification)

    assert encore.status_code == 200
    vue = encore.json()
    assert (vue["expire_dans_s"], vue["renvoi_dans_s"], vue["essais_restants"]) == (880, 40, 4)
    assert len(registre.messages(personne.compte_id)) == len(registre.codes(personne.compte_id)) == 1
    assert refus(personne.demander_code("mail", verification)) == (422, "requete_invalide")


def test_an_id_that_another_message_has_is_refused(backend: Any, registre: Registre) -> None:
    compte_id = registre.inscrire({"mobile": (MOBILE, ANCIEN), "mail": (MAIL, ANCIEN)})
    personne = registre.connecter(backend.http, compte_id, backend.temps.instant)
    personne.demander(mobile="supprimer")
    (avertissement,) = registre.messages(compte_id)
    personne.demander(mobile=("modifier", NOUVEAU))

    assert refus(personne.demander_code("mobile", avertissement.id)) == (422, "requete_invalide")
    assert registre.codes(compte_id) == []


def test_within_a_minute_the_code_on_its_way_is_the_one_to_type(
    backend: Any, personne: Personne, registre: Registre
) -> None:
    envoye = personne.recevoir_code("mobile")
    backend.temps.avancer(seconds=18.5)

    deja = personne.demander_code("mobile")

    assert deja.status_code == 200
    assert (UUID(deja.json()["id"]), deja.json()["renvoi_dans_s"]) == (envoye, 42)
    assert len(registre.codes(personne.compte_id)) == 1
    backend.temps.avancer(seconds=41.5)
    assert personne.recevoir_code("mobile") != envoye
    assert len(registre.codes(personne.compte_id)) == 2


def test_a_code_that_is_spent_is_followed_by_another_after_a_minute(
    backend: Any, personne: Personne, registre: Registre
) -> None:
    envoye = personne.recevoir_code("mobile")
    for _ in range(5):
        personne.saisir(envoye, faux(registre.code_recu(envoye)))
    backend.temps.avancer(seconds=18.5)

    trop_tot = personne.demander_code("mobile")

    assert (*refus(trop_tot), trop_tot.json()["attente_s"]) == (429, "code_trop_tot", 42)
    assert trop_tot.headers["Retry-After"] == "42"
    backend.temps.avancer(seconds=41)
    assert refus(personne.demander_code("mobile")) == (429, "code_trop_tot")
    backend.temps.avancer(seconds=0.5)
    personne.recevoir_code("mobile")


def test_a_number_mistyped_and_corrected_does_not_wait(personne: Personne) -> None:
    premier = personne.recevoir_code("mobile")

    personne.demander(mobile=("modifier", AUTRE))

    assert personne.recevoir_code("mobile") != premier


def test_five_in_twenty_four_hours(backend: Any, personne: Personne, registre: Registre) -> None:
    personne.demander(mail=("modifier", "autre@exemple.fr"))
    restants = []
    for rang in range(5):
        reponse = personne.demander_code("mobile" if rang % 2 else "mail")
        restants.append(reponse.json()["codes_restants"])
        backend.temps.avancer(minutes=2)

    trop = personne.demander_code("mobile")

    assert restants == [4, 3, 2, 1, 0]
    attente = timedelta(hours=24) - timedelta(minutes=10)
    assert (*refus(trop), trop.json()["attente_s"]) == (429, "codes_du_jour", attente.total_seconds())
    presque = plus_tard(backend, registre, personne, seconds=attente.total_seconds() - 1)
    assert presque.demander_code("mobile").json()["attente_s"] == 1
    plus_tard(backend, registre, personne, seconds=1).recevoir_code("mobile")


# -- time ----------------------------------------------------------------------------------------------------


def test_a_clock_set_back_gives_no_code_a_longer_life_and_no_one_a_longer_wait(
    backend: Any, personne: Personne, registre: Registre
) -> None:
    verification = personne.recevoir_code("mobile")
    code = registre.code_recu(verification)

    recule = plus_tard(backend, registre, personne, days=-3)

    assert refus(recule.saisir(verification, code)) == (422, "code_expire")
    tot = recule.demander_code("mobile")
    assert refus(tot) == (429, "code_trop_tot")
    assert 0 < tot.json()["attente_s"] <= 60
    apres = plus_tard(backend, registre, personne, seconds=60)
    assert apres.demander_code("mobile").json()["codes_restants"] == 3
    for _ in range(3):
        apres = plus_tard(backend, registre, personne, seconds=61)
        apres.recevoir_code("mobile")
    # Going back again frees none of the five, and a day later they are all free.
    encore = plus_tard(backend, registre, personne, days=-1)
    trop = encore.demander_code("mobile")
    assert refus(trop) == (429, "codes_du_jour")
    assert trop.json()["attente_s"] <= 24 * 3600
    plus_tard(backend, registre, personne, days=1).recevoir_code("mobile")


def test_two_servers_whose_clocks_differ_by_seconds_share_a_code(
    backend: Any, personne: Personne, registre: Registre
) -> None:
    verification = personne.recevoir_code("mobile")

    en_retard = plus_tard(backend, registre, personne, seconds=-59)

    vue = en_retard.demander_code("mobile", verification).json()
    assert (vue["expire_dans_s"], vue["renvoi_dans_s"]) == (900, 60)
    assert en_retard.saisir(verification, registre.code_recu(verification)).status_code == 200


def test_a_clock_set_forward_ends_codes_and_loses_nothing(
    backend: Any, personne: Personne, registre: Registre
) -> None:
    verification = personne.recevoir_code("mobile")

    avance = plus_tard(backend, registre, personne, days=2)

    assert refus(avance.saisir(verification, registre.code_recu(verification))) == (422, "code_expire")
    suivante = avance.recevoir_code("mobile")
    assert avance.saisir(suivante, registre.code_recu(suivante)).status_code == 200
    assert registre.en_vigueur(personne.compte_id)["mobile"] == (NOUVEAU, date(2022, 12, 3))


def test_what_waits_is_forgotten_after_a_week(backend: Any, personne: Personne, registre: Registre) -> None:
    presque = plus_tard(backend, registre, personne, days=6, hours=23)
    assert [a["nature"] for a in presque.coordonnees()["en_attente"]] == ["mobile"]

    semaine = plus_tard(backend, registre, personne, hours=1)

    assert semaine.coordonnees()["en_attente"] == []
    assert refus(semaine.demander_code("mobile")) == (409, "rien_a_verifier")
    assert registre.en_attente(personne.compte_id) == {}
    assert registre.en_vigueur(personne.compte_id)["mobile"] == (MOBILE, ANCIEN)


def test_nothing_out_of_date_is_kept_of_those_who_never_come_back(
    deux_bases: ReglagesServeur, demarrer: Callable[[ReglagesServeur], Any]
) -> None:
    backend = demarrer(deux_bases)
    registre = Registre(deux_bases.base)
    partie = qui_attend(backend, registre)
    partie.recevoir_code("mobile")

    plus_tard(backend, registre, qui_attend(backend, registre), hours=26).recevoir_code("mobile")
    assert registre.codes(partie.compte_id) == []
    assert registre.en_attente(partie.compte_id) == {"mobile": NOUVEAU}

    backend.temps.avancer(days=7)
    qui_attend(backend, registre)
    assert registre.en_attente(partie.compte_id) == {}


def test_forgetting_others_waits_for_nobody(
    reglages: ReglagesServeur, base_postgresql: str, demarrer: Callable[[ReglagesServeur], Any]
) -> None:
    backend = demarrer(reglages.model_copy(update={"base": base_postgresql, "base_attente_s": 0.1}))
    registre = Registre(base_postgresql)
    occupee = qui_attend(backend, registre)
    occupee.recevoir_code("mobile")
    backend.temps.avancer(days=8)

    with registre.tenir(occupee.compte_id):
        autre = qui_attend(backend, registre)
        assert registre.en_attente(occupee.compte_id) == {"mobile": NOUVEAU}
        autre.recevoir_code("mobile")

    qui_attend(backend, registre)
    assert registre.en_attente(occupee.compte_id) == {}
    assert registre.codes(occupee.compte_id) == []


# -- messages ------------------------------------------------------------------------------------------------


def test_a_code_goes_to_the_value_that_waits_and_says_not_to_give_it(
    personne: Personne, registre: Registre
) -> None:
    personne.demander(mail=("modifier", "Autre@Exemple.fr"))
    attendus = {"mobile": ("sms", NOUVEAU), "mail": ("mail", "Autre@exemple.fr")}

    for nature, (canal, destinataire) in attendus.items():
        verification = personne.recevoir_code(nature)
        message = next(m for m in registre.messages(personne.compte_id) if m.id == verification)
        assert (message.canal, message.destinataire) == (canal, destinataire)
        assert "La Caf ne vous demandera jamais ce code" in (message.corps or "")
        assert message.expire_le == datetime(2022, 12, 1, 9, 45, tzinfo=UTC)


def test_whoever_loses_a_secured_value_is_told_there(
    backend: Any, personne: Personne, registre: Registre
) -> None:
    verification = personne.recevoir_code("mobile")
    personne.saisir(verification, registre.code_recu(verification))
    personne.demander(mail="supprimer")

    avertis = [m for m in registre.messages(personne.compte_id) if m.id != verification]

    assert {(m.canal, m.destinataire) for m in avertis} == {("sms", MOBILE), ("mail", MAIL)}
    textes = {m.canal: m.corps or "" for m in avertis}
    assert "le numéro de mobile de votre compte a été changé le 01/12/2022" in textes["sms"]
    assert "a été supprimée le 1er\u00a0décembre\u00a02022" in textes["mail"]
    assert all("contactez la Caf" in texte for texte in textes.values())


@pytest.mark.parametrize(
    ("vigueur", "gestes"),
    [
        ({"mobile": (MOBILE, None)}, {"mobile": ("modifier", NOUVEAU)}),
        ({"mobile": (MOBILE, None)}, {"mobile": "confirmer"}),
        ({"mail": (MAIL, ANCIEN)}, {"mobile": ("modifier", NOUVEAU)}),
    ],
)
def test_nobody_is_warned_of_what_replaces_nothing_secured(
    backend: Any, registre: Registre, vigueur: dict[str, Any], gestes: dict[str, Any]
) -> None:
    compte_id = registre.inscrire(vigueur)
    personne = registre.connecter(backend.http, compte_id, backend.temps.instant)
    personne.demander(**gestes)
    verification = personne.recevoir_code("mobile")
    assert personne.saisir(verification, registre.code_recu(verification)).status_code == 200

    assert [m.id for m in registre.messages(compte_id)] == [verification]


def test_a_text_message_is_one_part(backend: Any, personne: Personne, registre: Registre) -> None:
    verification = personne.recevoir_code("mobile")
    personne.saisir(verification, registre.code_recu(verification))
    personne.demander(mobile="supprimer", mail="confirmer")

    textes = [m.corps or "" for m in registre.messages(personne.compte_id) if m.canal == "sms"]

    assert len(textes) == 3
    for texte in textes:
        assert len(texte) <= 160
        assert set(texte) <= GSM7


def test_a_code_is_not_kept_in_clear_where_it_is_checked(personne: Personne, registre: Registre) -> None:
    code = registre.code_recu(personne.recevoir_code("mobile"))

    (ligne,) = registre.codes(personne.compte_id)

    assert len(ligne.empreinte) == 32
    assert code.encode() not in ligne.empreinte
    assert math.isclose((ligne.expire_le - ligne.cree_le).total_seconds(), 900)


def test_the_same_code_has_another_print_for_each_verification_and_each_secret() -> None:
    un, deux = uuid4(), uuid4()

    empreintes = {codes.empreinte(secret, v, "123456") for secret in (b"a", b"b") for v in (un, deux)}

    assert len(empreintes) == 4


# -- at once -------------------------------------------------------------------------------------------------


def deux_terminaux(
    reglages: ReglagesServeur, temps: Any, jouer: Callable[[Registre, Personne, Personne], None]
) -> None:
    """Two backends on one database, and the same person on a terminal of each."""
    registre = Registre(reglages.base)
    with (
        en_fil(reglages, horloge=temps) as un,
        en_fil(reglages, horloge=temps) as deux,
        httpx2.Client(base_url=un) as ici,
        httpx2.Client(base_url=deux) as la_bas,
    ):
        compte_id = registre.inscrire({"mobile": (MOBILE, ANCIEN), "mail": (MAIL, ANCIEN)})
        terminaux = [registre.connecter(http, compte_id, temps.instant) for http in (ici, la_bas)]
        jouer(registre, *terminaux)


def test_two_terminals_at_once_take_turns(deux_bases: ReglagesServeur, temps: Any) -> None:
    def jouer(registre: Registre, un: Personne, deux: Personne) -> None:
        version = un.coordonnees()["version"]
        gestes = [{"mobile": ("modifier", NOUVEAU)}, {"mobile": "supprimer"}] * 4
        reponses = a_la_fois(
            [
                (lambda p=p, g=g: p.demander(version=version, **g))
                for p, g in zip((un, deux) * 4, gestes, strict=True)
            ]
        )
        assert sorted(r.status_code for r in reponses) == [200] + [409] * 7
        gagnante = next(r.json() for r in reponses if r.status_code == 200)
        assert un.coordonnees() == deux.coordonnees() == gagnante["coordonnees"]

    deux_terminaux(deux_bases, temps, jouer)


def test_codes_asked_and_typed_at_once_count_as_one_after_the_other(
    deux_bases: ReglagesServeur, temps: Any
) -> None:
    def jouer(registre: Registre, un: Personne, deux: Personne) -> None:
        un.demander(mobile=("modifier", NOUVEAU))
        verification = uuid4()
        memes = a_la_fois([lambda p=p: p.demander_code("mobile", verification) for p in (un, deux) * 3])
        assert sorted(r.status_code for r in memes) == [200] * 5 + [201]
        temps.avancer(seconds=60)
        autres = a_la_fois([lambda p=p: p.demander_code("mobile") for p in (un, deux) * 3])
        assert sorted(r.status_code for r in autres) == [200] * 5 + [201]
        assert len({r.json()["id"] for r in autres}) == 1
        derniere = UUID(next(r.json()["id"] for r in autres if r.status_code == 201))
        mauvais = next(
            essai
            for essai in ("000000", "000001", "000002")
            if essai not in {registre.code_recu(v) for v in (verification, derniere)}
        )
        essais = a_la_fois([lambda p=p: p.saisir(derniere, mauvais) for p in (un, deux) * 8])
        assert sorted(r.json()["code"] for r in essais) == ["code_epuise"] * 12 + ["code_incorrect"] * 4
        assert [code.essais for code in registre.codes(un.compte_id)] == [5, 5]

    deux_terminaux(deux_bases, temps, jouer)


def test_a_right_code_typed_twice_at_once_is_used_once(deux_bases: ReglagesServeur, temps: Any) -> None:
    def jouer(registre: Registre, un: Personne, deux: Personne) -> None:
        un.demander(mobile=("modifier", NOUVEAU))
        verification = un.recevoir_code("mobile")
        code = registre.code_recu(verification)
        reponses = a_la_fois([lambda p=p: p.saisir(verification, code) for p in (un, deux) * 4])
        assert sorted(r.status_code for r in reponses) == [200] + [409] * 7
        assert registre.en_vigueur(un.compte_id)["mobile"] == (NOUVEAU, JOUR)
        # One warning, to the number that was there before.
        assert [m.destinataire for m in registre.messages(un.compte_id) if m.id != verification] == [MOBILE]

    deux_terminaux(deux_bases, temps, jouer)


def a_la_fois(appels: list[Callable[[], httpx2.Response]]) -> list[httpx2.Response]:
    with ThreadPoolExecutor(len(appels)) as fils:
        return [futur.result() for futur in [fils.submit(appel) for appel in appels]]


# -- what is refused -----------------------------------------------------------------------------------------


def test_everything_that_cannot_be_read_is_said_at_once(
    backend: Any, personne: Personne, registre: Registre
) -> None:
    avant = registre.en_vigueur(personne.compte_id)

    reponse = personne.demander(
        mobile=("modifier", "01 99 00 10 17"), mail=("modifier", "camille"), fixe="modifier"
    )

    assert refus(reponse) == (422, "reponses_refusees")
    anomalies = reponse.json()["anomalies"]
    assert [a["champs"] for a in anomalies] == [["mobile"], ["mail"], ["fixe"]]
    assert all(a["message"] and "camille" not in a["message"] for a in anomalies)
    assert registre.en_vigueur(personne.compte_id) == avant


def test_a_refused_gesture_says_why_and_changes_nothing(backend: Any, registre: Registre) -> None:
    compte_id = registre.inscrire({"mobile": (MOBILE, ANCIEN), "fixe": ("+33199001017", None)})
    personne = registre.connecter(backend.http, compte_id, backend.temps.instant)

    reponse = personne.demander(mobile="supprimer", fixe=("modifier", "01 99 00 10 18"))

    assert refus(reponse) == (422, "reponses_refusees")
    (anomalie,) = reponse.json()["anomalies"]
    assert (anomalie["code"], anomalie["champs"]) == ("derniere-securisee", ["mobile"])
    assert registre.en_vigueur(compte_id) == {"mobile": (MOBILE, ANCIEN), "fixe": ("+33199001017", None)}
    assert registre.messages(compte_id) == []


def test_gestures_on_an_older_version_are_refused(personne: Personne, registre: Registre) -> None:
    version = personne.coordonnees()["version"]
    assert personne.demander(mail="confirmer").status_code == 200
    avant = registre.en_vigueur(personne.compte_id)

    assert refus(personne.demander(version=version, mail="supprimer")) == (409, "coordonnees_changees")
    assert registre.en_vigueur(personne.compte_id) == avant


def test_a_code_makes_a_new_version(personne: Personne, registre: Registre) -> None:
    version = personne.coordonnees()["version"]
    verification = personne.recevoir_code("mobile")
    personne.saisir(verification, registre.code_recu(verification))

    assert refus(personne.demander(version=version, mail="confirmer")) == (409, "coordonnees_changees")


def test_nothing_of_it_is_said_without_a_session(backend: Any) -> None:
    sans = Personne(backend.http, uuid4(), "x")
    gestes = {"version": 0, "gestes": [{"nature": "mobile", "geste": "confirmer"}]}

    assert refus(backend.http.get("/api/v1/coordonnees")) == (401, "session_expiree")
    assert refus(backend.http.post("/api/v1/coordonnees", json=gestes)) == (401, "session_expiree")
    assert refus(sans.demander_code("mobile")) == (401, "session_expiree")
    assert refus(sans.saisir(uuid4(), "123456")) == (401, "session_expiree")
