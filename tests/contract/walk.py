"""Every route of every dialect with ids and bodies that are right, for tests that then make one thing wrong."""

import importlib
import pkgutil
from dataclasses import dataclass, field
from typing import Any

from serai.app import DIALECTS
from serai.core import catalog, customers, orders, stores
from serai.core.accounts import Role
from serai.kit.db import Database
from serai.wire.dialect import Dialect
from serai.wire.operation import Operation
from tests.contract import arranged, attributed, bodies, described, priced
from tests.factories import Account, Make

OPERATIONS = [(dialect, operation) for dialect in DIALECTS for operation in dialect.operations]
NAMES = [f"{dialect.name} {operation.method} {operation.path}" for dialect, operation in OPERATIONS]

TABLES = """
select table_name::text as name
  from information_schema.columns
 where table_schema = 'public' and column_name = 'store_id'
 order by 1
"""
# Using a key is noted with it; everything else counts.
PRINT = """
select coalesce(md5(string_agg(r.text, '|' order by r.text)), '')
  from (select (to_jsonb(t) - 'last_used_at')::text as text from {table} t where store_id = $1) r
"""
STORE = "select md5(s::text) from stores s where id = $1"


@dataclass
class Shop:
    """A store with one of everything, and its owner."""

    account: Account
    store: stores.Store
    product: catalog.Product
    customer: customers.Customer
    order: orders.Order
    ids: dict[str, int] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)


async def open_shop(make: Make, *, as_admin: bool = False) -> Shop:
    """With a page, an API key, and an order of a product that has variants. `as_admin`: the owner runs the platform too."""
    account = await make.account(role=Role.ADMIN if as_admin else Role.USER)
    store = await make.store(account)
    variants = (catalog.NewVariant(name="S", price_minor=100, sellable=5),)
    # Named so that no name is the beginning of another.
    product = await make.product(store, name=f"{store.name} shirt", variants=variants, stock=10, subscription_enabled=True)
    customer = await make.customer(store)
    order = await make.order(store, product, customer=customer)
    await make.key(store)
    home = await _home(make, store)
    page = "insert into pages (store_id, title, slug, content, is_published, position, created_at, updated_at)"
    values = " values ($1, 'About', 'about', '', true, 1, now(), now()) returning id"
    ids = {
        "store": store.id,
        "product": product.id,
        "handle": product.id,
        "customer": customer.id,
        "order": order.id,
        "line": order.lines[0].id,
        "page": await make.database.value(page + values, store.id),
        "key": await make.database.value("select id from api_keys where store_id = $1 order by id limit 1", store.id),
        "variant": product.named[0].id,
        "promo": (await make.promo(store)).id,
        "webhook": (await make.webhook(store)).id,
        "subscription": (await make.subscription(store, product, customer)).id,
        "group": (await make.group(store)).id,
        "review": (await make.review(store, product, customer)).id,
        "branch": (await make.branch(store)).id,
    }
    ids["country"] = home.id
    keys = {"shop": home.shop_key, "data_key": "colour"}
    app = await make.app(account)
    await make.installed(store, app)
    ids["app"] = app.app.id
    keys["client"] = app.app.client_id
    furnished = (
        await priced.furnish(make, product, home),
        await described.furnish(make, product),
        await arranged.furnish(make, product, home),
        await attributed.furnish(make, product),
    )
    for more_ids, more_keys in furnished:
        ids, keys = {**more_ids, **ids}, {**more_keys, **keys}
    return Shop(account, store, product, customer, order, ids, keys)


async def _home(make: Make, store: stores.Store) -> stores.ShopCountry:
    """The store's shop country, its shop under a key that hardly any other store's has."""
    key = "".join(_LETTERS[store.id // 36**place % 36] for place in range(2))
    async with make.database.begin() as tx:
        await stores.change_shop(tx, store.id, "sh", change=stores.ShopChange(key=key))
    return await stores.home(make.database, store.id)


_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"


def path_of(dialect: Dialect, operation: Operation, shop: Shop) -> str:
    """The operation's path with the shop's ids, as this dialect writes them."""
    path = operation.path
    for name, kind in operation.parameters:
        number = shop.ids.get(kind, shop.ids.get(kind.removesuffix("_id"), 987_654_321))
        own = f"{_prefixes()[kind]}_{number}" if dialect.name == "skalia" and kind in _prefixes() else str(number)
        text = shop.keys.get(kind, own)
        path = path.replace(f"{{{name}:{kind}}}", text).replace(f"{{{name}}}", text)
    return f"/{dialect.name}{dialect.base}{path}"


def _prefixes() -> dict[str, str]:
    from serai.dialects.skalia.ids import PREFIXES

    return dict(PREFIXES)


def sent_with(dialect: Dialect, operation: Operation, shop: Shop) -> dict[str, Any]:
    """What the client is told to send beside the path: a body that fits, in the operation's media type."""
    if operation.body is None:
        return {}
    if operation.body is bytes:
        return {"content": FILES[(dialect.name, operation.name)], "headers": {"content-type": operation.media}}
    return {"json": body_of(dialect, operation, shop)}


def body_of(dialect: Dialect, operation: Operation, shop: Shop) -> dict[str, Any]:
    """A body that this operation accepts, about the shop's things."""
    return BODIES[(dialect.name, operation.name)](shop)


FILES: dict[tuple[str, str], bytes] = {
    ("skalia", "receive_callback"): b"{}",
    ("salla", "issue_token"): b"grant_type=refresh_token&client_id=x&client_secret=y&refresh_token=z",
    ("skalia", "request_import"): b"Handle,Title,Variant Price\r\na-pot,A pot,10.00\r\n",
}

BODIES: dict[tuple[str, str], Any] = {
    ("skalia", "register"): lambda _: {"email": "new@example.com", "password": "long enough", "displayName": "New"},
    ("skalia", "log_in"): lambda _: {"email": "new@example.com", "password": "long enough"},
    ("skalia", "log_in_with_firebase"): lambda _: {"token": "x.y.z"},
    ("skalia", "change_me"): lambda _: {"displayName": "Other"},
    ("skalia", "change_password"): lambda _: {"currentPassword": "wrong one", "newPassword": "long enough"},
    ("skalia", "create_store"): lambda _: {"name": "A store", "category": "x", "publicSlug": "a-store-1", "language": "en"},
    ("skalia", "create_product"): lambda s: {"storeId": f"store_{s.store.id}", "name": "A product", "price": 10},
    ("skalia", "create_webhook"): lambda s: {
        "storeId": f"store_{s.store.id}",
        "url": "https://hooks.example.com/other",
        "events": ["order.created"],
    },
    ("skalia", "change_webhook"): lambda _: {"isActive": False},
    ("skalia", "redeliver"): lambda _: {"status": "failed"},
    ("skalia", "create_products"): lambda s: {"items": [{"storeId": f"store_{s.store.id}", "name": "A product", "price": 10}]},
    ("skalia", "change_orders"): lambda s: {"items": [{"id": f"order_{s.order.id}", "status": "processing"}]},
    ("skalia", "change_product"): lambda _: {"price": 11.5},
    ("skalia", "change_order"): lambda _: {"status": "processing"},
    ("skalia", "change_customer"): lambda _: {"name": "Other Name"},
    ("skalia", "change_store"): lambda _: {"name": "Other name"},
    ("skalia", "change_status"): lambda _: {"status": "LIVE"},
    ("skalia", "change_domain"): lambda _: {"domain": "shop.example.com"},
    ("skalia", "change_language"): lambda _: {"language": "fr"},
    ("skalia", "save_pages"): lambda _: {"items": []},
    ("skalia", "change_settings"): lambda _: {"taxRate": 0.1},
    ("skalia", "save_theme"): lambda _: {"item": {"colors": {"primary": "#000000"}}},
    ("skalia", "create_api_key"): lambda _: {"name": "k", "dialect": "salloq"},
    ("skalia", "create_request"): lambda _: {
        "plan": "pro",
        "billingCycle": "monthly",
        "senderName": "John Doe",
        "paymentReference": "REF1",
    },
    ("skalia", "review_request"): lambda _: {"status": "rejected"},
    ("skalia", "create_transaction"): lambda _: {
        "plan": "pro",
        "billingCycle": "monthly",
        "returnUrl": "https://a.example/paid",
        "cancelUrl": "https://a.example/cancelled",
    },
    ("skalia", "verify_payment"): lambda _: {"orderId": "ORD987654321"},
    ("salloq", "create_product"): lambda _: {"name": "A product", "price": 10},
    ("salloq", "update_product"): lambda _: {"price": 11.5},
    ("salloq", "create_order"): lambda s: {
        "customer_id": s.customer.id,
        "items": [{"product_id": s.product.id, "qty": 1}],
    },
    ("salloq", "update_order_status"): lambda _: {"status": "processing"},
    ("salloq", "create_customer"): lambda _: {
        "email": "n@example.com",
        "password": "long enough",
        "first_name": "N",
        "last_name": "O",
    },
    ("salloq", "update_customer"): lambda _: {"first_name": "Other"},
    ("salloq", "create_subscription"): lambda s: {
        "customer_id": s.customer.id,
        "product_id": s.product.id,
        "frequency_id": 2,
        "quantity": 1,
        "start_date": "2031-01-31",
    },
    ("salloq", "update_subscription"): lambda _: {"quantity": 2},
    ("salloq", "cancel_subscription"): lambda _: {"reason": "Customer request"},
    ("salloq", "update_loyalty_settings"): lambda _: {"min_redeem_points": 100},
    ("salloq", "create_promo_code"): lambda _: {"code": "SPRING", "type": "percent", "value": 15},
    ("salloq", "update_promo_code"): lambda _: {"usage_limit": 5},
}

for _module in pkgutil.iter_modules(bodies.__path__):
    BODIES |= importlib.import_module(f"{bodies.__name__}.{_module.name}").BODIES


async def fingerprint(database: Database, shop: Shop) -> dict[str, str]:
    """A digest per table of all that the shop's store has. One statement, that of the store itself among them."""
    if not _PRINTS:
        names = [row["name"] for row in await database.all(TABLES)]
        parts = [f"select '{name}' as name, ({PRINT.format(table=name)}) as print" for name in names]
        _PRINTS.append("\nunion all\n".join([f"select 'stores' as name, ({STORE}) as print", *parts]))
    return {row["name"]: row["print"] for row in await database.all(_PRINTS[0], shop.store.id)}


_PRINTS: list[str] = []
"""The statement, once it was put together."""
