"""What a key opens."""

from datetime import timedelta

import pytest

from serai.core import apps
from serai.core.apps import KeyDialect
from serai.kit.clock import FrozenClock
from serai.kit.crypto import digest
from serai.kit.db import Database
from tests.factories import Make


async def test_a_key_stands_for_its_store_in_its_dialect_only(make: Make, database: Database, clock: FrozenClock) -> None:
    owner = await make.account()
    store = await make.store(owner, currency="EUR")
    text = await make.key(store, dialect="salloq", scopes=("orders:read",))

    holder = await apps.authenticate(database, digest(text), KeyDialect.SALLOQ, at=clock.now())

    assert holder is not None
    assert (holder.store, holder.owner) == (store.id, owner.user.id)
    assert holder.scopes == {"orders:read"}
    assert (holder.currency, holder.time_zone) == ("EUR", "Africa/Casablanca")
    assert await apps.authenticate(database, digest(text), KeyDialect.SCAYLE, at=clock.now()) is None
    assert await apps.authenticate(database, digest(text + "x"), KeyDialect.SALLOQ, at=clock.now()) is None


@pytest.mark.parametrize("ends", ["revoked", "expired", "inactive"])
async def test_a_key_that_ended_opens_nothing(make: Make, database: Database, clock: FrozenClock, ends: str) -> None:
    text = await make.key(await make.store())
    if ends == "inactive":
        await database.run("update users set is_active = false")
    else:
        column = {"revoked": "revoked_at", "expired": "expires_at"}[ends]
        await database.run(f"update api_keys set {column} = $1", clock.now())

    assert await apps.authenticate(database, digest(text), KeyDialect.SALLOQ, at=clock.now()) is None


async def test_its_use_is_noted_every_five_minutes(make: Make, database: Database, clock: FrozenClock) -> None:
    text = await make.key(await make.store())
    start = clock.now()

    async def used_at(minutes: float) -> object:
        at = start + timedelta(minutes=minutes)
        await apps.authenticate(database, digest(text), KeyDialect.SALLOQ, at=at)
        return await database.value("select last_used_at from api_keys")

    assert await used_at(0) == start
    assert await used_at(5) == start
    assert await used_at(5.1) == start + timedelta(minutes=5.1)
