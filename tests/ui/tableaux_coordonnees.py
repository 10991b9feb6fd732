"""The screens of the contact details, but for the code."""

from collections.abc import Callable
from datetime import date

from doigts import champ, dicter, ecrire, laisser_faire, toucher
from exemples import COMPTE, JOUR, rien

from kiosk.backend.schemas import AnomalieVue, AttenteVue, BilanCoordonnees, CoordonneesVues, CoordonneeVue
from kiosk.metier.coordonnees import REFUS, Demande, Geste, NatureCoordonnee
from ui.screens.bilan_coordonnees import panneau_bilan
from ui.screens.coordonnee import EcranCoordonnee
from ui.screens.coordonnees import EcranCoordonnees
from ui.screens.incitation import EcranIncitation, panneau_ignorer
from ui.shell.fenetre import Fenetre

MOBILE, MAIL, FIXE = NatureCoordonnee
ENTIERES = {
    MOBILE: "06\u00a039\u00a098\u00a000\u00a042",
    MAIL: "camille@exemple.fr",
    FIXE: "01\u00a099\u00a000\u00a000\u00a017",
}
MAIL_LONG = f"{'prenom.compose-' * 4}nom@{'sous-domaine.' * 13}exemple-tres-longs.fr"
NOUVEAU_MOBILE = Demande(MOBILE, Geste.MODIFIER, "+33639980099")
EN_ATTENTE = AttenteVue(nature=MOBILE, valeur_masquee="06\u00a0••\u00a0••\u00a0••\u00a099")


def vue(nature: NatureCoordonnee, masquee: str, le: date | None = None, due: bool = False) -> CoordonneeVue:
    """One in force."""
    masquee = masquee.replace(" ", "\u00a0")
    return CoordonneeVue(
        nature=nature, valeur_masquee=masquee, securisee=le is not None, securisee_le=le, due=due
    )


def vues(*en_vigueur: CoordonneeVue, attentes: tuple[AttenteVue, ...] = ()) -> CoordonneesVues:
    """How things stand."""
    dates = {c.securisee_le for c in en_vigueur if c.securisee_le}
    return CoordonneesVues(
        version=3,
        en_vigueur=en_vigueur,
        en_attente=attentes,
        date_commune=dates.pop() if len(dates) == 1 else None,
        incitation=True,
    )


ANCIENNES = COMPTE.coordonnees
RENOUVELEES = vues(
    vue(MOBILE, "06 •• •• •• 42", JOUR),
    vue(MAIL, "c•••••@exemple.fr", JOUR),
    vue(FIXE, "01 •• •• •• 17"),
)
MELEES = vues(
    vue(MOBILE, "06 •• •• •• 42", date(2021, 10, 7), due=True),
    vue(MAIL, "c•••••@exemple.fr"),
    vue(FIXE, "01 •• •• •• 17"),
    attentes=(EN_ATTENTE,),
)
LONGUES = vues(
    vue(MOBILE, "+687 •• •• 34", date(2020, 9, 29), due=True),
    vue(MAIL, f"p•••••@{MAIL_LONG.partition('@')[2]}", date(2022, 9, 29)),
    vue(FIXE, "01 •• •• •• 17"),
    attentes=(
        AttenteVue(nature=MAIL, valeur_masquee=f"p•••••@{'un-autre-domaine.' * 11}exemple-tres-long.fr"),
    ),
)


def incitation(fenetre: Fenetre, etat: CoordonneesVues = ANCIENNES) -> EcranIncitation:
    """The question at sign-in."""
    fenetre.saluer("CM", "Bonjour Camille")
    page = EcranIncitation(etat, JOUR, confirmer=rien, modifier=rien, ignorer=rien, afficher=rien)
    fenetre.montrer(page)
    laisser_faire()
    # As a real window is: what is shown in full hides itself with the window's focus.
    fenetre.activateWindow()
    laisser_faire()
    return page


def _incitation_entiere(fenetre: Fenetre) -> None:
    page = incitation(fenetre)
    toucher(page, "Afficher en entier")
    page.montrer_en_entier(ENTIERES)


def _incitation_melee(fenetre: Fenetre) -> None:
    incitation(fenetre, MELEES)


def _incitation_aucune_securisee(fenetre: Fenetre) -> None:
    incitation(fenetre, vues(vue(MOBILE, "06 •• •• •• 42"), vue(MAIL, "c•••••@exemple.fr")))


def _incitation_vide(fenetre: Fenetre) -> None:
    incitation(fenetre, vues())


def _incitation_longue(fenetre: Fenetre) -> None:
    page = incitation(fenetre, LONGUES)
    toucher(page, "Afficher en entier")
    page.montrer_en_entier({MOBILE: "+687 75 12 34", MAIL: MAIL_LONG, FIXE: ENTIERES[FIXE]})


def _ignorer(fenetre: Fenetre) -> None:
    incitation(fenetre)
    panneau_ignorer(fenetre, rien).ouvrir()


def coordonnees(fenetre: Fenetre, etat: CoordonneesVues = ANCIENNES, *demandes: Demande) -> EcranCoordonnees:
    """The three of them."""
    fenetre.saluer("CM", "Bonjour Camille")
    page = EcranCoordonnees(
        etat,
        {d.nature: d for d in demandes},
        editer=rien,
        annuler=rien,
        enregistrer=rien,
        precedent=rien,
        afficher=rien,
    )
    fenetre.montrer(page)
    laisser_faire()
    fenetre.activateWindow()
    laisser_faire()
    return page


def _coordonnees(fenetre: Fenetre) -> None:
    coordonnees(fenetre)


def _coordonnees_changees(fenetre: Fenetre) -> EcranCoordonnees:
    return coordonnees(fenetre, ANCIENNES, NOUVEAU_MOBILE, Demande(FIXE, Geste.SUPPRIMER))


def _coordonnees_refusees(fenetre: Fenetre) -> None:
    page = _coordonnees_changees(fenetre)
    page.en_cours()
    page.refuser(
        [AnomalieVue(code="derniere-coordonnee", champs=("fixe",), message=REFUS["derniere-coordonnee"])]
    )


def _coordonnees_melees(fenetre: Fenetre) -> None:
    coordonnees(fenetre, MELEES)


def _coordonnees_vides(fenetre: Fenetre) -> None:
    coordonnees(fenetre, vues())


def _coordonnees_longues(fenetre: Fenetre) -> None:
    coordonnees(fenetre, LONGUES, Demande(MAIL, Geste.MODIFIER, MAIL_LONG), Demande(FIXE, Geste.SUPPRIMER))


def coordonnee(
    fenetre: Fenetre, nature: NatureCoordonnee, masquee: str, refus: str | None = None, attente: str = ""
) -> EcranCoordonnee:
    """One of them."""
    fenetre.saluer("CM", "Bonjour Camille")
    page = EcranCoordonnee(
        nature,
        masquee,
        suppression_refusee=refus,
        enregistrer=rien,
        supprimer=rien,
        precedent=rien,
        attente_masquee=attente,
        garder=rien,
    )
    fenetre.montrer(page)
    laisser_faire()
    fenetre.activateWindow()
    laisser_faire()
    return page


def _mobile(fenetre: Fenetre) -> None:
    page = coordonnee(fenetre, MOBILE, "06 •• •• •• 42", attente="06 •• •• •• 99")
    dicter(champ(page, "Téléphone mobile"), "063998")


def _mail(fenetre: Fenetre) -> None:
    page = coordonnee(fenetre, MAIL, "c•••••@exemple.fr", refus=REFUS["derniere-securisee"])
    dicter(champ(page, "Adresse mail"), "camille.martin@")


def _fixe(fenetre: Fenetre) -> None:
    coordonnee(fenetre, FIXE, "")


def _mobile_refuse(fenetre: Fenetre) -> None:
    page = coordonnee(fenetre, MOBILE, "06 •• •• •• 42")
    ecrire(champ(page, "Téléphone mobile"), "+33199000017")
    toucher(fenetre, "Continuer")


def _mail_long(fenetre: Fenetre) -> None:
    page = coordonnee(fenetre, MAIL, LONGUES.en_vigueur[1].valeur_masquee)
    page.refuser("Cette adresse est trop longue. Une adresse mail a 254 caractères au plus.")
    champ(page, "Adresse mail").poser(MAIL_LONG)


def _bilan_modifie(fenetre: Fenetre) -> None:
    incitation(fenetre)
    bilan = BilanCoordonnees(confirmees=(MAIL, FIXE), modifiees=(MOBILE,), coordonnees=RENOUVELEES)
    panneau_bilan(fenetre, bilan, {MOBILE: ENTIERES[MOBILE]}, rien).ouvrir()


def _bilan_confirme(fenetre: Fenetre) -> None:
    incitation(fenetre)
    panneau_bilan(
        fenetre, BilanCoordonnees(confirmees=(MOBILE, MAIL, FIXE), coordonnees=RENOUVELEES), {}, rien
    ).ouvrir()


def _bilan_mele(fenetre: Fenetre) -> None:
    incitation(fenetre)
    etat = vues(
        vue(MOBILE, "06 •• •• •• 42", JOUR),
        vue(MAIL, LONGUES.en_vigueur[1].valeur_masquee, JOUR),
        attentes=(EN_ATTENTE,),
    )
    bilan = BilanCoordonnees(ajoutees=(MAIL,), supprimees=(FIXE,), coordonnees=etat)
    panneau_bilan(fenetre, bilan, {MAIL: MAIL_LONG, MOBILE: ENTIERES[MOBILE]}, rien).ouvrir()


def _bilan_en_attente(fenetre: Fenetre) -> None:
    incitation(fenetre)
    etat = vues(vue(MOBILE, "06 •• •• •• 42", date(2021, 10, 7), due=True), attentes=(EN_ATTENTE,))
    panneau_bilan(fenetre, BilanCoordonnees(coordonnees=etat), {}, rien).ouvrir()


TABLEAUX_COORDONNEES: dict[str, Callable[[Fenetre], object]] = {
    "03c-incitation": incitation,
    "03ca-incitation-en-entier": _incitation_entiere,
    "03cb-incitation-melee": _incitation_melee,
    "03cc-incitation-aucune-securisee": _incitation_aucune_securisee,
    "03cd-incitation-vide": _incitation_vide,
    "03ce-incitation-longue": _incitation_longue,
    "03d-ignorer": _ignorer,
    "03e-coordonnees": _coordonnees,
    "03ea-coordonnees-changees": _coordonnees_changees,
    "03eb-coordonnees-refusees": _coordonnees_refusees,
    "03ec-coordonnees-melees": _coordonnees_melees,
    "03ed-coordonnees-vides": _coordonnees_vides,
    "03ee-coordonnees-longues": _coordonnees_longues,
    "03f-mobile": _mobile,
    "03fa-mail": _mail,
    "03fb-fixe": _fixe,
    "03fc-mobile-refuse": _mobile_refuse,
    "03fd-mail-long": _mail_long,
    "03g-bilan-modifie": _bilan_modifie,
    "03ga-bilan-confirme": _bilan_confirme,
    "03gb-bilan-mele": _bilan_mele,
    "03gc-bilan-en-attente": _bilan_en_attente,
}
