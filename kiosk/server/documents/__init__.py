"""Documents given to a person: the accessible PDF of a deposit."""
