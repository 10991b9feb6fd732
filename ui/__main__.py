"""`python -m ui`: one visit, started by the supervisor."""

import sys

from ui.app import main

if __name__ == "__main__":
    sys.exit(main())
