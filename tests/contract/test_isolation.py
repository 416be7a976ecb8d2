"""Every route × method with somebody else's credential, with none, and with each scope missing: refused, nothing changed."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import httpx
import pytest

from serai import settings
from serai.app import DIALECTS, compose
from serai.core import apps
from serai.core.apps.rules import KINDS
from serai.kit.clock import FrozenClock
from serai.kit.db import Database, connect
from serai.kit.tokens import session_tokens
from serai.wire.call import Services
from serai.wire.dialect import Dialect
from serai.wire.operation import Operation
from tests.conftest import NOW, client, clone, make_services
from tests.contract.walk import NAMES, OPERATIONS, Shop, fingerprint, open_shop, path_of, sent_with
from tests.factories import Make

GUARDED = [(d, o) for d, o in OPERATIONS if not o.public]
GUARDED_NAMES = [name for name, (_, o) in zip(NAMES, OPERATIONS, strict=True) if not o.public]
# A storefront's pages are everybody's; its baskets are not.
KEYED = [(d, o) for d, o in GUARDED if d.name != "scayle-storefront" or o.scope]
SCOPED = [(d, o) for d, o in GUARDED if o.scope is not None and d.name != "skalia"]


@dataclass
class Ground:
    """Two stores in a database of their own, on which all of these tests walk: none of them changes anything."""

    database: Database
    services: Services
    http: httpx.AsyncClient
    make: Make
    victim: Shop
    stranger: Shop
    credentials: dict[tuple[str, int], dict[str, str]] = field(default_factory=dict)
    lacking: dict[tuple[str, str], tuple[dict[str, str], int]] = field(default_factory=dict)

    async def somebody(self, dialect: Dialect) -> Shop:
        """The stranger; a new one where operations may end the session or the account that asks."""
        return await open_shop(self.make) if dialect.name == "skalia" else self.stranger

    async def credential(self, dialect: Dialect, shop: Shop) -> dict[str, str]:
        """One that may do everything in the shop."""
        known = (dialect.name, shop.store.id)
        if known not in self.credentials:
            self.credentials[known] = await credential(self.make, dialect, shop, self.services)
        return dict(self.credentials[known])

    async def without_scope(self, dialect: Dialect, scope: str) -> tuple[dict[str, str], int]:
        """One of the victim with every scope but this, and the status of its refusal."""
        if (dialect.name, scope) not in self.lacking:
            self.lacking[dialect.name, scope] = await _without_scope(self.make, dialect, self.victim, scope)
        return self.lacking[dialect.name, scope]


@pytest.fixture(scope="module")
async def ground(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Ground]:
    folder = tmp_path_factory.mktemp("isolation")
    config = settings.load({"SERAI_DATA_DIR": str(folder), "SERAI_SECRET_KEY": "a secret for tests"})
    async with clone(server_url) as url, connect(url, FrozenClock(NOW), size=4) as database:
        services = make_services(database)
        make = Make(services)
        victim, stranger = await open_shop(make), await open_shop(make)
        async with client(compose(config, services), "") as http:
            yield Ground(database, services, http, make, victim, stranger)


async def credential(make: Make, dialect: Dialect, shop: Shop, services: Services) -> dict[str, str]:
    if dialect.name == "skalia":
        user = shop.account.user
        tomorrow = services.clock.now().timestamp() + 86_000
        signer = session_tokens(services.vault, services.clock)
        token = signer.sign(f"usr_{user.id}", session=shop.account.session, expires_at=tomorrow)
        return {"authorization": f"Bearer {token}"}
    if dialect.name == "salla":
        return {"authorization": f"Bearer {await make.salla_token(shop.store)}"}
    key = {HEADERS.get(dialect.name, "x-api-key"): await make.key(shop.store, dialect=_key_dialect(dialect))}
    return {**_place(dialect, shop), **key}


def _place(dialect: Dialect, shop: Shop) -> dict[str, str]:
    """What says whose shop it is, beside the credential."""
    return {"x-shop-id": str(shop.ids["country"])} if dialect.name == "scayle-storefront" else {}


HEADERS = {"scayle-admin": "x-access-token", "scayle-storefront": "x-access-token"}


def _key_dialect(dialect: Dialect) -> str:
    """Keys are of a platform, which may speak two dialects."""
    return dialect.name.split("-")[0]


async def _send(
    http: httpx.AsyncClient, dialect: Dialect, operation: Operation, shop: Shop, headers: dict[str, str]
) -> httpx.Response:
    sent = sent_with(dialect, operation, shop)
    headers = {**headers, **sent.pop("headers", {})}
    return await http.request(operation.method, path_of(dialect, operation, shop), headers=headers, **sent)


@pytest.mark.parametrize(("dialect", "operation"), GUARDED, ids=GUARDED_NAMES)
async def test_a_stranger_sees_and_changes_nothing(ground: Ground, dialect: Dialect, operation: Operation) -> None:
    victim, stranger = ground.victim, await ground.somebody(dialect)
    headers = await ground.credential(dialect, stranger)
    before = await fingerprint(ground.database, victim)

    answer = await _send(ground.http, dialect, operation, victim, headers)

    assert await fingerprint(ground.database, victim) == before
    if (operation.parameters and not _is_anybodys(operation)) or _names_the_store(dialect, operation):
        assert answer.status_code in (403, 404), answer.text
    assert victim.customer.email not in answer.text
    assert victim.product.slug not in answer.text
    assert victim.order.number not in answer.text or victim.order.number == stranger.order.number


def _is_anybodys(operation: Operation) -> bool:
    """Baskets and wishlists of a storefront are there under whatever key a client makes up, in each shop country."""
    return operation.path.startswith(("/v1/baskets/", "/v1/wishlists/"))


def _names_the_store(dialect: Dialect, operation: Operation) -> bool:
    """Operations that name a store, or something of it, in their body."""
    return (dialect.name, operation.name) in {
        ("skalia", "create_product"),
        ("skalia", "create_products"),
        ("skalia", "create_webhook"),
        ("skalia", "change_orders"),
        ("salloq", "create_order"),
        ("salloq", "create_subscription"),
    }


@pytest.mark.parametrize(("dialect", "operation"), KEYED, ids=[f"{d.name} {o.method} {o.path}" for d, o in KEYED])
async def test_without_a_credential_nothing_happens(ground: Ground, dialect: Dialect, operation: Operation) -> None:
    shop = ground.victim
    name, good = (await ground.credential(dialect, shop)).popitem()
    other = next(d for d in DIALECTS if d.name == ("salloq" if dialect.name.startswith("scayle") else "scayle-admin"))
    _, foreign = (await ground.credential(other, shop)).popitem()
    before = await fingerprint(ground.database, shop)
    path = path_of(dialect, operation, shop)
    none: dict[str, str] = {}
    tried = {"none": none, "empty": {name: ""}, "garbage": {name: "Bearer garbage"}, "of another dialect": {name: foreign}}
    for kind, shown in {**tried, "in the query": none}.items():
        query = f"?token={good}&api_key={good}" if kind == "in the query" else ""
        sent = sent_with(dialect, operation, shop)
        headers = {**_place(dialect, shop), **shown, **sent.pop("headers", {})}

        answer = await ground.http.request(operation.method, path + query, headers=headers, **sent)

        assert answer.status_code == 401, f"{kind}: {answer.text}"
    assert await fingerprint(ground.database, shop) == before


async def _without_scope(make: Make, dialect: Dialect, shop: Shop, scope: str) -> tuple[dict[str, str], int]:
    """A credential with every scope but this one, and the status of its refusal."""
    if dialect.name == "salla":
        # Each profile leaves one noun open: webhooks in `documented`, the store in `live`, where a scope's lack is a 401.
        profile = "live" if scope.startswith("webhooks.") else "documented"
        noun = scope.partition(".")[0]
        others = tuple(s for s in apps.scopes.KNOWN if s.partition(".")[0] not in (noun, "settings" if noun == "store" else ""))
        kept = (*others, f"{noun}.read") if scope.endswith("_write") else others
        token = await make.salla_token(shop.store, scopes=kept, profile=profile)
        return {"authorization": f"Bearer {token}"}, 401 if profile == "live" else 403
    others = tuple(s for s in KINDS[apps.KeyDialect(_key_dialect(dialect))].scopes if s not in (scope, "*"))
    key = await make.key(shop.store, dialect=_key_dialect(dialect), scopes=others)
    status = 401 if dialect.name == "scayle-storefront" else 403
    return {**_place(dialect, shop), HEADERS.get(dialect.name, "x-api-key"): key}, status


@pytest.mark.parametrize(("dialect", "operation"), SCOPED, ids=[f"{d.name} {o.method} {o.path}" for d, o in SCOPED])
async def test_each_scope_is_needed(ground: Ground, dialect: Dialect, operation: Operation) -> None:
    shop = ground.victim
    headers, status = await ground.without_scope(dialect, operation.scope or "")
    before = await fingerprint(ground.database, shop)

    answer = await _send(ground.http, dialect, operation, shop, headers)

    assert answer.status_code == status
    assert (operation.scope or "") in answer.text
    assert await fingerprint(ground.database, shop) == before
