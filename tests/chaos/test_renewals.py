"""Renewals under a clock that runs ahead and workers that are killed: every period exactly once, on its own day.

The reference counts from the first day and knows nothing of how the product gets from one day to the next.
"""

import asyncio
import os
import random
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from serai.core import subscriptions
from serai.kit import days
from serai.kit.db import Database, connect
from serai.kit.shared_clock import SharedClock
from tests.chaos.figures import figure
from tests.chaos.server import SECRET
from tests.conftest import make_services
from tests.factories import Make

pytestmark = pytest.mark.chaos

SUBSCRIPTIONS, MONTHS, KILLS, WORKERS = figure(1_000, 40), figure(36, 6), figure(30, 3), 4
ZONES = ("Africa/Casablanca", "America/Los_Angeles", "Pacific/Kiritimati", "UTC")
PATIENCE = 300.0

DUE = "select count(*) from stores_with_renewals where due_at <= $1"
PERIODS = """
select r.subscription_id, r.period, o.id, o.is_subscription, r.renewed_at
  from subscription_renewals r
  join orders o on o.store_id = r.store_id and o.id = r.order_id
 order by r.subscription_id, r.period
"""
SUMS = """
select (select count(*) from orders) as orders, (select count(*) from subscription_renewals) as renewals,
       (select sum(reserved) from stock) as reserved, (select sum(reserved_change) from stock_movements) as moved,
       (select count(*) from events where kind = 'order.created') as told
"""


@dataclass
class Crew:
    """Workers on one database, under a test clock; killed and replaced."""

    url: str
    folder: Path
    processes: "list[subprocess.Popen[bytes]]"

    def start(self) -> None:
        settings = {
            "SERAI_DATABASE_URL": self.url,
            "SERAI_DATA_DIR": str(self.folder),
            "SERAI_SECRET_KEY": SECRET,
            "SERAI_CLOCK": "test",
        }
        with (self.folder / "workers.log").open("ab") as log:
            arguments = [sys.executable, "-m", "serai", "worker"]
            self.processes.append(subprocess.Popen(arguments, env={**os.environ, **settings}, stdout=log, stderr=log))

    def kill_one(self) -> None:
        victim = self.processes.pop(random.randrange(len(self.processes)))
        victim.kill()
        victim.wait(10)
        self.start()

    def end(self) -> None:
        for process in self.processes:
            process.kill()
            process.wait(10)


@pytest.fixture
def crew(url: str, tmp_path: Path) -> Iterator[Crew]:
    made = Crew(url, tmp_path, [])
    for _ in range(WORKERS):
        made.start()
    yield made
    made.end()


@dataclass(frozen=True)
class Promised:
    """A subscription as it was asked for."""

    start: date
    frequency: int
    zone: str

    def expected(self, today: date) -> list[date]:
        """Its days up to today."""
        found = []
        while (day := self._nth(len(found))) <= today:
            found.append(day)
        return found

    def _nth(self, n: int) -> date:
        if self.frequency != 2:
            return self.start + timedelta(days=n * {1: 15, 3: 60, 4: 90}[self.frequency])
        year, month = self.start.year + (self.start.month - 1 + n) // 12, (self.start.month - 1 + n) % 12 + 1
        for day in (self.start.day, 30, 29, 28):
            try:
                return date(year, month, day)
            except ValueError:
                continue
        raise AssertionError("a month has 28 days")


async def _subscribe(database: Database) -> dict[int, Promised]:
    """Over stores in several zones, with every day of a month of 31 days as an anchor; most of them monthly."""
    make = Make(make_services(database))
    first = _a_first_of_31(database.clock.now().date() + timedelta(days=2))
    promised: dict[int, Promised] = {}
    for zone in ZONES:
        store = await make.store(time_zone=zone)
        product = await make.product(store, stock=1_000_000, subscription_enabled=True)
        customer = await make.customer(store)
        for n in range(SUBSCRIPTIONS // len(ZONES)):
            number = len(promised)
            start, frequency = first + timedelta(days=number % 31), 2 if n % 8 else (1, 3, 4)[n // 8 % 3]
            made = await make.subscription(store, product, customer, start=start, frequency=frequency)
            promised[made.id] = Promised(start, frequency, zone)
    return promised


def _a_first_of_31(day: date) -> date:
    while day.day != 1 or (day + timedelta(days=30)).day != 31:
        day += timedelta(days=1)
    return day


async def _until_nothing_is_due(database: Database) -> None:
    deadline = time.monotonic() + PATIENCE
    while await database.value(DUE, database.clock.now()):
        assert time.monotonic() < deadline, "the workers do not get on"
        await asyncio.sleep(0.05)


async def test_every_period_is_ordered_exactly_once_on_its_day(url: str, crew: Crew) -> None:
    clock = SharedClock()
    kills = sorted(random.choices(range(MONTHS), k=KILLS))
    async with connect(url, clock, size=3) as database:
        promised = await _subscribe(database)
        last = max(each.start for each in promised.values())
        wait = datetime(last.year, last.month, 1, tzinfo=UTC) - clock.now()
        await clock.move(database, max(0.0, wait.total_seconds()))
        for month in range(MONTHS):
            await clock.move(database, 30.5 * 86_400)
            for _ in range(kills.count(month)):
                await asyncio.sleep(random.uniform(0, 0.5))
                crew.kill_one()
            await _until_nothing_is_due(database)

        rows = await database.all(PERIODS)
        sums = await database.one(SUMS)
        moments = {zone: days.of(clock.now(), zone) for zone in ZONES}

    found: dict[int, list[date]] = defaultdict(list)
    for row in rows:
        found[row["subscription_id"]].append(row["period"])
    assert {number: found[number] for number in promised} == {
        number: each.expected(moments[each.zone]) for number, each in promised.items()
    }
    assert all(row["is_subscription"] for row in rows)
    assert sums is not None
    assert sums["orders"] == sums["renewals"] == sums["told"] == len(rows) > SUBSCRIPTIONS * (MONTHS - 2) // 2
    assert sums["reserved"] == sums["moved"] == sums["orders"]


async def test_workers_at_once_renew_each_period_once(url: str) -> None:
    """Without processes: 8 at the same moment, all of them over the same store."""
    async with connect(url, SharedClock(), size=12) as database:
        make = Make(make_services(database))
        store = await make.store(time_zone="UTC")
        product = await make.product(store, stock=1_000, subscription_enabled=True)
        today = database.clock.now().date()
        made = [await make.subscription(store, product, await make.customer(store), start=today) for _ in range(30)]

        async def work() -> None:
            idle = 0
            while idle < 20:
                if await subscriptions.renew_due(database):
                    idle = 0
                else:
                    idle += 1
                    await asyncio.sleep(0.01)

        await asyncio.gather(*(work() for _ in range(8)))

        periods = [(row["subscription_id"], row["period"]) for row in await database.all(PERIODS)]
        assert periods == sorted((each.id, today) for each in made)
