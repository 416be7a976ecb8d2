"""What the pairs of SKALIA's document leave open. Source: docs/dialects/skalia.md."""

import json
from decimal import Decimal
from typing import Final

from serai.cli.seeds import people
from serai.cli.seeds.skalia import BLACK, HOME
from serai.core import analytics, billing, orders, stores, webhooks
from serai.core.accounts import Role, UserId
from serai.core.billing import PaymentStatus, payment_of_user
from serai.core.catalog import ProductId
from serai.core.customers import CustomerId
from serai.core.orders import Draft, Wanted
from serai.core.stores import StoreId
from serai.core.webhooks import Format
from serai.payzone import seed_form
from tests.conftest import PAYZONE_KEY
from tests.contract.examples.compare import TEXT
from tests.contract.examples.pairs import Additive, Changing, Examples, Ground, Known
from tests.contract.skalia.conftest import bearer
from tests.unit.test_idtokens import token as id_token

JOHN: Final = UserId(1234567890)
STORE: Final = StoreId(1234567890)
SECRET: Final = "your webhook secret"
ADDED: Final = "docs/dialects/skalia.md, Additions"
NAMES: Final = ("item.name", "items[].storeName", "stores[].name")


async def log_in_twice(ground: Ground) -> None:
    """A session that can be left."""
    body = {"email": people.JOHN.email, "password": people.JOHN.password}
    answer = await ground.http.post("/skalia/api/v1/auth/login", json=body)
    ground.values["leaving_token"] = answer.json()["access_token"]


async def sign(ground: Ground) -> None:
    """The callback of a payment that succeeded."""
    payment = await payment_of_user(ground.database, JOHN, ground.values["order_number"])
    said = json.loads(seed_form.written(PAYZONE_KEY, payment, PaymentStatus.SUCCESS))
    ground.values["callback_signature"] = said["signature"]


async def pay(ground: Ground) -> None:
    payment = await payment_of_user(ground.database, JOHN, ground.values["order_number"])
    body = seed_form.written(PAYZONE_KEY, payment, PaymentStatus.SUCCESS)
    await billing.receive(ground.database, ground.services.extras["payzone"], ground.services.vault, body=body, headers={})


async def be_visited(ground: Ground) -> None:
    """Rates need visits and carts; the report is of one store."""
    new = await ground.database.value("select id from stores where public_slug = 'my-new-store'")
    async with ground.database.begin() as tx:
        await stores.remove(tx, new)
        await analytics.record_visit(tx, STORE, token="a visitor")
        await analytics.record_cart(tx, STORE, token="a cart")


async def open_an_admin(ground: Ground) -> None:
    admin = await ground.make.account(role=Role.ADMIN)
    ground.values["admin_token"] = bearer(ground.services, admin).removeprefix("Bearer ")


async def order(ground: Ground) -> None:
    """The sample's order, untaxed as it is printed, for somebody who listens."""
    async with ground.database.begin() as tx:
        await stores.change_settings(tx, STORE, change=stores.SettingsChange(tax_rate=Decimal(0)))
        await webhooks.create(
            tx,
            ground.services.vault,
            STORE,
            url="https://public.example/webhooks",
            events=("order.created",),
            format_=Format.SKALIA,
            secret=SECRET,
        )
    async with ground.database.begin() as tx:
        lines = (Wanted(ProductId(1234567890), 1, BLACK),)
        draft = Draft(customer=CustomerId(1234567890), lines=lines, ship_to=HOME, payment_method="card")
        await orders.place(tx, STORE, draft, actor="test")


SKALIA: Final = Examples(
    name="skalia",
    mount="/skalia",
    values={
        "webhook_secret": SECRET,
        "firebase_token": id_token(email=people.JOHN.email, name=people.JOHN.name),
        "field_name": "name",
    },
    captured={
        "02-login": {"token": "access_token"},
        "13-create-product": {"product": "item.id"},
        "26-create-billing-request": {"request": "item.id"},
        "27-payzone-transaction": {
            "order_number": "transaction.orderId",
            "transaction_number": "transaction.transactionId",
        },
    },
    before={
        "05-logout": log_in_twice,
        "28-payzone-verify": pay,
        "30-payzone-callback": sign,
        "31-dashboard-summary": be_visited,
        "33-admin-requests": open_an_admin,
    },
    deliveries={"35-webhook-order-created": order},
    empty=frozenset({"01-register", "03-firebase"}),
    times={
        "07-create-store": "2026-04-08T14:00:00Z",
        "09-store-status": "2026-04-08T14:30:00Z",
        "10-custom-domain": "2026-04-08T14:35:00Z",
        "11-store-language": "2026-04-08T14:40:00Z",
        "13-create-product": "2026-04-08T15:00:00Z",
        "14-update-product": "2026-04-08T15:30:00Z",
        "16-update-order": "2026-04-08T16:00:00Z",
        "20-update-settings": "2026-04-08T17:00:00Z",
        "23-publish": "2026-04-08T18:00:00Z",
        "26-create-billing-request": "2026-04-08T18:30:00Z",
        "27-payzone-transaction": "2026-04-08T18:45:00Z",
        "28-payzone-verify": "2026-04-08T18:50:00Z",
        "34-admin-review": "2026-04-08T20:00:00Z",
        "35-webhook-order-created": "2026-04-08T20:30:00Z",
    },
    changing=(
        Changing("*", "headers.X-RateLimit-*"),
        Changing("*", "total"),
        Changing("*", "pages"),
        Changing("01-*|03-*", "user.id"),
        Changing("07-*|13-*|14-*|26-*|34-*", "item.id"),
        Changing("12-*", "items[].variants[].id"),
        Changing("15-*", "items[].items[].variantId"),
        Changing("18-*|33-*", "items[].id"),
        Changing("24-*", "item.lastPaymentDate"),
        Changing("27-*|29-*", "transaction.*Id"),
        Changing("27-*", "transaction.paymentUrl", r"http://testserver/pay/sandbox/[\w-]+"),
        Changing("31-*", "revenue.*"),
        Changing("31-*", "orders.*"),
        Changing("31-*", "customers.*"),
        Changing("31-*", "averageOrderValue.*"),
        Changing("31-*", "*.trend", "up|down|flat"),
        Changing("31-*", "stores[].*"),
        Changing("31-*", "topProducts[].*"),
        Changing("32-*", "sales*[].*"),
        Changing("32-*", "customerSegments.*"),
        Changing("32-*", "c*Rate"),
        Changing("34-*", "item.reviewedBy", r"usr_\d+"),
        Changing("35-*", "data.id"),
        Changing("35-*", "data.orderNumber"),
        Changing("*-status-*", "detail", TEXT),
        Changing("*-status-422", "errors.name[]", TEXT),
        Changing("43-*", "message", TEXT),
    ),
    known=(
        *(Known("09-*|15-*|31-*", path, "the document has two names for the one store", "GET /stores") for path in NAMES),
        Known("04-*", "subscription.nextBillingDate", "the document has two dates; it is as in its other sample", "SK-060"),
        Known("15-*", "items", "a row of many is printed", "SK-006"),
        Known("28-*", "subscription.startedAt", "a plan that is in force is prolonged", "docs/dialects/skalia.md, Billing"),
        Known("25-*", "items[].reviewedBy", "a card payment is decided by itself", "docs/dialects/skalia.md, Billing"),
        Known("31-*", "recentOrders", "a row of many is printed", "SK-006"),
        Known("31-*", "recentOrders[].status", "it was shipped by then", "16-update-order"),
        Known("31-*", "customers.change", "null: nobody came in the time before", "docs/dialects/skalia.md, Dashboard"),
        Known("32-*", "salesByDay", "every day is there; two are printed", "docs/dialects/skalia.md, Dashboard"),
        Known("33-*", "items[].notes", "what the request said, which is printed longer there", "POST /billing/requests"),
        Known("41-*", "status", "422 as in the table of codes", "SK-008"),
        Additive("06-*", "items[].customDomain*", "additive", ADDED),
        Additive("07-*|09-*|10-*|11-*|13-*|14-*|16-*|20-*|26-*|34-*|43-*", "item.*", "the whole of it", "SK-G03"),
        Additive("12-*", "items[].currency", "additive", ADDED),
        Additive("15-*", "items[].shippingAddress.state", "additive", ADDED),
        Additive("17-*", "items[].storeId", "additive", ADDED),
        Additive("27-*", "transaction.notifyUrl", "it is echoed", "SK-G09"),
        Additive("30-*", "status", "what the payment service looks for", "docs/dialects/skalia.md, Billing"),
        Additive("31-*|32-*", "*urrenc*", "one currency an answer, the others beside it", "SK-G13"),
        Additive("33-*", "items[].review*", "additive", "SK-070"),
    ),
)
