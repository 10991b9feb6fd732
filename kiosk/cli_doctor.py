"""`caf-kiosk doctor`: the report of a terminal as text, as JSON, and the list of what it can say."""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from kiosk.terminal import diagnostic_journal
from kiosk.terminal.diagnostic import FICHES, Constat, Etat
from kiosk.terminal.doctor import CATALOGUE, Rapport, examiner

_MARQUES = {Etat.OK: "ok", Etat.ATTENTION: "ATTENTION", Etat.PANNE: "PANNE", Etat.INCONNU: "inconnu"}
_MARGE = max(map(len, _MARQUES.values())) + 2

INTRODUCTION = """\
# Ce que dit `caf-kiosk doctor`

Écrit par `make docs` à partir de `kiosk/terminal/diagnostic_*.py`\u00a0: ne corrigez rien ici.

`caf-kiosk doctor` regarde le poste et le dit en clair\u00a0: une ligne par vérification, la cause, et quoi faire.
`caf-kiosk doctor --json` donne les mêmes constats à un programme. Les codes ne changent pas d’une version à l’autre.

| État | Ce qu’il veut dire |
| --- | --- |
| `ok` | Rien à faire. |
| `attention` | Le poste sert, mais quelque chose est à corriger. |
| `panne` | Quelque chose ne marche pas\u00a0: la commande se termine avec le code 1. |
| `inconnu` | Cela ne se voit pas d’ici, ou n’a pas répondu à temps. |

Chaque vérification a une limite de temps et n’empêche pas les autres. Rien n’est écrit, aucune donnée personnelle n’est
lue. En administrateur, pour avoir aussi le journal d’un poste installé\u00a0:

```console
# journalctl -u caf-kiosk -o cat -n 2000 | caf-kiosk doctor --journal -
```
"""


def doctor(config: Path | None, *, en_json: bool, journal: str) -> int:
    """Print the report; returns the exit code.

    `journal`: a file of log lines, `-` for the standard input, empty for systemd's log.
    """
    rapport = examiner(config, _lignes(journal))
    texte = json.dumps(rapport.to_json(), ensure_ascii=False, indent=2) if en_json else en_texte(rapport)
    sys.stdout.buffer.write(f"{texte}\n".encode())
    sys.stdout.flush()
    return rapport.code_sortie


def en_texte(rapport: Rapport) -> str:
    """One line a finding; its cause and what to do under it when something is to be done."""
    return "\n".join(ligne for constat in rapport.constats for ligne in _lignes_de(constat))


def documenter() -> str:
    """Every code, in Markdown."""
    blocs = [INTRODUCTION]
    for nom, titre, fiches in CATALOGUE:
        rangs = [("Code", "État", "Quoi faire"), ("---", "---", "---")]
        rangs += [(f"`{fiche.code}`", f"`{fiche.etat}`", fiche.que_faire) for fiche in fiches]
        for fiche in FICHES:
            code = fiche.code.replace("sonde.", f"{nom}.")
            rangs.append((f"`{code}`", f"`{fiche.etat}`", fiche.que_faire))
        table = "\n".join(f"| {' | '.join(rang)} |" for rang in rangs)
        blocs.append(f"## {titre}\n\n{table}\n")
    return "\n".join(blocs)


def _lignes_de(constat: Constat) -> Iterator[str]:
    marque = _MARQUES[constat.etat].ljust(_MARGE)
    premiere, *suite = constat.cause.split("\n")
    code = "" if constat.etat is Etat.OK else f" [{constat.code}]"
    yield f"{marque}{constat.titre}\u00a0: {premiere}{code}"
    for ligne in suite:
        yield f"{' ' * _MARGE}{ligne}"
    if constat.que_faire:
        yield f"{' ' * _MARGE}→ {constat.que_faire}"


def _lignes(journal: str) -> diagnostic_journal.Lignes | None:
    if not journal:
        return None
    if journal == "-":
        return _entree_standard
    return lambda: diagnostic_journal.de_fichier(Path(journal))


def _entree_standard() -> Iterable[str]:
    return (
        sys.stdin.buffer.read().decode("utf-8", errors="replace").splitlines()[-diagnostic_journal.LIGNES :]
    )
