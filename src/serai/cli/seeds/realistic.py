"""A store of realistic size, with a past of ninety days. The same every time, but for today's date."""

from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Final

from serai.cli.seeds import keys, opening, stock, trade
from serai.core import stores
from serai.core.accounts import Language, UserId
from serai.core.apps import KeyDialect
from serai.core.stores import Store
from serai.kit.db import Tx

SLUG: Final = "demo-store"
PRODUCTS: Final = 120
ORDERS: Final = 200
_SEED: Final = 20260108

SETTINGS = stores.SettingsChange(
    description="L'artisanat marocain, de l'atelier à chez vous.",
    contact_email="bonjour@example.com",
    contact_phone="+212522123456",
    currency="MAD",
    tax_rate=Decimal("0.20"),
    zones=(
        stores.ZoneDraft("Maroc", ("MA",), Decimal("35.00")),
        stores.ZoneDraft("Europe", ("FR", "BE", "GB", "ES", "DE", "NL", "IT"), Decimal("140.00")),
    ),
)


async def load(tx: Tx, owner: UserId, *, products: int, orders: int) -> None:
    """The store with its products, customers and orders."""
    chance = Random(_SEED)  # noqa: S311 - the same data for everybody is the point
    store = await _store(tx, owner)
    shelves = await stock.fill(tx, store.id, products=products, chance=chance)
    buyers = await trade.people(tx, store.id, orders=orders, chance=chance)
    await trade.trade(tx, store.id, shelves, buyers, orders=orders, chance=chance)


async def _store(tx: Tx, owner: UserId) -> Store:
    opened = (tx.now - timedelta(days=stock.OLDEST_DAYS + 1)).replace(microsecond=0)
    async with tx.at(opened).begin() as then:
        store = await opening.opened(
            then, owner, name="Dar Zellige", category="home", slug=SLUG, settings=SETTINGS, language=Language.FR
        )
        await keys.give(then, store.id, dialect=KeyDialect.SALLOQ, text=keys.SALLOQ_LARGE)
    return store
