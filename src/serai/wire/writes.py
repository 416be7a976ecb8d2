"""Writing operations: one transaction, and one effect for a request that comes more than once."""

from collections.abc import Mapping
from typing import Any

import structlog

from serai.kit import idempotency
from serai.kit.db import Clash, Tx
from serai.kit.errors import DomainError, Invalid, KeyReused, KeyRunning, Unavailable
from serai.wire.answer import Answer, finished, json_headers
from serai.wire.call import Call
from serai.wire.dialect import ENCODER, Dialect

_KEPT_ERRORS = range(400, 500)

log = structlog.get_logger("serai.wire")


async def carry_out(dialect: Dialect, call: Call, arguments: Mapping[str, Any], raw: bytes) -> Answer:
    """Run a writing operation in its transaction, which commits before the answer leaves.

    A keyed request that was answered before gets that answer again; a refusal of one is kept after its rollback.
    """
    request = keyed(dialect, call, raw)
    vault, database = call.services.vault, call.database

    async def work(tx: Tx) -> Answer:
        call.transaction = tx
        if request is not None:
            kept = await idempotency.begin(tx, vault, request)
            if kept is not None:
                return kept.status, json_headers(replayed=True), kept.answer
        status, headers, body = finished(dialect, call, await call.operation.handler(call, **arguments))
        if request is not None:
            await idempotency.keep(tx, vault, request, idempotency.Kept(status, body), now=tx.now)
        return status, headers, body

    try:
        return await database.write(work)
    except Clash as clash:
        if request is None or clash.constraint != idempotency.CONSTRAINT:
            raise
        return await _replay(call, request)
    except DomainError as error:
        if request is not None:
            await _keep_refusal(dialect, call, request, error)
        raise


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
