"""The guides quote the program: each « … » is a text that it shows, each fault that it can show is in the guide."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

RACINE = Path(__file__).parents[1]
DOCS = RACINE / "docs"
ACCUEIL = DOCS / "guide-accueil.md"
EXPLOITATION = DOCS / "guide-exploitation.md"
MOTS_PAR_PHRASE = 20
PART_FIXE = 0.5
"""Of what a pattern matches, how much it must say itself: « {titre} {texte} » would match anything."""

Morceaux = tuple[str | None, ...]
"""A text of the program: what it always says, None where something of the moment comes."""


@cache
def textes_du_programme() -> tuple[Morceaux, ...]:
    """Every text in the code; docstrings are not shown to anybody."""
    trouves: set[Morceaux] = set()
    for fichier in (*(RACINE / "kiosk").rglob("*.py"), *(RACINE / "ui").rglob("*.py")):
        arbre = ast.parse(fichier.read_text("utf-8"))
        muets = {id(n.value) for n in ast.walk(arbre) if isinstance(n, ast.Expr)}
        for noeud in ast.walk(arbre):
            if id(noeud) not in muets and (morceaux := _morceaux(noeud)) is not None:
                trouves.add(morceaux)
    return tuple(trouves)


def _morceaux(noeud: ast.AST) -> Morceaux | None:
    if isinstance(noeud, ast.Constant) and isinstance(noeud.value, str):
        return (_simple(noeud.value),)
    if isinstance(noeud, ast.JoinedStr):
        return tuple(
            _simple(str(partie.value)) if isinstance(partie, ast.Constant) else None
            for partie in noeud.values
        )
    return None


def _simple(texte: str) -> str:
    """With one kind of space, as the guides are written."""
    return re.sub(r"[\s\u00a0\u202f]+", " ", texte)


def _sans_code(markdown: str) -> str:
    return re.sub(r"`[^`]*`", "", re.sub(r"^```.*?^```", "", markdown, flags=re.S | re.M))


def citations(fichier: Path) -> list[str]:
    """What stands between « and » outside code, in one line."""
    texte = _simple(_sans_code(fichier.read_text("utf-8")))
    return list(dict.fromkeys(re.findall(r"« ([^«»]+) »", texte)))


@cache
def _textes_fixes() -> str:
    return "\n".join("".join(map(str, texte)) for texte in textes_du_programme() if None not in texte)


@cache
def _modeles() -> tuple[tuple[int, re.Pattern[str]], ...]:
    """The texts where something of the moment comes, with the length of what each always says."""
    return tuple(
        (
            sum(len(morceau) for morceau in texte if morceau),
            re.compile("".join(".+" if morceau is None else re.escape(morceau) for morceau in texte)),
        )
        for texte in textes_du_programme()
        if None in texte
    )


def est_du_programme(citation: str) -> bool:
    """Whether the program can show this."""
    return citation in _textes_fixes() or any(
        fixe >= PART_FIXE * len(citation) and modele.fullmatch(citation) for fixe, modele in _modeles()
    )


def avis() -> Iterator[str]:
    """The title of each fault that a visitor can be shown."""
    for fichier in (RACINE / "ui").rglob("*.py"):
        for noeud in ast.walk(ast.parse(fichier.read_text("utf-8"))):
            if isinstance(noeud, ast.Call) and isinstance(noeud.func, ast.Name) and noeud.func.id == "Avis":
                titre = noeud.args[0]
                if isinstance(titre, ast.Constant):
                    yield _simple(str(titre.value))


def test_what_the_tests_look_for_is_there() -> None:
    assert est_du_programme("Toucher pour commencer")
    assert est_du_programme("Attendez 3 minutes, puis réessayez.")
    assert not est_du_programme("Toucher pour finir")
    assert len(citations(ACCUEIL)) > 50
    assert len(set(avis())) > 20


@pytest.mark.parametrize("guide", [ACCUEIL, EXPLOITATION], ids=lambda guide: guide.stem)
def test_the_guides_quote_what_the_program_says(guide: Path) -> None:
    assert [citation for citation in citations(guide) if not est_du_programme(citation)] == []


def test_every_fault_is_in_the_guide_of_the_hall() -> None:
    from kiosk.terminal.printing import EtatImprimante
    from ui.screens.imprimer import EN_PANNE, TITRES

    assert set(TITRES) <= set(EtatImprimante)
    a_dire = {*avis(), *map(_simple, (EN_PANNE, *TITRES.values()))}
    assert sorted(a_dire - set(citations(ACCUEIL))) == []


def test_what_the_staff_can_do_and_why_a_terminal_is_closed_is_in_their_guide() -> None:
    from kiosk.terminal.link_equipe import MOTIFS
    from kiosk.terminal.ouverture import PANNES_REPETEES
    from ui.screens import equipe, equipe_mots, equipe_pin

    boutons = (equipe.FERMER, equipe.REDEMARRER, equipe.HORS_SERVICE, equipe.EN_SERVICE)
    a_dire = {PANNES_REPETEES, *MOTIFS.values(), *boutons, equipe.EXAMINER, equipe_mots.BORNE.arreter}
    a_dire |= {
        equipe.SANS_REPONSE,
        equipe.TOUT_VA_BIEN,
        equipe.ECHEC,
        equipe_pin.SANS_REPONSE,
        equipe_pin.SANS_CODE,
    }
    assert sorted(set(map(_simple, a_dire)) - set(citations(ACCUEIL))) == []


def test_every_tool_of_the_bar_is_in_the_guide_of_the_hall() -> None:
    from ui.shell.fenetre import OUTILS

    assert sorted({outil.libelle for outil in OUTILS} - set(citations(ACCUEIL))) == []


def test_the_guide_of_the_hall_is_in_short_sentences() -> None:
    texte = _sans_code(ACCUEIL.read_text("utf-8"))
    texte = re.sub(r"!?\[([^]]*)\]\([^)]*\)", r"\1", texte)
    # A list, a cell and a paragraph each begin a sentence.
    blocs = re.split(r"\n\s*\n|\n(?=\s*(?:[-#|]|\d+\.))|\|", texte)
    for phrase in (p for bloc in blocs for p in re.split(r"(?<=[.?!:])\s+", _simple(bloc))):
        mots = [mot for mot in phrase.split() if any(c.isalnum() for c in mot)]
        assert len(mots) <= MOTS_PAR_PHRASE, phrase


def test_both_guides_say_when_the_screen_goes_dark() -> None:
    from kiosk.terminal.settings_sections import Ecran

    assert Ecran.model_fields["veille_s"].default == 30 * 60
    for guide in (ACCUEIL, ACCUEIL.with_name("guide-exploitation.md")):
        assert re.search("après une demi-heure sans personne", _simple(guide.read_text("utf-8")), re.I), guide


def test_the_keys_that_do_something_are_in_the_guide_of_the_hall() -> None:
    from ui.components.clavier import azerty, pave

    touches = {
        _simple(str(noeud.args[0].value))
        for module in (azerty, pave)
        for noeud in ast.walk(ast.parse(Path(module.__file__ or "").read_text("utf-8")))
        if isinstance(noeud, ast.Call)
        and any(mot.arg == "action" for mot in noeud.keywords)
        and noeud.args
        and isinstance(noeud.args[0], ast.Constant)
    }
    assert {"Maj", "Champ suivant"} <= touches
    assert sorted(touches - {_simple(citation) for citation in citations(ACCUEIL)}) == []


def test_the_figures_of_the_guide_of_the_hall_are_those_of_the_program() -> None:
    from kiosk.server.coordonnees import attentes, codes
    from kiosk.server.identity import tentatives
    from kiosk.server.reglages import ReglagesServeur
    from kiosk.terminal import equipe_attente, geste_equipe, printing
    from kiosk.terminal.settings import INACTIVITE_S, Reglages
    from kiosk.terminal.visite import Profil
    from ui.app.equipe import SILENCE_PAGE_S

    texte = _simple(ACCUEIL.read_text("utf-8"))
    jours = ReglagesServeur.model_fields["mot_de_passe_temporaire_j"].default
    rebours, en_grand = (Reglages.model_fields[nom].default for nom in ("rebours_s", "rebours_grand_texte_s"))
    for phrase in (
        f"Sans un geste pendant {INACTIVITE_S[Profil.BORNE] // 60} minutes",
        f"compte {rebours} secondes",
        f"elle attend {INACTIVITE_S[Profil.LIBRE_SERVICE] // 60} minutes",
        f"elle compte {en_grand} secondes",
        f"Il est valable {jours} jours",
        f"Après {min(tentatives.ATTENTES_S)} essais, la borne fait attendre",
        f"Après {tentatives.VERROU} essais, l’accès est bloqué",
        f"Il est valable {codes.DUREE.seconds // 60} minutes",
        f"{codes.PAR_JOUR} codes par jour",
        f"attend son code pendant {attentes.DUREE.days} jours",
        f"plus de {printing.DUREE_MAX_S:.0f} secondes est annulé",
        f"après {printing.NOUVEL_ESSAI_S / 60:.0f} minutes sans impression",
        f"entre {geste_equipe.APPUI_MIN_S:n} et {geste_equipe.APPUI_MAX_S:n} secondes".replace(".", ","),
        f"vient avant {geste_equipe.ENTRE_MAX_S:n} secondes",
        f"Après {equipe_attente.ESSAIS_LIBRES} codes faux",
        f"jusqu’à {equipe_attente.ATTENTE_MAX_S // 60} minutes",
        f"seule après {SILENCE_PAGE_S / 60:n} minutes sans geste",
    ):
        assert phrase in texte, phrase
