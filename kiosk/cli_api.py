"""`caf-kiosk api`: what each démarche takes and answers, in Markdown, read from the declarations themselves."""

from collections.abc import Iterator
from typing import Any

from kiosk.demarches import CATALOGUE, QUESTIONNAIRES
from kiosk.formulaire import CODES_COMMUNS, Champ, Demarche, Nature, champs, codes_propres

INTRODUCTION = """\
# Answers of each démarche

What `POST /depots` takes once its envelope is opened, and what `caf-kiosk verifier` reads. Written by `make docs`
from the declarations in `kiosk/demarches`: do not correct it here.

Dates are `AAAA-MM-JJ` (or as people write them, `13/10/2022`), amounts whole euros. `null` and an absent key are no
answer. A field that the walk does not ask is refused (`hors-parcours`). The calls themselves: `/api/v1/openapi.json` of
a running backend.
"""

JSON: dict[Nature, str] = {
    Nature.MONTANT: "integer, euros",
    Nature.ENTIER: "integer",
    Nature.TEXTE: "string",
    Nature.DATE: "date",
    Nature.CHOIX: "string",
    Nature.OUI_NON: "true, false",
    Nature.CASE: "true, false",
    Nature.PERSONNES: "list of objects",
    Nature.GROUPE: "object",
    Nature.CHOIX_MULTIPLE: "list of strings",
}


def documenter() -> str:
    """The whole document."""
    parties = [INTRODUCTION, *(_demarche(d) for d in (*CATALOGUE.values(), *QUESTIONNAIRES.values()))]
    communs = _table(("Code", "Message"), sorted(CODES_COMMUNS.items()))
    parties.append(f"## Codes that any démarche can give\n\n{communs}")
    return "\n".join(parties) + "\n"


def _demarche(demarche: Demarche[Any]) -> str:
    depose = "deposit" if demarche.fin is not None else "information only"
    blocs = [f"## `{demarche.code}`\n\n{_propre(demarche.titre)}, {depose}."]
    lignes = list(_lignes(demarche))
    blocs.append(_table(("Field", "JSON", "Question"), [ligne for ligne, _ in lignes]))
    for chemin, champ in ((ligne[0], champ) for ligne, champ in lignes):
        if valeurs := _valeurs(champ):
            blocs.append(f"### Values of {chemin}\n\n{_table(('Value', 'Words'), valeurs)}")
    if codes := codes_propres(demarche):
        blocs.append(f"### Codes\n\n{_table(('Code', 'Message'), sorted(codes.items()))}")
    if demarche.reassurances:
        messages = [(r.code, r.message) for r in demarche.reassurances]
        blocs.append(f"### Conditions, said and never refused\n\n{_table(('Code', 'Message'), messages)}")
    return "\n\n".join(blocs) + "\n"


def _lignes(demarche: Demarche[Any]) -> Iterator[tuple[tuple[str, str, str], Champ]]:
    """One row a field, those of a group or of an element under it."""
    for champ in champs(demarche.portee("")).values():
        yield _ligne(champ.nom, champ), champ
        modele = champ.elements or champ.groupe
        for partie in champs(modele).values() if modele is not None else ():
            rang = "[]" if champ.elements is not None else ""
            yield _ligne(f"{champ.nom}{rang}.{partie.nom}", partie), partie


def _ligne(chemin: str, champ: Champ) -> tuple[str, str, str]:
    question = "known before the walk, never asked" if champ.donne else champ.libelle.texte
    facultatif = " (may be left empty)" if champ.facultatif and not champ.donne and not champ.cases else ""
    return f"`{chemin}`", JSON[champ.nature], question + facultatif


def _valeurs(champ: Champ) -> list[tuple[str, str]]:
    if champ.nature is Nature.CHOIX and champ.choix is None:
        return [(str(valeur), str(valeur)) for valeur in champ.adaptateur.json_schema()["enum"]]
    offerts = [(c.value, c.libelle) for c in champ.choix or ()]
    return offerts or [(valeur, case.libelle.texte) for valeur, case in champ.cases.items()]


def _table(titres: tuple[str, ...], lignes: "list[Any]") -> str:
    rangs = [titres, tuple("---" for _ in titres), *lignes]
    return "\n".join("| " + " | ".join(_propre(str(x)) for x in rang) + " |" for rang in rangs)


def _propre(texte: str) -> str:
    return texte.replace("|", "\\|").replace("\n", " ")
