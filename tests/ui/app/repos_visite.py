"""Waiting for a visit without sleeping: its own tasks are what there is to wait for."""

import asyncio


async def repos() -> None:
    """Until every other task of the loop is over."""
    while taches := [t for t in asyncio.all_tasks() if t is not asyncio.current_task()]:
        await asyncio.wait(taches)
