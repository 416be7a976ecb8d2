"""The bare limit: what any minimal app does for a request, around the statements that the product ran for it. Nothing else.

`/<work>/<number>` plays the number-th request of a work: its JSON body is read into a struct, its API key is hashed and
looked up, the statements run with the parameters that they had, and what the product answered is encoded anew and sent.
There is no routing, no check, no limit, no shaping: of the statements' rows only that they came is looked at.
"""

import hashlib
import os
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec import Struct

from bench.client import Request
from bench.record import BEGIN, COMMIT, Recorded, Step, record
from serai.kit.clock import Clock
from serai.kit.db import Database, connect

REQUESTS: Final = "BENCH_REQUESTS"
"""The file with the requests of every work."""
KEY: Final = b"x-api-key"


class Item(Struct):
    product_id: int
    qty: int


class Order(Struct):
    """The only body that is sent: `bench.works`."""

    customer_id: int
    items: list[Item]
    shipping_address: str
    shipping_city: str
    shipping_zip: str
    shipping_country: str


class Played(Struct):
    """A request that is played back. `keyed`: its first statement looks the hash of the API key up."""

    steps: list[Step]
    answer: Any
    keyed: bool


_ENCODER: Final = msgspec.json.Encoder()
_ORDERS: Final = msgspec.json.Decoder(Order)
_HEADERS: Final = [(b"content-type", b"application/json")]


class Bare:
    """An ASGI app for HTTP/1.1."""

    def __init__(self) -> None:
        self._works: dict[str, list[Played]] = {}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        if scope["method"] == "POST":
            _ORDERS.decode(await _read(receive))
        _, work, number = scope["path"].split("/")
        played = self._works[work][int(number)]
        await self._play(played, scope["headers"])
        body = _ENCODER.encode(played.answer)
        headers = [*_HEADERS, (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _play(self, played: Played, headers: list[tuple[bytes, bytes]]) -> None:
        key = _digest(headers) if played.keyed else None
        rows: list[Any] = []
        async with self._database._acquire() as connection:
            for sql, values in played.steps:
                if sql is BEGIN:
                    transaction = connection.transaction()
                    await transaction.start()
                elif sql is COMMIT:
                    await transaction.commit()
                elif key is not None:
                    rows = await connection.fetch(sql, key, *values[1:])
                    key = None
                else:
                    rows = await connection.fetch(sql, *values)
        if not rows:
            raise LookupError("the last statement found nothing")

    async def _live(self, receive: Any, send: Any) -> None:
        await receive()
        async with connect(os.environ["SERAI_DATABASE_URL"], Clock()) as database:
            self._database: Database = database
            for work, requests in _asked().items():
                recorded = await record(database, requests)
                self._works[work] = [_played(r, found) for r, found in zip(requests, recorded, strict=True)]
            await send({"type": "lifespan.startup.complete"})
            await receive()
        await send({"type": "lifespan.shutdown.complete"})


def _played(request: Request, found: Recorded) -> Played:
    first, key = found.steps[0][1], request.headers.get(KEY.decode(), "").encode()
    return Played(found.steps, msgspec.json.decode(found.answer), bool(first) and first[0] == hashlib.sha256(key).digest())


def _digest(headers: list[tuple[bytes, bytes]]) -> bytes:
    return hashlib.sha256(next((value for name, value in headers if name == KEY), b"")).digest()


async def _read(receive: Any) -> bytes:
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            return body


def _asked() -> dict[str, list[Request]]:
    return msgspec.json.decode(Path(os.environ[REQUESTS]).read_bytes(), type=dict[str, list[Request]])


def create() -> Bare:
    """What the server loads."""
    return Bare()
