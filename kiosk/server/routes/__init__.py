"""HTTP doors, one module per resource; no rule lives here."""
