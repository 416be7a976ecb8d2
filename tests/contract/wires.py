"""One store with a client of every dialect, and what is written through them. Amounts in minor units."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

import httpx

from serai import settings
from serai.app import compose
from serai.core import inventory, stores
from serai.core.accounts import TOKEN_LIFE
from serai.dialects.skalia import ids
from serai.kit.clock import FrozenClock
from serai.kit.db import Database
from serai.kit.money import decimals, to_decimal
from serai.kit.tokens import session_tokens
from tests.conftest import client, make_services
from tests.factories import Make

REFUSALS: Final = frozenset({400, 404, 409, 422})
"""What a store may answer to what it cannot do, such as selling what is not there. Nothing else."""
CODE: Final = "TENTH"
ADDRESS: Final = {"street": "Elbstr.", "zipCode": "20457", "city": "Hamburg", "countryCode": "MAR"}


@dataclass
class Wires:
    """`written`: what was taken, as dialect and kind of write."""

    store: stores.Store
    tax: Decimal
    home: stores.ShopCountry
    warehouses: tuple[str, ...]
    clock: FrozenClock
    skalia: httpx.AsyncClient
    salloq: httpx.AsyncClient
    devskin: httpx.AsyncClient
    salla: httpx.AsyncClient
    admin: httpx.AsyncClient
    storefront: httpx.AsyncClient
    written: set[str] = field(default_factory=set)

    @property
    def country(self) -> str:
        return f"/shops/{self.home.shop_key}/countries/{self.home.country}"

    def amount(self, minor: int) -> float:
        """As JSON says it: exact up to 15 digits."""
        return float(to_decimal(minor, self.store.currency))

    def minor(self, amount: object) -> int:
        """What an answer says, which must have exactly the currency's decimals (X-08)."""
        number = amount if isinstance(amount, Decimal) else Decimal(str(amount))
        places = decimals(self.store.currency)
        assert -int(number.as_tuple().exponent) == places, f"{number} is not printed as {self.store.currency}"
        return int(number.scaleb(places))

    def gross(self, net: int) -> int:
        """A price with the store's tax on it, as a till rounds it."""
        return int((net * (1 + self.tax)).quantize(Decimal(1), rounding="ROUND_HALF_UP"))

    async def sell(self, dialect: str, name: str, *, net: int, stock: int, sku: str, variants: Sequence[int]) -> None:
        """A new product; `variants` are the quantities of its variants in the dialects that make them."""
        body: dict[str, Any]
        price = self.amount(net)
        if dialect == "skalia":
            made = [{"name": f"v{i}", "price": price, "sku": f"{sku}-{i}", "inventory": q} for i, q in enumerate(variants)]
            body = {"storeId": ids.write("store", self.store.id), "name": name, "price": price, "sku": sku}
            body |= {"inventory": {"quantity": stock + sum(variants)}, "variants": made, "category": "Things"}
            await self._write(dialect, "product", self.skalia.post("/products", json=body))
        elif dialect == "salloq":
            body = {"name": name, "price": price, "stock_qty": stock, "images": [{"url": "https://img.example/a.jpg"}]}
            await self._write(dialect, "product", self.salloq.post("/products", json=body))
        elif dialect == "salla":
            body = {"name": name, "price": price, "quantity": stock, "sku": sku, "product_type": "product"}
            if variants:
                body |= {"options": [{"name": "Size", "values": [{"name": f"v{i}"} for i in range(len(variants))]}]}
            await self._write(dialect, "product", self.salla.post("/products", json=body))
        else:
            body = {
                "referenceKey": sku,
                "name": {self.home.locale: name},
                "images": [{"source": {"url": "https://img.example/a.jpg"}}],
            }
            body["variants"] = [self._variant(f"{sku}-{i}", net, q) for i, q in enumerate(variants or (stock,))]
            await self._write(dialect, "product", self.admin.post("/products", json=body))

    def _variant(self, key: str, net: int, quantity: int) -> dict[str, Any]:
        stock = {"quantity": quantity, "warehouseReferenceKey": self.warehouses[0]}
        return {"referenceKey": key, "prices": [self._price(self.gross(net))], "stocks": [stock]}

    def _price(self, gross: int, old: int | None = None, tax: Decimal | None = None) -> dict[str, Any]:
        rate = self.tax * 100 if tax is None else tax
        place = {"countryCode": self.home.country, "currencyCode": self.store.currency}
        return {"price": gross, "oldPrice": old, "tax": float(rate), **place}

    async def change_product(self, product: int, **fields: object) -> None:
        """Through SKALIA."""
        await self._write("skalia", "change", self.skalia.patch(f"/products/{ids.write('product', product)}", json=fields))

    async def reshape(self, product: int, kept: Sequence[int], *, net: int, add: tuple[str, int] | None) -> None:
        """Through SKALIA: `kept` variants at this price, and a new one with an SKU and a quantity."""
        price = self.amount(net)
        made: list[dict[str, object]] = [{"id": ids.write("variant", v), "name": f"v{v}", "price": price} for v in kept]
        if add is not None:
            made.append({"name": add[0], "sku": add[0], "price": price, "inventory": add[1]})
        await self.change_product(product, variants=made)

    async def remove(self, dialect: str, product: int) -> None:
        """Salloq cannot: said in SKALIA."""
        if dialect == "salla":
            await self._write(dialect, "remove", self.salla.delete(f"/products/{product}"))
        elif dialect == "admin":
            await self._write(dialect, "remove", self.admin.delete(f"/products/{product}"))
        else:
            path = f"/products/{ids.write('product', product)}"
            await self._write("skalia", "remove", self.skalia.delete(path))

    async def price(
        self, dialect: str, product: int, variant: int | None, minor: int, *, sale: int = 0, tax: str = "20"
    ) -> None:
        """The product's price, in SCAYLE that of one variant with tax; with a `sale` it was that much dearer before."""
        price = self.amount(minor)
        if dialect == "skalia":
            before = self.amount(minor + sale) if sale else None
            await self.change_product(product, price=price, compareAtPrice=before)
        elif dialect == "salloq":
            await self._write(dialect, "price", self.salloq.patch(f"/products/{product}", json={"price": price}))
        elif dialect == "salla":
            body = {"price": self.amount(minor + sale), "sale_price": price if sale else 0}
            await self._write(dialect, "price", self.salla.put(f"/products/{product}", json=body))
        elif variant is not None:
            body = self._price(minor, minor + 2 * sale if sale else None, Decimal(tax))
            await self._write(dialect, "price", self.admin.post(f"/variants/{variant}/prices", json=body))

    async def stock(self, dialect: str, product: int, variant: int | None, quantity: int, *, warehouse: int = 0) -> None:
        """Of the whole product, in SCAYLE of a variant in a warehouse, in Salla of a variant where there is one."""
        if dialect == "skalia":
            await self.change_product(product, inventory={"quantity": quantity})
        elif dialect == "salloq":
            await self._write(dialect, "stock", self.salloq.patch(f"/products/{product}", json={"stock_qty": quantity}))
        elif dialect == "salla":
            which = {"identifer_type": "variant_id" if variant else "id", "identifer": variant or product}
            body = {"products": [{**which, "quantity": quantity}]}
            await self._write(dialect, "stock", self.salla.post("/products/quantities/bulk", json=body))
        elif variant is not None:
            stock = {"quantity": quantity, "warehouseReferenceKey": self.warehouses[warehouse]}
            await self._write(dialect, "stock", self.admin.post(f"/variants/{variant}/stocks", json=stock))

    async def status(self, dialect: str, product: int, word: str) -> None:
        """`word` as the dialect says it."""
        if dialect == "skalia":
            await self.change_product(product, status=word)
        elif dialect == "salla":
            path = f"/products/{product}/status"
            await self._write(dialect, "status", self.salla.post(path, json={"status": word}))
        else:
            await self._write(dialect, "status", self.admin.put(f"/products/{product}/state", json={"state": word}))

    async def rename(self, dialect: str, product: int, name: str) -> None:
        if dialect == "skalia":
            await self.change_product(product, name=name)
        elif dialect == "salloq":
            await self._write(dialect, "rename", self.salloq.patch(f"/products/{product}", json={"name": name}))
        elif dialect == "salla":
            await self._write(dialect, "rename", self.salla.put(f"/products/{product}", json={"name": name}))
        else:
            body = {"name": {self.home.locale: name}}
            await self._write(dialect, "rename", self.admin.put(f"/products/{product}", json=body))

    async def order(
        self, dialect: str, customer: int, lines: Sequence[tuple[int, int, int]], *, code: bool, gross: int
    ) -> None:
        """`lines` are (product, variant, pieces); in SCAYLE every piece was sold for `gross`, with shipping on top."""
        body: dict[str, Any]
        if dialect == "salloq":
            items = [{"product_id": product, "qty": pieces} for product, _, pieces in lines]
            body = {"customer_id": customer, "items": items, "shipping_country": "MA"} | ({"promo_code": CODE} if code else {})
            await self._write(dialect, "order", self.salloq.post("/orders", json=body))
        elif dialect == "salla":
            sold = [{"identifier_type": "id", "identifier": product, "quantity": pieces} for product, _, pieces in lines]
            paid = {"status": "paid", "method": "mada"} if code else {"status": "pending_payment"}
            body = {"customer": {"id": customer}, "payment": paid, "products": sold} | ({"coupon_code": CODE} if code else {})
            body["ship_to"] = {"country": "MA", "city": "Rabat", "address_line": "1 rue X"}
            await self._write(dialect, "order", self.salla.post("/orders", json=body))
        else:
            price = {"withTax": gross, "withoutTax": gross - gross // 6}
            items = [{"variant": {"id": variant}, "price": price} for _, variant, pieces in lines for _ in range(pieces)]
            body = {"customer": {"id": customer}, "address": {"shipping": ADDRESS}, "items": items}
            body["shipping"] = {"policy": "standard", "deliveryCosts": 475}
            await self._write(dialect, "order", self.admin.post(f"{self.country}/orders", json=body))

    async def move(self, dialect: str, order: int, state: str) -> None:
        """`state` as in the core; what the dialect has no word for is said in SKALIA."""
        if dialect == "salloq" and state != "refunded":
            await self._write(dialect, "move", self.salloq.patch(f"/orders/{order}/status", json={"status": state}))
        elif dialect == "salla":
            await self._write(dialect, "move", self.salla.post(f"/orders/{order}/status", json={"slug": state}))
        elif dialect == "admin" and state == "cancelled":
            await self._write(dialect, "move", self.admin.delete(f"{self.country}/orders/{order}"))
        else:
            path = f"/orders/{ids.write('order', order)}"
            await self._write("skalia", "move", self.skalia.patch(path, json={"status": state}))

    async def ship(self, order: int, pieces: Sequence[int], key: str) -> None:
        """A parcel with some of an order's pieces, in SCAYLE."""
        items = [{"orderItemId": piece} for piece in pieces]
        place = {"shopKey": self.home.shop_key, "countryCode": self.home.country, "orderId": order}
        body = {**place, "shipmentKey": key, "items": items}
        await self._write("admin", "ship", self.admin.post("/fulfillment/shipments", json=body))

    async def cancel(self, order: int, pieces: Sequence[int]) -> None:
        """Some of an order's pieces, in SCAYLE."""
        items = [{"orderItemId": piece} for piece in pieces]
        place = {"shopKey": self.home.shop_key, "countryCode": self.home.country, "orderId": order}
        await self._write("admin", "cancel", self.admin.post("/fulfillment/cancellations", json={**place, "items": items}))

    async def reserve(self, variant: int, key: str) -> None:
        """One piece for an hour, in SCAYLE."""
        entry = {"referenceKey": key, "warehouseReferenceKey": self.warehouses[0], "variant": {"id": variant}}
        await self._write("admin", "reserve", self.admin.post("/reservations", json=[entry]))

    async def welcome(self, dialect: str, email: str, first: str, last: str) -> None:
        """A new customer."""
        if dialect == "salloq":
            body = {"email": email, "password": "long enough", "first_name": first, "last_name": last}
            await self._write(dialect, "customer", self.salloq.post("/customers", json=body))
        elif dialect == "salla":
            body = {"email": email, "first_name": first, "last_name": last}
            await self._write(dialect, "customer", self.salla.post("/customers", json=body))
        else:
            body = {"email": email, "firstName": first, "lastName": last}
            await self._write(dialect, "customer", self.admin.post(f"{self.country}/customers", json=body))

    async def rename_customer(self, dialect: str, customer: int, first: str, last: str) -> None:
        """Some dialects name one part only."""
        if dialect == "skalia":
            path = f"/customers/{ids.write('customer', customer)}"
            await self._write(dialect, "person", self.skalia.patch(path, json={"name": f"{first} {last}"}))
        elif dialect == "salloq":
            await self._write(dialect, "person", self.salloq.patch(f"/customers/{customer}", json={"first_name": first}))
        elif dialect == "salla":
            body = {"last_name": last, "email": f"{customer}.Moved@Example.com"}
            await self._write(dialect, "person", self.salla.put(f"/customers/{customer}", json=body))
        else:
            path = f"{self.country}/customers/{customer}"
            await self._write(dialect, "person", self.admin.patch(path, json={"firstName": first, "lastName": last}))

    async def put_in_basket(self, key: str, variant: int, quantity: int) -> Mapping[str, Any] | None:
        """The basket, unless the piece cannot be had."""
        answer = await self.storefront.post(f"/v1/baskets/{key}/items", json={"variantId": variant, "quantity": quantity})
        assert answer.status_code in {201, 206, 409, 412, 413, 424} | REFUSALS, answer.text
        return read(answer) if answer.status_code in (201, 206) else None

    async def _write(self, dialect: str, kind: str, sending: Any) -> None:
        answer = await sending
        assert answer.is_success or answer.status_code in REFUSALS, f"{answer.request.url}: {answer.text}"
        if answer.is_success:
            self.written.add(f"{dialect} {kind}")


def read(answer: httpx.Response) -> Any:
    """The body with exact numbers."""
    assert answer.is_success, f"{answer.request.method} {answer.request.url}: {answer.text}"
    return json.loads(answer.text, parse_float=Decimal)


@asynccontextmanager
async def open_wires(database: Database, config: settings.Settings, *, tax: str, currency: str) -> AsyncIterator[Wires]:
    """A store with two warehouses, shipping at a price within Morocco, and a code for 12.5 % less."""
    services = make_services(database)
    make, front = Make(services), compose(config, services)
    account = await make.account()
    zone = stores.ZoneDraft("Morocco", ("MA",), Decimal(7))
    store = await make.store(account, tax_rate=tax, currency=currency, zones=(zone,))
    await make.branch(store, reference_key="WH-2")
    await make.promo(store, code=CODE, percent="12.5")
    until = (database.clock.now() + TOKEN_LIFE).timestamp()
    signed = session_tokens(services.vault, services.clock).sign(
        ids.write("user", account.user.id), session=account.session, expires_at=until
    )
    home, scayle = await stores.home(database, store.id), await make.key(store, dialect="scayle")
    async with database.begin() as tx:
        houses = [house.key for house in sorted(await inventory.warehouses(tx, store.id), key=lambda each: not each.is_default)]
    where = {
        "skalia": ("/skalia/api/v1", {"Authorization": f"Bearer {signed}"}),
        "salloq": ("/salloq/api", {"X-API-Key": await make.key(store)}),
        "devskin": ("/devskin/api/v1", {"X-API-Key": await make.key(store, dialect="devskin")}),
        "salla": ("/salla/admin/v2", {"Authorization": f"Bearer {await make.salla_token(store)}"}),
        "admin": ("/scayle/api/admin/v1", {"X-Access-Token": scayle}),
        "storefront": ("/scayle", {"X-Access-Token": scayle, "X-Shop-Id": str(home.id)}),
    }
    async with AsyncExitStack() as stack:
        made = {name: await stack.enter_async_context(client(front, base, **head)) for name, (base, head) in where.items()}
        assert isinstance(database.clock, FrozenClock)
        yield Wires(store, Decimal(tax), home, tuple(houses), database.clock, **made)
