"""The names of screens: the place where each is plugged in, which the kernel, Wayland and X write each in its way."""

import re

_LETTRE = re.compile(r"^(HDMI)-[ABC]-")


def meme_prise(un: str, autre: str) -> bool:
    """Whether two names are those of one place: « HDMI-A-1 » of the kernel and of Wayland is « HDMI-1 » of X.

    Capitals do not count. X drivers that count from 0 (`amdgpu`) cannot be told from another place.
    """
    return _commun(un) == _commun(autre)


def _commun(nom: str) -> str:
    return _LETTRE.sub(r"\1-", nom.strip().upper())
