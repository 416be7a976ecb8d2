"""Using codes at the same time, on real connections: reading the counter before writing it would let more through."""

import asyncio
from collections import Counter

from serai.core import customers, orders, promotions, stores
from serai.core.orders import Draft, Order, Wanted
from serai.core.promotions import PromoRefused, Reason
from serai.kit.db import Database
from tests.conftest import make_services
from tests.factories import Make

USES = """
select p.times_used,
       (select count(*) from promo_uses u where u.promo_id = p.id and u.given_back_at is null) as live,
       (select coalesce(sum(c.times_used), 0) from promo_customers c where c.promo_id = p.id) as by_customers
  from promo_codes p
 where p.id = $1
"""


async def _race(
    database: Database, store: stores.Store, code: str, product: int, buyers: list[customers.Customer]
) -> list[Order | Reason]:
    async def one(buyer: customers.Customer) -> Order | Reason:
        line = Wanted(product, 1)  # type: ignore[arg-type]
        draft = Draft(customer=buyer.id, lines=(line,), ship_to=orders.Address(), promo_code=code)
        try:
            return await database.write(lambda tx: orders.place(tx, store.id, draft, actor="test"))
        except PromoRefused as refused:
            return refused.reason

    return await asyncio.gather(*(one(buyer) for buyer in buyers))


async def test_one_customer_cannot_race_past_their_limit(committed: Database) -> None:
    make = Make(make_services(committed))
    store = await make.store()
    product = await make.product(store, stock=100)
    promo = await make.promo(store, usage_limit_per_customer=2)
    buyer, other = await make.customer(store), await make.customer(store)

    found = await _race(committed, store, promo.code, product.id, [buyer] * 20 + [other])

    placed = Counter(each.customer.id for each in found if isinstance(each, Order))
    assert placed == {buyer.id: 2, other.id: 1}
    assert [each for each in found if not isinstance(each, Order)] == [Reason.CUSTOMER_LIMIT] * 18
    assert tuple(await committed.one(USES, promo.id) or ()) == (3, 3, 3)


async def test_cancelling_at_once_gives_a_use_back_once(committed: Database) -> None:
    make = Make(make_services(committed))
    store = await make.store()
    promo = await make.promo(store)
    order = await make.order(store, promo_code=promo.code)
    await make.order(store, promo_code=promo.code)

    async def cancel() -> None:
        await committed.write(lambda tx: orders.move(tx, store.id, order.id, to=orders.State.CANCELLED, actor="test"))

    await asyncio.gather(*(cancel() for _ in range(8)))

    assert tuple(await committed.one(USES, promo.id) or ()) == (1, 1, 1)


async def test_a_refund_keeps_the_use(make: Make, database: Database) -> None:
    store = await make.store()
    promo = await make.promo(store)

    await make.order(store, promo_code=promo.code, state=orders.State.REFUNDED)

    assert tuple(await database.one(USES, promo.id) or ()) == (1, 1, 1)


async def test_a_code_that_was_removed_still_gets_its_use_back(make: Make, database: Database) -> None:
    store = await make.store()
    promo = await make.promo(store)
    order = await make.order(store, promo_code=promo.code)

    async with database.begin() as tx:
        await promotions.remove(tx, store.id, promo.id)
        await orders.move(tx, store.id, order.id, to=orders.State.CANCELLED, actor="test")

    assert tuple(await database.one(USES, promo.id) or ()) == (0, 0, 0)
