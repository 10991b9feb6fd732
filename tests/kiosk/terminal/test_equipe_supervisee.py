"""The staff's page and its supervisor: who is let in, what is then done, and who is not obeyed."""

import asyncio
import json
import socket
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from test_supervisor import LIMITE_S, Banc, derouler, enfants, reglages

from kiosk.terminal import diagnostic_journal
from kiosk.terminal.diagnostic import Constat, Etat
from kiosk.terminal.diagnostic_superviseur import regarder
from kiosk.terminal.equipe_examen import examiner
from kiosk.terminal.equipe_incidents import GARDES, INCIDENTS, Incidents
from kiosk.terminal.equipe_pin import EquipePin
from kiosk.terminal.link_equipe import (
    MOTIFS,
    DeLEquipe,
    EquipeAction,
    EquipeAppel,
    EquipeCode,
    EquipeEtat,
    EquipeExamen,
    EquipePorte,
    EquipePresente,
    Geste,
    MotifFermeture,
    Porte,
)
from kiosk.terminal.link_messages import LienInvalide, decoder_superviseur, decoder_visite, encoder
from kiosk.terminal.out_of_service import EtatHorsService
from kiosk.terminal.run import CODE_QUITTE
from kiosk.terminal.rythme import Rythme
from kiosk.terminal.supervisor import Superviseur
from kiosk.terminal.systemd import Notificateur
from tests.helpers.superviseur import borne

PIN, FAUX = "704193", "704194"
FERMER = EquipeAction(Geste.FERMER, MotifFermeture.IMPRIMANTE)
CONSTAT = Constat("imprimante.papier", Etat.PANNE, "Imprimante", "Plus de papier.", "Remettez du papier.")
EXAMEN = (
    sys.executable,
    "-c",
    "import json, sys; lignes = sys.stdin.read().splitlines(); print(json.dumps({'constats': [dict(code='journal', "
    "etat='ok', titre='Lignes', cause=str(len(lignes)), que_faire='')]}))",
)


class Oreille:
    """What the children hear for the staff's page."""

    def __init__(self, dossier: Path) -> None:
        self._prise = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._prise.setblocking(False)
        self._prise.bind(str(dossier / "equipe"))

    async def suivant(self, pid: int) -> object:
        """The next message, which must be for this process."""
        async with asyncio.timeout(LIMITE_S):
            dit = await asyncio.get_running_loop().sock_recv(self._prise, 65_536)
        qui, _, ligne = dit.decode().partition(" ")
        assert int(qui) == pid
        return decoder_superviseur(ligne.encode())

    def muette(self) -> bool:
        """Whether nothing waits to be heard."""
        try:
            return not self._prise.recv(65_536)
        except BlockingIOError:
            return True

    def fermer(self) -> None:
        self._prise.close()


@pytest.fixture
def oreille(tmp_path: Path) -> Iterator[Oreille]:
    EquipePin(tmp_path, dire=lambda *_, **__: None).definir(PIN)
    une = Oreille(tmp_path)
    yield une
    une.fermer()


def dire(banc: Banc, pid: int, message: DeLEquipe) -> None:
    """Have a child send this."""
    banc.ordonner(pid, f"equipe {encoder(message).decode()}")


async def entrer(banc: Banc, oreille: Oreille, pid: int) -> EquipeEtat:
    """From the gesture to what was found."""
    dire(banc, pid, EquipeAppel())
    assert await oreille.suivant(pid) == EquipePorte(Porte.A_SAISIR)
    dire(banc, pid, EquipeCode(PIN))
    assert await oreille.suivant(pid) == EquipePorte(Porte.OUVERTE)
    en_cours = await oreille.suivant(pid)
    assert isinstance(en_cours, EquipeEtat)
    assert en_cours.constats is None
    vu = await oreille.suivant(pid)
    assert isinstance(vu, EquipeEtat)
    return vu


def ordre(banc: Banc, evenement: str, pid: int) -> int:
    """When this was told of this process, among all that was."""
    return next(
        r for r, (nom, champs) in enumerate(banc.evenements) if (nom, champs.get("pid")) == (evenement, pid)
    )


def banc(dossier: Path, rythme: Rythme | None = None, **suite: object) -> Callable[[], Banc]:
    rythme = Rythme(reprise_s=0.05, adieu_s=0.2, arret_s=LIMITE_S) if rythme is None else rythme
    return lambda: Banc(dossier, rythme, **{"examen": EXAMEN, **suite})


# --- coming in --------------------------------------------------------------------------------------------


def test_the_right_pin_opens_and_shows_what_doctor_says(tmp_path: Path, oreille: Oreille) -> None:
    async def scenario(ici: Banc) -> None:
        visible, _ = await ici.ouvert()
        dire(ici, visible, EquipeAppel())
        assert await oreille.suivant(visible) == EquipePorte(Porte.A_SAISIR)
        dire(ici, visible, EquipeCode(FAUX))
        assert await oreille.suivant(visible) == EquipePorte(Porte.REFUSEE, 0)
        dire(ici, visible, EquipeCode(PIN))
        assert await oreille.suivant(visible) == EquipePorte(Porte.OUVERTE)
        assert await oreille.suivant(visible) == EquipeEtat(None, False)
        # The wrong PIN is an incident, and the examination is given what the supervisor remembers.
        assert await oreille.suivant(visible) == EquipeEtat(
            (Constat("journal", Etat.OK, "Lignes", "1"),), False
        )
        dire(ici, visible, EquipeExamen())
        assert await oreille.suivant(visible) == EquipeEtat(None, False)
        assert isinstance(await oreille.suivant(visible), EquipeEtat)

    ici = derouler(banc(tmp_path), scenario)
    acces = [champs["resultat"] for nom, champs in ici.evenements if nom == "acces_equipe"]
    assert acces == ["refuse", "accepte"]
    assert PIN not in str(ici.evenements)
    assert FAUX not in str(ici.evenements)


def test_wrong_pins_end_in_a_wait_that_the_next_gesture_says_again(tmp_path: Path, oreille: Oreille) -> None:
    async def scenario(ici: Banc) -> None:
        visible, _ = await ici.ouvert()
        dire(ici, visible, EquipeAppel())
        await oreille.suivant(visible)
        portes = []
        for _ in range(5):
            dire(ici, visible, EquipeCode(FAUX))
            portes.append(await oreille.suivant(visible))
        assert portes[:4] == [EquipePorte(Porte.REFUSEE, 0)] * 4
        dire(ici, visible, EquipeCode(PIN))
        dite = await oreille.suivant(visible)
        assert isinstance(dite, EquipePorte)
        assert dite.porte is Porte.ATTENTE
        assert 0 < dite.attente_s <= 30
        dire(ici, visible, EquipeAppel())
        assert (await oreille.suivant(visible)).porte is Porte.ATTENTE  # type: ignore[attr-defined]

    derouler(banc(tmp_path), scenario)


def test_without_a_pin_nobody_comes_in(tmp_path: Path, oreille: Oreille) -> None:
    (tmp_path / "equipe-pin").unlink()

    async def scenario(ici: Banc) -> None:
        visible, _ = await ici.ouvert()
        dire(ici, visible, EquipeAppel())
        assert await oreille.suivant(visible) == EquipePorte(Porte.SANS_PIN)
        dire(ici, visible, EquipeCode(PIN))
        assert await oreille.suivant(visible) == EquipePorte(Porte.SANS_PIN)

    derouler(banc(tmp_path), scenario)


def test_a_disk_that_cannot_be_read_keeps_the_door_shut(tmp_path: Path, oreille: Oreille) -> None:
    (tmp_path / "equipe-pin").unlink()
    (tmp_path / "equipe-pin").mkdir()

    async def scenario(ici: Banc) -> None:
        visible, _ = await ici.ouvert()
        dire(ici, visible, EquipeAppel())
        assert await oreille.suivant(visible) == EquipePorte(Porte.INDISPONIBLE)
        dire(ici, visible, EquipeCode(PIN))
        assert await oreille.suivant(visible) == EquipePorte(Porte.INDISPONIBLE)

    derouler(banc(tmp_path), scenario)


# --- what the staff do ------------------------------------------------------------------------------------


def test_the_staff_close_the_terminal_and_open_it_from_its_page(tmp_path: Path, oreille: Oreille) -> None:
    async def scenario(ici: Banc) -> None:
        visible, reserve = await ici.ouvert()
        await entrer(ici, oreille, visible)
        dire(ici, visible, FERMER)
        assert (await ici.voir("hors_service"))["motif"] == MOTIFS[MotifFermeture.IMPRIMANTE]
        assert (await ici.voir("hors_service_affiche"))["pid"] == reserve
        await ici.voir("processus_parti", pid=visible)
        assert EtatHorsService(tmp_path).lire() is not None

        vu = await entrer(ici, oreille, reserve)
        assert vu.hors_service
        dire(ici, reserve, EquipeAction(Geste.ROUVRIR))
        await ici.voir("remise_en_service")
        neuf, _ = await ici.ouvert()
        assert neuf not in (visible, reserve)
        await ici.voir("processus_parti", pid=reserve)
        assert ordre(ici, "accueil_affiche", neuf) < ordre(ici, "processus_parti", reserve), "an empty screen"
        assert EtatHorsService(tmp_path).lire() is None

    ici = derouler(banc(tmp_path), scenario)
    gestes = [(c["geste"], c["motif"]) for nom, c in ici.evenements if nom == "action_equipe"]
    assert gestes == [("fermer", MOTIFS[MotifFermeture.IMPRIMANTE]), ("rouvrir", "")]


def test_a_page_hors_service_that_the_staff_leave_comes_back_at_once(
    tmp_path: Path, oreille: Oreille
) -> None:
    async def scenario(ici: Banc) -> None:
        visible, reserve = await ici.ouvert()
        await entrer(ici, oreille, visible)
        dire(ici, visible, FERMER)
        await ici.voir("hors_service_affiche")
        dire(ici, reserve, EquipeAppel())
        await oreille.suivant(reserve)
        ici.ordonner(reserve, "fini")
        neuf = int(str((await ici.voir("hors_service_affiche"))["pid"]))
        assert neuf not in (visible, reserve)
        await ici.voir("processus_parti", pid=reserve)
        assert ordre(ici, "hors_service_affiche", neuf) < ordre(ici, "processus_parti", reserve), (
            "an empty screen"
        )

    # A page that fails would be tried again after an hour.
    derouler(
        banc(tmp_path, Rythme(reprise_s=3600, reprise_max_s=3600, adieu_s=0.2, arret_s=LIMITE_S)), scenario
    )


def test_begin_anew_replaces_every_visit_where_nobody_would_start_the_supervisor_again(
    tmp_path: Path, oreille: Oreille
) -> None:
    async def scenario(ici: Banc) -> None:
        avant = await ici.ouvert()
        await entrer(ici, oreille, avant[0])
        dire(ici, avant[0], EquipeAction(Geste.REDEMARRER))
        for pid in avant:
            await ici.voir("processus_parti", pid=pid)
        assert set(await ici.ouvert()).isdisjoint(avant)

    derouler(banc(tmp_path), scenario)


def test_under_systemd_to_begin_anew_is_to_end(tmp_path: Path, oreille: Oreille) -> None:
    adresse = str(tmp_path / "systemd")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(adresse)

        async def scenario(ici: Banc) -> None:
            visible, _ = await ici.ouvert()
            await entrer(ici, oreille, visible)
            dire(ici, visible, EquipeAction(Geste.REDEMARRER))

        ici = derouler(
            banc(tmp_path, notificateur=Notificateur({"NOTIFY_SOCKET": adresse})),
            lambda ici: jusqu_a_la_fin(ici, scenario(ici)),
        )
    assert not ici.superviseur.quitte


async def jusqu_a_la_fin(ici: Banc, scenario: object) -> None:
    """The scenario, then the end of the supervisor, which nobody asks for from outside."""
    await scenario  # type: ignore[misc]
    async with asyncio.timeout(LIMITE_S):
        await asyncio.shield(ici.superviseur._fin)


def test_quitter_where_the_settings_allow_it(tmp_path: Path, oreille: Oreille) -> None:
    async def scenario(ici: Banc) -> None:
        visible, _ = await ici.ouvert()
        await entrer(ici, oreille, visible)
        dire(ici, visible, EquipeAction(Geste.QUITTER))
        await jusqu_a_la_fin(ici, asyncio.sleep(0))

    def permissif() -> Banc:
        ici = Banc(tmp_path)
        valeurs = {**reglages(tmp_path).to_json(), "equipe_quitter": True}
        ici.superviseur = Superviseur(
            type(reglages(tmp_path)).from_json(valeurs),
            commande=ici.commande,
            dire=ici._noter,
            examen=EXAMEN,
        )
        return ici

    assert derouler(permissif, scenario).superviseur.quitte


def test_systemd_is_told_not_to_start_it_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = tmp_path / "etat"
    dossier.mkdir()
    EquipePin(dossier, dire=lambda *_, **__: None).definir(PIN)
    oreille = Oreille(dossier)
    monkeypatch.setenv("CAF_KIOSK_EQUIPE__QUITTER", "true")
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "systemd"))
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "systemd"))
        with borne(dossier) as une:
            visible = une.evenement("accueil_affiche")["pid"]
            for message, attendue in ((EquipeAppel(), Porte.A_SAISIR), (EquipeCode(PIN), Porte.OUVERTE)):
                une.ordonner(visible, f"equipe {encoder(message).decode()}")
                assert asyncio.run(oreille.suivant(int(str(visible)))) == EquipePorte(attendue)
            une.ordonner(visible, f"equipe {encoder(EquipeAction(Geste.QUITTER)).decode()}")
            assert une.processus.wait(LIMITE_S) == CODE_QUITTE
    oreille.fermer()
    unite = (Path(__file__).parents[3] / "packaging" / "systemd" / "caf-kiosk.service").read_text()
    assert f"SuccessExitStatus={CODE_QUITTE}" in unite
    prevues = next(ligne for ligne in unite.splitlines() if ligne.startswith("RestartPreventExitStatus="))
    assert str(CODE_QUITTE) in prevues.partition("=")[2].split()


def test_a_restart_that_the_staff_asked_for_is_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = tmp_path / "etat"
    dossier.mkdir()
    EquipePin(dossier, dire=lambda *_, **__: None).definir(PIN)
    oreille = Oreille(dossier)
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "systemd"))

    def dit() -> Constat:
        """What `doctor` says of a service that systemd has started again."""
        return next(iter(regarder(dossier, lambda _unite: 1)))

    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "systemd"))
        with borne(dossier) as une:
            visible = une.evenement("accueil_affiche")["pid"]
            assert dit().code == "superviseur.relance"
            for message, attendue in ((EquipeAppel(), Porte.A_SAISIR), (EquipeCode(PIN), Porte.OUVERTE)):
                une.ordonner(visible, f"equipe {encoder(message).decode()}")
                assert asyncio.run(oreille.suivant(int(str(visible)))) == EquipePorte(attendue)
            une.ordonner(visible, f"equipe {encoder(EquipeAction(Geste.REDEMARRER)).decode()}")
            assert une.processus.wait(LIMITE_S) == 0
        with borne(dossier) as une:
            une.evenement("accueil_affiche")
            assert dit().code == "superviseur.ok"
            assert dit().cause.endswith("redémarré à la demande de l’équipe.")
        with borne(dossier) as une:
            une.evenement("accueil_affiche")
            assert dit().code == "superviseur.relance", "this one was not asked for"
    oreille.fermer()


# --- who is not obeyed ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "geste", [FERMER, *(EquipeAction(geste) for geste in Geste if geste is not Geste.FERMER)]
)
def test_a_page_that_was_not_let_in_cannot_act(tmp_path: Path, oreille: Oreille, geste: EquipeAction) -> None:
    async def scenario(ici: Banc) -> None:
        visible, reserve = await ici.ouvert()
        for avant in ((), (EquipeAppel(),), (EquipeAppel(), EquipeCode(FAUX))):
            for message in avant:
                dire(ici, visible, message)
                await oreille.suivant(visible)
            dire(ici, visible, geste)
            await ici.voir("equipe_sans_acces", pid=visible, geste=geste.geste.value)
            assert await oreille.suivant(visible) == EquipePorte(Porte.CLOSE)
        assert EtatHorsService(tmp_path).lire() is None
        assert {visible, reserve} <= enfants()
        assert not ici.superviseur._fin.done()

    ici = derouler(banc(tmp_path), scenario)
    assert ici.compte("action_equipe") == 0


def test_quitter_is_refused_where_the_settings_do_not_allow_it(tmp_path: Path, oreille: Oreille) -> None:
    async def scenario(ici: Banc) -> None:
        visible, _ = await ici.ouvert()
        await entrer(ici, oreille, visible)
        dire(ici, visible, EquipeAction(Geste.QUITTER))
        await ici.voir("equipe_sans_acces", geste="quitter")
        assert not ici.superviseur._fin.done()

    assert not derouler(banc(tmp_path), scenario).superviseur.quitte


def test_the_door_shuts_by_itself_and_what_is_asked_after_that_is_not_done(
    tmp_path: Path, oreille: Oreille
) -> None:
    async def scenario(ici: Banc) -> None:
        visible, _ = await ici.ouvert()
        portes = []
        for message, combien in ((EquipeAppel(), 1), (EquipeCode(PIN), 3)):
            dire(ici, visible, message)
            portes += [await oreille.suivant(visible) for _ in range(combien)]
        assert portes == [
            EquipePorte(Porte.A_SAISIR),
            EquipePorte(Porte.OUVERTE),
            EquipeEtat(None, False),
            EquipePorte(Porte.CLOSE),
        ]
        await ici.voir("acces_equipe", resultat="expire")
        dire(ici, visible, FERMER)
        assert await oreille.suivant(visible) == EquipePorte(Porte.CLOSE)
        # A PIN without the gesture opens nothing either.
        dire(ici, visible, EquipeCode(PIN))
        assert await oreille.suivant(visible) == EquipePorte(Porte.CLOSE)
        assert EtatHorsService(tmp_path).lire() is None

    sans_fin = (sys.executable, "-c", "import time; time.sleep(3600)")
    derouler(banc(tmp_path, Rythme(equipe_s=0.2, arret_s=LIMITE_S), examen=sans_fin), scenario)


def test_whoever_comes_after_the_staff_has_no_access(tmp_path: Path, oreille: Oreille) -> None:
    async def scenario(ici: Banc) -> None:
        visible, reserve = await ici.ouvert()
        await entrer(ici, oreille, visible)
        ici.ordonner(visible, "fini")
        assert (await ici.voir("accueil_affiche"))["pid"] == reserve
        dire(ici, reserve, FERMER)
        assert await oreille.suivant(reserve) == EquipePorte(Porte.CLOSE)
        assert EtatHorsService(tmp_path).lire() is None

    derouler(banc(tmp_path), scenario)


@pytest.mark.parametrize("moment", ["visite", "reserve"])
def test_only_a_page_that_is_nobody_s_may_ask(tmp_path: Path, oreille: Oreille, moment: str) -> None:
    async def scenario(ici: Banc) -> None:
        visible, reserve = await ici.ouvert()
        qui = reserve if moment == "reserve" else visible
        if moment == "visite":
            ici.ordonner(visible, "visite")
            await ici.voir("visite_commencee")
        dire(ici, qui, EquipeAppel())
        assert (await ici.voir("processus_fini"))["pid"] == qui
        await ici.voir("processus_parti", pid=qui)
        assert oreille.muette()

    derouler(banc(tmp_path), scenario)


# --- the parts --------------------------------------------------------------------------------------------


def test_an_examination_that_hangs_is_ended_and_one_that_fails_says_nothing() -> None:
    async def tout() -> None:
        boucle = asyncio.get_running_loop()
        avant = boucle.time()
        assert await examiner((sys.executable, "-c", "import time; time.sleep(3600)"), (), 0.3) == ()
        assert boucle.time() - avant < LIMITE_S
        assert await examiner((sys.executable, "-c", "print('[]')"), ()) == ()
        assert await examiner((sys.executable, "-c", "raise SystemExit(3)"), ("{}",)) == ()
        assert await examiner(("/nulle/part",), ()) == ()

    asyncio.run(tout())


def test_the_last_incidents_are_kept_and_every_one_has_its_words() -> None:
    suite: list[str] = []
    garde = Incidents(lambda nom, **_: suite.append(nom), lambda: datetime(2022, 12, 1, tzinfo=UTC))
    garde.dire("accueil_affiche", pid=3)
    garde.dire("processus_fini", motif="fini")
    garde.dire("acces_equipe", resultat="accepte")
    assert garde.lignes() == ()
    for nom in sorted(INCIDENTS):
        garde.dire(nom, errno=28)
    garde.dire("processus_fini", motif="panne")
    garde.dire("acces_equipe", resultat="refuse")
    incidents = list(diagnostic_journal.lire(garde.lignes()))
    assert len(incidents) == len(INCIDENTS) + 2
    assert not [x.texte for x in incidents if "composant" in x.texte or x.instant is None]
    for rang in range(GARDES):
        garde.dire("imprevu", rang=rang)
    assert [json.loads(ligne)["rang"] for ligne in garde.lignes()] == list(range(GARDES))
    assert len(suite) == 3 + len(INCIDENTS) + 2 + GARDES


@pytest.mark.parametrize(
    "message",
    [
        EquipeAppel(),
        EquipeCode("12 34 56"),
        EquipePresente(),
        EquipeExamen(),
        FERMER,
        EquipeAction(Geste.QUITTER),
    ],
)
def test_what_the_page_asks_crosses_the_pipe(message: DeLEquipe) -> None:
    assert decoder_visite(encoder(message)) == message
    with pytest.raises(LienInvalide):
        decoder_superviseur(encoder(message))


@pytest.mark.parametrize("message", [EquipePorte(Porte.ATTENTE, 30), EquipeEtat((CONSTAT,), True)])
def test_what_the_page_is_told_crosses_the_pipe(message: EquipePorte | EquipeEtat) -> None:
    assert decoder_superviseur(encoder(message)) == message
    with pytest.raises(LienInvalide):
        decoder_visite(encoder(message))


@pytest.mark.parametrize(
    "ligne",
    [
        '{"t": "staff-act", "geste": "fermer", "motif": null}',
        '{"t": "staff-act", "geste": "rouvrir", "motif": "ecran"}',
        '{"t": "staff-act", "geste": "effacer", "motif": null}',
        '{"t": "staff-act", "geste": "fermer", "motif": "ce que je veux"}',
        '{"t": "staff-pin", "saisi": 704193}',
        json.dumps({"t": "staff-pin", "saisi": "7" * 65}),
        '{"t": "staff-call", "motif": 1}',
    ],
)
def test_anything_else_condemns_who_sent_it(ligne: str) -> None:
    with pytest.raises(LienInvalide):
        decoder_visite(ligne.encode())


def test_the_typed_pin_is_in_no_representation() -> None:
    assert PIN not in repr(EquipeCode(PIN))
