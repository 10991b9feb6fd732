"""What can go wrong with the terminal's durable queue, drawn once.

BoiteErreur
├── BoitePleine          no room: nothing was kept, the envelope is still in the caller's hands
├── BoiteInutilisable    the disk or its permissions: same promise
├── EnveloppeDifferente  other bytes wait under this id: they are kept, these are not
└── EnveloppeAbsente     nothing waits under this id (any more)
"""

from uuid import UUID


class BoiteErreur(Exception):
    """The queue could not do what was asked, and changed nothing."""


class BoitePleine(BoiteErreur):
    """No room on the disk."""


class BoiteInutilisable(BoiteErreur):
    """The disk fails, or its directory cannot be used."""


class EnveloppeDifferente(BoiteErreur):
    """Another envelope already waits under the same id."""

    def __init__(self, depot_id: UUID) -> None:
        super().__init__(str(depot_id))


class EnveloppeAbsente(BoiteErreur):
    """No envelope waits under this id: never kept, confirmed meanwhile, or refused."""

    def __init__(self, depot_id: UUID) -> None:
        super().__init__(str(depot_id))
