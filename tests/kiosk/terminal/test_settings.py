"""The settings: every source, every refusal by name."""

import re
from pathlib import Path

import pytest

from kiosk.terminal.errors import ReglagesInvalides
from kiosk.terminal.settings import Reglages
from kiosk.terminal.settings_cles import exemple
from kiosk.terminal.settings_lecture import lire
from kiosk.terminal.visite import Profil, ReglagesVisite


@pytest.fixture(autouse=True)
def poste_neuf(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "etat"))
    monkeypatch.delenv("CAF_KIOSK_CONFIG", raising=False)


def fichier(tmp_path: Path, texte: str) -> Path:
    chemin = tmp_path / "borne.toml"
    chemin.write_text(texte, encoding="utf-8")
    return chemin


def test_a_terminal_without_settings_is_a_borne_of_this_machine(tmp_path: Path) -> None:
    reglages = lire()
    assert reglages.profil is Profil.BORNE
    assert reglages.dossier_etat == tmp_path / "etat" / "caf-kiosk"
    visite = reglages.visite()
    assert (visite.inactivite_s, visite.rebours_s, visite.rebours_grand_texte_s) == (120, 45, 90)
    assert visite.plein_ecran
    assert ReglagesVisite.from_json(visite.to_json()) == visite


def test_a_shared_pc_waits_longer(tmp_path: Path) -> None:
    assert lire(fichier(tmp_path, 'profil = "libre_service"')).visite().inactivite_s == 180


def test_large_text_never_shortens_the_countdown(tmp_path: Path) -> None:
    assert lire(fichier(tmp_path, "rebours_s = 120")).visite().rebours_grand_texte_s == 120


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chemin = fichier(tmp_path, "rebours_s = 30\n[ecran]\nppi = 96\nlargeur = 1080\n")
    monkeypatch.setenv("CAF_KIOSK_CONFIG", str(chemin))
    monkeypatch.setenv("CAF_KIOSK_REBOURS_S", "60")
    monkeypatch.setenv("CAF_KIOSK_ECRAN__PPI", "102.46")
    monkeypatch.setenv("CAF_KIOSK_CAF_HORAIRES", '["Le lundi"]')
    reglages = lire()
    assert (reglages.rebours_s, reglages.ecran.ppi, reglages.ecran.largeur) == (60, 102.46, 1080)
    assert reglages.caf_horaires == ("Le lundi",)


@pytest.mark.parametrize(
    ("texte", "cle", "accepte"),
    [
        ("rebours_s = 19", "rebours_s", "20 à 300"),
        ("inactivite_s = 59", "inactivite_s", "60 à 300"),
        ("inactivite_s = 301", "inactivite_s", "60 à 300"),
        ('profil = "autre"', "profil", "libre_service"),
        ('theme = "rose"', "theme", "contraste_sombre"),
        ('langue = "français"', "langue", "fr"),
        ('dossier_etat = "etat"', "dossier_etat", "chemin absolu"),
        ('date_reference = "demain"', "date_reference", "AAAA-MM-JJ"),
        ('backend_url = "ftp://caf.example"', "backend_url", "https://"),
        ('backend_url = "http://caf.example"', "backend_url", "https://"),
        ('backend_url = "https://moi:secret@caf.example"', "backend_url", "sans identifiant"),
        ("[ecran]\nppi = 0", "ecran.ppi", "40 à 600"),
        ("[ecran]\nppi = nan", "ecran.ppi", "40 à 600"),
        ('[ecran]\nnom = "le grand écran"', "ecran.nom", "doctor"),
        ('[ecran]\nmode = "cinema"', "ecran.mode", "fenetre"),
        ("[surveillance]\ngel_s = 1", "surveillance.gel_s", "2 à 60"),
        ("caf_horaires = 12", "caf_horaires", "4 lignes au plus"),
        ('caf_horaires = ["le lundi", ""]', "caf_horaires", "4 lignes au plus"),
        ("ecran = 3", "ecran", "largeur"),
    ],
)
def test_a_wrong_value_is_refused_by_name(tmp_path: Path, texte: str, cle: str, accepte: str) -> None:
    chemin = fichier(tmp_path, texte)
    with pytest.raises(ReglagesInvalides) as refus:
        lire(chemin)
    message = str(refus.value)
    assert f"« {cle} »" in message
    assert str(chemin) in message
    assert accepte in message
    assert "secret" not in message


@pytest.mark.parametrize(
    ("texte", "cle", "voisine"),
    [
        ("inactivte_s = 90", "inactivte_s", "inactivite_s"),
        ("_env_file = 'x'", "_env_file", "profil"),
        ("[ecran]\ndpi = 96", "ecran.dpi", "ppi"),
        ("[autre]\ndpi = 96", "autre", "ecran"),
    ],
)
def test_an_unknown_key_is_refused_with_the_known_ones(
    tmp_path: Path, texte: str, cle: str, voisine: str
) -> None:
    with pytest.raises(ReglagesInvalides, match=f"clé inconnue « {re.escape(cle)} ».*{voisine}"):
        lire(fichier(tmp_path, texte))


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ReglagesInvalides) as refus:
        lire(fichier(tmp_path, "rebours_s = 1\ninactivite_s = 1\n"))
    assert len(str(refus.value).splitlines()) == 2


@pytest.mark.parametrize(
    ("variable", "valeur"),
    [
        ("CAF_KIOSK_INACTIVTE_S", "90"),
        ("CAF_KIOSK_REBOURS_S", "bientôt"),
        ("CAF_KIOSK_ECRAN__PPI", "0"),
        ("CAF_KIOSK_ECRAN__DPI", "96"),
        ("CAF_KIOSK_ECRAN", '{"ppi": 0}'),
    ],
)
def test_the_environment_is_held_to_the_same(
    monkeypatch: pytest.MonkeyPatch, variable: str, valeur: str
) -> None:
    monkeypatch.setenv(variable, valeur)
    with pytest.raises(ReglagesInvalides, match=variable):
        lire()


def test_a_list_in_the_environment_is_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAF_KIOSK_CAF_HORAIRES", "le lundi")
    with pytest.raises(ReglagesInvalides, match=r"caf_horaires.*JSON"):
        lire()


@pytest.mark.parametrize(
    ("texte", "ou"),
    [
        ("= 3", "ligne 1, colonne 1"),
        ("rebours_s = 45\nrebours_s = 45\n", "ligne 2, colonne 15"),
        ("[ecran]\nppi = 96 pixels\n", "ligne 2, colonne 10"),
        ("caf_horaires = [", "à la fin"),
    ],
)
def test_a_file_that_is_no_toml_is_named_with_the_line(tmp_path: Path, texte: str, ou: str) -> None:
    with pytest.raises(ReglagesInvalides, match=re.escape(f"{tmp_path / 'borne.toml'}, {ou} : ce n'est pas")):
        lire(fichier(tmp_path, texte))


def test_a_file_of_another_encoding_is_named_with_the_line(tmp_path: Path) -> None:
    chemin = tmp_path / "borne.toml"
    chemin.write_bytes('rebours_s = 45\ncaf_nom = "Caf de la Drôme"\n'.encode("latin-1"))
    with pytest.raises(ReglagesInvalides, match=r"borne\.toml, ligne 2 : le fichier n'est pas en UTF-8"):
        lire(chemin)


@pytest.mark.parametrize(
    "texte",
    [
        "delai_touche_ms = true",
        'rebours_s = "45"',
        'inactivite_s = "2 minutes"',
        '[ecran]\nppi = "96"',
        '[surveillance]\ngel_s = "5 s"',
    ],
)
def test_a_number_is_written_as_one(tmp_path: Path, texte: str) -> None:
    with pytest.raises(ReglagesInvalides, match=r"valeur refusée pour « .* ».*sans guillemets et sans unité"):
        lire(fichier(tmp_path, texte))


@pytest.mark.parametrize(
    ("texte", "piste"),
    [
        ("inactivite_ms = 120000", "Peut-être « inactivite_s »"),
        ("[ecran]\nhauteurs = 1920", "Peut-être « ecran.hauteur »"),
        ("ppi = 96", "Elle s'écrit dans la section [ecran]"),
        ('[ecran]\ncaf_nom = "Caf"', "Elle s'écrit avant toute section"),
    ],
)
def test_an_unknown_key_is_shown_the_way(tmp_path: Path, texte: str, piste: str) -> None:
    with pytest.raises(ReglagesInvalides, match=re.escape(piste)):
        lire(fichier(tmp_path, texte))


def test_a_folder_in_place_of_the_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReglagesInvalides, match=r"fichier illisible"):
        lire(tmp_path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAF_KIOSK_CONFIG", str(tmp_path / "absent.toml"))
    with pytest.raises(ReglagesInvalides, match=r"absent\.toml"):
        lire()


def test_the_example_names_every_key_and_every_line_of_it_is_valid(tmp_path: Path) -> None:
    texte = exemple()
    lire(fichier(tmp_path, texte))
    ouvert = re.sub(r"(?m)^# (?=\w+ = )", "", texte)
    reglages = lire(fichier(tmp_path, ouvert))
    assert reglages.model_fields_set == set(Reglages.model_fields)
    assert reglages.ecran.model_fields_set == {"mode", "nom", "largeur", "hauteur", "ppi", "veille_s"}
