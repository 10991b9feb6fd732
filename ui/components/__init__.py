"""Widgets the screens are made of. They know the theme and nothing of démarches or of the network."""
