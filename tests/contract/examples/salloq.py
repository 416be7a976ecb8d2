"""What the pairs of Salloq's document leave open. Source: docs/dialects/salloq.md."""

from datetime import datetime
from typing import Final

from serai.cli.seeds import keys
from serai.cli.seeds.salloq import SLUG
from serai.core import apps, orders
from serai.core.orders import OrderId, State
from serai.core.stores import StoreId
from tests.contract.examples.compare import TEXT
from tests.contract.examples.pairs import Additive, Changing, Examples, Ground

STORE = "select id from stores where public_slug = $1"

ADDED: Final = "docs/dialects/salloq.md, Additions"
OF_ORDERS: Final = (
    ("shipping_country", "additive", "SQ-G02"),
    ("discount", "additive", "SQ-G02"),
    ("promo_code", "additive", "SQ-G02"),
    ("redeemed_points", "additive", ADDED),
    ("currency", "additive", "SQ-G09"),
    ("state", "additive: `status` has fewer words", "X-10"),
    ("is_subscription", "additive: what the filter asks for", "SQ-055"),
    ("items[].variant_id", "additive", "X-11"),
)
OF_PRODUCTS: Final = (("currency", "additive", "SQ-G09"), ("status", "additive", "X-16"))
OF_SUBSCRIPTIONS: Final = (
    ("currency", "additive", "SQ-G09"),
    ("cancelled_at", "additive", "docs/dialects/salloq.md, Subscriptions"),
    ("reason", "additive", "docs/dialects/salloq.md, Subscriptions"),
)


async def pay(ground: Ground) -> None:
    """An order is shipped once it was paid."""
    store = StoreId(await ground.database.value(STORE, SLUG))
    async with ground.database.begin() as tx:
        await orders.move(tx, store, OrderId(int(ground.values["order"])), to=State.PROCESSING, actor="test")


async def give_a_reading_key(ground: Ground) -> None:
    store = StoreId(await ground.database.value(STORE, SLUG))
    async with ground.database.begin() as tx:
        made = await apps.create_key(
            tx, store, name="reads", dialect=apps.KeyDialect.SALLOQ, scopes=("products:read",), expires_at=None
        )
    ground.values["reading_key"] = made.text


SALLOQ: Final = Examples(
    name="salloq",
    mount="/salloq",
    at=datetime.fromisoformat("2025-12-08T18:00:00Z"),
    values={"api_key": keys.SALLOQ},
    captured={
        "06-create-product": {"product": "data.id"},
        "10-create-order": {"order": "data.id"},
        "15-create-customer": {"customer": "data.id"},
        "19-create-subscription": {"subscription": "data.id"},
    },
    before={"11-order-status": pay, "30-status-403": give_a_reading_key},
    changing=(
        Changing("*", "meta.pagination.total"),
        Changing("*", "meta.pagination.total_pages"),
        Changing("06-*|07-*|10-*|11-*|15-*|16-*|19-*|20-*|21-*", "data.id"),
        Changing("*-products", "data[].id"),
        Changing("*-status-*", "error.message", TEXT),
    ),
    known=(
        *(Additive("*-orders", f"data[].{key}", why, source) for key, why, source in OF_ORDERS),
        *(Additive("09-*|10-*|11-*", f"data.{key}", why, source) for key, why, source in OF_ORDERS),
        *(Additive("*-products", f"data[].{key}", why, source) for key, why, source in OF_PRODUCTS),
        *(Additive("*-product|*-product-by-slug", f"data.{key}", why, source) for key, why, source in OF_PRODUCTS),
        *(Additive("*-subscription", f"data.{key}", why, source) for key, why, source in OF_SUBSCRIPTIONS),
        Additive("14-*|18-*", "data.currency", "additive", "SQ-G09"),
        Additive("27-*|32-*", "error.details.*", "the document leaves open what stands in it", "SQ-G14"),
    ),
)
