"""What a peer sent must not stay in the parser's own memory once it was read."""

import gc
import json

from kiosk.backend.schemas import Identifiants


def test_a_password_is_not_kept_in_the_parsers_cache_of_strings() -> None:
    """The cache hands the same object out again: two readings of one text give two strings."""
    corps = json.dumps({"nir": "2850675990011", "mot_de_passe": "soleil velo pomme"}).encode()
    premier = Identifiants.model_validate_json(corps)
    second = Identifiants.model_validate_json(corps)
    gc.collect()
    assert premier == second
    assert premier.mot_de_passe is not second.mot_de_passe
    assert premier.nir is not second.nir
