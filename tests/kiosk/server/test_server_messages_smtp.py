"""Mails as they arrive: encryption, signing in, and every character in its place."""

import asyncio
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from kiosk.server.messages.boite import EtatMessage
from kiosk.server.reglages import ReglagesMail, ReglagesServeur, ReglagesSms
from tests.helpers.poste import ADRESSE, CORPS, avec_smtp, ouvrir
from tests.helpers.serveur_smtp import ServeurSmtp, certificat, serveur_smtp


@pytest.fixture(scope="module")
def certificats(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Of the server with its key, and of the authority."""
    return certificat(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def smtp() -> Iterator[ServeurSmtp]:
    with serveur_smtp() as serveur:
        yield serveur


def envoyer(reglages: ReglagesServeur, temps: Any, **message: Any) -> tuple[EtatMessage, str | None]:
    """One attempt; where the message stands after it, and why."""

    async def scenario() -> tuple[EtatMessage, str | None]:
        async with ouvrir(reglages, temps) as poste:
            message_id = await poste.poster(**message)
            await poste.facteur.passer()
            ligne = await poste.ligne(message_id)
            return EtatMessage(ligne.etat), ligne.erreur

    return asyncio.run(scenario())


@pytest.mark.parametrize("securite", ["starttls", "tls"])
def test_mails_travel_encrypted_and_signed_in(
    reglages: ReglagesServeur, temps: Any, certificats: tuple[Path, Path], securite: str
) -> None:
    serveur, autorite = certificats
    identifiants = ("caf", "mot de passe du facteur")
    with serveur_smtp(certificat=serveur, implicite=securite == "tls", identifiants=identifiants) as smtp:
        change = {
            "securite": securite,
            "certificats": autorite,
            "utilisateur": identifiants[0],
            "mot_de_passe": identifiants[1],
        }
        assert envoyer(avec_smtp(reglages, smtp.port, **change), temps) == (EtatMessage.ENVOYE, None)
        (recu,) = smtp.recus
        assert (recu.chiffre, recu.identite) == (True, "caf")

        faux = avec_smtp(reglages, smtp.port, **(change | {"mot_de_passe": "un autre"}))
        assert envoyer(faux, temps) == (EtatMessage.A_ENVOYER, "login: 535 5.7.8")
        assert len(smtp.recus) == 1


@pytest.mark.parametrize("securite", ["starttls", "tls"])
def test_a_server_nobody_vouches_for_gets_nothing(
    reglages: ReglagesServeur, temps: Any, certificats: tuple[Path, Path], securite: str
) -> None:
    with serveur_smtp(certificat=certificats[0], implicite=securite == "tls") as smtp:
        etat, erreur = envoyer(avec_smtp(reglages, smtp.port, securite=securite), temps)

        assert etat is EtatMessage.A_ENVOYER
        assert erreur is not None
        assert erreur.split(":")[0] in ("starttls", "connexion")
        assert smtp.recus == []


def test_a_server_without_encryption_gets_nothing_that_was_to_be_encrypted(
    reglages: ReglagesServeur, temps: Any, smtp: ServeurSmtp
) -> None:
    etat, erreur = envoyer(avec_smtp(reglages, smtp.port, securite="starttls"), temps)

    assert (etat, erreur) == (EtatMessage.A_ENVOYER, "starttls: SMTPException")
    assert smtp.recus == []


def test_every_character_arrives(reglages: ReglagesServeur, temps: Any, smtp: ServeurSmtp) -> None:
    texte = (
        "Élise, votre cœur\u00a0: 12\u202f345\u00a0€ — 孙 🙂\n"
        ".une ligne qui commence par un point\n"
        "..deux\n.\nFrom une ligne\n" + "très long " * 200 + "\nfin sans retour"
    )
    message = {"sujet": "Votre code — vérification à l’œil", "corps": texte}
    lettre = avec_smtp(reglages, smtp.port, nom="Caf de l’Hérault")

    assert envoyer(lettre, temps, **message) == (EtatMessage.ENVOYE, None)

    (recu,) = smtp.recus
    assert recu.texte == texte + "\n"
    assert recu.mail["subject"] == message["sujet"]
    assert recu.mail["from"].addresses[0].display_name == "Caf de l’Hérault"
    assert recu.octets.isascii()
    assert max(map(len, recu.octets.split(b"\r\n"))) <= 998


def test_a_mail_says_who_it_is_from_and_that_nobody_is_to_answer(
    reglages: ReglagesServeur, temps: Any, smtp: ServeurSmtp
) -> None:
    async def scenario() -> str:
        async with ouvrir(avec_smtp(reglages, smtp.port), temps) as poste:
            message_id = await poste.poster()
            await poste.facteur.passer()
            return str(message_id)

    message_id = asyncio.run(scenario())
    (recu,) = smtp.recus
    assert (recu.expediteur, recu.destinataires) == ("caf@exemple.fr", (ADRESSE,))
    assert recu.texte == CORPS
    assert recu.mail["message-id"] == f"<{message_id}@exemple.fr>"
    assert recu.mail["from"] == "Caf <caf@exemple.fr>"
    assert recu.mail["to"] == ADRESSE
    assert recu.mail["auto-submitted"] == "auto-generated"
    assert recu.mail["content-language"] == "fr"
    assert parsedate_to_datetime(recu.mail["date"]) == temps()


def test_a_domain_in_any_script_is_written_as_servers_read_it(
    reglages: ReglagesServeur, temps: Any, smtp: ServeurSmtp
) -> None:
    assert envoyer(avec_smtp(reglages, smtp.port), temps, destinataire="lea@éclair.exemple.fr")[1] is None

    (recu,) = smtp.recus
    assert recu.destinataires == (recu.mail["to"],) == ("lea@xn--clair-9ra.exemple.fr",)


@pytest.mark.parametrize(
    ("reglages_mail", "motif"),
    [
        ({"hote": "smtp.exemple.fr"}, "expediteur"),
        ({"hote": "smtp.exemple.fr", "expediteur": "caf@exemple.fr", "securite": "clair"}, "securite=clair"),
        ({"expediteur": "caf@exemple.fr\r\nBcc: a@b.fr"}, "pattern"),
        ({"expediteur": "pas une adresse"}, "pattern"),
        ({"nom": "Caf\r\nBcc: a@b.fr"}, "pattern"),
        ({"delai_s": 0}, "greater than 0"),
        ({"delai_s": 3600}, "less than or equal"),
    ],
)
def test_settings_of_mails_that_cannot_work_are_refused(reglages_mail: dict[str, Any], motif: str) -> None:
    with pytest.raises(ValidationError, match=motif) as refus:
        ReglagesMail(**reglages_mail, mot_de_passe="tres-secret")
    assert "tres-secret" not in str(refus.value)


@pytest.mark.parametrize(
    ("reglages_sms", "motif"),
    [
        ({"url": "http://passerelle.exemple.fr/sms", "jeton": "tres-secret"}, "without TLS"),
        ({"url": "passerelle", "jeton": "tres-secret"}, "address of a gateway"),
        ({"url": "https://passerelle.exemple.fr/sms"}, "jeton is missing"),
        ({"emetteur": "Caisse d’allocations"}, "pattern"),
    ],
)
def test_settings_of_text_messages_that_cannot_work_are_refused(
    reglages_sms: dict[str, Any], motif: str
) -> None:
    with pytest.raises(ValidationError, match=motif) as refus:
        ReglagesSms(**reglages_sms)
    assert "tres-secret" not in str(refus.value)


def test_settings_are_read_from_the_environment_and_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    for nom, valeur in {
        "MAIL__HOTE": "smtp.exemple.fr",
        "MAIL__EXPEDITEUR": "caf@exemple.fr",
        "MAIL__MOT_DE_PASSE": "tres-secret",
        "SMS__URL": "https://passerelle.exemple.fr/sms",
        "SMS__JETON": "tout-aussi-secret",
        "MESSAGES__BALAYAGE_S": "30",
    }.items():
        monkeypatch.setenv(f"CAF_SERVEUR_{nom}", valeur)

    reglages = ReglagesServeur()

    assert (reglages.mail.hote, reglages.mail.port_effectif) == ("smtp.exemple.fr", 587)
    assert reglages.mail.mot_de_passe.get_secret_value() == "tres-secret"
    assert reglages.sms.jeton.get_secret_value() == "tout-aussi-secret"
    assert reglages.messages.balayage_s == 30
    assert "secret'" not in repr(reglages)
    assert "-secret" not in repr(reglages) + reglages.model_dump_json()
