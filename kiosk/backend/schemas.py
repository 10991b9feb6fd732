"""What the terminal and the backend say to each other: JSON bodies of `/api/v1` (architecture §6)."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from kiosk.metier.coordonnees import Geste, NatureCoordonnee
from kiosk.metier.foyer import Qualite
from kiosk.metier.pass_sport import Livraison


class Schema(BaseModel):
    """A frozen body; unknown keys are refused so that a newer peer is noticed, not misread.

    Its errors do not quote what was wrong: a body holds passwords, tokens and answers.
    """

    # Read values are not kept in the parser's cache of strings: a password would outlive its request there.
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, cache_strings="keys")


class Identifiants(Schema):
    """Body of `POST /sessions`."""

    nir: Annotated[str, Field(min_length=13, max_length=15, repr=False)]
    mot_de_passe: Annotated[str, Field(min_length=1, max_length=128, repr=False)]


class SessionOuverte(Schema):
    """A visitor's session: two opaque secrets of 256 bits.

    `jeton` opens the account for at most 60 minutes. `bon_de_depot` can only deposit, outlives the session so that
    an envelope kept in the outbox is still accepted later, and travels sealed inside it.
    """

    jeton: Annotated[str, Field(repr=False)]
    bon_de_depot: Annotated[str, Field(repr=False)]
    inactivite_s: int
    duree_max_s: int
    mot_de_passe_a_changer: bool = False
    """The password is a temporary one: nothing else is answered before it is changed."""


class MembreVue(Schema):
    """A person of the home."""

    qualite: Qualite
    prenom: Annotated[str, Field(repr=False)]
    date_naissance: Annotated[date | None, Field(repr=False)] = None


class CoordonneeVue(Schema):
    """A contact detail in force, partly masked by the backend: the terminal never needs the rest to show it.

    `due`: it was secured a year ago or more.
    """

    nature: NatureCoordonnee
    valeur_masquee: str
    securisee: bool
    securisee_le: date | None = None
    due: bool = False


class AttenteVue(Schema):
    """A value that takes force once its code is given; until then the one in force stays."""

    nature: NatureCoordonnee
    valeur_masquee: str


class CoordonneesVues(Schema):
    """How to reach the person, and whether to ask them about it (`incitation`).

    `version` changes with anything in force or waiting: a gesture says which one it was made on.
    `date_commune` is the securing date of all the secured ones, when it is the same.
    """

    version: int
    en_vigueur: tuple[CoordonneeVue, ...] = ()
    en_attente: tuple[AttenteVue, ...] = ()
    date_commune: date | None = None
    incitation: bool = False


class CoordonneeComplete(Schema):
    """A contact detail as its owner reads it, `06 39 98 10 42` or a mail address."""

    nature: NatureCoordonnee
    valeur: Annotated[str, Field(repr=False)]


class CoordonneesCompletes(Schema):
    """Body of `GET /coordonnees`: asked only when the person wants to see them in full."""

    version: int
    coordonnees: tuple[CoordonneeComplete, ...]


class GesteDemande(Schema):
    """One gesture about one contact detail; `valeur` as typed, to modify or add."""

    nature: NatureCoordonnee
    geste: Geste
    valeur: Annotated[str | None, Field(max_length=320, repr=False)] = None


class GestesDemandes(Schema):
    """Body of `POST /coordonnees`: everything the person asks at once, about the `version` they saw."""

    version: int
    gestes: Annotated[tuple[GesteDemande, ...], Field(min_length=1, max_length=3)]


class BilanCoordonnees(Schema):
    """What one request, or one right code, came to; and how things stand now."""

    confirmees: tuple[NatureCoordonnee, ...] = ()
    modifiees: tuple[NatureCoordonnee, ...] = ()
    ajoutees: tuple[NatureCoordonnee, ...] = ()
    supprimees: tuple[NatureCoordonnee, ...] = ()
    coordonnees: CoordonneesVues


class EtatEnvoi(StrEnum):
    """Where a message stands: handed over to the operator or the mail server, or not yet."""

    PARTI = "parti"
    EN_RETARD = "en_retard"


class DemandeVerification(Schema):
    """Body of `POST /coordonnees/verifications`: send a code to what waits for one.

    `id` is drawn by the terminal: the same one again sends nothing more and gets the same answer. While a code sent to
    the same value less than a minute ago lives, it is the one answered, under its own id.
    """

    id: UUID
    nature: NatureCoordonnee


class VerificationVue(Schema):
    """A code on its way. `*_s` in seconds from now; `codes_restants` is how many more may be asked today."""

    id: UUID
    nature: NatureCoordonnee
    valeur_masquee: str
    envoi: EtatEnvoi
    expire_dans_s: int
    renvoi_dans_s: int
    essais_restants: int
    codes_restants: int


class CodeSaisi(Schema):
    """Body of `POST /coordonnees/verifications/{id}/code`; spaces and dashes are ignored."""

    code: Annotated[str, Field(min_length=1, max_length=32, repr=False)]


class ChangementMotDePasse(Schema):
    """Body of `PUT /mot-de-passe`; `actuel` may be left out only while the password is a temporary one."""

    actuel: Annotated[str | None, Field(max_length=512, repr=False)] = None
    nouveau: Annotated[str, Field(max_length=512, repr=False)]


class DemandeEnvoi(Schema):
    """Body of `POST /depots/{id}/mail`; the same `id` again sends nothing more."""

    id: UUID


class EnvoiVue(Schema):
    """The recap PDF on its way to the secured mail of the account."""

    valeur_masquee: str
    envoi: EtatEnvoi


class EtatDepot(StrEnum):
    """Where a deposit stands on the backend."""

    RECU = "recu"
    DOCUMENT_ATTENDU = "document_attendu"
    TRAITE = "traite"


class DepotVue(Schema):
    """A deposit as its owner sees it."""

    id: UUID
    numero: str
    demarche: str
    titre: str
    recu_le: datetime
    etat: EtatDepot


class AFaire(Schema):
    """Something the account is waiting for."""

    demarche: str
    titre: str
    avant_le: date | None = None


class DroitVue(Schema):
    """A benefit in payment, `jusqu_a` None while no end is known; `pour` is a first name of the home."""

    code: str
    libelle: str
    depuis: date
    jusqu_a: date | None = None
    pour: Annotated[str, Field(repr=False)] = ""


class SituationVue(Schema):
    """The family situation in words, « Célibataire », and since when."""

    libelle: str
    depuis: date | None = None


class PassSportPersonne(Schema):
    """One person of the home and the Pass'Sport: whether they get a coupon, and the sentences that say it to them.

    `livraison` is None when the person is not concerned, and for the campaigns that name no delivery.
    """

    prenom: Annotated[str, Field(repr=False)]
    concerne: bool
    livraison: Livraison | None = None
    message: Annotated[str, Field(repr=False)]


class PassSportVue(Schema):
    """The Pass'Sport campaign of the day, and each person of the home that it concerns or nearly does.

    `montant` in whole euros. While `connue` is False, nothing is known of the year's campaign: `montant` and `jusqu_au`
    are None. Nobody is named then, nor once the campaign is over.
    """

    campagne: int
    connue: bool
    montant: int | None = None
    jusqu_au: date | None = None
    personnes: tuple[PassSportPersonne, ...] = ()


class Compte(Schema):
    """Body of `GET /compte`."""

    prenom: Annotated[str, Field(repr=False)]
    nom: Annotated[str, Field(repr=False)]
    foyer: tuple[MembreVue, ...]
    situation: SituationVue | None = None
    droits: tuple[DroitVue, ...] = ()
    coordonnees: CoordonneesVues
    depots: tuple[DepotVue, ...] = ()
    a_faire: tuple[AFaire, ...] = ()
    pass_sport: PassSportVue | None = None


class ClePublique(Schema):
    """Body of `GET /cle-publique`: the key that envelopes are sealed to."""

    id: str
    suite: str
    cle: Annotated[str, Field(description="raw public key, base64")]


class Dossier(Schema):
    """What an envelope holds once opened: a complete démarche, and the right to deposit it."""

    demarche: str
    date_reference: date
    bon_de_depot: Annotated[str, Field(repr=False)]
    attestation: bool
    reponses: Annotated[dict[str, Any], Field(repr=False)]


class AnomalieVue(Schema):
    """A broken rule: stable code, dotted paths of the fields, sentence for the person."""

    code: str
    champs: tuple[str, ...]
    message: str


class Probleme(Schema):
    """`application/problem+json` (RFC 9457) with the stable `code` that clients switch on."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True, cache_strings="keys")

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    code: str
    anomalies: tuple[AnomalieVue, ...] = ()
    attente_s: int | None = None
    essais_restants: int | None = None
