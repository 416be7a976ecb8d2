"""Delivering: endpoints are leased, each is served by itself, and what fails is served apart from what works."""

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from itertools import groupby
from typing import Final

import structlog

from serai.core.webhooks import claim, queue, record
from serai.core.webhooks.claim import Letter, Recipient
from serai.core.webhooks.model import Format, Wire
from serai.core.webhooks.queue import Lease
from serai.core.webhooks.record import Outcome
from serai.core.webhooks.send import Sender
from serai.kit.crypto import Vault
from serai.kit.db import Database
from serai.kit.errors import Unavailable
from serai.kit.outgoing import Outgoing

AT_ONCE: Final = 10
"""Calls of one endpoint at the same time; while it fails, its format's policy says how many."""
PLACES: Final = {False: 100, True: 100}
"""Endpoints that one worker serves at the same time, by whether they fail: the failing ones never take the others' places."""
TURN_SECONDS: Final = 20.0
"""After this long an endpoint goes to the end of the line."""

log = structlog.get_logger("serai.webhooks")


class Courier:
    """Serves endpoints in tasks of its own. Killed at any moment, it loses nothing: what was not written down is sent again."""

    def __init__(
        self,
        database: Database,
        vault: Vault,
        outgoing: Outgoing,
        wires: Mapping[Format, Wire],
        *,
        sender: type[Sender] = Sender,
    ) -> None:
        self._database = database
        self._vault = vault
        self._wires = wires
        self._sender = sender(outgoing, wires, database.clock)
        self._name = secrets.token_hex(8)
        self._serving: dict[bool, set[asyncio.Task[None]]] = {False: set(), True: set()}
        self._stopping = False
        self.again: Callable[[], None] = lambda: None
        """Called when something is due that came while its endpoint was being served: `take` has it at once."""

    async def take(self) -> int:
        """Begin to serve endpoints that have something due; the number of them."""
        return await self._take(failing=False) + await self._take(failing=True)

    async def settle(self) -> None:
        """Serve until nothing is due any more."""
        while await self.take() or any(self._serving.values()):
            await asyncio.gather(*self._serving[False], *self._serving[True])

    async def stop(self, *, seconds: float) -> None:
        """Begin nothing new and wait for what is under way; after `seconds` it is left to another worker."""
        self._stopping = True
        tasks = self._serving[False] | self._serving[True]
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _take(self, *, failing: bool) -> int:
        serving = self._serving[failing]
        free = 0 if self._stopping else PLACES[failing] - len(serving)
        leases = await queue.take(self._database, failing=failing, most=free, holder=self._name) if free > 0 else []
        for lease in leases:
            task = asyncio.create_task(self._serve(lease, failing=failing))
            serving.add(task)
            task.add_done_callback(serving.discard)
        return len(leases)

    async def _serve(self, lease: Lease, *, failing: bool) -> None:
        """One endpoint's turn: until nothing is due, its health changes, or it has taken long enough."""
        try:
            async with self._held(lease) as lost:
                ends = time.monotonic() + TURN_SECONDS
                while not (self._stopping or lost.is_set()) and time.monotonic() < ends:
                    if not await self._batch(lease, failing=failing):
                        break
            due_at = await queue.free(self._database, lease)
            if due_at is not None and due_at <= self._database.clock.now():
                self.again()
        except Unavailable:
            log.info("database away while delivering", endpoint=lease.endpoint)
        except Exception:
            log.exception("delivering failed", store=lease.store, endpoint=lease.endpoint)

    @asynccontextmanager
    async def _held(self, lease: Lease) -> AsyncIterator[asyncio.Event]:
        """Renews the lease while the block runs; the event is set when it was lost."""
        lost = asyncio.Event()
        task = asyncio.create_task(self._renew(lease, lost))
        try:
            yield lost
        finally:
            task.cancel()

    async def _renew(self, lease: Lease, lost: asyncio.Event) -> None:
        while not lost.is_set():
            await asyncio.sleep(queue.RENEW_SECONDS)
            try:
                if not await queue.renew(self._database, lease):
                    lost.set()
            except Unavailable:
                continue

    async def _batch(self, lease: Lease, *, failing: bool) -> bool:
        """Send what is due, at most a batch of it; whether to go on."""
        now = self._database.clock.now()
        to = await claim.recipient(self._database, self._vault, lease, at=now)
        letters = await claim.due(self._database, self._vault, lease, to, at=now) if to is not None else ()
        if to is None or not letters:
            return False
        told = [outcome.is_well for outcome in await self._send_all(lease, to, letters, failing=failing) if outcome.is_telling]
        if not told:
            return True
        patience = self._wires[to.format].policy.patience
        await record.judge(self._database, lease, failing_since=to.failing_since, well=any(told), patience=patience)
        return any(told) != failing

    async def _send_all(self, lease: Lease, to: Recipient, letters: Sequence[Letter], *, failing: bool) -> list[Outcome]:
        """Send them and write down the outcomes as they come, many in one statement."""
        slots = asyncio.Semaphore(self._wires[to.format].policy.at_once if failing else AT_ONCE)
        outcomes: list[Outcome] = []
        by_object = sorted(letters, key=_object)  # stable: what is about one object stays in its order
        own = [list(group) for _, group in groupby(by_object, key=_object)]
        tasks = [asyncio.create_task(self._send_in_order(group, to, slots, outcomes)) for group in own]
        noted, pending = 0, set(tasks)
        try:
            while pending:
                _, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
                if some := outcomes[noted:]:
                    noted += len(some)
                    await record.record(self._database, lease, some)
        finally:
            for task in pending:
                task.cancel()
        return outcomes

    async def _send_in_order(
        self, letters: Sequence[Letter], to: Recipient, slots: asyncio.Semaphore, outcomes: list[Outcome]
    ) -> None:
        """What is about one object, until one fails: the rest is due again at once, and the failed one must not hold it up."""
        async with slots:
            for letter in letters:
                outcomes.append(await self._sender.send(letter, to))
                if not outcomes[-1].is_well:
                    return


def _object(letter: Letter) -> tuple[str, int]:
    """What the letter is about: its kind's noun and the id."""
    return letter.occurrence.noun, letter.occurrence.object_id
