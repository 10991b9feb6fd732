"""The one style sheet, rendered from the tokens.

Selectors are a type with one property: Qt indexes rules by type, so a page of 200 widgets is polished
without testing every rule on every widget. What the sheet cannot do (wrapped labels of buttons, marks,
rings) the components paint themselves, from the same tokens.
"""

from string import Template

from ui.theme.theme import Theme

_MODELE = Template(
    """
QFrame[boite="page"] { background: $fond; }
QFrame[boite="barre"] { background: $surface; border-bottom: 2px solid $trait; }
QFrame[boite="bandeau"] { background: $surface_2; border-bottom: 2px solid $trait; }
QFrame[boite="actions"] { background: $surface; border-top: 2px solid $trait; }
QFrame[boite="actions_panneau"] { background: $surface; border-top: 2px solid $trait;
  border-bottom-left-radius: ${r_pied}px; border-bottom-right-radius: ${r_pied}px; }
QFrame[boite="clavier"] { background: $clavier; border-top: 2px solid $trait; }
QFrame[boite="clavier_droite"] { background: $clavier; border-left: 2px solid $trait; }
QFrame[boite="carte"] { background: $surface; border: 2px solid $bord_carte; border-radius: ${r_carte}px; }
QFrame[boite="panneau"] { background: $surface; border-top: 3px solid $encre;
  border-top-left-radius: ${r_panneau}px; border-top-right-radius: ${r_panneau}px; }
QFrame[boite="panneau_centre"] { background: $surface; border: 3px solid $encre;
  border-radius: ${r_panneau_pc}px; }
QFrame[boite="resume"] { background: $erreur_fond; border: 3px solid $erreur;
  border-radius: ${r_carte}px; }
QFrame[boite="filet"] { background: $erreur; border-radius: ${r_filet}px; }
QFrame[boite="separateur"] { background: $trait; }
QFrame[boite="vide"], QScrollArea, QStackedWidget { background: transparent; border: 0; }

QFrame[encart="info"] { background: $action_teinte; border: 2px solid $action; border-radius: ${r_carte}px; }
QFrame[encart="succes"] { background: $succes_fond; border: 2px solid $succes; border-radius: ${r_carte}px; }
QFrame[encart="alerte"] { background: $alerte_fond; border: 2px solid $alerte; border-radius: ${r_carte}px; }
QFrame[encart="discret"] { background: $surface_2; border: 2px solid $bord_carte;
  border-radius: ${r_carte}px; }

QFrame[etiquette="neutre"] { background: $surface; border: 2px solid $bord; border-radius: ${r_etiq}px; }
QFrame[etiquette="info"] { background: $action_teinte; border: 2px solid $action;
  border-radius: ${r_etiq}px; }
QFrame[etiquette="succes"] { background: $succes_fond; border: 2px solid $succes;
  border-radius: ${r_etiq}px; }
QFrame[etiquette="alerte"] { background: $alerte_fond; border: 2px solid $alerte;
  border-radius: ${r_etiq}px; }

QLineEdit { background: transparent; border: 0; color: $encre; font-size: ${saisie}px;
  padding: 0 ${pad_saisie}px; lineedit-password-character: 8226; selection-background-color: $action;
  selection-color: $sur_action; }
QLabel#suffixe { background: $surface_2; border-left: 2px solid $bord; font-size: ${saisie}px;
  font-weight: 700; border-top-right-radius: ${r_suffixe}px; border-bottom-right-radius: ${r_suffixe}px; }

QLabel[role="mini"] { font-size: ${mini}px; }
QLabel[role="petit"] { font-size: ${petit}px; }
QLabel[role="intro"] { font-size: ${intro}px; }
QLabel[role="saisie"] { font-size: ${saisie}px; }
QLabel[role="libelle"], QLabel[role="bouton"] { font-size: ${bouton}px; font-weight: 700; }
QLabel[role="fort"] { font-weight: 700; }
QLabel[role="h3"] { font-size: ${h3}px; font-weight: 700; }
QLabel[role="h2"] { font-size: ${h2}px; font-weight: 700; }
QLabel[role="h1"] { font-size: ${h1}px; font-weight: 700; }
QLabel[role="marque"] { font-size: ${marque}px; font-weight: 700; color: $action; }
QLabel[role="affiche"] { font-size: ${affiche}px; font-weight: 700; }
QLabel[role="second"], QLabel[role="aide"] { color: $encre_2; }
QLabel[role="erreur"] { color: $erreur; font-weight: 700; }
QLabel[role="titre_erreur"] { font-size: ${h3}px; font-weight: 700; color: $erreur; }
QLabel[role="etiquette"] { font-size: ${mini}px; font-weight: 700; }
QLabel[ton="second"] { color: $encre_2; }
QLabel[ton="action"] { color: $action; }
QLabel[ton="succes"] { color: $succes; }
QLabel[ton="alerte"] { color: $alerte; }
QLabel[ton="erreur"] { color: $erreur; }

QPushButton { font-size: ${bouton}px; font-weight: 700; border-radius: ${r_bouton}px; outline: 0; }
QPushButton[genre="p"] { background: $action; color: $sur_action; border: 2px solid $action;
  min-height: ${h_cible}px; padding: 0 ${pad_bouton}px; }
QPushButton[genre="p"]:pressed { background: $action_presse; border-color: $action_presse; }
QPushButton[genre="s"] { background: $surface; color: $action; border: 2px solid $action;
  min-height: ${h_cible}px; padding: 0 ${pad_bouton}px; }
QPushButton[genre="s"]:pressed { background: $action_teinte; }
QPushButton[genre="t"] { background: transparent; color: $action; border: 2px solid transparent;
  min-height: ${h_lien}px; padding: 0 ${pad_bouton}px; text-decoration: underline; }
QPushButton[genre="t"]:pressed { background: $action_teinte; }
QPushButton[genre="petit"] { background: $surface; color: $action; border: 2px solid $action;
  font-size: ${petit}px; min-height: ${h_petit}px; padding: 0 ${pad_petit}px; }
QPushButton[genre="petit"]:pressed { background: $action_teinte; }
QPushButton[genre="session"] { background: $surface; color: $encre; border: 2px solid $bord;
  font-size: ${petit}px; min-height: ${h_petit}px; padding: 0 ${pad_petit}px; }
QPushButton[genre="session"]:pressed { background: $action_teinte; }
QPushButton[genre="outil"] { background: $surface_2; color: $encre; border: ${px_outil}px solid $trait;
  font-size: ${mini}px; font-weight: 400; min-height: ${h_outil}px; padding: 0 ${pad_outil}px; }
QPushButton[genre="outil"]:pressed { background: $action_teinte; }
QPushButton[genre="outil"]:checked { background: $action_teinte; color: $action;
  border: 2px solid $action; font-weight: 700; }
QPushButton[genre="segment"] { background: $surface; color: $encre; border: 2px solid $bord;
  min-height: ${h_cible}px; padding: 0 ${pad_bouton}px; }
QPushButton[genre="segment"]:pressed { background: $action_teinte; }
QPushButton[genre="segment"]:checked { background: $action_teinte; color: $action;
  border: ${px_retenu}px solid $action; }
QPushButton[genre="suite"] { background: $surface_2; color: $action; border: 0; border-radius: 0;
  border-top: 2px solid $bord; min-height: ${h_suite}px; }
QPushButton[genre="suite"]:pressed { background: $action_teinte; }
QPushButton:disabled { background: $surface_2; color: $encre_2; border: 2px dashed $bord; }
"""
)


def feuille(theme: Theme) -> str:
    """The style sheet of a theme."""
    couleurs, mesures = theme.couleurs, theme.mesures
    mm = mesures.mm
    valeurs: dict[str, str | int] = {
        nom: valeur for nom, valeur in vars(couleurs).items() if isinstance(valeur, str)
    }
    valeurs |= {
        role: mesures.texte(role)
        for role in ("mini", "petit", "intro", "bouton", "h3", "saisie", "h2", "marque", "h1", "affiche")
    }
    # High contrast has no tint: a card and a chosen thing must show by their line.
    valeurs |= {
        "bord_carte": couleurs.encre if couleurs.contraste else couleurs.trait,
        "px_retenu": 5 if couleurs.contraste else 3,
        "px_outil": 2 if couleurs.contraste else 1,
        "r_carte": mesures.r_carte,
        "r_bouton": mesures.r_bouton,
        "r_champ": mesures.r_champ,
        "r_suffixe": mm(1.6),
        "r_etiq": mm(1.5),
        "r_filet": mm(0.8),
        "r_panneau": mm(7),
        "r_panneau_pc": mm(6),
        "r_pied": mm(6) - 3,
        # A style sheet's min-height is the inside of the border.
        "h_cible": mesures.h_cible - 4,
        "h_petit": mesures.h_petit - 4,
        "h_lien": mesures.h_lien - 4,
        "h_outil": mesures.h_outil - 4,
        "h_suite": mm(17) - 2,
        "pad_bouton": mm(2.5),
        "pad_petit": mm(4),
        "pad_outil": mm(3.2),
        "pad_saisie": mm(4.5),
    }
    return _MODELE.substitute(valeurs)
