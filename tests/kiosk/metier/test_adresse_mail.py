"""Mail addresses: what is kept, what is sent to, and what is said of what cannot be kept."""

from __future__ import annotations

import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.metier.adresse_mail import REFUS, AdresseRefusee, egales, lire_adresse, masquer, pour_envoi

LOCAUX = st.from_regex(r"[a-zA-Z0-9_+'&-]{1,20}(\.[a-zA-Z0-9_+'&-]{1,20}){0,2}", fullmatch=True)
MOTS = st.from_regex(r"[a-z0-9éèçàôœß]{1,12}(-[a-z0-9éèç]{1,8})?", fullmatch=True)
DOMAINES = st.tuples(MOTS, st.sampled_from(["fr", "re", "exemple.fr", "gouv.fr", "com", "corsica"])).map(
    ".".join
)


@pytest.mark.parametrize(
    ("tapee", "gardee", "envoyee"),
    [
        ("camille.martin@exemple.fr", "camille.martin@exemple.fr", "camille.martin@exemple.fr"),
        (" \u00a0Camille@Exemple.FR\n", "Camille@exemple.fr", "Camille@exemple.fr"),
        ("\u200bcamille\u00ad@exemple.fr\ufeff", "camille@exemple.fr", "camille@exemple.fr"),
        ("a@ÉCOLE.fr", "a@école.fr", "a@xn--cole-9oa.fr"),
        ("a@e\u0301cole.fr", "a@école.fr", "a@xn--cole-9oa.fr"),
        ("a@xn--cole-9oa.fr", "a@école.fr", "a@xn--cole-9oa.fr"),
        ("a@straße.de", "a@straße.de", "a@xn--strae-oqa.de"),
        ("a@例え.jp", "a@例え.jp", "a@xn--r8jz45g.jp"),
        ("o'neil+caf_2@mail.exemple.fr", "o'neil+caf_2@mail.exemple.fr", "o'neil+caf_2@mail.exemple.fr"),
        ("a@example.com", "a@example.com", "a@example.com"),
        ("a@mon-test.fr", "a@mon-test.fr", "a@mon-test.fr"),
        ("1@1.fr", "1@1.fr", "1@1.fr"),
        ("x" * 64 + "@exemple.fr", "x" * 64 + "@exemple.fr", "x" * 64 + "@exemple.fr"),
    ],
)
def test_what_is_typed_is_kept_and_sent_to(tapee: str, gardee: str, envoyee: str) -> None:
    assert lire_adresse(tapee) == gardee
    assert pour_envoi(gardee) == envoyee


@given(LOCAUX, DOMAINES)
def test_reading_again_changes_nothing_whichever_form_is_read(local: str, domaine: str) -> None:
    lue = lire_adresse(f"{local}@{domaine.upper() if 'ß' not in domaine else domaine}")
    assert lire_adresse(lue) == lue
    assert lire_adresse(pour_envoi(lue)) == lue
    assert pour_envoi(lue).isascii()
    assert lue == f"{local}@{domaine}"
    assert egales(lue, lire_adresse(f"{local.swapcase()}@{domaine}"))


@pytest.mark.parametrize(
    ("une", "autre", "memes"),
    [
        ("Camille@exemple.fr", "camille@exemple.fr", True),
        ("camille@exemple.fr", "camille@exemple.com", False),
        ("camille@exemple.fr", "camile@exemple.fr", False),
        ("a@straße.de", "a@strasse.de", False),
    ],
)
def test_two_addresses_are_compared_without_their_case(une: str, autre: str, memes: bool) -> None:
    assert egales(une, autre) is memes
    assert egales(autre, une) is memes


@pytest.mark.parametrize(
    ("texte", "code"),
    [
        ("", "adresse-vide"),
        (" \u00a0\u200b", "adresse-vide"),
        ("camille martin@exemple.fr", "adresse-espace"),
        ("camille@exemple .fr", "adresse-espace"),
        ("a@b.fr c@d.fr", "adresse-espace"),
        ("camille\u00a0martin@exemple.fr", "adresse-espace"),
        ("camille\tmartin@exemple.fr", "adresse-espace"),
        ("camille.exemple.fr", "adresse-arobase"),
        ("camille@@exemple.fr", "adresse-arobase"),
        ("a@b.fr;c@d.fr", "adresse-arobase"),
        ("camille＠exemple.fr", "adresse-arobase"),
        ("camille@", "adresse-incomplete"),
        ("@exemple.fr", "adresse-incomplete"),
        ("@", "adresse-incomplete"),
        ("rené@exemple.fr", "adresse-accent"),
        ("ren\u0065\u0301@exemple.fr", "adresse-accent"),
        ("камилла@exemple.fr", "adresse-accent"),
        ("camille@exemple.fr.", "adresse-point-final"),
        ("camille@exemple.", "adresse-point-final"),
        (".camille@exemple.fr", "adresse-points"),
        ("camille.@exemple.fr", "adresse-points"),
        ("camille..martin@exemple.fr", "adresse-points"),
        ("camille@.exemple.fr", "adresse-points"),
        ("camille@exemple..fr", "adresse-points"),
        ("camille@.", "adresse-points"),
        ("camille@exemple", "adresse-domaine"),
        ("camille@exemple,fr", "adresse-domaine"),
        ("camille@localhost", "adresse-domaine"),
        ("camille@exemple.test", "adresse-reservee"),
        ("camille@serveur.Local", "adresse-reservee"),
        ("camille@exemple.example", "adresse-reservee"),
        ("camille@exemple.invalid", "adresse-reservee"),
        ("x" * 65 + "@exemple.fr", "adresse-longue"),
        ("x@" + "exemple." * 32 + "fr", "adresse-longue"),
        ("camille@exemple.123", "adresse-caracteres"),
        ("camille@[192.0.2.1]", "adresse-caracteres"),
        ("camille@-exemple.fr", "adresse-caracteres"),
        ("camille,martin@exemple.fr", "adresse-caracteres"),
        ('"camille"@exemple.fr', "adresse-caracteres"),
        ("<camille@exemple.fr>", "adresse-caracteres"),
        ("camille@exemple.fr\x00", "adresse-caracteres"),
        ("camille@exe_mple.fr", "adresse-caracteres"),
        ("a@" + "é" * 60 + ".fr", "adresse-caracteres"),
    ],
)
def test_what_cannot_be_kept_is_refused_for_its_reason(texte: str, code: str) -> None:
    with pytest.raises(AdresseRefusee) as refus:
        lire_adresse(texte)
    assert refus.value.code == code
    assert refus.value.message == str(refus.value) == REFUS[code]


@given(st.emails() | st.text("ab@.é -\u00a0,\u200b", max_size=20) | st.text(max_size=300))
def test_anything_typed_is_read_or_refused_with_a_known_sentence(texte: str) -> None:
    try:
        lue = lire_adresse(texte)
    except AdresseRefusee as erreur:
        refus = erreur
    else:
        assert lire_adresse(lue) == lue
        assert len(pour_envoi(lue)) <= 254
        return
    assert refus.message == REFUS[refus.code]


def test_nothing_is_sent_to_an_address_that_needs_more_than_ascii_before_the_at() -> None:
    with pytest.raises(AdresseRefusee):
        pour_envoi("rené@exemple.fr")


def test_a_refusal_never_repeats_the_address() -> None:
    for texte in ("secrete.personne@exemple", "secrete,personne@exemple.fr"):
        with pytest.raises(AdresseRefusee) as refus:
            lire_adresse(texte)
        assert "personne" not in "".join(traceback.format_exception(refus.value))
        assert "personne" not in repr(refus.value)


@pytest.mark.parametrize(
    ("adresse", "masquee"),
    [
        ("camille@exemple.fr", "c•••••@exemple.fr"),
        ("c@exemple.fr", "c•••••@exemple.fr"),
        ("camille.martin.benali@école.fr", "c•••••@école.fr"),
    ],
)
def test_five_dots_hide_an_address_however_long(adresse: str, masquee: str) -> None:
    assert masquer(adresse) == masquee
