"""The job loop: takes what is due and does it. Any number of workers may run; each piece of work is leased and repeatable."""

import asyncio
import contextlib
import random
import signal
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

import structlog
import uvloop

from serai import logs, settings, telemetry
from serai.core import accounts, apps, baskets, billing, catalog, inventory, search, subscriptions, transfer, webhooks
from serai.core.webhooks import Courier, Format, Wire
from serai.dialects.devskin import events as devskin
from serai.dialects.salla import events as salla
from serai.dialects.scayle_admin import events as scayle
from serai.dialects.scayle_admin.bulk import Carrier
from serai.dialects.skalia import events as skalia
from serai.kit import idempotency
from serai.kit.clock import Clock
from serai.kit.crypto import Passwords, Vault
from serai.kit.db import Database, connect
from serai.kit.errors import Unavailable
from serai.kit.limits import Memory
from serai.kit.outgoing import Outgoing
from serai.kit.pages import Boundaries
from serai.kit.process import die_with, told
from serai.kit.shared_clock import SharedClock
from serai.payzone import gateways, sender
from serai.settings import Settings
from serai.telemetry import Parts, Round
from serai.wire.call import Services

IDLE_SECONDS = 0.5
"""How long a worker rests that found nothing to do."""
TOLD_SECONDS = 0.2
"""The same where somebody outside waits to be told."""
AWAY_SECONDS = 1.0
SWEEP_SECONDS = 600.0
PAYING_SECONDS = 5.0
HELD_SECONDS = 1.0
"""How long pieces stay held after their time."""
ROTATED_SECONDS = 15.0
"""How long a pair of tokens stays kept after its grace."""
LOOK_SECONDS = 0.05
"""How often a test clock is looked at."""
STOP_SECONDS = 10.0
"""What deliveries under way are given when the worker is told to stop."""
CONNECTIONS = 8
ANSWERS_KEPT = timedelta(hours=48)
"""Promised are 24 hours."""


WIRES: Final[Mapping[Format, Wire]] = {
    Format.SKALIA: skalia.WIRE,
    Format.DEVSKIN: devskin.WIRE,
    Format.SALLA: salla.WIRE,
    Format.SCAYLE: scayle.WIRE,
}
"""How each format is written, where nothing else is set."""


def wires(config: Settings) -> Mapping[Format, Wire]:
    """The same as the settings have it."""
    seconds, retries, gap = config.salla_webhook_seconds, config.salla_webhook_retries, config.salla_webhook_gap
    policy = salla.policy(seconds=seconds, retries=retries, gap=gap)
    return {**WIRES, Format.SALLA: salla.wire(config.base_url, policy)}


log = structlog.get_logger("serai.worker")


class Bell:
    """A rest that can be cut short."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        self._rung.set()

    async def rest(self, seconds: float) -> None:
        """Until it rings, also when it rang since the last rest; at most so long."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._rung.wait(), seconds)
        self._rung.clear()


@dataclass(frozen=True, slots=True)
class Job:
    """`work` does a piece of what is due and says how much; it is called again at once while it found some (when `eager`)."""

    name: str
    work: Callable[[], Awaitable[int]]
    rest: float = IDLE_SECONDS
    eager: bool = True
    bell: Bell = field(default_factory=Bell)


def jobs(database: Database, courier: Courier) -> Sequence[Job]:
    """Everything that is done in the background."""
    deliveries = Job("deliveries", courier.take, rest=TOLD_SECONDS)
    courier.again = deliveries.bell.ring
    searching = Job("search", lambda: search.catch_up(database), rest=TOLD_SECONDS)

    async def fan_out() -> int:
        count = await webhooks.fan_out(database, WIRES, hear=search.hear)
        if count:
            deliveries.bell.ring()
            searching.bell.ring()
        return count

    return (
        Job("imports", lambda: transfer.run_pending(database)),
        Job("fan-out", fan_out, rest=TOLD_SECONDS),
        searching,
        Job("reservations", lambda: inventory.expire_due(database), rest=HELD_SECONDS),
        Job("sales", lambda: catalog.turn_due(database)),
        Job("renewals", lambda: subscriptions.renew_due(database)),
        deliveries,
        Job("rotated tokens", lambda: apps.erase_rotated(database), rest=ROTATED_SECONDS, eager=False),
        Job("sweep", lambda: sweep(database), rest=SWEEP_SECONDS, eager=False),
    )


def paying(database: Database, gateway: billing.Gateway, vault: Vault, outgoing: Outgoing) -> Sequence[Job]:
    """What becomes of plans and of the payments for them."""
    send = sender.sender(outgoing)
    return (
        Job("payments", lambda: billing.poll_payments(database, gateway, vault), rest=PAYING_SECONDS),
        Job("payment copies", lambda: billing.send_copies(database, gateway, send), rest=PAYING_SECONDS),
        Job("plans", lambda: billing.expire_plans(database), rest=PAYING_SECONDS),
        Job("payment notices", lambda: billing.forget_notices(database), rest=SWEEP_SECONDS, eager=False),
    )


def bulk(database: Database, vault: Vault, outgoing: Outgoing) -> Sequence[Job]:
    """What was sent in bulk. Nobody signs in here, and nobody is counted."""
    services = Services(
        database=database,
        clock=database.clock,
        vault=vault,
        passwords=Passwords(),
        limiter=Memory(database.clock),
        boundaries=Boundaries(),
        limits_on=False,
    )
    return (Job("bulk requests", Carrier(services, outgoing).work),)


async def sweep(database: Database) -> int:
    """Forget what is long over: kept answers, sessions, grants, deliveries; the number of rows."""
    now = database.clock.now()
    count = await database.run(idempotency.FORGET, now - ANSWERS_KEPT)
    count += await accounts.forget_sessions(database, at=now) + await apps.forget_grants(database, at=now)
    count += await webhooks.forget(database, at=now) + await search.forget(database, at=now)
    return count + await baskets.forget(database, at=now)


async def run(
    database: Database, stop: asyncio.Event, courier: Courier, *, more: Sequence[Job] = (), parts: Parts = telemetry.USUAL
) -> None:
    """Work until `stop` is set. What fails is logged and tried again; a database that is away is waited for."""
    all_jobs = (*jobs(database, courier), *more)
    watch = asyncio.create_task(_watch(database, stop, all_jobs))
    await asyncio.gather(*(_repeat(job, stop, parts) for job in all_jobs))
    await watch
    await courier.stop(seconds=STOP_SECONDS)


async def _repeat(job: Job, stop: asyncio.Event, parts: Parts) -> None:
    while not stop.is_set():
        ended = await parts.round(job.name, lambda: _once(job))
        if isinstance(ended.failure, Unavailable):
            await job.bell.rest(AWAY_SECONDS)
        elif not (ended.found and job.eager):
            await job.bell.rest(job.rest * random.uniform(0.8, 1.2))  # noqa: S311 - so that workers do not all ask at once


async def _once(job: Job) -> Round:
    try:
        return Round(found=await job.work())
    except Unavailable as error:
        return Round(failure=error)
    except Exception as error:
        log.exception("job failed", job=job.name)
        return Round(failure=error)


async def _watch(database: Database, stop: asyncio.Event, all_jobs: Sequence[Job]) -> None:
    """Wake every job when it is time to stop, and when a test has moved the time."""
    while not stop.is_set():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), LOOK_SECONDS if isinstance(database.clock, SharedClock) else None)
        moved = stop.is_set() or await _has_moved(database)
        for job in all_jobs if moved else ():
            job.bell.ring()


async def _has_moved(database: Database) -> bool:
    if not isinstance(database.clock, SharedClock):
        return False
    try:
        return await database.clock.follow(database)
    except Unavailable:
        return False


def main(*, child_of: int | None) -> int:
    """Run a worker until SIGTERM or SIGINT. With `child_of` it stops with that process, which may tell it the database."""
    if child_of:
        die_with(child_of)
    logs.configure()
    config = settings.load()
    if config.database_url is None and not child_of:
        raise settings.BadSetting("SERAI_DATABASE_URL is not set; `serai up` brings its own database")
    url = config.database_url or told()
    if url is not None:
        uvloop.run(_main(config, url))
    return 0


async def _main(config: Settings, url: str) -> None:
    stop = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    clock = SharedClock() if config.clock == "test" else Clock()
    parts = telemetry.start(config.traces)
    outgoing = parts.outgoing(allow=config.webhook_allow)
    async with connect(url, clock, size=CONNECTIONS, connection=parts.connection) as database:
        await _has_moved(database)
        vault = Vault(config.secret_key)
        more = (
            *paying(database, gateways.gateway(config.payzone, clock, transport=parts.transport()), vault, outgoing),
            *bulk(database, vault, outgoing),
        )
        courier = Courier(database, vault, outgoing, wires(config), sender=parts.sender)
        await run(database, stop, courier, more=more, parts=parts)
    await outgoing.close()
    await parts.close()
