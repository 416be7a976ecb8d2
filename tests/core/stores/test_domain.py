"""Whose domain it is: the token's life, and what may become verified."""

import pytest

from serai.core import stores
from serai.core.stores import DomainNotProven, DomainStatus, Store
from serai.kit.clock import FrozenClock
from serai.kit.errors import NotFound
from serai.wire.call import Services
from tests.factories import Make
from tests.names import Names


async def to(services: Services, store: Store, domain: str | None) -> Store:
    async with services.database.begin() as tx:
        return await stores.change_domain(tx, store.id, domain=domain)


async def proven(services: Services, store: Store, names: Names) -> Store:
    record = store.domain_record
    assert record is not None
    names.texts[record.name] = (record.value,)
    return await stores.verify_domain(services.database, names, store.id)


async def test_another_domain_has_to_be_proven_anew(services: Services, make: Make, clock: FrozenClock) -> None:
    store = await to(services, await make.store(), "one.example.com")
    verified = await proven(services, store, Names())
    clock.advance(60)

    same = await to(services, store, "ONE.example.com")
    other = await to(services, store, "two.example.com")
    back = await to(services, store, "one.example.com")
    none = await to(services, store, None)

    assert (same.custom_domain_token, same.custom_domain_verified_at) == (store.custom_domain_token, verified.updated_at)
    assert (other.domain_status, back.domain_status, none.domain_status) == (DomainStatus.PENDING, DomainStatus.PENDING, None)
    assert len({store.custom_domain_token, other.custom_domain_token, back.custom_domain_token}) == 3
    assert (none.custom_domain, none.custom_domain_token, none.custom_domain_verified_at) == (None, None, None)
    assert await stores.get(services.database, store.id) == none


@pytest.mark.parametrize(("later", "error"), [("two.example.com", DomainNotProven), (None, NotFound)])
async def test_only_the_domain_that_was_looked_up_becomes_verified(
    services: Services, make: Make, later: str | None, error: type[Exception]
) -> None:
    store = await to(services, await make.store(), "one.example.com")

    class Slow(Names):
        async def txt(self, name: str) -> tuple[str, ...]:
            await to(services, store, later)
            return await super().txt(name)

    with pytest.raises(error):
        await proven(services, store, Slow())

    after = await stores.get(services.database, store.id)
    assert (after.custom_domain, after.custom_domain_verified_at) == (later, None)
