"""Bearer tokens → accounts."""

from collections.abc import Mapping
from typing import Final

from serai.core import accounts, billing, catalog, customers, orders
from serai.core.accounts import OwnStore, Role, SessionId, StoreId, Subscription, User
from serai.core.billing import Plan
from serai.core.catalog import ProductId
from serai.core.customers import CustomerId
from serai.core.orders import OrderId
from serai.dialects.skalia import ids, limits
from serai.kit.errors import Forbidden, NotFound, Unauthenticated
from serai.kit.tokens import session_tokens
from serai.wire.call import Call, Principal
from serai.wire.operation import Operation

CREDENTIAL: Final = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
CHALLENGE: Final = "Bearer"
ADMIN: Final = "admin"
"""The scope of operations that only a platform admin may call."""
_LEAKS: Final = frozenset({"access_token", "token", "jwt", "authorization"})


class Account(Principal, frozen=True, kw_only=True):
    """A signed-in user; `plan` is the one in force."""

    user: User
    session: SessionId
    owned: Mapping[StoreId, OwnStore]
    subscription: Subscription
    plan: Plan

    @property
    def stores(self) -> tuple[StoreId, ...]:
        return tuple(self.owned)


async def identify(call: Call) -> Account:
    """Whose token it is. A token in the query string is refused: URLs end up in logs. Raises Unauthenticated."""
    if not _LEAKS.isdisjoint(name.lower() for name in call.query):
        raise Unauthenticated
    scheme, _, token = call.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthenticated
    services = call.services
    claims = session_tokens(services.vault, services.clock).verify(token.strip())
    now = services.clock.now()
    found = await accounts.authenticate(call.database, SessionId(claims.sid), at=now)
    if found is None or ids.write("user", found.user.id) != claims.sub:
        raise Unauthenticated
    plan = billing.plan_of(found.subscription, now)
    return Account(
        owner=f"user:{found.user.id}",
        actor=claims.sub,
        scopes=frozenset({ADMIN}) if found.user.role is Role.ADMIN else frozenset(),
        quota=limits.quota(plan),
        user=found.user,
        session=found.session,
        owned={store.id: store for store in found.stores},
        subscription=found.subscription,
        plan=plan,
    )


def allows(principal: Principal, operation: Operation) -> None:
    """Raises Forbidden when only an admin may."""
    if operation.scope is not None and operation.scope not in principal.scopes:
        raise Forbidden("Only a platform administrator may do this.")


def account(call: Call) -> Account:
    """Who is calling. Raises Unauthenticated where nobody need be signed in."""
    if not isinstance(call.who, Account):
        raise Unauthenticated
    return call.who


def own(call: Call, store: StoreId) -> StoreId:
    """The store, when it is the caller's. Raises NotFound: whether others have it is not told."""
    if store not in account(call).owned:
        raise NotFound("store")
    return store


async def store_of_product(call: Call, product: ProductId) -> OwnStore:
    """Which of the caller's stores has the product. Raises NotFound."""
    return account(call).owned[await catalog.store_of(call.db, account(call).stores, product)]


async def store_of_order(call: Call, order: OrderId) -> StoreId:
    """Which of the caller's stores has the order. Raises NotFound."""
    return await orders.store_of(call.db, account(call).stores, order)


async def store_of_customer(call: Call, customer: CustomerId) -> StoreId:
    """Which of the caller's stores has the customer. Raises NotFound."""
    return await customers.store_of(call.db, account(call).stores, customer)


def own_stores(call: Call, store_id: str | None) -> tuple[StoreId, ...]:
    """The stores that a list is about: the one named by a `storeId` filter, or all of the caller's. Raises NotFound."""
    return account(call).stores if store_id is None else (own(call, ids.store(store_id)),)
