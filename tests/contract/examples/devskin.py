"""What the pairs of DevSkin's document leave open. Source: docs/dialects/devskin.md."""

from datetime import datetime
from typing import Final

from serai.cli.seeds import keys
from serai.cli.seeds.devskin import HOME
from serai.core import orders, webhooks
from serai.core.orders import Draft, State, Wanted
from serai.core.stores import StoreId
from serai.core.webhooks import Format
from tests.contract.examples.compare import TEXT
from tests.contract.examples.pairs import Additive, Changing, Examples, Ground, Known

STORE: Final = StoreId(15)
SECRET: Final = "your webhook secret"
EMAIL: Final = r"[a-z]+@example\.com"


async def pay(ground: Ground) -> None:
    """The sample's order once more, for it was paid before anybody listened."""
    async with ground.database.begin() as tx:
        await webhooks.create(
            tx,
            ground.services.vault,
            STORE,
            url="https://public.example/webhooks",
            events=("order.paid",),
            format_=Format.DEVSKIN,
            secret=SECRET,
        )
    john = await ground.database.value("select id from customers where store_id = $1 and name = 'John Doe'", STORE)
    async with ground.database.begin() as tx:
        draft = Draft(customer=john, lines=(Wanted(42, 2),), ship_to=HOME, payment_method="card")
        order = await orders.place(tx, STORE, draft, actor="test")
        await orders.move(tx, STORE, order.id, to=State.PROCESSING, actor="test")


DEVSKIN: Final = Examples(
    name="devskin",
    mount="/devskin",
    at=datetime.fromisoformat("2026-02-13T14:30:00Z"),
    values={"api_key": keys.DEVSKIN, "webhook_secret": SECRET},
    captured={},
    changing=(
        Changing("*", "data.total"),
        Changing("*-revenue*", "data.daily[].*"),
        Changing("*-overview", "data.*"),
        Changing("17-*", "data.id"),
        Changing("17-*", "data.order_number"),
        Changing("*", "data.*email", EMAIL),
        Changing("*-status-*", "error", TEXT),
    ),
    known=(
        Additive("*", "data.currency", "additive", "docs/dialects/devskin.md, Additions"),
        Additive("*", "data.items[].currency", "additive", "docs/dialects/devskin.md, Additions"),
        Additive("*-orders*", "data.items[].state", "additive", "docs/dialects/devskin.md, Additions"),
        Additive("*-get-order", "data.order.currency", "additive", "docs/dialects/devskin.md, Additions"),
        Additive("*-get-order", "data.order.state", "additive", "docs/dialects/devskin.md, Additions"),
        Additive("*-get-order", "data.order.items[].total", "additive", "docs/dialects/devskin.md, Additions"),
        Additive("*-get-order", "data.order.shipping_address.country", "additive", "docs/dialects/devskin.md, Additions"),
        Known("*-get-order", "data.order.discount", "0.00 for 0: money has its currency's decimals", "X-08"),
        Known(
            "*-revenue*", "data.daily", "every day of the period is there; two are printed", "docs/dialects/devskin.md, Revenue"
        ),
        Known("*-products|*-customers", "data.items", "there is a second row; one is printed", "the demo store"),
    ),
    deliveries={"17-webhook-order-paid": pay},
)
