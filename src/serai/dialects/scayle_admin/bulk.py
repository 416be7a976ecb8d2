"""Carries out what was sent in bulk: each operation goes down the dialect as if its sender had sent it by itself.

Callbacks are told once, after what they tell of was written; whoever missed one asks for the status, which is the truth.
"""

from dataclasses import replace

import msgspec
import structlog

from serai.core import bulk, stores
from serai.dialects.scayle_admin import SCAYLE_ADMIN
from serai.dialects.scayle_admin.auth import Key
from serai.dialects.scayle_admin.shapes.bulk_requests import operation_out, status_out
from serai.kit.addresses import Blocked
from serai.kit.errors import Unauthenticated
from serai.kit.outgoing import Outgoing, Unreachable
from serai.wire import inner
from serai.wire.app import DialectApp
from serai.wire.call import Call, Services
from serai.wire.dialect import ENCODER

log = structlog.get_logger("serai.bulk")


class Carrier:
    """The dialect as it is inside the house: who asks is known by the request."""

    def __init__(self, services: Services, outgoing: Outgoing) -> None:
        self._services = services
        self._outgoing = outgoing
        self._askers: dict[str, Key] = {}
        self._app = DialectApp(replace(SCAYLE_ADMIN, identify=self._identify), replace(services, limits_on=False))

    async def work(self) -> int:
        """Carry out some operations of one request that waits; 0 when there is none."""
        return await bulk.carry_out(self._services.database, self._carry, self._tell)

    async def _identify(self, call: Call) -> Key:
        asker = self._askers.get(call.request_id)
        if asker is None:
            raise Unauthenticated
        return asker

    async def _carry(self, request: bulk.Bulk, operation: bulk.Operation) -> bulk.Outcome:
        name = f"bulk-{request.id}-{operation.key}"
        self._askers[name] = await self._asker(request)
        try:
            body = None if operation.body is None else bytes(operation.body)
            status, answer = await inner.ask(self._app, operation.method, operation.url, body, request_id=name)
        finally:
            del self._askers[name]
        return bulk.Outcome(status, msgspec.Raw(answer) if answer else None)

    async def _asker(self, request: bulk.Bulk) -> Key:
        store = await stores.get(self._services.database, request.store_id)
        return Key(
            owner=request.actor,
            actor=request.actor,
            scopes=frozenset(request.scopes),
            quota=(),
            store=store.id,
            currency=store.currency,
            time_zone=store.time_zone,
        )

    async def _tell(self, request: bulk.Bulk, operation: bulk.Operation | None, outcome: bulk.Outcome | None) -> None:
        if operation is None:
            await self._post(request.request_url, status_out(request))
        elif outcome is not None:
            progress = bulk.Progress(key=operation.key, status=outcome.done, outcome=outcome)
            await self._post(request.operation_url, operation_out(request, progress))

    async def _post(self, url: str | None, said: object) -> None:
        if url is None:
            return
        try:
            await self._outgoing.post(url, ENCODER.encode(said), {"content-type": "application/json"})
        except (Blocked, Unreachable) as error:
            log.info("callback not told", reason=str(error))
