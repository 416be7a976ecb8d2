"""What the product asks the database for a request: the request goes through the product once, and is written down."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final, NamedTuple

from bench.client import Request
from serai import settings
from serai.app import compose, services
from serai.kit.clock import Clock
from serai.kit.db import SAVEPOINT, Connection, Database

BEGIN: Final = "begin"
COMMIT: Final = "commit"
_PLAYED: Final = {SAVEPOINT.begin: BEGIN, SAVEPOINT.commit: COMMIT}
Step = tuple[str, tuple[object, ...]]
"""A statement and its parameters; BEGIN and COMMIT stand for themselves."""


class Recorded(NamedTuple):
    """What a request asked of the database, in order, and the body of its answer."""

    steps: list[Step]
    answer: bytes


class Recorder:
    """Passes every call on to a connection and notes the statements."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.steps: list[Step] = []

    def is_in_transaction(self) -> bool:
        """It is: what begins is a savepoint here, and a transaction where it is played back."""
        return True

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        method = getattr(self._connection, name)

        async def noted(sql: str, *values: object) -> Any:
            self.steps.append((_PLAYED.get(sql, sql), values))
            return await method(sql, *values)

        return noted


async def record(
    database: Database, requests: Sequence[Request], environment: Mapping[str, str] = os.environ
) -> list[Recorded]:
    """Each request as the product answers it; what its statements did is rolled back."""
    recorder: Recorder | None = None

    @asynccontextmanager
    async def acquire() -> AsyncIterator[Any]:
        yield recorder

    config, clock = settings.load(environment), Clock()
    front = compose(config, services(config, Database(acquire, clock), clock))
    recorded: list[Recorded] = []
    async with database._acquire() as connection:
        for request in requests:
            recorder = Recorder(connection)
            transaction = connection.transaction()
            await transaction.start()
            status, answer = await _ask(front, request)
            await transaction.rollback()
            if not 200 <= status < 300:
                raise RuntimeError(f"{request.method} {request.path} answered {status}")
            recorded.append(Recorded(recorder.steps, answer))
    return recorded


async def _ask(app: Any, request: Request) -> tuple[int, bytes]:
    path, _, query = request.path.partition("?")
    sent = [(name.encode(), value.encode()) for name, value in request.headers.items()]
    scope = {
        "type": "http",
        "method": request.method,
        "path": path,
        "query_string": query.encode(),
        "headers": [*sent, (b"host", b"localhost"), (b"content-type", b"application/json")],
        "client": ("127.0.0.1", 1),
        "scheme": "http",
    }
    answers: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": request.body.encode(), "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        answers.append(message)

    await app(scope, receive, send)
    return int(answers[0]["status"]), answers[1]["body"]
