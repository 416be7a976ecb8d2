"""The database as the core sees it: plain SQL in, rows out. The only module that knows the driver.

`Db` is what a read needs (each statement commits by itself), `Tx` is an open transaction. Every `Tx` is a `Db`, so a read
works inside a write. Driver errors leave as `Clash` (a named constraint), `Unavailable`, or `Again` (worth repeating).
"""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext, suppress
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from serai.kit import outbox
from serai.kit.clock import Clock, FrozenClock
from serai.kit.errors import Unavailable

Row = asyncpg.Record
T = TypeVar("T")
Isolation = Literal["repeatable_read"]
"""Other than the usual `read committed`."""

if TYPE_CHECKING:
    Plain = asyncpg.Connection[Row]
    Connection = Plain | PoolConnectionProxy[Row]
else:  # the driver's classes are generic in its stubs only
    Plain = asyncpg.Connection
    Connection = Any

# Every statement has its index whatever the parameters. One plan for all of them saves 0.3-0.5 ms of planning a request;
# and it is always the index's: a plan that read a small table whole would be kept while the table grows.
SESSION = {
    "jit": "off",
    "plan_cache_mode": "force_generic_plan",
    "enable_seqscan": "off",
    "timezone": "UTC",
    "application_name": "serai",
}

PATIENCE = 5.0
"""Seconds to wait for a free connection before answering that the database is away."""
POOLING = re.compile(r"([?&])pooling=transaction&?")


class Saying(NamedTuple):
    """How a transaction begins and ends."""

    begin: str
    commit: str
    rollback: str


TRANSACTIONS: dict[Isolation | None, Saying] = {
    None: Saying("begin", "commit", "rollback"),
    "repeatable_read": Saying("begin isolation level repeatable read", "commit", "rollback"),
}
# One name for all: the newest hides the others, and each is released at its end.
SAVEPOINT = Saying("savepoint begun", "release savepoint begun", "rollback to savepoint begun; release savepoint begun")
ATTEMPTS = 4
"""How often a transaction is tried that lost against another one."""


class Clash(Exception):
    """A constraint said no. `constraint` is its name in the schema."""

    def __init__(self, constraint: str) -> None:
        super().__init__(constraint)
        self.constraint = constraint


class Again(Exception):
    """The transaction lost against another one and may be repeated from its beginning."""


def _array(oid: int, element: str, element_oid: int) -> dict[str, object]:
    """An array type as the driver's own look-up would describe it."""
    rest = dict.fromkeys(("kind", "basetype", "range_subtype", "attrtypoids", "attrnames"))
    return {"oid": oid, "ns": "pg_catalog", "name": f"_{element}", "elemtype": element_oid, "elemdelim": ",", **rest}


# The driver knows the server's own types but not their arrays: it looks each up on every new connection, 12 ms for the first.
# Their oids are the same on every server. It takes them by a door that its stubs do not show.
ARRAYS = [
    _array(1000, "bool", 16),
    _array(1007, "int4", 23),
    _array(1016, "int8", 20),
    _array(1182, "date", 1082),
    _array(1185, "timestamptz", 1184),
    _array(1231, "numeric", 1700),
    _array(3807, "jsonb", 3802),
]


class Quiet(Plain):
    """Asks the server nothing on its own account: neither what an array is nor, on its way back to the pool, for a reset.

    Nothing here leaves session state behind.
    """

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._protocol.get_settings().register_data_types(ARRAYS)  # type: ignore[attr-defined]

    def get_reset_query(self) -> str:
        return ""

    async def reset(self, *, timeout: float | None = None) -> None:  # noqa: ASYNC109 - as the driver has it
        """Only what a cancelled caller left open is ended."""
        if self.is_in_transaction():
            await super().reset(timeout=timeout)


def _translated(error: Exception) -> Exception | None:
    """What leaves here instead; None: the error itself."""
    if isinstance(error, asyncpg.IntegrityConstraintViolationError):
        return Clash(error.constraint_name or "")
    if isinstance(error, (asyncpg.SerializationError, asyncpg.DeadlockDetectedError, asyncpg.LockNotAvailableError)):
        return Again()
    if isinstance(error, _GONE) or _is_closed(error):
        return Unavailable(reason="The database is temporarily unavailable")
    return None


def _is_closed(error: Exception) -> bool:
    """The driver has one class for "the connection is closed" and for being called wrongly, which is our own mistake.

    The pool takes a connection that was cut back at once, so "released" is what the next statement hears.
    """
    return isinstance(error, asyncpg.InterfaceError) and any(word in str(error) for word in ("clos", "released"))


_GONE = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.TooManyConnectionsError,
    asyncpg.InsufficientResourcesError,
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.InternalClientError,  # the server died between two messages, and the driver lost count
)
_TRANSLATED = (asyncpg.PostgresError, asyncpg.InterfaceError, *_GONE)


class Db:
    """Runs statements. Parameters are numbered; a row is a mapping by column name."""

    _held: Connection | None = None
    """The connection of all statements; None: each takes one."""

    def _connection(self) -> AbstractAsyncContextManager[Connection]:
        raise NotImplementedError

    def all(self, sql: str, *values: object) -> Awaitable[list[Row]]:
        """Every row."""
        return self._ask("fetch", sql, *values)

    def one(self, sql: str, *values: object) -> Awaitable[Row | None]:
        """The first row, or None."""
        return self._ask("fetchrow", sql, *values)

    def value(self, sql: str, *values: object) -> Awaitable[Any]:
        """The first column of the first row, or None."""
        return self._ask("fetchval", sql, *values)

    async def run(self, sql: str, *values: object) -> int:
        """The number of rows that the statement changed."""
        status = await self._ask("execute", sql, *values)
        count = status.rsplit(" ", 1)[-1]
        return int(count) if count.isdigit() else 0

    async def script(self, sql: str) -> None:
        """Several statements without parameters, as a migration has them."""
        await self._ask("execute", sql)

    async def _ask(self, method: str, *values: object, **named: object) -> Any:
        """What the driver's method of this name answers."""
        try:
            if self._held is not None:
                return await getattr(self._held, method)(*values, **named)
            async with self._connection() as connection:
                return await getattr(connection, method)(*values, **named)
        except _TRANSLATED as error:
            if (meant := _translated(error)) is None:
                raise
            raise meant from error


class Tx(Db):
    """An open transaction. `now` is the time it began; events are written just before it commits."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        self._held: Connection = connection
        self.now = now
        self._events: list[outbox.Event] = []

    def emit(self, event: outbox.Event) -> None:
        """Note a change. It is written with the transaction, or not at all."""
        self._events.append(event)

    async def flush(self) -> None:
        """Write the events noted so far."""
        if self._events:
            await self.run(outbox.WRITE, *outbox.rows(await outbox.portrayed(self, self._events), self.now))
            self._events.clear()

    def at(self, moment: datetime) -> "Database":
        """The transaction as a database whose time is `moment`; what begins there is a savepoint. For data with a past."""
        return Database.on(self._held, FrozenClock(moment))

    async def copy(self, table: str, columns: Sequence[str], records: Sequence[Sequence[object]]) -> None:
        """Bulk insert through COPY."""
        await self._ask("copy_records_to_table", table, columns=list(columns), records=records)


class Database(Db):
    """Connections by the pool. `acquire` gives one for the length of an `async with`."""

    def __init__(self, acquire: Callable[[], AbstractAsyncContextManager[Connection]], clock: Clock) -> None:
        self._acquire = acquire
        self.clock = clock

    @staticmethod
    def on(connection: Connection, clock: Clock) -> "Database":
        """Of this one connection, which stays the caller's."""
        database = Database(lambda: nullcontext(connection), clock)
        database._held = connection
        return database

    def _connection(self) -> AbstractAsyncContextManager[Connection]:
        return self._acquire()

    def pinned(self) -> AbstractAsyncContextManager["Database"]:
        """The same database on one connection for the length of the block: taking one anew costs as much as a small read."""
        return _Pinned(self._acquire(), self.clock)

    def begin(self, isolation: Isolation | None = None) -> AbstractAsyncContextManager[Tx]:
        """A transaction that commits at the end of the block and rolls back when the block raises."""
        if self._held is None:
            return self._begin_anew(isolation)
        return _Begun(self._held, self.clock, isolation)

    @asynccontextmanager
    async def _begin_anew(self, isolation: Isolation | None) -> AsyncIterator[Tx]:
        async with _Pinned(self._acquire(), self.clock) as one, one.begin(isolation) as tx:
            yield tx

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[Db]:
        """Reads that all see the data of one moment; nothing can be written."""
        async with self._acquire() as connection, connection.transaction(isolation="repeatable_read", readonly=True):
            yield Tx(connection, self.clock.now())

    async def write(self, work: Callable[[Tx], Awaitable[T]], *, isolation: Isolation | None = None) -> T:
        """Run `work` in a transaction, again when it lost against another one. Raises Unavailable when it always loses.

        With `repeatable_read` it loses too when another one changed a row that it has seen before and changes now.
        """
        for attempt in range(ATTEMPTS):
            try:
                async with self.begin(isolation) as tx:
                    return await work(tx)
            except Again:
                await asyncio.sleep(0.01 * 2**attempt)
        raise Unavailable(reason="Too much is changing at once")


class _Translating:
    """`with` it, what the driver raises leaves as what is meant."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if isinstance(error, _TRANSLATED) and (meant := _translated(error)) is not None:
            raise meant from error


_TRANSLATING = _Translating()


# These two are written out: every request goes through both, and generators in their place cost a twentieth of an order's work.
class _Pinned(AbstractAsyncContextManager[Database]):
    """Takes a connection, and gives it back."""

    def __init__(self, acquired: AbstractAsyncContextManager[Connection], clock: Clock) -> None:
        self._acquired = acquired
        self._clock = clock

    async def __aenter__(self) -> Database:
        with _TRANSLATING:
            return Database.on(await self._acquired.__aenter__(), self._clock)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with _TRANSLATING:
            await self._acquired.__aexit__(kind, error, trace)


class _Begun(AbstractAsyncContextManager[Tx]):
    """A transaction, or a savepoint within one, on a connection that stays the caller's."""

    def __init__(self, connection: Connection, clock: Clock, isolation: Isolation | None) -> None:
        self._says = SAVEPOINT if connection.is_in_transaction() else TRANSACTIONS[isolation]
        self._connection = connection
        self._tx = Tx(connection, clock.now())

    async def __aenter__(self) -> Tx:
        with _TRANSLATING:
            await self._connection.execute(self._says.begin)
        return self._tx

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with _TRANSLATING:
            await (self._commit() if error is None else self._roll_back())

    async def _commit(self) -> None:
        try:
            await self._tx.flush()
        except BaseException:
            await self._roll_back()
            raise
        await self._connection.execute(self._says.commit)

    async def _roll_back(self) -> None:
        """On a connection that is gone, the server has done it."""
        with suppress(asyncpg.InterfaceError, *_GONE):
            await self._connection.execute(self._says.rollback)


class Pooled(Database):
    """Through a pooler in transaction mode: every statement is a transaction, since the next may go to another session."""

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Connection]:
        async with self._acquire() as connection, connection.transaction():
            yield connection

    @asynccontextmanager
    async def pinned(self) -> AsyncIterator["Database"]:
        """As ever, but for what each statement is."""
        async with super().pinned() as database:
            yield Pooled(database._acquire, self.clock)


@asynccontextmanager
async def connect(url: str, clock: Clock, *, size: int = 10, connection: type[Plain] = Quiet) -> AsyncIterator[Database]:
    """A pool of at most `size` connections, opened when needed: the database may be away at the start.

    `pooling=transaction` in the URL's query says that a pooler in transaction mode stands before the database which does
    not follow prepared statements (PgBouncer before 1.21): none are kept then.
    """
    direct = POOLING.sub(r"\1", url)
    pool = asyncpg.create_pool(
        direct,
        min_size=0,
        max_size=size,
        connection_class=connection,
        server_settings=SESSION,
        max_inactive_connection_lifetime=300,
        statement_cache_size=100 if direct == url else 0,
        max_cacheable_statement_size=0,  # any: the longest are the ones whose planning costs most
        timeout=PATIENCE,
    )
    async with pool:
        yield (Database if direct == url else Pooled)(lambda: pool.acquire(timeout=PATIENCE), clock)
