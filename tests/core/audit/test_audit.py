"""A store that lived through everything is sound; whatever is then spoiled by hand is found, and said where."""

from typing import Final

import pytest

from serai.core import orders, stores
from serai.core.audit import audit
from serai.kit.db import Database
from tests.conftest import make_services
from tests.factories import Make


async def _busy_store(make: Make) -> stores.Store:
    """With orders in every state, a code used, points earned and a product removed stock of by hand."""
    store = await make.store(tax_rate="0.2")
    customer = await make.customer(store)
    product = await make.product(store, stock=50)
    promo = await make.promo(store)
    for state in orders.State:
        await make.order(store, product, customer=customer, quantity=2, state=state)
    await make.order(store, product, customer=customer, promo_code=promo.code)
    await make.points(store, customer, 500)
    return store


async def _findings(database: Database) -> list[str]:
    return [f"{finding.check}: {finding.text}" async for finding in audit(database)]


async def test_a_store_after_a_busy_day_is_sound(committed: Database) -> None:
    await _busy_store(Make(make_services(committed)))

    assert await _findings(committed) == []


SPOILED: Final = {
    "update stock set on_hand = on_hand + 1 where store_id = $1": "stock: stock of variant",
    "delete from order_allocations where store_id = $1": "stock: stock of variant",
    "update order_lines set discount_minor = discount_minor + 1 where store_id = $1": "amounts: order ORD-",
    "delete from payments where store_id = $1 and kind = 'capture'": "payments: order ORD-",
    "update payments set amount_minor = amount_minor * 2 where store_id = $1 and kind = 'refund'": "payments: order ORD-",
    "update orders set state = 'shipped' where store_id = $1 and state = 'processing'": "promises: order ORD-",
    "delete from order_history where store_id = $1 and state = 'delivered'": "history: order ORD-",
    "update orders set version = version + 1 where store_id = $1": "events: order ORD-",
    "delete from events where store_id = $1 and kind = 'order.created'": "events: order ORD-",
    "update order_sums set paid = paid + 1 where store_id = $1": "sums: sums kept in MAD",
    "update promo_codes set times_used = 7 where store_id = $1": "codes: promo code",
    "update loyalty_accounts set balance = balance + 1 where store_id = $1": "points: points of customer",
    "update store_totals set products = 9 where store_id = $1": "totals: kept totals: 9 products of 1",
    "update variants set is_default = false where store_id = $1": "products: product",
    "update stock_movements set order_id = 987654321 where store_id = $1 and order_id is not null": "orphans: movement",
}


@pytest.mark.parametrize(("statement", "said"), SPOILED.items(), ids=list(SPOILED.values()))
async def test_what_is_spoiled_is_found(committed: Database, statement: str, said: str) -> None:
    store = await _busy_store(Make(make_services(committed)))

    await committed.run(statement, store.id)

    assert any(finding.startswith(said) for finding in await _findings(committed))
