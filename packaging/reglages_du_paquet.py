"""Prints /etc/caf-kiosk/kiosk.toml: every setting with what it accepts, and the one that an installed terminal has."""

import sys

from kiosk.terminal.settings_cles import exemple

ETAT = 'dossier_etat = "/var/lib/caf-kiosk"\n'
texte = exemple()
if f"# {ETAT}" not in texte:
    sys.exit("the example of dossier_etat has changed: the package must be told")
sys.stdout.write(
    "# Réglages de la borne. Une ligne qui commence par « # » montre la valeur par défaut, ou un exemple.\n"
    "# Après une modification : systemctl restart caf-kiosk\n\n" + texte.replace(f"# {ETAT}", ETAT)
)
