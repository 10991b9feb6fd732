"""The supervisor: one visible process, one warm spare behind it, and a rule for every way a visit can end.

A visit that ends, for whatever reason, leaves the screen to the spare *first* and is killed then (after a moment
to close its session, when it ended by itself); a new spare is started last. Auto-reset, crash recovery and
erasure are this one mechanism (architecture.md §1, §5). When no spare is warm, a process that ended by itself has
covered its page and stays until the next is there, or not for long; one that failed is killed at once: a blank
screen is better than somebody's answers.

The machine is synchronous: each message, timer or death is one call on the loop, and `accorder` brings what
runs back to what should run. Nothing polls, except for a screen that has gone.
"""

import asyncio
import gc
import signal
from collections.abc import Callable, Sequence
from datetime import datetime

from kiosk.terminal.affichage import Guet, ecran_present
from kiosk.terminal.backoff import Reprise
from kiosk.terminal.dire import Dire
from kiosk.terminal.dire import dire as _dire
from kiosk.terminal.equipe_examen import commande_examen, examiner
from kiosk.terminal.equipe_incidents import Incidents
from kiosk.terminal.equipe_porte import PorteEquipe
from kiosk.terminal.exploitation import Exploitation
from kiosk.terminal.impression_menage import MenageImpressions
from kiosk.terminal.lancement import COMMANDE, Lancement
from kiosk.terminal.link_equipe import DeLEquipe, EquipeAppel
from kiosk.terminal.link_messages import Motif
from kiosk.terminal.lock import Verrou
from kiosk.terminal.minuterie import Minuterie
from kiosk.terminal.ouverture import Ouverture
from kiosk.terminal.plateau import Plateau
from kiosk.terminal.relance import Relance
from kiosk.terminal.relay_task import Relais, TacheRelais
from kiosk.terminal.releve import Releve
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
        self._rythme = rythme = Rythme() if rythme is None else rythme
        self._incidents = Incidents(dire, maintenant)
        self._dire = dire = self._incidents.dire
        self._systemd = Notificateur() if notificateur is None else notificateur
        self._guet = Guet(ecran_present, rythme.ecran_s, self._retrouver_l_ecran)
        dossier = reglages.dossier_etat
        self._verrou = Verrou(dossier)
        self._ouverture = Ouverture(dossier, rythme, dire, maintenant)
        self._relais = TacheRelais(relais, dire, rythme)
        self._releve = Releve(dire)
        self._menage = MenageImpressions(reglages, dire)
        self.exploitation = Exploitation(
            self._ouverture, Relance(dossier), self, self._relais, self._systemd, dire
        )
        """What the staff and the command line ask."""

        self._equipe = PorteEquipe(
            dossier,
            self.exploitation,
            dire,
            lambda: examiner(tuple(examen) or commande_examen(), self._incidents.lignes()),
            quitter_permis=reglages.equipe_quitter,
            silence_s=rythme.equipe_s,
        )
        self._troupe = Troupe(commande, premier, rythme, self)
        self._plateau = Plateau(reglages, self._troupe, rythme, dire, self._lancement_impossible)
        self._reprise = Reprise(rythme, self.accorder)
        self._recyclage = Minuterie(self._recycler)
        self._garde = Minuterie(self._nourrir_le_garde)
        self._appel: ProcessusVisite | None = None
        self._deja_affiche = False
        self.en_arret = False
        """Whether the orderly stop has begun."""

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
            self.exploitation.commencer()
            for signum in (signal.SIGTERM, signal.SIGINT):
                boucle.add_signal_handler(signum, self.arreter)
            boucle.add_signal_handler(signal.SIGHUP, self.exploitation.relire)
            self.accorder()
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
    def quitte(self) -> bool:
        """Whether the staff stopped the terminal for good."""
        return self.exploitation.quitte

    def ceder_l_ecran(self) -> None:
        """The page shown is no longer the right one: it goes, unless a visit is in progress, which is let end."""
        self._reprise.annuler()
        visible = self._plateau.visible
        if visible is not None and visible.phase is not Phase.EN_VISITE:
            self._retirer_visible()

    def repartir_de_rien(self) -> None:
        """Every process goes at once, and what went wrong is forgotten."""
        self._retirer_visible()
        self._troupe.tuer_les_sortants()
        self._plateau.abandonner_la_reserve()
        self._releve.oublier()
        # A screen that ends in order lets its windows go a little before itself.
        self._ouverture.oublier_les_pannes()
        self._reprise.annuler()

    # --- what the children tell ------------------------------------------------------------------------

    def pret(self, processus: ProcessusVisite) -> None:
        """The spare is warm."""
        self._releve.reserve_prete(processus)
        # A quiet moment. Only a full collection empties the interpreter's lists of freed tuples, which take one more at
        # each visit, up to two thousand; and nothing else calls for one, since a visit leaves no garbage.
        gc.collect()

    def affiche(self, processus: ProcessusVisite) -> None:
        """The new page is painted: only now may the old process go."""
        self._troupe.congedier_les_sortants()
        fermeture = self._ouverture.fermeture
        self._releve.affiche(processus, fermeture)
        if not self._deja_affiche:
            self._menage.passer()
        self._deja_affiche = True
        self._systemd.pret("en service" if fermeture is None else "hors service")
        self._relais.demarrer()
        self._bientot_un_autre()
        self.accorder()

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
        if processus is self._plateau.visible:
            if isinstance(message, EquipeAppel):
                self._appel = processus
                self._recyclage.annuler()
            self._equipe.recevoir(processus, message)

    def fini(self, processus: ProcessusVisite, motif: Motif) -> None:
        """A process ended its turn by itself, died, or fell silent."""
        if self.en_arret or processus not in (self._plateau.visible, self._plateau.reserve):
            return
        if self._boucle.time() - processus.lance_a > self._rythme.pannes_fenetre_s:
            self._reprise.oublier()
        en_panne = motif in (Motif.PANNE, Motif.FIGE)
        etait_visible = processus is self._plateau.visible
        self._dire("processus_fini", pid=processus.pid, motif=motif.value, visible=etait_visible)
        if en_panne and self._guet.perdu():
            self._perdre_l_ecran()
            return
        if en_panne:
            # Whatever was left for this one to take the place of.
            self._troupe.tuer_les_sortants()
        if etait_visible:
            self._releve.fin_de_visite()
            self._retirer_visible()
        else:
            self._plateau.abandonner_la_reserve()
        if en_panne:
            self.exploitation.noter_panne(self._boucle.time())
        # The staff give the page « hors service » back in good order.
        ratee = processus.page_hors_service and not (motif is Motif.FINI and processus is self._appel)
        if ratee or (not self.exploitation.est_hors_service and en_panne and not etait_visible):
            # What nobody waits for, and what failed even at saying so, is tried again ever more slowly.
            self._reprise.rater()
        self.accorder()

    def parti(self, processus: ProcessusVisite, code: int) -> None:
        """A process no longer exists."""
        self._troupe.parti(processus)
        self._menage.parti(processus.pid)
        self._dire("processus_parti", pid=processus.pid, code=code)

    # --- what should run --------------------------------------------------------------------------------

    def accorder(self) -> None:
        """Start or show what is missing. May be called at any time, changes nothing when all is in place."""
        if self.en_arret or self._guet.en_cours:
            return
        fermeture, visible = self._ouverture.fermeture, self._plateau.visible
        if visible is None:
            # A visitor does not wait for a spare's next chance; the page « hors service » waits for its own.
            peut_lancer = fermeture is None or not self._reprise.en_attente
            self._plateau.montrer_le_suivant(fermeture, peut_lancer=peut_lancer)
        elif (
            fermeture is None
            and self._plateau.reserve is None
            and not self._reprise.en_attente
            and visible.phase in (Phase.AFFICHE, Phase.EN_VISITE)
        ):
            self._plateau.chauffer()

    def _lancement_impossible(self) -> None:
        self._troupe.tuer_les_sortants()
        self.exploitation.noter_panne(self._boucle.time())
        self._reprise.rater()

    def _retirer_visible(self) -> None:
        if self._plateau.visible is not None:
            self._equipe.oublier(self._plateau.visible)
            self._plateau.retirer()
        self._recyclage.annuler()

    def _perdre_l_ecran(self) -> None:
        """Every window is gone, and no visit is to blame: all starts afresh once there is a screen again."""
        self._dire("ecran_perdu")
        self.repartir_de_rien()

    def _retrouver_l_ecran(self) -> None:
        self._dire("ecran_revenu")
        self.accorder()

    def _bientot_un_autre(self) -> None:
        """The home page does not stay for ever; « hors service » does."""
        self._recyclage.annuler()
        if not self.exploitation.est_hors_service:
            self._recyclage.armer(self._rythme.recyclage_s)

    def _recycler(self) -> None:
        """The home page has been up for long: a fresh process takes its place, when one is warm."""
        visible = self._plateau.visible
        if not self._plateau.reserve_prete:
            self._bientot_un_autre()
            return
        self._dire("processus_fini", pid=visible and visible.pid, motif=Motif.RECYCLAGE.value, visible=True)
        self._retirer_visible()
        self.accorder()

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
        self.en_arret = True
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
