"""`POST /depots/{id}/mail`: the recap goes to the secured mail of the account, and to nobody else."""

import io
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pikepdf
import pytest
from httpx2 import Response
from sqlalchemy import NullPool, create_engine, update

from kiosk.metier.coordonnees import NatureCoordonnee
from kiosk.server.demo import CompteDemo
from kiosk.server.reglages import ReglagesServeur
from kiosk.server.storage.models import CoordonneeLigne
from tests.helpers.attente import attendre
from tests.helpers.poste import avec_smtp
from tests.helpers.serveur_smtp import ServeurSmtp, serveur_smtp


@pytest.fixture
def smtp() -> Iterator[ServeurSmtp]:
    with serveur_smtp() as serveur:
        yield serveur


@pytest.fixture
def serveur(
    deux_bases: ReglagesServeur, smtp: ServeurSmtp, demarrer: Callable[[ReglagesServeur], Any]
) -> Any:
    return demarrer(avec_smtp(deux_bases, smtp.port))


class Guichet:
    """A person at a terminal, with a deposit of theirs."""

    def __init__(self, backend: Any, compte: CompteDemo) -> None:
        self.backend = backend
        self.compte = compte
        self.identifier()
        enveloppe = backend.sceller(backend.dossier(self.bon))
        depot = backend.deposer(enveloppe)
        assert depot.status_code == 201, depot.text
        self.depot, self.numero = enveloppe.id, depot.json()["numero"]

    def identifier(self) -> None:
        self.entetes, self.bon = self.backend.ouvrir(self.compte)

    def demander(self, depot: UUID | None = None, demande: UUID | None = None) -> Response:
        return self.backend.http.post(
            f"/api/v1/depots/{depot or self.depot}/mail",
            json={"id": str(demande or uuid4())},
            headers=self.entetes,
        )


def test_the_recap_goes_to_the_secured_mail_of_the_account(
    serveur: Any, smtp: ServeurSmtp, seule: CompteDemo
) -> None:
    personne = Guichet(serveur, seule)

    reponse = personne.demander()

    assert reponse.status_code == 201, reponse.text
    assert reponse.json() == {"valeur_masquee": "c•••••@exemple.fr", "envoi": "parti"}
    (recu,) = smtp.recus
    assert recu.destinataires == ("camille.martin@exemple.fr",)
    assert personne.numero in recu.texte
    assert "18240" not in recu.texte.replace("\u202f", "").replace("\u00a0", "")
    (piece,) = recu.mail.iter_attachments()
    assert (piece.get_content_type(), piece.get_filename()) == (
        "application/pdf",
        f"recapitulatif-{personne.numero}.pdf",
    )
    attendu = serveur.http.get(
        f"/api/v1/depots/{personne.depot}/recapitulatif.pdf", headers=personne.entetes
    ).content
    assert piece.get_content() == attendu
    with pikepdf.open(io.BytesIO(attendu)) as pdf:
        assert pdf.Root.MarkInfo.Marked


def test_the_same_request_again_sends_nothing_more(
    serveur: Any, smtp: ServeurSmtp, seule: CompteDemo
) -> None:
    personne = Guichet(serveur, seule)
    demande = uuid4()

    reponses = [personne.demander(demande=demande) for _ in range(3)]

    assert [reponse.status_code for reponse in reponses] == [201, 200, 200]
    assert len({reponse.text for reponse in reponses}) == 1
    assert len(smtp.recus) == 1


def test_three_mails_a_day_for_a_deposit_even_all_at_once(
    serveur: Any, smtp: ServeurSmtp, seule: CompteDemo
) -> None:
    personne = Guichet(serveur, seule)

    with ThreadPoolExecutor(6) as fils:
        reponses = list(fils.map(lambda _: personne.demander(), range(6)))

    assert sorted(reponse.status_code for reponse in reponses) == [201] * 3 + [429] * 3
    refus = next(reponse for reponse in reponses if reponse.status_code == 429)
    assert refus.json()["code"] == "envois_du_jour"
    assert 0 < int(refus.headers["retry-after"]) <= 86_401
    assert len(smtp.recus) == 3

    serveur.temps.avancer(hours=-5)
    personne.identifier()
    reculee = personne.demander()
    assert (reculee.status_code, reculee.json()["attente_s"] <= 86_401) == (429, True)
    serveur.temps.avancer(hours=29, minutes=1)
    personne.identifier()
    assert personne.demander().status_code == 201


def test_a_deposit_of_somebody_else_does_not_exist(
    serveur: Any, smtp: ServeurSmtp, seule: CompteDemo, couple: CompteDemo
) -> None:
    personne = Guichet(serveur, seule)
    entetes, _bon = serveur.ouvrir(couple)
    demande = uuid4()
    assert personne.demander(demande=demande).status_code == 201

    for depot in (personne.depot, uuid4()):
        reponse = serveur.http.post(
            f"/api/v1/depots/{depot}/mail", json={"id": str(demande)}, headers=entetes
        )
        assert (reponse.status_code, reponse.json()["code"]) == (404, "introuvable")
    sans = serveur.http.post(f"/api/v1/depots/{personne.depot}/mail", json={"id": str(uuid4())})
    assert sans.status_code == 401
    assert len(smtp.recus) == 1


def test_an_id_stands_for_one_deposit_only(serveur: Any, smtp: ServeurSmtp, seule: CompteDemo) -> None:
    un, deux = Guichet(serveur, seule), Guichet(serveur, seule)
    demande = uuid4()
    assert un.demander(demande=demande).status_code == 201

    reponse = deux.demander(demande=demande)

    assert (reponse.status_code, reponse.json()["code"]) == (422, "requete_invalide")
    assert len(smtp.recus) == 1


@pytest.mark.parametrize("change", ["absente", "non_securisee"])
def test_a_mail_that_is_not_secured_gets_nothing(
    serveur: Any, smtp: ServeurSmtp, seule: CompteDemo, change: str
) -> None:
    personne = Guichet(serveur, seule)
    moteur = create_engine(
        serveur.etat.reglages.base.replace("sqlite+aiosqlite", "sqlite"), poolclass=NullPool
    )
    valeurs = {"securisee_le": None} if change == "non_securisee" else {"nature": NatureCoordonnee.FIXE}
    with moteur.begin() as connexion:
        connexion.execute(
            CoordonneeLigne.__table__.delete().where(CoordonneeLigne.nature == NatureCoordonnee.FIXE)
        )
        connexion.execute(
            update(CoordonneeLigne).where(CoordonneeLigne.nature == NatureCoordonnee.MAIL).values(**valeurs)
        )

    reponse = personne.demander()

    assert (reponse.status_code, reponse.json()["code"]) == (409, "sans_mail_securise")
    assert smtp.recus == []


def test_a_server_that_is_away_makes_the_mail_late_and_not_lost(
    reglages: ReglagesServeur,
    smtp: ServeurSmtp,
    seule: CompteDemo,
    demarrer: Callable[[ReglagesServeur], Any],
) -> None:
    backend = demarrer(avec_smtp(reglages, smtp.port))
    personne = Guichet(backend, seule)
    smtp.arreter()
    demande = uuid4()

    assert personne.demander(demande=demande).json()["envoi"] == "en_retard"

    smtp.demarrer()
    backend.temps.avancer(seconds=5)
    backend.http.portal.call(backend.etat.facteur.reveiller)
    attendre(
        lambda: personne.demander(demande=demande).json()["envoi"] == "parti",
        sinon=lambda: f"still late; received: {len(smtp.recus)}",
        delai_s=20,
    )
    assert len(smtp.recus) == 1
