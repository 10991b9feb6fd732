"""The person helped: who they are, what they are to the aidant, the situation that was recognised."""

import re
from datetime import date
from typing import Annotated

from pydantic import Field

from kiosk.formulaire import Aide, Choix, Facultatif, Libelle, Reponses

LONGUEUR_NOM = 80
ROMAINS = ("I", "II", "III", "IV", "V", "VI")


class Lien(Choix):
    """What the person helped is to the aidant (code du travail, L.3142-16)."""

    CONJOINT = "conjoint", "Votre mari ou votre femme"
    CONCUBIN = "concubin", "Votre concubin ou votre concubine", "Vous vivez en couple, sans mariage ni Pacs."
    PACS = "pacs", "Votre partenaire de Pacs"
    ASCENDANT = "ascendant", "Votre parent ou grand-parent", "Père, mère, grand-père, grand-mère."
    DESCENDANT = "descendant", "Votre enfant ou petit-enfant"
    ENFANT_A_CHARGE = (
        "enfant_a_charge",
        "Un enfant à votre charge",
        "Vous l’élevez, sans être son père ou sa mère.",
    )
    COLLATERAL = (
        "collateral",
        "Un autre membre de votre famille",
        "Frère, sœur, oncle, tante, neveu, nièce, cousin germain…",
    )
    FAMILLE_DU_CONJOINT = (
        "famille_du_conjoint",
        "Un membre de la famille de votre conjoint",
        "Ou de votre concubin, ou de votre partenaire de Pacs.",
    )
    PERSONNE_PROCHE = (
        "personne_proche",
        "Une autre personne proche",
        "Âgée ou handicapée. Vous vivez avec elle, ou vous l’aidez souvent.",
    )


class Situation(Choix):
    """Why the person needs help; the day from which each opens the right is in `resources/baremes/ajpa.toml`."""

    HANDICAP = "handicap", "Handicap", "La MDPH ou la Cpam a reconnu un taux d’incapacité."
    PERTE_AUTONOMIE = (
        "perte_autonomie",
        "Perte d’autonomie",
        "La personne reçoit l’allocation personnalisée d’autonomie (Apa).",
    )
    MTP = (
        "mtp",
        "Majoration pour aide constante d’une tierce personne (MTP)",
        "Avec une pension d’invalidité, ou une rente accident du travail ou maladie professionnelle.",
    )
    PCRTP = (
        "pcrtp",
        "Prestation complémentaire pour recours à tierce personne (PCRTP)",
        "Avec une rente accident du travail ou maladie professionnelle.",
    )
    AUTRE_MAJORATION = (
        "autre_majoration",
        "Autre majoration pour tierce personne",
        "Anciens fonctionnaires, agents des collectivités ou des hôpitaux, militaires.",
    )


class Gir(Choix):
    """Group of the AGGIR grid; also read as it is written elsewhere: 4, « IV », « GIR IV »."""

    GIR_1 = "1", "GIR\u00a0I"
    GIR_2 = "2", "GIR\u00a0II"
    GIR_3 = "3", "GIR\u00a0III"
    GIR_4 = "4", "GIR\u00a0IV"
    GIR_5 = "5", "GIR\u00a0V"
    GIR_6 = "6", "GIR\u00a0VI"
    INCONNU = "inconnu", "Je ne sais pas"

    @classmethod
    def _missing_(cls, value: object) -> "Gir | None":
        if isinstance(value, bool) or not isinstance(value, str | int):
            return None
        ecrit = re.sub(r"^GIR", "", "".join(str(value).upper().split()))
        chiffre = str(ROMAINS.index(ecrit) + 1) if ecrit in ROMAINS else ecrit
        return cls._value2member_map_.get(chiffre)  # type: ignore[return-value]  # the map of this very class

    @property
    def groupe(self) -> int | None:
        """1 to 6, None when it is not known."""
        return None if self is Gir.INCONNU else int(self.value)


class PersonneAidee(Reponses):
    """The person helped. `taux_incapacite` in percent, asked for a handicap; `gir` for a loss of autonomy."""

    nom: Annotated[str | None, Field(max_length=LONGUEUR_NOM), Libelle("Son nom")] = None
    prenom: Annotated[str | None, Field(max_length=LONGUEUR_NOM), Libelle("Son prénom")] = None
    date_naissance: Annotated[date | None, Libelle("Sa date de naissance")] = None
    reside_en_france: Annotated[
        bool | None, Libelle("Habite-t-elle en France\u00a0?"), Aide("De façon stable, toute l’année.")
    ] = None
    lien: Annotated[Lien | None, Libelle("Qui est-elle pour vous\u00a0?")] = None
    situation: Annotated[
        Situation | None,
        Libelle("Qu’a-t-on reconnu à cette personne\u00a0?"),
        Aide("C’est écrit sur sa décision."),
    ] = None
    taux_incapacite: Annotated[
        int | None,
        Field(ge=0, le=100),
        Facultatif(),
        Libelle("Son taux d’incapacité, en\u00a0%"),
        Aide("Il est écrit sur la décision. Laissez vide si vous ne le savez pas."),
    ] = None
    gir: Annotated[Gir | None, Libelle("Son GIR"), Aide("Il est écrit sur la décision de l’Apa.")] = None
