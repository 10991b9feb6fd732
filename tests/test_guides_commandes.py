"""What the guides and the README tell to type exists: commands, options, targets, settings, events, links, pictures."""

from __future__ import annotations

import ast
import re
import shlex
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer
from pydantic import BaseModel

from kiosk.cli import app
from kiosk.cli_doctor import documenter
from kiosk.server.reglages import ReglagesServeur
from kiosk.terminal.settings import Reglages

RACINE = Path(__file__).parents[1]
DOCS = RACINE / "docs"
EXPLOITATION = DOCS / "guide-exploitation.md"
GUIDES = (
    RACINE / "README.md",
    DOCS / "guide-accueil.md",
    EXPLOITATION,
    DOCS / "terminaux.md",
    DOCS / "messages.md",
)
PAGES = (RACINE / "README.md", RACINE / "CHANGELOG.md", *sorted(DOCS.glob("*.md")))
CAPTURES_MAX_OCTETS = 5_000_000
COMMANDES = typer.main.get_command(app).commands  # type: ignore[attr-defined]

BLOC = re.compile(r"^```(\w*)\n(.*?)^```", re.S | re.M)
EN_LIGNE = re.compile(r"`([^`\n]+)`")
par_page = pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.name)


def blocs(page: Path, *langues: str) -> list[str]:
    return [corps for langue, corps in BLOC.findall(page.read_text("utf-8")) if langue in langues]


def en_ligne(page: Path) -> list[str]:
    return EN_LIGNE.findall(BLOC.sub("", page.read_text("utf-8")))


def appels(ligne: str) -> Iterator[list[str]]:
    """The words after each `caf-kiosk` of a shell line, up to what ends the command."""
    lecteur = shlex.shlex(re.sub(r"^[$#] ", "", ligne), posix=True, punctuation_chars=True)
    lecteur.whitespace_split = True
    mots: list[str] = []
    for mot in (*lecteur, ";"):
        if not set(mot) <= set("|&;()<>"):
            mots.append(mot)
            continue
        if mots and mots[0].rpartition("/")[2] == "caf-kiosk":
            yield mots[1:]
        else:  # another machine may be told to do it
            for texte in mots[1:]:
                yield from appels(texte) if "caf-kiosk " in texte else ()
        mots = []


def commandes_des_blocs(page: Path) -> list[list[str]]:
    lignes = "\n".join(blocs(page, "console", "sh")).splitlines()
    return [
        appel
        for ligne in lignes
        if re.match(r"[$#] |\s|caf-kiosk ", ligne)  # the rest is what a command answers
        for appel in appels(ligne)
    ]


def refus(appel: list[str]) -> str:
    """Why the program would not take this command line; empty when it would."""
    if appel == ["--help"]:
        return ""
    commande = COMMANDES.get(appel[0]) if appel else None
    if commande is None:
        return f"no command {appel[:1]}"
    if "--help" in appel:
        return ""
    try:
        commande.make_context(appel[0], appel[1:]).close()
    except Exception as erreur:  # noqa: BLE001  typer carries its own copy of click's errors
        return f"{appel}: {erreur or type(erreur).__name__}"
    return ""


@par_page
def test_the_commands_of_the_blocks_are_taken_by_the_program(page: Path) -> None:
    assert [non for appel in commandes_des_blocs(page) if (non := refus(appel))] == []


def test_the_blocks_are_read() -> None:
    lus = [" ".join(appel) for appel in commandes_des_blocs(EXPLOITATION)]
    for attendu in (
        "doctor --json",
        "hors-service mise à jour",
        "enroll CODE --sortie -",
        "pin",
        "enroll $code",
    ):
        assert attendu in lus, lus
    assert refus(["doctor", "--jsn"])
    assert refus(["enroll"])
    assert refus(["docteur"])


@par_page
def test_the_commands_named_in_a_sentence_exist_with_their_options(page: Path) -> None:
    noms = [texte for texte in en_ligne(page) if texte.startswith(("caf-kiosk ", ".venv/bin/caf-kiosk "))]
    for nom in noms:
        for appel in appels(nom.replace("[", "").replace("]", "")):
            commande = COMMANDES.get(appel[0])
            assert commande is not None or appel == ["--help"], nom
            if commande is not None:
                connues = {option for parametre in commande.params for option in parametre.opts} | {"--help"}
                assert {mot for mot in appel if mot.startswith("--")} <= connues, nom


def test_every_command_is_told_to_newcomers_and_to_who_deploys() -> None:
    readme = (RACINE / "README.md").read_text("utf-8")
    assert [nom for nom in COMMANDES if not re.search(rf"`(caf-kiosk )?{nom}\b", readme)] == []


@par_page
def test_the_targets_of_make_exist(page: Path) -> None:
    cibles = set(re.findall(r"^([a-z-]+):", (RACINE / "Makefile").read_text("utf-8"), re.M))
    dites = [texte for texte in en_ligne(page) if texte.startswith("make ")]
    dites += [ligne for bloc in blocs(page, "console") for ligne in re.findall(r"^\$ (make .*)", bloc, re.M)]
    assert [dite for dite in dites if dite.split()[1] not in cibles] == []


# -- settings ---------------------------------------------------------------------------------------------


def cles(modele: type[BaseModel], prefixe: str = "") -> Iterator[str]:
    for nom, champ in modele.model_fields.items():
        yield prefixe + nom
        for type_ in (champ.annotation, getattr(champ.default, "__class__", None)):
            if isinstance(type_, type) and issubclass(type_, BaseModel):
                yield from cles(type_, f"{prefixe}{nom}.")


def test_the_examples_of_settings_are_accepted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kiosk.cli_services import reglages_terminal

    exemples = blocs(EXPLOITATION, "toml")
    assert exemples
    for rang, exemple in enumerate(exemples):
        assert tomllib.loads(exemple)
        fichier = tmp_path / f"{rang}.toml"
        fichier.write_text(exemple, "utf-8")
        assert reglages_terminal(fichier) is not None, exemple
    fichier.write_text("inconnue = 1\n", "utf-8")
    assert reglages_terminal(fichier) is None


@par_page
def test_the_settings_in_the_environment_exist(page: Path) -> None:
    connues = {f"CAF_KIOSK_{cle}" for cle in cles(Reglages)} | {
        f"CAF_SERVEUR_{cle}" for cle in cles(ReglagesServeur)
    }
    noms = {cle.upper().replace(".", "__") for cle in connues} | {"CAF_KIOSK_CONFIG"}
    dits = re.findall(r"\bCAF_(?:KIOSK|SERVEUR)_[A-Z0-9_]*[A-Z0-9]\b(?!\*)", page.read_text("utf-8"))
    assert [
        dit for dit in dits if dit not in noms and not any(nom.startswith(f"{dit}__") for nom in noms)
    ] == []


def test_the_keys_named_by_the_guide_exist() -> None:
    texte = EXPLOITATION.read_text("utf-8")
    tableau = texte.partition("| clé | pourquoi |")[2].partition("\n\n")[0]
    dites = re.findall(
        r"`([a-z_]+)`", "\n".join(rang.split("|")[1] for rang in tableau.splitlines() if "|" in rang)
    )
    assert len(dites) > 8
    connues = {cle.rpartition(".")[2] for cle in cles(Reglages)}
    assert [dite for dite in dites if dite not in connues] == []


# -- what is watched ----------------------------------------------------------------------------------------

DIRE = frozenset({"dire", "_dire", "_journal", "_noter", "_signaler"})


@cache
def evenements() -> frozenset[str]:
    """The events that a terminal logs: the literal names given to what writes its log."""
    trouves = set()
    fichiers = [*(RACINE / "kiosk/terminal").glob("*.py"), *(RACINE / "kiosk/outbox").glob("*.py")]
    fichiers += [*(RACINE / "ui/app").glob("*.py"), *(RACINE / "ui/bridge").glob("*.py")]
    for fichier in fichiers:
        for noeud in ast.walk(ast.parse(fichier.read_text("utf-8"))):
            if isinstance(noeud, ast.Call) and _nom(noeud.func) in DIRE:
                premiers: list[Any] = [
                    *noeud.args[:1],
                    *(k.value for k in noeud.keywords if k.arg == "evenement"),
                ]
                trouves |= {
                    n.value for n in premiers if isinstance(n, ast.Constant) and isinstance(n.value, str)
                }
    return frozenset(trouves)


def _nom(fonction: ast.expr) -> str:
    return getattr(fonction, "attr", getattr(fonction, "id", ""))


def test_the_table_of_the_log_has_every_event_and_no_other() -> None:
    tableau = EXPLOITATION.read_text("utf-8").partition("| `event` |")[2].partition("\n\n")[0]
    dits = {
        nom for rang in tableau.splitlines()[2:] for nom in re.findall(r"`([a-z_]+)`", rang.split("|")[1])
    }
    assert "processus_fini" in evenements()
    assert sorted(dits - evenements()) == []
    assert sorted(evenements() - dits) == []


def test_the_exit_codes_of_a_terminal_are_all_told() -> None:
    from kiosk.terminal import run

    [rang] = [
        ligne
        for ligne in EXPLOITATION.read_text("utf-8").splitlines()
        if ligne.startswith("| `caf-kiosk run` |")
    ]
    codes = {valeur for nom, valeur in vars(run).items() if nom.startswith("CODE_")}
    assert codes | {0} == set(map(int, re.findall(r"(\d+) :", rang)))


def test_the_codes_of_doctor_that_are_named_exist() -> None:
    codes = set(re.findall(r"^\| `([a-z.-]+)`", documenter(), re.M))
    dits = [texte for texte in en_ligne(EXPLOITATION) if re.fullmatch(r"[a-z]+\.[a-z]+(-[a-z]+)*", texte)]
    dits = [dit for dit in dits if not dit.endswith((".conf", ".json", ".csv", ".md"))]
    assert len(dits) > 5
    assert [dit for dit in dits if dit not in codes] == []


# -- links --------------------------------------------------------------------------------------------------

LIEN = re.compile(r"\]\(([^)\s]+)\)")


def ancres(page: Path) -> set[str]:
    """As GitHub makes them from titles."""
    titres = re.findall(r"^#+ (.*)$", BLOC.sub("", page.read_text("utf-8")), re.M)
    return {re.sub(r"[^\w\- ]", "", titre.lower()).replace(" ", "-") for titre in titres}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_pictures_lead_somewhere(page: Path) -> None:
    perdus = []
    for lien in LIEN.findall(BLOC.sub("", page.read_text("utf-8"))):
        if re.match(r"https?://", lien):
            continue
        chemin, _, ancre = lien.partition("#")
        cible = (page.parent / chemin) if chemin else page
        if not cible.exists() or (ancre and ancre not in ancres(cible)):
            perdus.append(lien)
    assert perdus == []


def test_the_pictures_stay_light() -> None:
    assert sum(image.stat().st_size for image in (DOCS / "captures").glob("*.png")) < CAPTURES_MAX_OCTETS
