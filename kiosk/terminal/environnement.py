"""What the supervisor tells a visit through its environment. Imports nothing: the first child is waiting for it."""

VARIABLE_LIEN = "CAF_KIOSK_LIEN"
"""Number of the inherited socket: the child's end of the pipe."""

VARIABLE_PARENT = "CAF_KIOSK_PARENT"
"""Process number of the supervisor, to whose life the child ties its own."""
