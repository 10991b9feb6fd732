"""A visit on a terminal that the backend knows, does not know, or must not serve any more."""

import asyncio
import json
from collections.abc import Iterator

import pytest
from doigts import a_corriger, champ, ecran, ecrire, lu, toucher
from repos_visite import repos
from test_composition import Poste
from tuyau import Bout

from kiosk.server.administration import avec
from kiosk.terminal.link_messages import Ended, Motif, SecretTerminal
from ui.screens.identification import EcranIdentification


@pytest.fixture
def bout(qapp) -> Iterator[Bout]:
    un = Bout()
    yield un
    un.fermer()


@pytest.fixture
def operer(serveur, temps):
    """What an operator does to the terminals of this backend, which asks for enrolled ones."""
    serveur.arreter()
    serveur.redemarrer(enrolement_exige=True)

    def geste(agir):
        async def sur(etat):
            return await agir(etat.terminaux)

        return avec(serveur.reglages, temps.serveur, sur)

    return geste


def enroler(operer) -> str:
    """A credential, told to nobody yet."""

    async def tout(terminaux) -> str:
        invitation = await terminaux.inviter("Hall 2")
        return (await terminaux.enroler(invitation.code.texte())).secret

    return operer(tout)


def test_a_visit_carries_the_credential_it_is_given_and_says_plainly_that_it_is_not_served(
    mener, bout: Bout, qapp, tmp_path, qtbot, serveur, operer, seule, capsys
) -> None:
    secret = enroler(operer)

    async def se_connecter() -> None:
        page = ecran(poste.fenetre, EcranIdentification)
        if not champ(page, "Numéro").valeur():
            ecrire(champ(page, "Numéro"), seule.nir[:13])
        ecrire(champ(page, "Mot de passe"), seule.mot_de_passe)
        toucher(poste.fenetre, "Me connecter")
        await repos()

    async def recevoir(donne: str) -> None:
        bout.superviseur.envoyer(SecretTerminal(donne))
        bout.lien._lire()

    async def scenario() -> None:
        toucher(poste.fenetre, "Toucher pour commencer")
        await se_connecter()
        page = ecran(poste.fenetre, EcranIdentification)
        assert "Le service ne répond pas comme prévu" in lu(page)
        assert "demandez à l’accueil" in lu(page)
        assert a_corriger(page) == []  # nothing that the visitor did
        for jargon in ("terminal", "enrôl", "révoqu", "403"):
            assert jargon not in lu(page)

        await recevoir("00000000-0000-4000-8000-000000000000.dead")
        await se_connecter()
        ecran(poste.fenetre, EcranIdentification)
        await recevoir(secret)
        await se_connecter()
        assert not isinstance(poste.fenetre.ecran, EcranIdentification)

        await asyncio.to_thread(operer, lambda terminaux: terminaux.revoquer("Hall 2"))
        await poste.composition._guichet.fermer()
        assert Ended(Motif.PANNE) not in bout.entendre()

    poste = Poste(bout, qapp, tmp_path, backend_url=serveur.url)
    qtbot.addWidget(poste.fenetre)
    poste.composition.brancher()
    poste.composition.montrer()
    mener(scenario())
    poste.composition._ramassage.arreter()

    dit = capsys.readouterr()
    refus = [json.loads(ligne) for ligne in dit.err.splitlines() if "terminal_refuse" in ligne]
    assert [ligne["cause"] for ligne in refus] == ["terminal_inconnu", "terminal_inconnu", "terminal_revoque"]
    assert secret not in dit.err + dit.out
