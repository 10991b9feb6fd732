"""What a person is about to ask about their contact details: the gestures, and what they will be told of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.backend.schemas import AttenteVue, CoordonneesVues, CoordonneeVue
from kiosk.metier.coordonnees import VERIFIABLES, Demande, Geste, NatureCoordonnee
from kiosk.metier.lecture_coordonnee import afficher
from kiosk.metier.periode import en_lettres
from ui.components.etiquette import Mention
from ui.screens.mots_coordonnees import MOTS, enumerer


@dataclass(frozen=True, slots=True)
class Etat:
    """What one line shows."""

    valeur: str
    donnee: bool = True
    note: str = ""
    mention: Mention | None = None


@dataclass(frozen=True, slots=True)
class Projet:
    """What stands, and what was asked and not sent yet.

    What is not touched is confirmed, but for what waits for its code: that is left as it is.
    """

    vues: CoordonneesVues
    brouillon: Mapping[NatureCoordonnee, Demande] = field(default_factory=dict, repr=False)

    def vue(self, nature: NatureCoordonnee) -> CoordonneeVue | None:
        """The one in force."""
        return next((c for c in self.vues.en_vigueur if c.nature is nature), None)

    def attente(self, nature: NatureCoordonnee) -> AttenteVue | None:
        """The one that waits for its code."""
        return next((a for a in self.vues.en_attente if a.nature is nature), None)

    @property
    def change(self) -> bool:
        """Whether something was asked."""
        return bool(self.brouillon)

    @property
    def gestes(self) -> tuple[Demande, ...]:
        """What is sent by « Confirmer » or « Enregistrer »."""
        return tuple(
            self.brouillon.get(nature) or Demande(nature, Geste.CONFIRMER)
            for nature in NatureCoordonnee
            if nature in self.brouillon or (self.vue(nature) and not self.attente(nature))
        )

    @property
    def a_verifier(self) -> tuple[NatureCoordonnee, ...]:
        """What a code will be sent to."""
        return tuple(g.nature for g in self.gestes if self._demande_un_code(g))

    @property
    def restent_en_attente(self) -> tuple[NatureCoordonnee, ...]:
        """What waits for a code already sent, and is left so."""
        return tuple(a.nature for a in self.vues.en_attente if a.nature not in self.brouillon)

    def _demande_un_code(self, geste: Demande) -> bool:
        if geste.nature not in VERIFIABLES or geste.geste is Geste.SUPPRIMER:
            return False
        vue = self.vue(geste.nature)
        return geste.geste is Geste.MODIFIER or (vue is not None and not vue.securisee)

    def annonce(self) -> str:
        """What the button will do, in a few sentences; empty when there is nothing to do."""
        phrases: list[str] = []
        confirmees = [
            g.nature for g in self.gestes if g.geste is Geste.CONFIRMER and g.nature not in self.a_verifier
        ]
        if self.change:
            pluriel = len(self.brouillon) > 1
            phrases.append(
                "Vos changements seront enregistrés." if pluriel else "Votre changement sera enregistré."
            )
            if confirmees:
                phrases.append("Le reste sera confirmé.")
        elif confirmees and not self.a_verifier:
            phrases.append("Les coordonnées affichées seront confirmées.")
        elif confirmees:
            accord = "sera confirmée" if MOTS[confirmees[0]].feminin else "sera confirmé"
            nom = enumerer(confirmees)
            phrases.append(
                f"{nom[0].upper()}{nom[1:]} {'seront confirmés' if len(confirmees) > 1 else accord}."
            )
        if self.a_verifier:
            phrases.append(f"Nous enverrons un code pour vérifier {enumerer(self.a_verifier)}.")
        if self.restent_en_attente:
            phrases.append(f"Nous vous demanderons le code qui vérifie {enumerer(self.restent_en_attente)}.")
        return " ".join(phrases)

    def etat(self, nature: NatureCoordonnee) -> Etat:
        """What the line of `nature` shows."""
        mots, vue, attente = MOTS[nature], self.vue(nature), self.attente(nature)
        demande = self.brouillon.get(nature)
        actuelle = vue.valeur_masquee if vue else ""
        if demande is not None and demande.geste is Geste.MODIFIER:
            note = f"À la place de {actuelle}" if vue else ""
            return Etat(afficher(nature, demande.valeur), note=note, mention=self._bientot(demande))
        if demande is not None:
            note = "Le changement en attente sera annulé." if attente and vue else ""
            valeur = actuelle or (attente.valeur_masquee if attente else "")
            return Etat(valeur, note=note, mention=self._bientot(demande))
        if attente is not None:
            # Nothing new to name when it is the one in force that is being verified.
            meme = vue is not None and not vue.securisee and attente.valeur_masquee == actuelle
            note = "" if meme else f"{mots.nouveau}\u00a0: {attente.valeur_masquee}"
            mention = Mention("Attend son code", "alerte", "horloge")
            return Etat(actuelle or mots.aucun, bool(vue), note, mention)
        if vue is None:
            return Etat(mots.aucun, donnee=False)
        note = f"{mots.accorder('Sécurisé')} le {en_lettres(vue.securisee_le)}" if vue.securisee_le else ""
        return Etat(actuelle, note=note, mention=_situation(vue))

    def _bientot(self, demande: Demande) -> Mention:
        mots = MOTS[demande.nature]
        if demande.geste is Geste.SUPPRIMER:
            return Mention(f"Sera {mots.accorder('supprimé')}", "alerte", "croix")
        if self._demande_un_code(demande):
            return Mention(f"Sera {mots.accorder('vérifié')} par un code", "info", "envoi")
        if demande.geste is Geste.CONFIRMER:
            return Mention(f"Sera {mots.accorder('confirmé')}", "info", "coche")
        participe = "modifié" if self.vue(demande.nature) else "ajouté"
        return Mention(f"Sera {mots.accorder(participe)}", "info", "coche")


def _situation(vue: CoordonneeVue) -> Mention | None:
    """The tag of one in force that nothing was asked about."""
    if vue.due:
        return Mention("À confirmer", "alerte", "calendrier")
    if vue.securisee:
        return Mention(MOTS[vue.nature].accorder("Sécurisé"), "succes", "bouclier")
    return Mention("À vérifier", "alerte", "alerte") if vue.nature in VERIFIABLES else None
