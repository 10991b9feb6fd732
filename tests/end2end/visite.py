"""One visit, as a person makes it: what to touch, what to type, what must be read at each step.

Used by the end-to-end tests, by the played demonstration and by the benchmark, so that all three follow the screens.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.helpers.visiteur import BOUTON, Introuvable, Visiteur

ACCUEIL = "Toucher pour commencer"
VERIFICATION = "Vérifiez vos réponses"
ETAPE = re.compile("^Étape [0-9]+ sur [0-9]+$")
ETAPES_MAX = 50
REFUS_FONCIER = re.compile("^Vous ne pouvez pas déclarer à la fois un déficit et des revenus fonciers")
NUMERO = re.compile(r"R-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]")


@dataclass(frozen=True)
class Personne:
    """An account of the demonstration (resources/demo/comptes.toml)."""

    nir: str
    mot_de_passe: str = field(repr=False)
    prenom: str


CAMILLE = Personne("2850675990011", "soleil velo pomme", "Camille")
KARIM = Personne("1790369990022", "jardin train citron", "Karim")

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
        """From the sign-in page to the account."""
        self.visiteur.toucher("Numéro de Sécurité sociale", "text")
        self.visiteur.taper_clavier_ecran(personne.nir)
        self.noter("The Social Security number is typed on the screen's own number pad.")
        self.visiteur.toucher("Champ suivant", BOUTON)
        self.visiteur.attendre("Espace", BOUTON)
        self.visiteur.taper_clavier_ecran(personne.mot_de_passe)
        self.noter("The password is typed on the screen's own letters, and stays masked.")
        self.visiteur.toucher("Me connecter", BOUTON)
        self._passer_l_incitation()
        self.visiteur.attendre(re.compile(f"^Bonjour {personne.prenom}"))
        self.noter(f"Signed in: the account of {personne.prenom}, and what is due.")

    def _passer_l_incitation(self) -> None:
        """Someone whose contact details are a year old is asked about them first; they may do it another day."""
        suite = self.visiteur.attendre(
            re.compile("^(Ignorer|Déclarer mes ressources 2021.*)$"), BOUTON, delai_s=20
        )
        if suite.nom == "Ignorer":
            self.noter("The contact details are a year old: the terminal asks whether they are still right.")
            self.visiteur.toucher("Ignorer", BOUTON)

    def ouvrir_les_ressources(self) -> None:
        self.visiteur.toucher(re.compile("^Déclarer mes ressources 2021"), BOUTON)
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
            self.visiteur.toucher(champ_montant(libelle.replace("_", " ")), "text")
            self.visiteur.taper_clavier_ecran(montant)

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

    def envoyer(self) -> str:
        """From check-answers to the receipt; returns the number of the deposit."""
        self.noter("Every answer on one page, before anything is sent.")
        self.visiteur.toucher(re.compile("^J’atteste sur l’honneur"), "check box")
        self.visiteur.toucher("Envoyer ma déclaration", BOUTON)
        fin = self.visiteur.attendre(
            re.compile("^Votre déclaration est (envoyée|enregistrée)"), delai_s=30
        ).nom
        numero = self.visiteur.attendre(NUMERO).nom
        trouve = NUMERO.search(numero)
        assert trouve is not None
        sort = "Sent" if fin.endswith("envoyée") else "Kept, to be sent when the line is back"
        self.noter(f"{sort}. The receipt shows the number {trouve[0]}.")
        return trouve[0]

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
