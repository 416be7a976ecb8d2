"""Writing operations: one transaction, and one effect for a request that comes more than once."""

from collections.abc import Mapping
from typing import Any

import structlog
from msgspec.structs import replace

from serai.kit import idempotency
from serai.kit.db import Clash, Tx
from serai.kit.errors import DomainError, Invalid, KeyReused, KeyRunning, Unavailable
from serai.wire import query
from serai.wire.answer import Answer, finished, json_headers
from serai.wire.call import Call
from serai.wire.dialect import ENCODER, Dialect
from serai.wire.errors import Changed
from serai.wire.operation import Operation

_KEPT_ERRORS = range(400, 500)

log = structlog.get_logger("serai.wire")


async def carry_out(dialect: Dialect, call: Call, arguments: Mapping[str, Any], raw: bytes) -> Answer:
    """Run a writing operation in its transaction, which commits before the answer leaves.

    A keyed request that was answered before gets that answer again; a refusal of one is kept after its rollback.
    """
    request = keyed(dialect, call, raw)
    vault, database = call.services.vault, call.database
    seen = dialect.shown_by(call.operation) if "if-match" in call.headers else None

    async def work(tx: Tx) -> Answer:
        call.transaction = tx
        if request is not None:
            kept = await idempotency.begin(tx, vault, request)
            if kept is not None:
                return kept.status, json_headers(replayed=True), kept.answer
        if seen is not None:
            await _check_unchanged(dialect, call, seen, arguments)
        status, headers, body = finished(dialect, call, await call.operation.handler(call, **arguments))
        if request is not None:
            await idempotency.keep(tx, vault, request, idempotency.Kept(status, body), now=tx.now)
        return status, headers, body

    try:
        return await database.write(work, isolation="repeatable_read" if seen is not None else None)
    except Clash as clash:
        if request is None or clash.constraint != idempotency.CONSTRAINT:
            raise
        return await _replay(call, request)
    except DomainError as error:
        if request is not None:
            await _keep_refusal(dialect, call, request, error)
        raise


async def _check_unchanged(dialect: Dialect, call: Call, seen: Operation, arguments: Mapping[str, Any]) -> None:
    """That it is still what the caller has seen. Raises Changed.

    The transaction sees one moment, and every change of a thing writes its row: who changes it in between makes this one begin
    anew. A proxy that compresses makes tags weak, so what stands before the quotes does not count.
    """
    given = {name: arguments[name] for name, _ in seen.parameters}
    if seen.query is not None:
        given["query"] = query.parse({}, seen.query)
    look = replace(call, operation=seen, method="GET", query={})
    _, headers, _ = finished(dialect, look, await seen.handler(look, **given))
    wanted = {tag.strip().removeprefix("W/") for tag in call.headers["if-match"].split(",")}
    if not wanted & {"*", dict(headers)["etag"].removeprefix("W/")}:
        raise Changed


async def _replay(call: Call, request: idempotency.Request) -> Answer:
    kept = await idempotency.recall(call.database, call.services.vault, request)
    if kept is None:
        raise Unavailable
    return kept.status, json_headers(replayed=True), kept.answer


async def _keep_refusal(dialect: Dialect, call: Call, request: idempotency.Request, error: DomainError) -> None:
    spoken = dialect.speak(error, call.who)
    if spoken.status not in _KEPT_ERRORS or spoken.status in (401, 429) or isinstance(error, KeyRunning | KeyReused):
        return
    answer = idempotency.Kept(spoken.status, ENCODER.encode(dialect.envelope(spoken)))
    try:
        services = call.services
        await idempotency.keep(call.database, services.vault, request, answer, now=services.clock.now())
    except Clash:
        log.info("idempotency key kept meanwhile", route=request.route)


def keyed(dialect: Dialect, call: Call, raw: bytes) -> idempotency.Request | None:
    """The keyed request that this is, None without a key. Raises Invalid for a key that is none."""
    key = call.headers.get("idempotency-key")
    if key is None or call.method != "POST" or not call.operation.idempotent or call.who is None:
        return None
    if not 1 <= len(key) <= 255 or not key.isprintable():
        raise Invalid.one("Idempotency-Key", "Must be 1 to 255 printable characters.")
    asked = repr(sorted(call.query.items())).encode()
    route = f"{dialect.name} {call.operation.method} {call.operation.path}"
    return idempotency.Request(call.who.owner, route, key, idempotency.digest(call.path.encode(), asked, raw))
