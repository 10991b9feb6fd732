"""Forgetting what is over, a little at a time, on the way of a request that writes anyway."""

from typing import Any, Final

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

LOT: Final = 100
"""Rows forgotten at once: after an attack that left millions, each sign-in still takes its usual time."""


async def oublier(
    session: AsyncSession, cle: InstrumentedAttribute[Any], *conditions: ColumnElement[bool]
) -> None:
    """Delete rows of the table of `cle`, its only key, that meet `conditions`.

    Those that another transaction holds are left for the next time: waiting for them could end in a deadlock.
    """
    perimees = select(cle).where(*conditions).limit(LOT).with_for_update(skip_locked=True)
    await session.execute(
        delete(cle.class_).where(cle.in_(perimees)).execution_options(synchronize_session=False)
    )
