"""The terminals of this backend: who may call, with which credential.

    inviter ─▶ code ─▶ enroler ─▶ credential given ──used──▶ in use ─▶ renouveler ─▶ next one given ──used──▶ in use
                                                              revoquer: refused at once, whatever it shows

A credential that was given replaces nothing before it is used: an answer lost on the way, or a power cut on the
terminal, leaves the one before as good as it was. Used, it ends the one before. One that came from a code means
another machine, or the same one set up again: it also ends what a rotation had given, and the code.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

import structlog
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from kiosk.backend.schemas_terminaux import TerminalEnrole
from kiosk.metier.code_enrolement import CodeEnrolement, CodeInvalide, lire
from kiosk.server.horloge import Horloge
from kiosk.server.metriques import Metriques
from kiosk.server.problemes import Code, Refus
from kiosk.server.reglages import ReglagesServeur
from kiosk.server.storage.base import Base
from kiosk.server.storage.models import TerminalLigne
from kiosk.server.terminaux import secrets
from kiosk.server.terminaux.secrets import ESSAIS_MAX, Presente, est_celui, reconnait

VU_TOUS_LES: Final = timedelta(minutes=5)
"""How finely « last seen » is known: not every call is worth a write."""

TOLERANCE: Final = timedelta(minutes=1)
"""How far ahead the clock of whoever drew a code may be."""

_TIRAGES_MAX: Final = 20


class TerminalDejaEnrole(Exception):
    """A terminal in use has this name: another machine would take its place."""


class TerminalIntrouvable(LookupError):
    """No terminal that is not revoked has this name."""


@dataclass(frozen=True, slots=True)
class Reconnu:
    """The terminal that calls; `a_renouveler`: it should take another credential."""

    id: UUID
    nom: str
    a_renouveler: bool


@dataclass(frozen=True, slots=True)
class Invitation:
    """A code to read to whoever sets the terminal up, and until when it is good."""

    code: CodeEnrolement
    jusqu_a: datetime


class Terminaux:
    """Every rule about terminals; `cle` is the backend's secret that hides codes."""

    def __init__(
        self, base: Base, horloge: Horloge, reglages: ReglagesServeur, cle: bytes, metriques: Metriques
    ) -> None:
        self._base = base
        self._horloge = horloge
        self._cle = cle
        self._metriques = metriques
        self._duree_code = timedelta(seconds=reglages.enrolement_code_s)
        self._age_max = timedelta(days=reglages.terminal_secret_j)

    # --- what an operator does --------------------------------------------------------------------------

    async def inviter(self, nom: str, *, remplacer: bool = False) -> Invitation:
        """A new code for the terminal of this name, which need not exist; a code given before is over.

        `remplacer`: the machine that uses the name now stops being accepted once the new one is there. Without it,
        raises TerminalDejaEnrole. Raises ValueError for a name that is empty, too long or not printable.
        """
        nom = nom_propre(nom)
        for _ in range(_TIRAGES_MAX):
            code, maintenant = secrets.nouveau_code(), self._horloge()
            try:
                async with self._base.ecrire() as session:
                    ligne = await _par_nom(session, nom)
                    if ligne is None:
                        ligne = TerminalLigne(id=uuid4(), nom=nom, cree_le=maintenant)
                        session.add(ligne)
                    elif ligne.empreinte is not None and not remplacer:
                        raise TerminalDejaEnrole
                    ligne.empreinte_enrolement = None
                    ligne.code_repere = code.repere
                    ligne.code_empreinte = secrets.empreinte_code(self._cle, ligne.id, code)
                    ligne.code_le = maintenant
                    ligne.code_essais = 0
            except IntegrityError:
                continue  # this mark is taken by another code that waits, or this name was given just now
            return Invitation(code, maintenant + self._duree_code)
        raise RuntimeError("no free mark for an enrolment code")

    async def demander_renouvellement(self, nom: str | None) -> int:
        """Tell the terminal of this name, or all of them, to take another credential: how many were told.

        Raises TerminalIntrouvable.
        """
        async with self._base.ecrire() as session:
            choix = select(TerminalLigne).where(
                TerminalLigne.revoque_le.is_(None), TerminalLigne.empreinte.is_not(None)
            )
            if nom is not None:
                choix = choix.where(TerminalLigne.nom == nom_propre(nom))
            lignes = (await session.scalars(choix.with_for_update())).all()
            for ligne in lignes:
                ligne.renouveler_depuis = self._horloge()
        if nom is not None and not lignes:
            raise TerminalIntrouvable
        return len(lignes)

    async def revoquer(self, nom: str) -> None:
        """Refuse the terminal of this name from now on; the name is free again. Raises TerminalIntrouvable."""
        async with self._base.ecrire() as session:
            ligne = await _par_nom(session, nom_propre(nom))
            if ligne is None:
                raise TerminalIntrouvable
            ligne.revoque_le = self._horloge()
            _oublier_le_code(ligne)

    async def lister(self) -> tuple[TerminalLigne, ...]:
        """Every terminal, revoked ones last, by name."""
        async with self._base.lire() as session:
            lignes = (await session.scalars(select(TerminalLigne))).all()
        return tuple(
            sorted(lignes, key=lambda ligne: (ligne.revoque_le is not None, ligne.nom, ligne.cree_le))
        )

    def code_attendu(self, ligne: TerminalLigne) -> bool:
        """Whether a code for this terminal can still be used."""
        if ligne.code_le is None or ligne.revoque_le is not None or ligne.code_essais >= ESSAIS_MAX:
            return False
        # « In the future » means that the clock was set back: the code would live until it has caught up.
        return -TOLERANCE <= self._horloge() - ligne.code_le < self._duree_code

    def est_a_renouveler(self, ligne: TerminalLigne) -> bool:
        """Whether this terminal is to take another credential: it was asked to, or the one in use is old."""
        vieux = (
            ligne.empreinte_depuis is not None and ligne.empreinte_depuis + self._age_max <= self._horloge()
        )
        return ligne.renouveler_depuis is not None or vieux

    # --- what a terminal does ---------------------------------------------------------------------------

    async def enroler(self, texte: str) -> TerminalEnrole:
        """The credential of the terminal that this code is for.

        Until the credential is used the same code gives another one in its place, so that a lost answer costs
        nothing; then the code is over. Raises `Refus`, the same for every code that does not serve.
        """
        donne: TerminalEnrole | None = None
        try:
            code = lire(texte)
        except CodeInvalide:
            raise self._refus(Code.ENROLEMENT_REFUSE) from None
        async with self._base.ecrire() as session:
            ligne = await session.scalar(
                select(TerminalLigne).where(TerminalLigne.code_repere == code.repere).with_for_update()
            )
            if ligne is not None and self.code_attendu(ligne):
                if est_celui(ligne.code_empreinte, secrets.empreinte_code(self._cle, ligne.id, code)):
                    donne = _donner(ligne)
                    ligne.empreinte_enrolement = secrets.empreinte(donne.secret)
                else:
                    ligne.code_essais += 1
        if donne is None:
            raise self._refus(Code.ENROLEMENT_REFUSE)
        self._noter("code_echange", donne.id)
        return donne

    async def reconnaitre(self, secret: str | None) -> Reconnu:
        """The terminal that shows this credential; its first use ends the one before.

        Raises `Refus`: `terminal_revoque` to whoever shows a revoked terminal's own, `terminal_inconnu` otherwise.
        """
        presente = secrets.lire(secret)
        if presente is None:
            raise self._refus(Code.TERMINAL_INCONNU)
        async with self._base.lire() as session:
            ligne = await session.get(TerminalLigne, presente.terminal_id)
        ligne = self._admis(ligne, presente)
        if self._est_a_jour(ligne, presente):
            return self._reconnu(ligne)
        async with self._base.ecrire() as session:
            ligne = await session.get(TerminalLigne, presente.terminal_id, with_for_update=True)
            ligne = self._admis(ligne, presente)
            self._employer(ligne, presente)
        return self._reconnu(ligne)

    async def renouveler(self, secret: str | None) -> TerminalEnrole:
        """The next credential of the terminal that shows this one; asked again, it takes the place of the last given.

        Raises `Refus` as `reconnaitre` does.
        """
        reconnu = await self.reconnaitre(secret)
        presente = secrets.lire(secret)
        assert presente is not None
        async with self._base.ecrire() as session:
            ligne = self._admis(await session.get(TerminalLigne, reconnu.id, with_for_update=True), presente)
            donne = _donner(ligne)
            ligne.empreinte_suivante = secrets.empreinte(donne.secret)
            ligne.suivante_le = self._horloge()
        self._noter("secret_donne", donne.id)
        return donne

    def _admis(self, ligne: TerminalLigne | None, presente: Presente) -> TerminalLigne:
        """The row, when this credential is one of its own and it is not revoked. Raises `Refus`."""
        if not reconnait(ligne or TerminalLigne(), presente.empreinte) or ligne is None:
            raise self._refus(Code.TERMINAL_INCONNU, presente.terminal_id)
        if ligne.revoque_le is not None:
            raise self._refus(Code.TERMINAL_REVOQUE, ligne.id)
        return ligne

    def _est_a_jour(self, ligne: TerminalLigne, presente: Presente) -> bool:
        """Whether this call changes nothing to what is known of the terminal."""
        vu = ligne.vu_le is not None and abs(self._horloge() - ligne.vu_le) < VU_TOUS_LES
        return vu and est_celui(ligne.empreinte, presente.empreinte)

    def _employer(self, ligne: TerminalLigne, presente: Presente) -> None:
        """Take note of a call; a credential that is used for the first time ends what it replaces."""
        ligne.vu_le = maintenant = self._horloge()
        if est_celui(ligne.empreinte, presente.empreinte):
            return
        if est_celui(ligne.empreinte_enrolement, presente.empreinte):
            ligne.empreinte_enrolement = None
            ligne.enrole_le = maintenant
            ligne.renouveler_depuis = None
            _oublier_le_code(ligne)
        elif _repond_a_la_demande(ligne):
            ligne.renouveler_depuis = None
        ligne.empreinte, ligne.empreinte_depuis = presente.empreinte, maintenant
        ligne.empreinte_suivante = ligne.suivante_le = None
        self._noter("secret_employe", ligne.id)

    def _reconnu(self, ligne: TerminalLigne) -> Reconnu:
        return Reconnu(ligne.id, ligne.nom, self.est_a_renouveler(ligne))

    def _refus(self, code: Code, terminal: UUID | None = None) -> Refus:
        self._metriques.compter("caf_terminaux_total", {"resultat": code.value})
        structlog.get_logger().warning(
            "terminal_refuse", etat=code.value, terminal=None if terminal is None else str(terminal)
        )
        return Refus(code)

    def _noter(self, resultat: str, terminal: UUID) -> None:
        self._metriques.compter("caf_terminaux_total", {"resultat": resultat})
        structlog.get_logger().info("terminal", etat=resultat, terminal=str(terminal))


def nom_propre(nom: str) -> str:
    """A terminal's name, its spaces made plain; 1 to 80 printable characters. Raises ValueError."""
    propre = " ".join(nom.split())
    if not propre or len(propre) > 80 or not propre.isprintable():
        raise ValueError("le nom d’un terminal a 1 à 80\u00a0caractères, par exemple «\u00a0Hall 2\u00a0»")
    return propre


async def _par_nom(session: AsyncSession, nom: str) -> TerminalLigne | None:
    """The terminal in use under this name, held until the end of the transaction."""
    return await session.scalar(
        select(TerminalLigne)
        .where(TerminalLigne.nom == nom, TerminalLigne.revoque_le.is_(None))
        .with_for_update()
    )


def _donner(ligne: TerminalLigne) -> TerminalEnrole:
    return TerminalEnrole(id=ligne.id, nom=ligne.nom, secret=secrets.nouveau(ligne.id))


def _repond_a_la_demande(ligne: TerminalLigne) -> bool:
    """Whether the next credential was drawn after the last time somebody asked for one."""
    demande, tire = ligne.renouveler_depuis, ligne.suivante_le
    return demande is not None and tire is not None and tire >= demande


def _oublier_le_code(ligne: TerminalLigne) -> None:
    ligne.code_repere = ligne.code_empreinte = ligne.code_le = None
    ligne.code_essais = 0
