"""The bare limit: the product's statements for a request, played back, and their rows as JSON. Nothing else.

`/<work>/<number>` plays the number-th request of a work.
"""

import os
from pathlib import Path
from typing import Any, Final

import msgspec

from bench.client import Request
from bench.record import BEGIN, COMMIT, Step, record
from serai.kit.clock import Clock
from serai.kit.db import Database, connect

REQUESTS: Final = "BENCH_REQUESTS"
"""The file with the requests of every work."""
_ENCODER = msgspec.json.Encoder()
_HEADERS = [(b"content-type", b"application/json")]


class Bare:
    """An ASGI app for HTTP/1.1."""

    def __init__(self) -> None:
        self._works: dict[str, list[list[Step]]] = {}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        if scope["method"] == "POST":
            await receive()
        _, work, number = scope["path"].split("/")
        body = _ENCODER.encode(await self._play(self._works[work][int(number)]))
        headers = [*_HEADERS, (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _play(self, steps: list[Step]) -> dict[str, Any]:
        rows: list[Any] = []
        async with self._database._acquire() as connection:
            for sql, values in steps:
                if sql is BEGIN:
                    transaction = connection.transaction()
                    await transaction.start()
                elif sql is COMMIT:
                    await transaction.commit()
                else:
                    rows = await connection.fetch(sql, *values)
        if "document" in rows[0].keys():  # noqa: SIM118 - a row is no dict
            return {"success": True, "data": [msgspec.Raw(r["document"].encode()) for r in rows], "total": len(rows)}
        return {"success": True, "data": dict(rows[0])}

    async def _live(self, receive: Any, send: Any) -> None:
        await receive()
        async with connect(os.environ["SERAI_DATABASE_URL"], Clock()) as database:
            self._database: Database = database
            for work, requests in _asked().items():
                self._works[work] = await record(database, requests)
            await send({"type": "lifespan.startup.complete"})
            await receive()
        await send({"type": "lifespan.shutdown.complete"})


def _asked() -> dict[str, list[Request]]:
    return msgspec.json.decode(Path(os.environ[REQUESTS]).read_bytes(), type=dict[str, list[Request]])


def create() -> Bare:
    """What the server loads."""
    return Bare()
