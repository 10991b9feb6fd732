"""One visit, as a person makes it: what to touch, what to type, what must be read at each step.

Used by the end-to-end tests, by the played demonstration and by the benchmark, so that all three follow the screens.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.helpers.visiteur import BOUTON, CHOIX, TITRE, Introuvable, Visiteur

ACCUEIL = "Toucher pour commencer"
NIR = "Numéro de Sécurité sociale"
MOT_DE_PASSE = "Mot de passe"
QUESTION = re.compile("^(Vos coordonnées sont-elles toujours exactes|Comment pouvons-nous vous joindre) [?]$")
"""The page before the account, where contact details are to be confirmed or missing."""

MOBILE = "Téléphone mobile"
MODIFIER_MES_COORDONNEES = re.compile("^Modifier( : Mes coordonnées)?$")
"""On the page that asks about them, and on the account."""

CODE = "Code à 6 chiffres"
CODE_DU_MOBILE = "Vérifions votre numéro de mobile"
MON_COMPTE = "Continuer vers mon compte"
A_JOUR = "Vos coordonnées sont à jour"
CONFIRMEES = "Vos coordonnées sont confirmées"
VERIFICATION = "Vérifiez vos réponses"
ETAPE = re.compile("^Étape [0-9]+ sur [0-9]+$")
ETAPES_MAX = 50
REFUS_FONCIER = re.compile("^Vous ne pouvez pas déclarer à la fois un déficit et des revenus fonciers")
NUMERO = re.compile(r"[A-Z]-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]")
RESSOURCES = re.compile("^Déclarer mes ressources 2021")
AJPA = "Demander l’allocation journalière du proche aidant"
GROSSESSE = "Déclarer une grossesse"
PRIME = "Demander la prime à la naissance"
TRANSMISE, PAPIER = "a transmis votre déclaration à la CPAM", "vous a remis un formulaire papier"
QUI_Y_A_DROIT = "Pass’Sport : qui y a droit ?"


@dataclass(frozen=True)
class Personne:
    """An account of the demonstration (resources/demo/comptes.toml)."""

    nir: str
    mot_de_passe: str = field(repr=False)
    prenom: str


CAMILLE = Personne("2850675990011", "soleil velo pomme", "Camille")
KARIM = Personne("1790369990022", "jardin train citron", "Karim")
LIVIA = Personne("290052A990033", "montagne bateau cerise", "Livia")
MOUSSA = Personne("1821113990044", "maison nuage orange", "Moussa")
THOMAS = Personne("1880933990066", "riviere plume abricot", "Thomas")
NADIA = Personne("2940831990077", "tulipe moteur cahier", "Nadia")
HUGO = Personne("1990244990088", "panier lune fromage", "Hugo")

Noter = Callable[[str], None]
"""Is told, in one sentence, what has just been done or seen."""


def champ_montant(libelle: str) -> re.Pattern[str]:
    """The name of a field of euros: its label, and the unit for who cannot see it beside the field."""
    return re.compile(f"^{re.escape(libelle)}, en euros$")


def _ne_rien_noter(_phrase: str) -> None:
    pass


class Visite:
    """A visit in progress. `noter` is called at each thing worth telling, once the screen shows it."""

    def __init__(self, visiteur: Visiteur, noter: Noter = _ne_rien_noter) -> None:
        self.visiteur = visiteur
        self.noter = noter

    def commencer(self) -> None:
        self.visiteur.attendre(ACCUEIL, BOUTON, delai_s=30)
        self.noter("The home page waits for someone: « Toucher pour commencer ».")
        self.visiteur.toucher(ACCUEIL)
        self.visiteur.attendre("Identifiez-vous")

    def s_identifier(self, personne: Personne) -> None:
        """From the sign-in page to the account; whoever is asked about their contact details does it another day."""
        self.se_connecter(personne)
        if self.arriver(personne) != f"Bonjour {personne.prenom}":
            self.ignorer_l_incitation()
        self.attendre_le_compte(personne)

    def se_connecter(self, personne: Personne) -> None:
        """From the sign-in page to « Me connecter », pressed."""
        self.taper(NIR, personne.nir)
        self.noter("The Social Security number is typed on the screen's own number pad.")
        self.visiteur.toucher("Champ suivant", BOUTON)
        self.visiteur.attendre("Espace", BOUTON)
        self.visiteur.taper_clavier_ecran(personne.mot_de_passe)
        self.visiteur.attendre_texte(MOT_DE_PASSE, lambda lu: len(lu) == len(personne.mot_de_passe))
        self.noter("The password is typed on the screen's own letters, and stays masked.")
        self.visiteur.toucher("Me connecter", BOUTON)

    def taper(self, champ: str | re.Pattern[str], texte: str) -> None:
        """Types in the field of this label; the screen may put spaces between groups of digits."""
        self.visiteur.attendre(champ, etats=("focusable",))  # a page before may have a label of that name
        self.visiteur.toucher(champ)
        self.visiteur.taper_clavier_ecran(texte)
        self.visiteur.attendre_texte(
            champ, lambda lu: len("".join(lu.split())) >= len("".join(texte.split()))
        )

    def arriver(self, personne: Personne) -> str:
        """The title of the first page of the account: its contact details when they are asked about, or itself."""
        motif = re.compile(f"{QUESTION.pattern}|^Bonjour {personne.prenom}$")
        return self.visiteur.attendre(motif, TITRE, delai_s=20).nom

    def attendre_le_compte(self, personne: Personne) -> None:
        self.visiteur.attendre(f"Bonjour {personne.prenom}", TITRE, delai_s=20)
        self.noter(f"The account of {personne.prenom}, and what is due.")

    # -- contact details, password ------------------------------------------------------------------------

    def attendre_l_incitation(self) -> None:
        self.visiteur.attendre(QUESTION, TITRE, delai_s=20)
        self.noter("The contact details are a year old: the terminal asks whether they are still right.")

    def ignorer_l_incitation(self) -> None:
        """« Ignorer », what it means, « Ignorer quand même »."""
        self.visiteur.toucher("Ignorer", BOUTON)
        self.visiteur.attendre("Ces coordonnées sont importantes pour vous", TITRE)
        self.noter("The contact details are ignored: the terminal says first what that may lead to.")
        self.visiteur.toucher("Ignorer quand même", BOUTON)

    def confirmer_les_coordonnees(self) -> None:
        """All of them are right; up to the account."""
        self.visiteur.toucher("Confirmer", BOUTON)
        self.lire_le_bilan(CONFIRMEES)

    def lire_le_bilan(self, titre: str) -> None:
        """The panel that says what was done, of this title; then the account."""
        self.visiteur.attendre(titre, TITRE, delai_s=20)
        self.noter(f"« {titre} »: what was done, and when they will be asked about again.")
        self.visiteur.toucher(MON_COMPTE, BOUTON)
        self.visiteur.attendre_absence(MON_COMPTE, BOUTON)

    def modifier_le_mobile(self, numero: str, lire_code: Callable[[], str]) -> None:
        """Another mobile and its code; up to the account. `lire_code` is called once the code has been sent."""
        self.demander_un_autre_mobile(numero)
        self.donner_le_code(lire_code())
        self.lire_le_bilan(A_JOUR)

    def demander_un_autre_mobile(self, numero: str) -> None:
        """From the account, or the page that asks, to the page of the code."""
        self.visiteur.toucher(MODIFIER_MES_COORDONNEES, BOUTON)
        self.visiteur.toucher(f"Modifier : {MOBILE}", BOUTON)
        self.taper(MOBILE, numero)
        self.noter("Another mobile number is typed.")
        self.visiteur.toucher("Continuer", BOUTON)
        self.visiteur.toucher("Enregistrer", BOUTON)
        self.attendre_la_page_du_code()

    def attendre_la_page_du_code(self) -> None:
        """Where the mobile's code is typed, once it was sent."""
        self.visiteur.attendre(CODE_DU_MOBILE, TITRE, delai_s=20)
        self.visiteur.attendre("Valider le code", BOUTON, delai_s=20)
        self.noter("A code has been sent to the new number; six boxes wait for it.")

    def donner_le_code(self, code: str) -> None:
        self.taper(CODE, code)
        self.noter("The code of the message is typed.")
        self.visiteur.toucher("Valider le code", BOUTON)

    def changer_le_mot_de_passe(self, actuel: str, nouveau: str) -> None:
        """From the account to the account, through the profile."""
        self.visiteur.toucher("Voir mon profil", BOUTON)
        self.visiteur.toucher("Modifier mon mot de passe", BOUTON)
        self.taper("Mot de passe actuel", actuel)
        self.taper("Nouveau mot de passe", nouveau)
        self.taper("Écrivez-le encore une fois", nouveau)
        self.visiteur.toucher("Enregistrer", BOUTON)
        self.visiteur.attendre("Votre mot de passe est changé", TITRE, delai_s=20)
        self.noter("The password is changed, and the sessions that were open elsewhere are closed.")
        self.visiteur.toucher("Continuer", BOUTON)

    def recevoir_par_mail(self) -> None:
        """On the receipt: its copy, to the secured mail of the account."""
        self.visiteur.toucher("Recevoir par mail", BOUTON)
        self.visiteur.attendre("Le mail est parti", delai_s=20)
        self.noter("The recap has left by mail, to the secured address of the account.")

    # -- déclaration de ressources ------------------------------------------------------------------------

    def ouvrir_les_ressources(self) -> None:
        self.visiteur.toucher(RESSOURCES, BOUTON)
        self.visiteur.attendre(re.compile("^À savoir"))
        self.noter("« Déclaration de ressources 2021 »: what to know before beginning.")
        self.continuer_vers("Votre foyer")
        self.noter("Who is in the household.")

    def continuer_vers(self, titre: str) -> None:
        """« Continuer », then the page of that title."""
        self.visiteur.toucher("Continuer", BOUTON)
        self.visiteur.attendre(titre)

    def remplir(self, **montants: str) -> None:
        """Types amounts on the number pad, by the label of their field (underscores read as spaces)."""
        for libelle, montant in montants.items():
            self.taper(champ_montant(libelle.replace("_", " ")), montant)

    def declarer_avec_une_erreur(self) -> None:
        """A single person's incomes: rent as income and as deficit at once is refused, then corrected."""
        self.continuer_vers("Vos ressources en 2021")
        self.continuer_vers("Vos salaires et allocations")
        self.remplir(Traitements_et_salaires="18240")
        self.noter("Salaries: 18 240 €.")
        self.continuer_vers("Vos pensions et autres revenus")
        self.continuer_vers("Vos revenus d’indépendant")
        self.continuer_vers("Vos revenus fonciers")
        self.remplir(Revenus_fonciers="4200", Déficit_foncier="1150")
        self.noter("Rents are declared as an income of 4 200 € and as a deficit of 1 150 €.")
        self.visiteur.toucher("Continuer", BOUTON)
        self.visiteur.attendre(REFUS_FONCIER)
        self.noter("Refused, with the reason at the top and at both fields; nothing typed is lost.")
        self.visiteur.toucher(champ_montant("Déficit foncier"), "text")
        champ = self.visiteur.attendre(champ_montant("Déficit foncier"), "text", etats=("focused",))
        x, y, largeur, hauteur = champ.visible
        self.visiteur.toucher_point(
            x + largeur - 8, y + hauteur // 2
        )  # after the last digit: there the key erases
        for _ in "1150":
            self._effacer()
        self.noter("The deficit is taken away.")
        self.continuer_vers("Vos charges déductibles")
        self.noter("Accepted.")

    def _effacer(self) -> None:
        champ = champ_montant("Déficit foncier")
        avant = self.visiteur.lire(champ, "text")
        self.visiteur.toucher("Effacer", BOUTON)
        self.visiteur.attendre_texte(champ, lambda lu: lu != avant, "text")

    def deposer(self) -> str:
        """From the last step to the receipt; returns the number of the deposit."""
        self.continuer_vers(VERIFICATION)
        return self.envoyer()

    def tout_continuer(self) -> None:
        """« Continuer » through every step that is left, to check-answers."""
        for _ in range(ETAPES_MAX):
            ici = self.visiteur.attendre(ETAPE).nom
            if self.visiteur.voit(VERIFICATION):
                return
            self.visiteur.toucher("Continuer", BOUTON)
            self.visiteur.attendre_absence(ici)
        raise Introuvable(f"more than {ETAPES_MAX} steps")

    def envoyer(self, quoi: str = "déclaration") -> str:
        """From check-answers to the receipt of a déclaration or a demande; returns its number."""
        self.noter("Every answer on one page, before anything is sent.")
        self.visiteur.toucher(re.compile("^J’atteste sur l’honneur"), "check box")
        self.visiteur.toucher(f"Envoyer ma {quoi}", BOUTON)
        fin = self.visiteur.attendre(re.compile(f"^Votre {quoi} est (envoyée|enregistrée)"), delai_s=30).nom
        numero = self.visiteur.attendre(NUMERO).nom
        trouve = NUMERO.search(numero)
        assert trouve is not None
        sort = "Sent" if fin.endswith("envoyée") else "Kept, to be sent when the line is back"
        self.noter(f"{sort}. The receipt shows the number {trouve[0]}.")
        return trouve[0]

    # -- the other services --------------------------------------------------------------------------------

    def repondre(self, *reponses: str) -> None:
        """Touches answers of the page shown, then « Continuer », up to the page after it."""
        titre = self._titre()
        for reponse in reponses:
            self.visiteur.toucher(reponse, CHOIX)
            self.visiteur.attendre(reponse, CHOIX, etats=("checked",))
        self.noter(f"« {titre} »: {', '.join(reponses)}.")
        self.quitter_la_page(titre)

    def ecrire(self, **textes: str) -> None:
        """Types in the fields of the page shown, by label (underscores read as spaces), then « Continuer »."""
        titre = self._titre()
        for libelle, texte in textes.items():
            self.taper(libelle.replace("_", " "), texte)
        self.noter(f"« {titre} »: typed on the screen's own keys.")
        self.quitter_la_page(titre)

    def lire(self, titre: str) -> None:
        """A page to read, of that title, then « Continuer »."""
        self.visiteur.attendre(titre, TITRE, delai_s=20)
        self.noter(f"« {titre} »: read.")
        self.quitter_la_page(titre)

    def quitter_la_page(self, titre: str) -> None:
        """« Continuer »; the page after it has another title."""
        self.visiteur.toucher("Continuer", BOUTON)
        self.visiteur.attendre_absence(titre, TITRE)

    def _titre(self) -> str:
        """Of the step shown."""
        self.visiteur.attendre(ETAPE)
        return self.visiteur.attendre(None, TITRE).nom

    def declarer_la_grossesse(self, debut: str, examen: str, enfants: str) -> None:
        """The paper form, from its first question to past the number of children; dates of eight digits."""
        self.repondre(PAPIER)
        self.lire("À savoir avant de commencer")
        self.ecrire(Date_présumée_de_début_de_grossesse=debut, Date_du_premier_examen_prénatal=examen)
        self.taper("Nombre d’enfants attendus", enfants)
        self.noter("How many children are expected.")
        self.quitter_la_page("Enfants attendus")

    def terminer(self) -> None:
        self.visiteur.toucher("Terminer ma session", BOUTON)
        if self.visiteur.attendre(re.compile(f"^(Terminer|{ACCUEIL})$"), BOUTON).nom == "Terminer":
            self.noter("Something would be lost: the terminal asks once before it ends the session.")
            self.visiteur.toucher("Terminer", BOUTON)
        self.visiteur.attendre(ACCUEIL, BOUTON)
        self.visiteur.attendre_absence(
            "Terminer ma session", BOUTON
        )  # shown first, the old process killed next
        self.noter("The session is over: the home page of a new process, which knows nothing of this visit.")
