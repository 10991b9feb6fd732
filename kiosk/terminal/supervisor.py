"""The supervisor: one visible process, one warm spare behind it, and a rule for every way a visit can end.

A visit that ends, for whatever reason, leaves the screen to the spare *first* and is killed then (after a moment
to close its session, when it ended by itself); a new spare is started last. Auto-reset, crash recovery and
erasure are this one mechanism (architecture.md §1, §5). When no spare is warm the ended process is killed at
once: a blank screen is better than somebody's answers.

The machine is synchronous: each message, timer or death is one call on the loop, and `_accorder` brings what
runs back to what should run. Nothing polls, except for a screen that has gone.
"""

import asyncio
import signal
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime

from kiosk.terminal.affichage import Guet, ecran_present
from kiosk.terminal.backoff import Reprise
from kiosk.terminal.diagnostic import Constat
from kiosk.terminal.dire import Dire
from kiosk.terminal.dire import dire as _dire
from kiosk.terminal.equipe_examen import commande_examen, examiner
from kiosk.terminal.equipe_incidents import Incidents
from kiosk.terminal.equipe_porte import PorteEquipe
from kiosk.terminal.impression_menage import MenageImpressions
from kiosk.terminal.lancement import COMMANDE, Lancement
from kiosk.terminal.link_equipe import DeLEquipe, EquipeAppel
from kiosk.terminal.link_messages import Depart, HorsService, Motif
from kiosk.terminal.lock import Verrou
from kiosk.terminal.minuterie import Minuterie
from kiosk.terminal.ouverture import PANNES_REPETEES, Ouverture
from kiosk.terminal.processus import peut_revenir_de_nice
from kiosk.terminal.relay_task import Relais, TacheRelais
from kiosk.terminal.rythme import Rythme
from kiosk.terminal.systemd import Notificateur
from kiosk.terminal.troupe import Troupe
from kiosk.terminal.visit_process import Phase, ProcessusVisite
from kiosk.terminal.visite import ReglagesVisite


class Superviseur:
    """Runs the terminal until SIGTERM, SIGINT or `arreter`.

    Args:
        reglages: what each visit is told.
        commande: how a visit is started.
        premier: a child that was started before the settings were read (`lancer`), to be the first visible one.
        relais: makes the outbox relay; called once, after the first page is painted.
        rythme: durations.
        maintenant: the date written down with « hors service ».
        dire: where events go; by default structlog, imported at the first event.
        notificateur: systemd.
        ecran_present: whether there is a server to open windows on.
        examen: how `doctor` is asked about this terminal, for the staff's page.
    """

    def __init__(
        self,
        reglages: ReglagesVisite,
        *,
        commande: Sequence[str] = COMMANDE,
        premier: Lancement | None = None,
        relais: Callable[[], Relais] | None = None,
        rythme: Rythme | None = None,
        maintenant: Callable[[], datetime] = lambda: datetime.now().astimezone(),
        dire: Dire = _dire,
        notificateur: Notificateur | None = None,
        ecran_present: Callable[[], bool] = ecran_present,
        examen: Sequence[str] = (),
    ) -> None:
        self._reglages = reglages
        self._rythme = rythme = Rythme() if rythme is None else rythme
        self._incidents = Incidents(dire, maintenant)
        self._dire = dire = self._incidents.dire
        self._examen = tuple(examen) or commande_examen()
        self._systemd = Notificateur() if notificateur is None else notificateur
        self._guet = Guet(ecran_present, rythme.ecran_s, self._retrouver_l_ecran)
        dossier = reglages.dossier_etat
        self._verrou = Verrou(dossier)
        self._ouverture = Ouverture(dossier, rythme, dire, maintenant)
        self._relais = TacheRelais(relais, dire, rythme)
        self._menage = MenageImpressions(reglages, dire)
        self._equipe = PorteEquipe(
            dossier,
            self,
            dire,
            self._examiner,
            quitter_permis=reglages.equipe_quitter,
            silence_s=rythme.equipe_s,
        )
        self.quitte = False
        """Whether the staff stopped the terminal for good."""

        self._visible: ProcessusVisite | None = None
        self._reserve: ProcessusVisite | None = None
        self._troupe = Troupe(commande, premier, rythme, self)
        self._reprise = Reprise(rythme, self._accorder)
        self._recyclage = Minuterie(self._recycler)
        self._garde = Minuterie(self._nourrir_le_garde)
        self._appel: ProcessusVisite | None = None
        self._fin_de_visite: float | None = None
        self._attend_reserve: float | None = None
        self._deja_affiche = False
        self._en_arret = False

    async def tourner(self) -> None:
        """Run until the stop is asked for, then end every child.

        Raises:
            DejaEnMarche: another supervisor holds the state directory.
            OSError: the state directory cannot be read or written.
            Exception: a fault of the supervisor itself; the children are ended first.
        """
        self._boucle = boucle = asyncio.get_running_loop()
        self._fin = boucle.create_future()
        boucle.set_exception_handler(self._imprevu)
        try:
            self._verrou.prendre()
            self._ouverture.suivre()
            if self.est_hors_service:
                self._systemd.pret("hors service")
            for signum in (signal.SIGTERM, signal.SIGINT):
                boucle.add_signal_handler(signum, self.arreter)
            boucle.add_signal_handler(signal.SIGHUP, self.relire)
            self._accorder()
            self._nourrir_le_garde()
            await self._fin
        finally:
            await self._tout_arreter()

    def arreter(self) -> None:
        """Begin the orderly stop."""
        if not self._fin.done():
            self._fin.set_result(None)

    def confier(self, secret: str) -> None:
        """The terminal's credential from now on: for every process there is and every one to come."""
        self._troupe.confier(secret)

    @property
    def est_hors_service(self) -> bool:
        """Whether the terminal is closed to visitors."""
        return self._ouverture.fermeture is not None

    def mettre_hors_service(self, motif: str) -> None:
        """Close the terminal, for `motif`, until it is cleared; a visit in progress is let end first."""
        if not self.est_hors_service:
            self._fermer(motif)
            self._accorder()

    def remettre_en_service(self) -> None:
        """Clear « hors service » and open the terminal again. Raises OSError."""
        self._ouverture.effacer()
        self.relire()

    def redemarrer(self) -> None:
        """Begin anew: all of it where systemd starts us again, else every visit."""
        if self._systemd.surveille:
            self.arreter()
            return
        self._repartir_de_rien()
        self._accorder()

    def quitter(self) -> None:
        """Stop, and not be started again."""
        self.quitte = True
        self.arreter()

    def relire(self) -> None:
        """Follow the state file, which the command line may have written or cleared (SIGHUP). Raises OSError.

        The relay looks again too: the terminal may have been enrolled.
        """
        self._relais.reveiller()
        if self._en_arret or not self._ouverture.suivre():
            return
        self._reprise.annuler()
        fermeture = self._ouverture.fermeture
        if fermeture is None:
            self._dire("remise_en_service")
            if self._visible is not None and self._visible.page_hors_service:
                self._retirer_visible()
        else:
            self._annoncer_la_fermeture(fermeture)
        self._accorder()

    # --- what the children tell ------------------------------------------------------------------------

    def pret(self, processus: ProcessusVisite) -> None:
        """The spare is warm."""
        delai, self._attend_reserve = self._attend_reserve, None
        if delai is None:
            self._dire("reserve_prete", pid=processus.pid, warmup_ms=self._ms_depuis(processus.lance_a))
        else:
            self._dire("reserve_prete", pid=processus.pid, spare_ready_ms=self._ms_depuis(delai))

    def affiche(self, processus: ProcessusVisite) -> None:
        """The new page is painted: only now may the old process go."""
        self._troupe.congedier_les_sortants()
        fermeture = self._ouverture.fermeture
        if fermeture is not None:
            self._dire("hors_service_affiche", pid=processus.pid, **asdict(fermeture))
        elif self._fin_de_visite is not None:
            self._dire(
                "accueil_affiche", pid=processus.pid, next_visitor_ms=self._ms_depuis(self._fin_de_visite)
            )
        else:
            self._dire("accueil_affiche", pid=processus.pid, start_ms=self._ms_depuis(processus.lance_a))
        self._fin_de_visite = None
        if not self._deja_affiche:
            self._menage.passer()
        self._deja_affiche = True
        self._systemd.pret("en service" if fermeture is None else "hors service")
        self._relais.demarrer()
        self._bientot_un_autre()
        self._accorder()

    def commence(self, processus: ProcessusVisite) -> None:
        """A visitor is there."""
        self._menage.noter(processus.pid)
        if self._recyclage.armee:
            self._dire("visite_commencee", pid=processus.pid)
            self._recyclage.annuler()

    def depose(self, processus: ProcessusVisite) -> None:
        """An envelope waits in the outbox."""
        self._relais.reveiller()

    def equipe(self, processus: ProcessusVisite, message: DeLEquipe) -> None:
        """The staff are in front of the terminal, or somebody who knows their gesture."""
        if processus is self._visible:
            if isinstance(message, EquipeAppel):
                self._appel = processus
                self._recyclage.annuler()
            self._equipe.recevoir(processus, message)

    def fini(self, processus: ProcessusVisite, motif: Motif) -> None:
        """A process ended its turn by itself, died, or fell silent."""
        if self._en_arret or processus not in (self._visible, self._reserve):
            return
        if self._boucle.time() - processus.lance_a > self._rythme.pannes_fenetre_s:
            self._reprise.oublier()
        en_panne = motif in (Motif.PANNE, Motif.FIGE)
        etait_visible = processus is self._visible
        self._dire("processus_fini", pid=processus.pid, motif=motif.value, visible=etait_visible)
        if en_panne and self._guet.perdu():
            self._perdre_l_ecran()
            return
        if etait_visible:
            self._attend_reserve = self._boucle.time()
            if self._fin_de_visite is None:
                self._fin_de_visite = self._attend_reserve
            self._retirer_visible()
        else:
            self._reserve = None
            processus.tuer()
        if en_panne:
            self._compter_panne()
        # The staff give the page « hors service » back in good order.
        ratee = processus.page_hors_service and not (motif is Motif.FINI and processus is self._appel)
        if ratee or (not self.est_hors_service and en_panne and not etait_visible):
            # What nobody waits for, and what failed even at saying so, is tried again ever more slowly.
            self._reprise.rater()
        self._accorder()

    def parti(self, processus: ProcessusVisite, code: int) -> None:
        """A process no longer exists."""
        self._troupe.parti(processus)
        self._menage.parti(processus.pid)
        self._dire("processus_parti", pid=processus.pid, code=code)

    # --- what should run --------------------------------------------------------------------------------

    def _accorder(self) -> None:
        """Start or show what is missing. May be called at any time, changes nothing when all is in place."""
        if self._en_arret or self._guet.en_cours:
            return
        if self._visible is None:
            self._montrer_le_suivant()
        elif (
            not self.est_hors_service
            and self._reserve is None
            and not self._reprise.en_attente
            and self._visible.phase in (Phase.AFFICHE, Phase.EN_VISITE)
        ):
            self._reserve = self._lancer(Depart(self._reglages))
            if self._reserve is not None:
                self._dire("reserve_lancee", pid=self._reserve.pid)
                if peut_revenir_de_nice():
                    self._reserve.regler_nice(self._rythme.nice_reserve)

    def _montrer_le_suivant(self) -> None:
        suivant, self._reserve = self._reserve, None
        fermeture = self._ouverture.fermeture
        if suivant is not None and fermeture is not None and suivant.phase is not Phase.PRET:
            suivant.tuer()
            suivant = None
        if suivant is None or suivant.phase is not Phase.PRET:
            # Nothing can be shown at once: what is on the screen must not stay there.
            self._troupe.tuer_les_sortants()
        if suivant is None:
            # A visitor does not wait for a spare's next chance; the page « hors service » waits for its own.
            if fermeture is None or not self._reprise.en_attente:
                self._visible = self._lancer(Depart(self._reglages, montrer=True, hors_service=fermeture))
            return
        self._visible = suivant
        if peut_revenir_de_nice():
            suivant.regler_nice(0)
        if fermeture is None:
            suivant.montrer()
        else:
            suivant.montrer_hors_service(fermeture)

    def _lancer(self, depart: Depart) -> ProcessusVisite | None:
        try:
            return self._troupe.lancer(depart)
        except OSError as erreur:
            self._dire("lancement_impossible", errno=erreur.errno)
            self._compter_panne()
            self._reprise.rater()
            return None

    def _retirer_visible(self) -> None:
        if self._visible is not None:
            self._equipe.oublier(self._visible)
            self._troupe.retirer(self._visible)
            self._visible = None
        self._recyclage.annuler()

    def _perdre_l_ecran(self) -> None:
        """Every window is gone, and no visit is to blame: all starts afresh once there is a screen again."""
        self._dire("ecran_perdu")
        self._repartir_de_rien()

    def _repartir_de_rien(self) -> None:
        """Every process goes at once, and what went wrong is forgotten."""
        self._retirer_visible()
        self._troupe.tuer_les_sortants()
        if self._reserve is not None:
            self._reserve.tuer()
        self._reserve = None
        self._fin_de_visite = self._attend_reserve = None
        # A screen that ends in order lets its windows go a little before itself.
        self._ouverture.oublier_les_pannes()
        self._reprise.annuler()

    def _retrouver_l_ecran(self) -> None:
        self._dire("ecran_revenu")
        self._accorder()

    def _compter_panne(self) -> None:
        if self._ouverture.noter_panne(self._boucle.time()):
            self._fermer(PANNES_REPETEES)

    def _fermer(self, motif: str) -> None:
        self._annoncer_la_fermeture(self._ouverture.fermer(motif))

    def _annoncer_la_fermeture(self, etat: HorsService) -> None:
        """Out of service: at once when nobody is there, else when the visit in progress is over."""
        self._dire("hors_service", motif=etat.motif)
        # Whether the page can stay up or not, there is nothing systemd could do better by starting us again.
        self._systemd.pret("hors service")
        self._relais.demarrer()
        self._reprise.annuler()
        if self._visible is not None and self._visible.phase is Phase.EN_VISITE:
            return
        self._retirer_visible()

    def _bientot_un_autre(self) -> None:
        """The home page does not stay for ever; « hors service » does."""
        self._recyclage.annuler()
        if not self.est_hors_service:
            self._recyclage.armer(self._rythme.recyclage_s)

    def _recycler(self) -> None:
        """The home page has been up for long: a fresh process takes its place, when one is warm."""
        if self._reserve is None or self._reserve.phase is not Phase.PRET:
            self._bientot_un_autre()
            return
        self._dire(
            "processus_fini",
            pid=self._visible and self._visible.pid,
            motif=Motif.RECYCLAGE.value,
            visible=True,
        )
        self._retirer_visible()
        self._accorder()

    async def _examiner(self) -> tuple[Constat, ...]:
        return await examiner(self._examen, self._incidents.lignes())

    # --- the supervisor itself --------------------------------------------------------------------------

    def _nourrir_le_garde(self) -> None:
        if self._systemd.periode_s is not None:
            self._systemd.vivant()
            self._garde.armer(self._systemd.periode_s)

    def _imprevu(self, _boucle: asyncio.AbstractEventLoop, contexte: dict[str, object]) -> None:
        """An exception nobody awaits: a fault of ours. End in order and let systemd start us again."""
        erreur = contexte.get("exception")
        if "handle" in contexte and isinstance(erreur, Exception) and not self._fin.done():
            self._fin.set_exception(erreur)
        else:
            self._dire("imprevu", detail=str(contexte.get("message")), erreur=type(erreur).__name__)

    async def _tout_arreter(self) -> None:
        self._en_arret = True
        self._systemd.arret()
        self._reprise.annuler()
        self._guet.annuler()
        self._recyclage.annuler()
        self._garde.annuler()
        await self._troupe.finir()
        await self._equipe.fermer()
        await self._menage.finir()
        await self._relais.arreter()
        self._verrou.rendre()

    def _ms_depuis(self, date_s: float) -> float:
        return round((self._boucle.time() - date_s) * 1000, 1)
