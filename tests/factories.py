"""The one place that makes data. Everything is made through the core's use cases, so it is always legal data."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import count

from serai.core import (
    accounts,
    apps,
    billing,
    catalog,
    customers,
    inventory,
    loyalty,
    orders,
    promotions,
    reviews,
    search,
    stores,
    subscriptions,
    webhooks,
)
from serai.core.accounts import Language
from serai.kit.db import Tx
from serai.wire.call import Services

PASSWORD = "correct horse battery"
UNHEARD = """
select exists (select from stores_with_events) or exists (select from stores_with_changes where due_at <= $1)
"""
_numbers = count(1)


@dataclass(frozen=True)
class Account:
    user: accounts.User
    session: accounts.SessionId
    password: str = PASSWORD


class Make:
    """Each method commits (or joins the test's transaction) and returns what the core made."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.database = services.database

    async def account(self, *, plan: str = "enterprise", email: str = "", role: accounts.Role = accounts.Role.USER) -> Account:
        """Signed in, on a plan that stands in nobody's way."""
        signed = await accounts.register(
            self.database,
            self.services.passwords,
            email=email or f"merchant{next(_numbers)}@example.com",
            password=PASSWORD,
            display_name="Amina Merchant",
            role=role,
        )
        if plan != "trial":
            async with self.database.begin() as tx:
                await billing.start_plan(tx, signed.user.id, plan=plan, cycle=billing.Cycle.MONTHLY, until=None)
        return Account(signed.user, signed.session)

    async def store(
        self, owner: Account | None = None, *, slug: str = "", tax_rate: str = "0", currency: str = "MAD", **settings: object
    ) -> stores.Store:
        owner = owner or await self.account()
        number = next(_numbers)
        async with self.database.begin() as tx:
            store = await stores.create(
                tx,
                owner.user.id,
                name=f"Store {number}",
                category="fashion",
                public_slug=slug or f"store-{number}",
                language=Language.EN,
            )
            await self._configure(tx, store, tax_rate=tax_rate, currency=currency, **settings)
            return await stores.get(tx, store.id)

    async def _configure(self, tx: Tx, store: stores.Store, *, tax_rate: str, currency: str, **settings: object) -> None:
        change = stores.SettingsChange(tax_rate=Decimal(tax_rate), currency=currency, **settings)  # type: ignore[arg-type]
        await stores.change_settings(tx, store.id, change=change)

    async def key(self, store: stores.Store, *, dialect: str = "salloq", scopes: tuple[str, ...] | None = None) -> str:
        """The key's text."""
        async with self.database.begin() as tx:
            made = await apps.create_key(
                tx, store.id, name="test", dialect=apps.KeyDialect(dialect), scopes=scopes, expires_at=None
            )
            return made.text

    async def app(
        self,
        owner: Account | None = None,
        *,
        scopes: tuple[str, ...] = ("offline_access", "products.read", "orders.read", "store.read"),
        redirect_uris: tuple[str, ...] = ("https://app.example/callback",),
        **more: object,
    ) -> apps.Registered:
        """Registered by `owner`, else by somebody; `more` are fields of NewApp."""
        owner = owner or await self.account()
        new = apps.NewApp(name=f"App {next(_numbers)}", scopes=scopes, redirect_uris=redirect_uris, **more)  # type: ignore[arg-type]
        async with self.database.begin() as tx:
            return await apps.register(tx, self.services.vault, owner.user.id, new)

    async def installed(self, store: stores.Store, app: apps.Registered) -> apps.Installed:
        """The app in the store, by its owner's consent."""
        async with self.database.begin() as tx:
            return await apps.install(tx, self.services.vault, store.id, app.app.client_id, user=store.owner)

    async def salla_token(
        self, store: stores.Store, *, scopes: tuple[str, ...] | None = None, profile: str = "documented", **more: object
    ) -> str:
        """An access token of a new app in the store; for everything when no scopes are named."""
        wanted = apps.scopes.KNOWN if scopes is None else scopes
        app = await self.app(scopes=wanted, profile=apps.Profile(profile), **more)
        return (await self.installed(store, app)).tokens.access

    async def product(
        self,
        store: stores.Store,
        *,
        name: str = "",
        price: int = 10_000,
        stock: int | None = 10,
        variants: tuple[catalog.NewVariant, ...] = (),
        **more: object,
    ) -> catalog.Product:
        """`price` in minor units, `stock` in pieces of the whole product."""
        new = catalog.NewProduct(
            name=name or f"Product {next(_numbers)}",
            price_minor=price,
            sellable=stock,
            variants=variants,
            **more,  # type: ignore[arg-type]
        )
        async with self.database.begin() as tx:
            return await catalog.create(tx, store.id, new)

    async def searched(self) -> None:
        """What happened so far is found from now on, as the worker sees to it; there may be one, which is waited for."""
        while await self.database.value(UNHEARD, self.database.clock.now()):
            await webhooks.fan_out(self.database, {}, hear=search.hear)
            await search.catch_up(self.database)

    async def customer(
        self, store: stores.Store, *, email: str = "", name: str = "Jane Smith", **more: object
    ) -> customers.Customer:
        new = customers.NewCustomer(email=email or f"jane{next(_numbers)}@example.com", name=name, **more)  # type: ignore[arg-type]
        async with self.database.begin() as tx:
            return await customers.create(tx, store.id, new)

    async def webhook(self, store: stores.Store, *, url: str = "https://hooks.example.com/in") -> webhooks.Endpoint:
        """Told of orders, in SKALIA's words."""
        vault = self.services.vault
        async with self.database.begin() as tx:
            made = await webhooks.create(
                tx, vault, store.id, url=url, events=("order.created",), format_=webhooks.Format.SKALIA, secret=None
            )
            return made.endpoint

    async def group(self, store: stores.Store, name: str = "") -> customers.Group:
        async with self.database.begin() as tx:
            return await customers.create_group(tx, store.id, name or f"Group {next(_numbers)}")

    async def branch(self, store: stores.Store, **more: object) -> inventory.Warehouse:
        """An empty one; `more` are fields of NewWarehouse."""
        new = inventory.NewWarehouse(**{"name": f"Branch {next(_numbers)}", "kind": inventory.Kind.BRANCH, **more})  # type: ignore[arg-type]
        async with self.database.begin() as tx:
            return await inventory.create_warehouse(tx, store.id, new)

    async def review(
        self, store: stores.Store, product: catalog.Product, customer: customers.Customer, **more: object
    ) -> reviews.Review:
        """Five stars; `more` are fields of NewReview."""
        said = {"kind": reviews.Kind.RATING, "rating": 5, "content": "Very good", **more}
        new = reviews.NewReview(product=product.id, customer=customer.id, **said)  # type: ignore[arg-type]
        async with self.database.begin() as tx:
            return await reviews.create(tx, store.id, new)

    async def promo(self, store: stores.Store, *, code: str = "", percent: str = "10", **more: object) -> promotions.Promo:
        """Of so many percent; `more` are fields of NewPromo, `worth` among them."""
        worth = promotions.Worth(promotions.Kind.PERCENT, percent=Decimal(percent))
        new = promotions.NewPromo(**{"code": code or f"CODE{next(_numbers)}", "worth": worth, **more})  # type: ignore[arg-type]
        async with self.database.begin() as tx:
            return await promotions.create(tx, store.id, new)

    async def points(self, store: stores.Store, customer: customers.Customer, points: int) -> loyalty.Account:
        """The customer's account after so many points were given."""
        async with self.database.begin() as tx:
            await loyalty.adjust(tx, store.id, customer=customer.id, points=points)
            return await loyalty.account(tx, store.id, customer.id)

    async def subscription(
        self,
        store: stores.Store,
        product: catalog.Product,
        customer: customers.Customer,
        *,
        start: date | None = None,
        frequency: int = 2,
        quantity: int = 1,
    ) -> subscriptions.Subscription:
        """From `start` on, else from next month."""
        new = subscriptions.NewSubscription(
            customer=customer.id,
            product=product.id,
            frequency=subscriptions.FrequencyId(frequency),
            quantity=quantity,
            start_date=start or self.database.clock.now().date() + timedelta(days=30),
        )
        async with self.database.begin() as tx:
            return await subscriptions.create(tx, store.id, new)

    async def order(
        self,
        store: stores.Store,
        *products: catalog.Product,
        customer: customers.Customer | None = None,
        quantity: int = 1,
        state: orders.State = orders.State.PENDING,
        ship_to: orders.Address | None = None,
        **more: object,
    ) -> orders.Order:
        """One line per product; moved along to `state`."""
        customer = customer or await self.customer(store)
        lines = tuple(orders.Wanted(product.id, quantity) for product in products or [await self.product(store)])
        draft = orders.Draft(customer=customer.id, lines=lines, ship_to=ship_to or orders.Address(country="MA"), **more)  # type: ignore[arg-type]
        async with self.database.begin() as tx:
            order = await orders.place(tx, store.id, draft, actor="test")
            for step in _WAY[state]:
                order = await orders.move(tx, store.id, order.id, to=step, actor="test")
            return order


_S = orders.State
_WAY: dict[orders.State, tuple[orders.State, ...]] = {
    _S.PENDING: (),
    _S.PROCESSING: (_S.PROCESSING,),
    _S.SHIPPED: (_S.PROCESSING, _S.SHIPPED),
    _S.DELIVERED: (_S.PROCESSING, _S.SHIPPED, _S.DELIVERED),
    _S.CANCELLED: (_S.CANCELLED,),
    _S.REFUNDED: (_S.PROCESSING, _S.REFUNDED),
}
