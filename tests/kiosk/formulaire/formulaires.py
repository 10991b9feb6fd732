"""Forms made up for the tests: a family drawn by hypothesis, what people type in them, and the walk's promises."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Any, get_args

from hypothesis import strategies as st
from pydantic import Field, create_model

from kiosk.formulaire import (
    Champ,
    Choix,
    Contexte,
    Controle,
    Demarche,
    Depart,
    Donne,
    Etape,
    Euros,
    Facultatif,
    Fin,
    Libelle,
    Nature,
    Page,
    Parcours,
    Regle,
    Repete,
    Reponses,
    Sortie,
    champs,
)

CONTEXTE = Contexte(date(2022, 10, 13))
FIN = Fin("Envoyé", "Enregistré", "Reçu.", ("Gardez votre numéro {annee}.",))
PLAFOND = Controle("plafond", lambda v: isinstance(v, int) and v <= 1000, "Pas plus de 1000.")


class Couleur(Choix):
    ROUGE = "rouge", "Rouge"
    BLEU = "bleu", "Bleu"


class Genre(Choix):
    SOI = "soi", "Vous"
    AUTRE = "autre", "Une autre personne"


TYPES: dict[Nature, Any] = {
    Nature.MONTANT: Annotated[int | None, Euros(), Facultatif(), PLAFOND],
    Nature.ENTIER: Annotated[int | None, Field(ge=1, le=9)],
    Nature.TEXTE: Annotated[str | None, Field(max_length=8)],
    Nature.DATE: date | None,
    Nature.CHOIX: Couleur | None,
    Nature.OUI_NON: bool | None,
    Nature.CASE: bool,
}


def question(nature: Nature, facultatif: bool = False) -> tuple[Any, Any]:
    """A field for `create_model`."""
    marques: list[Any] = [Libelle(f"Question {nature.value} de {{annee}}")]
    if facultatif:
        marques.append(Facultatif())
    annotation = TYPES[nature]
    for marque in marques:
        annotation = Annotated[annotation, marque]
    return annotation, False if nature is Nature.CASE else None


def demarche(modele: type[Reponses], etapes: tuple[Etape | Page, ...], **reste: Any) -> Demarche[Any]:
    """A form with everything that does not matter filled in."""
    depart = reste.pop("depart", None)
    return Demarche(
        **{
            "code": "essai",
            "lettre": "E",
            "titre": "Essai",
            "icone": "euro",
            "action": "Essayer",
            "envoyer": "Envoyer",
            "reponses": modele,
            "etapes": etapes,
            "preparer": lambda _: Depart("Essai", depart or modele(), {"annee": "2021"}),
            "fin": FIN,
            **reste,
        }
    )


def _vrai(nom: str) -> Callable[[Any], bool]:
    return lambda reponses: bool(getattr(reponses, nom))


def _faux(nom: str) -> Callable[[Any], bool]:
    return lambda reponses: not getattr(reponses, nom)


@st.composite
def _portee(
    tirer: st.DrawFn, prefixe: str, pour: str
) -> tuple[dict[str, Any], list[Etape], list[Regle[Any]]]:
    """Questions, steps that depend on earlier or own answers, and rules, of a form or of its elements."""
    natures = tirer(st.lists(st.sampled_from(list(TYPES)), min_size=2, max_size=6))
    noms = [f"{prefixe}{rang}" for rang in range(len(natures))]
    champs = {nom: question(n, tirer(st.booleans())) for nom, n in zip(noms, natures, strict=True)}
    etapes: list[Etape] = []
    rang = 0
    while rang < len(noms):
        taille = tirer(st.integers(1, 3))
        vus = noms[: rang + taille]  # earlier ones, and the step's own
        condition = tirer(st.sampled_from([None, _vrai, _faux])) if etapes or pour else None
        si = condition(tirer(st.sampled_from(vus))) if condition else None
        etapes.append(
            Etape(f"{prefixe}-{rang}", f"Étape {rang}", tuple(noms[rang : rang + taille]), si, pour)
        )
        rang += taille
    # One of the two can be left empty: a form that nobody can fill in proves nothing.
    libres = [nom for nom, (_, defaut) in champs.items() if defaut is False or is_facultatif(champs[nom])]
    paires = st.tuples(st.sampled_from(libres), st.sampled_from(noms)) if libres else st.nothing()
    regles = [
        Regle[Any](
            f"regle-{prefixe}-{numero}",
            (a, b),
            lambda r, _, a=a, b=b: bool(getattr(r, a)) and bool(getattr(r, b)),
            "L’un ou l’autre, en {annee}.",
            pour=pour,
        )
        for numero, (a, b) in enumerate(tirer(st.lists(paires, max_size=3) if libres else st.just([])))
    ]
    return champs, etapes, regles


def si_racine(etapes: list[Etape]) -> st.SearchStrategy[Callable[[Any], bool] | None]:
    """No condition, or one on the form's first answer."""
    return st.sampled_from([None, _vrai(etapes[0].champs[0]), _faux(etapes[0].champs[0])])


@st.composite
def demarches(tirer: st.DrawFn) -> Demarche[Any]:
    """Small forms of every shape: pages, conditions, people, rules, exits."""
    champs, etapes, regles = tirer(_portee("r", ""))
    suite: list[Etape | Page] = [*etapes]
    depart: dict[str, Any] = {}
    if tirer(st.booleans()):
        elements, par_personne, regles_elements = tirer(_portee("e", "gens"))
        personne = create_model(
            "Personne",
            __base__=Reponses,
            genre=(Annotated[Genre, Libelle("Lien")], Genre.SOI),
            prenom=(Annotated[str | None, Donne()], None),
            **elements,
        )
        repete = Repete(cle="genre", ajout="autre", fixe="soi", bouton="Ajouter")
        champs["gens"] = (Annotated[tuple[personne, ...], Libelle("Qui"), repete], ())
        si = tirer(st.sampled_from([None, _vrai(etapes[0].champs[0])]))
        suite += [Etape("gens", "Les gens", ("gens",), si), *par_personne]
        if tirer(st.booleans()):
            champs["apres"] = question(Nature.CASE)
            suite.append(Etape("apres", "Après", ("apres",), lambda r: len(r.gens) > 1))
        regles += regles_elements
        depart["gens"] = tuple(personne(genre=g) for g in Genre) if tirer(st.booleans()) else ()
    if tirer(st.booleans()):
        parties, du_groupe, regles_groupe = tirer(_portee("g", "aide"))
        groupe = create_model(
            "Groupe", __base__=Reponses, connu=(Annotated[str | None, Donne()], None), **parties
        )
        champs["aide"] = (Annotated[groupe, Libelle("La personne")], groupe())
        suite += du_groupe
        regles += regles_groupe
    if tirer(st.booleans()):
        champs["plusieurs"] = (Annotated[tuple[Couleur, ...], Libelle("Lesquelles")], ())
        suite.append(Etape("plusieurs", "Plusieurs", ("plusieurs",), tirer(si_racine(etapes))))
        regles.append(
            Regle[Any]("trop", ("plusieurs",), lambda r, _: len(r.plusieurs) > 1, "Une seule, en {annee}.")
        )
    if tirer(st.booleans()):
        vue = tirer(si_racine(etapes))
        page = Page("page", "À savoir", "essai.md", vue and (lambda r, _: vue(r)))
        suite.insert(tirer(st.integers(1 if page.si else 0, len(suite))), page)
    sorties = []
    if tirer(st.booleans()):
        nom = tirer(st.sampled_from([n for e in etapes for n in e.champs]))
        refus = tirer(st.sampled_from(["", "Ce n’est pas possible."]))
        sorties.append(
            Sortie("sortie", _vrai(nom), "Fin de la route", "essai.md", refus=refus, champs=(nom,))
        )
    champs["annee"] = (Annotated[int | None, Donne()], None)
    modele = create_model("Essai", __base__=Reponses, **champs)
    return demarche(
        modele,
        tuple(suite),
        regles=tuple(regles),
        sorties=tuple(sorties),
        depart=modele(annee=2021, **depart),
    )


DEBRIS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(10**38, 10**60),
    st.just(10**4200),
    st.floats(),
    st.text(max_size=12),
    st.sampled_from(
        ["\ud800", "\x00", "-5", "12,50", "1" * 5000, "1 250 €", "13/10/2022", "31/02/2022", "٣"]
    ),
    st.dates(),
    st.just(datetime(2022, 1, 1, 12)),  # noqa: DTZ001
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=2), st.integers(), max_size=2),
    st.binary(max_size=3),
)
JUSTE: dict[Nature, st.SearchStrategy[object]] = {
    Nature.MONTANT: st.sampled_from([0, 1, "12", "1 000", 1000, "", None]),
    Nature.ENTIER: st.sampled_from([1, "9", "2"]),
    Nature.TEXTE: st.sampled_from(["Zoé", "a"]),
    Nature.DATE: st.sampled_from(["13/10/2022", "2022-10-13", date(2022, 10, 13)]),
    Nature.CHOIX: st.sampled_from(["rouge", "bleu", "vous", "conjoint", "autre"]),
    Nature.OUI_NON: st.booleans(),
    Nature.CASE: st.booleans(),
}


def reponse(champ: Champ) -> st.SearchStrategy[object]:
    """What a person may give for a field: mostly right."""
    return st.one_of(JUSTE[champ.nature], JUSTE[champ.nature], DEBRIS)


@dataclass
class Visite:
    """A walk with a memory of all that was typed in it, to compare."""

    parcours: Parcours[Any]
    tapes: dict[tuple[int | None, str], object] = field(default_factory=dict)

    def saisir(self, chemin: str, valeur: object) -> None:
        self.parcours.saisir(chemin, valeur)
        self.tapes[self._ou(chemin)] = valeur

    def reponses(self, chemin: str) -> st.SearchStrategy[object]:
        """What may be given at this path: one box of several is ticked or not, and nothing else."""
        if champs(self.parcours.demarche.portee(""))[chemin.partition(".")[0]].cases:
            return st.booleans()
        return reponse(self.parcours.champ(chemin))

    def _ou(self, chemin: str) -> tuple[int | None, str]:
        if chemin.count(".") < 2:
            return None, chemin
        nom, rang, feuille = chemin.split(".")
        return [e for e in self.parcours.elements(nom) if e.retenu][int(rang)].identifiant, feuille

    def chemins_demandes(self) -> list[str]:
        """The paths of simple answers on the walk now."""
        parcours = self.parcours
        return [c for c in parcours.marche.demandes if parcours.champ(c).elements is None]

    def tenir(self) -> None:
        """What the walk promises at any moment."""
        parcours = self.parcours
        assert parcours.lieu in parcours.marche.lieux
        self._rien_de_perdu()
        connus = {c for c in parcours.marche.lus if c not in parcours.marche.demandes}
        sortis = set(chemins(parcours.reponses.model_dump(exclude_unset=True)))
        assert sortis <= set(parcours.marche.demandes) | connus
        progression = parcours.progression
        assert 1 <= progression.numero <= progression.total
        if parcours.en_verification:
            assert parcours.toutes_anomalies() == parcours.refus()

    def _rien_de_perdu(self) -> None:
        elements = {e.identifiant: e for n in self._repetes() for e in self.parcours.elements(n)}
        for (element, nom), valeur in self.tapes.items():
            if element is None:
                assert self.parcours.saisie(nom) is valeur
            else:
                assert elements[element].donnees[nom] is valeur

    def _repetes(self) -> list[str]:
        return [n for n, c in self.parcours.demarche.reponses.model_fields.items() if is_repete(c)]


def is_facultatif(champ: tuple[Any, Any]) -> bool:
    return any(isinstance(m, Facultatif) for m in get_args(champ[0]))


def is_repete(info: Any) -> bool:
    return any(isinstance(m, Repete) for m in info.metadata)


def chemins(dump: dict[str, Any], prefixe: str = "") -> list[str]:
    """The dotted paths of a dumped model."""
    trouves: list[str] = []
    for nom, valeur in dump.items():
        if isinstance(valeur, dict):
            trouves += chemins(valeur, f"{prefixe}{nom}.")
        elif isinstance(valeur, tuple | list):
            for rang, element in enumerate(valeur):
                if isinstance(element, Choix):
                    trouves.append(f"{prefixe}{nom}.{element.value}")
                else:
                    trouves += chemins(element, f"{prefixe}{nom}.{rang}.")
        else:
            trouves.append(prefixe + nom)
    return trouves
