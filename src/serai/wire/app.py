"""One dialect as an ASGI app: match → identify → limit → parse → handler → shape → bytes. All errors are caught here."""

import time
from collections.abc import Coroutine, Mapping
from typing import Any

import msgspec
import structlog

from serai.kit.errors import DomainError, TooMany, Unauthenticated, Unavailable
from serai.kit.limits import Standing, Window
from serai.wire import metrics, parse, query
from serai.wire.answer import Answer, finished, refusal, send_answer
from serai.wire.asgi import Receive, Scope, Send
from serai.wire.body import BODY_SECONDS, LARGEST, check_media, gather, read
from serai.wire.call import Call, Principal, Services
from serai.wire.deadline import Deadline
from serai.wire.dialect import Dialect
from serai.wire.errors import BodyTimeout, Broken, InsecureTransport
from serai.wire.operation import Operation
from serai.wire.routes import Routes
from serai.wire.transport import Networks, caller, subscriber
from serai.wire.writes import carry_out

SMALL = 16 * 1024
"""Bytes of a body that is read ahead of everything else."""
TOO_LONG = "The request took too long"
AT_ONCE = 256
"""Requests of one account or key that may run at the same time."""

log = structlog.get_logger("serai.wire")


class DialectApp:
    """Serves one dialect at whatever mount the front found it."""

    def __init__(self, dialect: Dialect, services: Services, *, trusted: Networks = ()) -> None:
        self.dialect = dialect
        self.routes = Routes(dialect.operations, decode=dialect.decode, trailing=dialect.trailing)
        self._services = services
        self._trusted = trusted
        self._running: dict[str, int] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send, *, path: str, mount: str) -> None:
        """`path` is what is left after the dialect's base, `mount` the part of the URL before it."""
        started = time.perf_counter()
        exchange = _Exchange(scope["serai.request_id"])
        try:
            status, headers, body = await self._answer(exchange, scope, receive, path, mount)
        except DomainError as error:
            status, headers, body = refusal(self.dialect, error, request_id=exchange.request_id, who=exchange.who)
        except Exception:
            log.exception("broken", request_id=exchange.request_id, path=path, dialect=self.dialect.name)
            status, headers, body = refusal(self.dialect, Broken(), request_id=exchange.request_id, who=exchange.who)
        if exchange.standing is None:
            exchange.standing = await self._standing(f"ip:{subscriber(exchange.ip)}", self.dialect.strangers, count=False)
        headers += [("x-request-id", exchange.request_id), ("x-content-type-options", "nosniff")]
        headers += self.dialect.standing(exchange.standing, exchange.quota)
        await send_answer(send, status, headers, body, head=scope["method"] == "HEAD")
        metrics.observe(self.dialect.name, exchange.operation, status, time.perf_counter() - started)

    def _answer(
        self, exchange: "_Exchange", scope: Scope, receive: Receive, path: str, mount: str
    ) -> Coroutine[Any, Any, Answer]:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        ip, safe, origin = caller(scope, headers, self._trusted)
        exchange.ip = ip
        if not safe:
            raise InsecureTransport
        operation, values = self.routes.match(scope["method"], path)
        exchange.operation = operation.name
        exchange.quota = operation.quota
        call = Call(
            services=self._services,
            database=self._services.database,
            operation=operation,
            request_id=exchange.request_id,
            method=scope["method"],
            path=path,
            mount=mount,
            headers=headers,
            query=query.pairs(scope["query_string"], joins=self.dialect.joins),
            query_string=scope["query_string"].decode("latin-1"),
            ip=ip,
            origin=self._services.base_url or origin,
        )
        if operation.stays_in_the_database and (not operation.has_body or _is_small(headers)):
            return self._serve_at_once(exchange, call, values, receive)
        return self._serve(exchange, call, values, receive)

    async def _serve_at_once(self, exchange: "_Exchange", call: Call, values: list[str], receive: Receive) -> Answer:
        """On one connection, which is taken when the body is there; one deadline for all of it."""
        operation = call.operation
        try:
            with Deadline(operation.deadline):
                call.raw = await self._ahead(call, receive)
                async with self._services.database.pinned() as call.database:
                    return await self._serve(exchange, call, values, receive)
        except TimeoutError:
            raise Unavailable(reason=TOO_LONG) if call.raw is not None else BodyTimeout from None

    async def _ahead(self, call: Call, receive: Receive) -> bytes:
        """A small body, within the operation's deadline."""
        if not call.operation.has_body:
            return b""
        if call.operation.deadline > BODY_SECONDS:
            return await read(receive, call.headers, SMALL)
        return await gather(receive, SMALL)

    async def _serve(self, exchange: "_Exchange", call: Call, values: list[str], receive: Receive) -> Answer:
        await self._admit(call, exchange)
        owner = call.who.owner if call.who else f"ip:{call.ip}"
        running = self._running.get(owner, 0)
        if running >= AT_ONCE:
            raise TooMany(1)
        self._running[owner] = running + 1
        try:
            return await self._carry_out(call, values, receive)
        finally:
            self._running[owner] -= 1
            if not self._running[owner]:
                del self._running[owner]

    # ── who may ──

    async def _admit(self, call: Call, exchange: "_Exchange") -> None:
        if not call.operation.public:
            try:
                call.who = await self.dialect.identify(call)
            except Unauthenticated:
                await self._limit(f"ip:{subscriber(call.ip)}", self.dialect.strangers, exchange)
                raise
            exchange.who = call.who
            if (limit := _counted(call.who, call.operation)) is not None:
                await self._limit(*limit, exchange)
            self.dialect.allows(call.who, call.operation)
        elif call.operation.windows:
            await self._limit(f"ip:{subscriber(call.ip)}:{call.operation.name}", call.operation.windows, exchange)
        else:
            await self._limit(f"ip:{subscriber(call.ip)}", self.dialect.strangers, exchange)
        if call.headers.get("x-ratelimit-test") == "exhausted" and exchange.standing:
            exchange.standing = msgspec.structs.replace(exchange.standing, remaining=0)
            raise TooMany(60)

    async def _limit(self, key: str, windows: tuple[Window, ...], exchange: "_Exchange") -> None:
        exchange.standing = await self._standing(key, windows, count=True)
        if not exchange.standing.allowed:
            raise TooMany(exchange.standing.retry_after)

    async def _standing(self, key: str, windows: tuple[Window, ...], *, count: bool) -> Standing:
        limiter = self._services.limiter
        if not self._services.limits_on:
            most = windows[0].most
            reset = int(self._services.clock.now().timestamp())
            return Standing(allowed=True, limit=most, remaining=most, reset=reset, retry_after=0)
        key = f"{self.dialect.name}:{key}"
        return await (limiter.hit(key, windows) if count else limiter.look(key, windows))

    # ── the work ──

    async def _carry_out(self, call: Call, values: list[str], receive: Receive) -> Answer:
        operation = call.operation
        arguments = self._path_arguments(operation, values) if values else {}
        if operation.query is not None:
            arguments["query"] = query.parse(call.query, operation.query)
        is_timed = call.raw is not None
        if call.raw is None:
            call.raw = await read(receive, call.headers, operation.largest or LARGEST) if operation.has_body else b""
        if operation.body is not None:
            arguments["body"] = self._body(operation, call.headers, call.raw)
            if operation.before is not None:
                arguments["body"] = await operation.before(call, arguments["body"])
        if is_timed:
            return await self._run(call, arguments, call.raw)
        try:
            with Deadline(operation.deadline):
                return await self._run(call, arguments, call.raw)
        except TimeoutError:
            raise Unavailable(reason=TOO_LONG) from None

    def _run(self, call: Call, arguments: dict[str, Any], raw: bytes) -> Coroutine[Any, Any, Answer]:
        if call.operation.writes:
            return carry_out(self.dialect, call, arguments, raw)
        return self._read(call, arguments)

    async def _read(self, call: Call, arguments: dict[str, Any]) -> Answer:
        return finished(self.dialect, call, await call.operation.handler(call, **arguments))

    def _body(self, operation: Operation, headers: Mapping[str, str], raw: bytes) -> Any:
        is_form = check_media(operation, headers, with_forms=self.dialect.forms)
        if operation.body is bytes:
            return raw
        if is_form:
            return parse.form(raw, headers["content-type"], operation.body)
        return parse.lenient(raw, operation.body) if self.dialect.forms else parse.body(raw, operation.body)

    def _path_arguments(self, operation: Operation, values: list[str]) -> dict[str, Any]:
        return {
            name: self.dialect.converters[kind](value) for (name, kind), value in zip(operation.parameters, values, strict=True)
        }


class _Exchange:
    """What the answer needs whatever happens on the way."""

    __slots__ = ("ip", "operation", "quota", "request_id", "standing", "who")

    def __init__(self, request_id: str) -> None:
        self.request_id = request_id
        self.ip = ""
        self.operation = "unknown"
        self.quota = ""
        self.who: Principal | None = None
        self.standing: Standing | None = None


def _counted(who: Principal, operation: Operation) -> tuple[str, tuple[Window, ...]] | None:
    """Against what a request counts: the operation's own quota, which is isolated from all others, else the caller's."""
    whose = who.counted or who.owner
    if operation.quota in who.quotas:
        return f"{whose}:{operation.quota}", who.quotas[operation.quota]
    return (whose, who.quota) if who.quota else None


def _is_small(headers: Mapping[str, str]) -> bool:
    """Whether the body can be read before its sender is known, so that no connection waits for it."""
    announced = headers.get("content-length", "")
    return announced.isdecimal() and len(announced) < 9 and int(announced) <= SMALL
