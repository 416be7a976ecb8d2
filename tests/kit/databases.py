"""Databases of a test's own beside the clones of the template."""

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg


@asynccontextmanager
async def empty(server: str) -> AsyncIterator[str]:
    """A new database without a table."""
    name = f"serai_{uuid.uuid4().hex[:12]}"
    start, _, query = server.partition("?")
    connection = await asyncpg.connect(server)
    try:
        await connection.execute(f"create database {name}")
        try:
            yield f"{start.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")
        finally:
            await connection.execute(f"drop database {name} with (force)")
    finally:
        await connection.close()
