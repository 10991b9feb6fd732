"""The end panel of the contact details: what was confirmed, what was modified, what still waits for its code."""

from collections.abc import Callable, Mapping
from datetime import date

from kiosk.backend.schemas import BilanCoordonnees
from kiosk.metier.coordonnees import VERIFIABLES, NatureCoordonnee, anniversaire
from kiosk.metier.periode import en_lettres
from ui.components.boutons import Bouton
from ui.components.etiquette import Mention
from ui.components.lignes import Ligne, Lignes
from ui.components.panneau import Panneau
from ui.components.pastilles import Sceau
from ui.components.textes import Paragraphe
from ui.screens.mots_coordonnees import MOTS
from ui.shell.fenetre import Fenetre
from ui.shell.pages import SUITE

PLUS_TARD = (
    "Vous pourrez saisir le code plus tard\u00a0: "
    "choisissez «\u00a0Modifier\u00a0» dans «\u00a0Mes coordonnées\u00a0»."
)


def panneau_bilan(
    fenetre: Fenetre,
    bilan: BilanCoordonnees,
    valeurs: Mapping[NatureCoordonnee, str],
    continuer: Callable[[], None],
) -> Panneau:
    """`valeurs`: what was typed in this visit, as its owner reads it. Every way out of the panel continues."""
    suite = Bouton("Continuer vers mon compte", "p")
    fait, attendues = _faites(bilan), _attendues(bilan)
    sceau = Sceau("attente" if attendues and not fait else "succes", taille_mm=24)
    panneau = Panneau(fenetre.plan, _titre(bilan), SUITE, suite, sceau=sceau)
    suite.clicked.connect(panneau.fermer)
    panneau.ferme.connect(panneau.deleteLater)
    panneau.ferme.connect(continuer)
    lignes = []
    for nature in NatureCoordonnee:
        if nature in attendues:
            masquee = next(a.valeur_masquee for a in bilan.coordonnees.en_attente if a.nature is nature)
            ligne = Ligne(MOTS[nature].icone, MOTS[nature].nom)
            mention = Mention("Attend son code", "alerte", "horloge")
            ligne.montrer(valeurs.get(nature) or masquee, note=_en_attendant(bilan, nature), mention=mention)
            lignes.append(ligne)
        elif nature in fait:
            lignes.append(_ligne(bilan, nature, valeurs.get(nature, "")))
    if lignes:
        panneau.corps.addWidget(Lignes(lignes))
    if attendues:
        panneau.corps.addWidget(Paragraphe(PLUS_TARD))
    dates = _dates(bilan)
    if dates:
        panneau.corps.addWidget(Paragraphe(dates, riche=True))
    return panneau


def _faites(bilan: BilanCoordonnees) -> frozenset[NatureCoordonnee]:
    return frozenset(bilan.confirmees + bilan.modifiees + bilan.ajoutees + bilan.supprimees)


def _attendues(bilan: BilanCoordonnees) -> frozenset[NatureCoordonnee]:
    return frozenset(a.nature for a in bilan.coordonnees.en_attente)


def _titre(bilan: BilanCoordonnees) -> str:
    attendues = _attendues(bilan)
    if attendues and not _faites(bilan):
        return "Il reste un code à saisir" if len(attendues) == 1 else "Il reste des codes à saisir"
    if attendues:
        return "C’est enregistré. Il reste un\u00a0code à\u00a0saisir"
    if bilan.modifiees or bilan.ajoutees or bilan.supprimees:
        return "Vos coordonnées sont à jour"
    return "Vos coordonnées sont confirmées" if bilan.confirmees else "Vos coordonnées n’ont pas changé"


def _ligne(bilan: BilanCoordonnees, nature: NatureCoordonnee, valeur: str) -> Ligne:
    mots = MOTS[nature]
    vue = next((c for c in bilan.coordonnees.en_vigueur if c.nature is nature), None)
    ligne = Ligne(mots.icone, mots.nom)
    if vue is None:
        ligne.montrer(mots.aucun, donnee=False, mention=Mention(mots.accorder("Supprimé"), "neutre", "croix"))
        return ligne
    if nature in bilan.modifiees or nature in bilan.ajoutees:
        quoi = mots.accorder("Modifié" if nature in bilan.modifiees else "Ajouté")
        if vue.securisee:
            mention = Mention(f"{quoi} et {mots.accorder('vérifié')}", "succes", "bouclier")
        else:
            mention = Mention(quoi, "info", "coche")
        ligne.montrer(valeur or vue.valeur_masquee, mention=mention)
    else:
        ligne.montrer(vue.valeur_masquee, mention=Mention(mots.accorder("Confirmé"), "info", "coche"))
    return ligne


def _en_attendant(bilan: BilanCoordonnees, nature: NatureCoordonnee) -> str:
    """What stays in force, or that nothing does, until the code is given."""
    mots = MOTS[nature]
    vue = next((c for c in bilan.coordonnees.en_vigueur if c.nature is nature), None)
    if vue is None:
        return f"Sera {mots.accorder('ajouté')} quand vous aurez saisi le code."
    en_attente = next(a.valeur_masquee for a in bilan.coordonnees.en_attente if a.nature is nature)
    if not vue.securisee and en_attente == vue.valeur_masquee:
        return f"Sera {mots.accorder('sécurisé')} quand vous aurez saisi le code."
    return f"En attendant, nous gardons {vue.valeur_masquee}."


def _dates(bilan: BilanCoordonnees) -> str:
    """The securing date of all, and when they will be asked again. Markup: the values are dates only."""
    securisees = [c for c in bilan.coordonnees.en_vigueur if c.securisee_le is not None]
    commune = bilan.coordonnees.date_commune
    if not securisees or not _faites(bilan):
        return ""
    if commune is None:
        premiere = min(c.securisee_le for c in securisees if c.securisee_le is not None)
        return f"Prochaine vérification le {_gras(anniversaire(premiere))}."
    # Something that is secured was confirmed or modified just now: the date is today's.
    touchees = VERIFIABLES & (_faites(bilan) - frozenset(bilan.supprimees))
    aujourdhui = any(c.nature in touchees for c in securisees)
    suite = "dans un an" if aujourdhui else f"le {_gras(anniversaire(commune))}"
    return (
        "Date de sécurisation de l’ensemble de vos coordonnées\u00a0: "
        f"{_gras(commune)}. Prochaine vérification {suite}."
    )


def _gras(jour: date) -> str:
    return f"<b>{en_lettres(jour)}</b>"
