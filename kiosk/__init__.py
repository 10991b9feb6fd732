"""caf-kiosk without a screen: the domain, the form language, the terminal's services, the reference backend."""
