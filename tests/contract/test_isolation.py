"""Every route × method with somebody else's credential, with none, and with each scope missing: refused, nothing changed."""

from collections.abc import AsyncIterator

import httpx
import pytest

from serai.core import apps
from serai.core.apps.rules import KINDS
from serai.front import Front
from serai.kit.db import Database
from serai.kit.tokens import session_tokens
from serai.wire.call import Services
from serai.wire.dialect import Dialect
from serai.wire.operation import Operation
from tests.conftest import client
from tests.contract.walk import NAMES, OPERATIONS, Shop, fingerprint, open_shop, path_of, sent_with
from tests.factories import Make

GUARDED = [(d, o) for d, o in OPERATIONS if not o.public]
GUARDED_NAMES = [name for name, (_, o) in zip(NAMES, OPERATIONS, strict=True) if not o.public]
SCOPED = [(d, o) for d, o in GUARDED if o.scope is not None and d.name != "skalia"]


@pytest.fixture
async def http(front: Front) -> AsyncIterator[httpx.AsyncClient]:
    async with client(front, "") as made:
        yield made


async def credential(make: Make, dialect: Dialect, shop: Shop, services: Services) -> dict[str, str]:
    if dialect.name == "skalia":
        user = shop.account.user
        tomorrow = services.clock.now().timestamp() + 86_000
        signer = session_tokens(services.vault, services.clock)
        token = signer.sign(f"usr_{user.id}", session=shop.account.session, expires_at=tomorrow)
        return {"authorization": f"Bearer {token}"}
    return {"x-api-key": await make.key(shop.store, dialect=dialect.name)}


async def _send(
    http: httpx.AsyncClient, dialect: Dialect, operation: Operation, shop: Shop, headers: dict[str, str]
) -> httpx.Response:
    sent = sent_with(dialect, operation, shop)
    headers = {**headers, **sent.pop("headers", {})}
    return await http.request(operation.method, path_of(dialect, operation, shop), headers=headers, **sent)


@pytest.mark.parametrize(("dialect", "operation"), GUARDED, ids=GUARDED_NAMES)
async def test_a_stranger_sees_and_changes_nothing(
    http: httpx.AsyncClient, make: Make, services: Services, database: Database, dialect: Dialect, operation: Operation
) -> None:
    victim, stranger = await open_shop(make), await open_shop(make)
    headers = await credential(make, dialect, stranger, services)
    before = await fingerprint(database, victim)

    answer = await _send(http, dialect, operation, victim, headers)

    assert await fingerprint(database, victim) == before
    if operation.parameters or _names_the_store(dialect, operation):
        assert answer.status_code in (403, 404), answer.text
    assert victim.customer.email not in answer.text
    assert victim.product.slug not in answer.text
    assert victim.order.number not in answer.text or victim.order.number == stranger.order.number


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


@pytest.mark.parametrize(("dialect", "operation"), GUARDED, ids=GUARDED_NAMES)
@pytest.mark.parametrize("kind", ["none", "empty", "garbage", "of another dialect", "in the query"])
async def test_without_a_credential_nothing_happens(
    http: httpx.AsyncClient,
    make: Make,
    services: Services,
    database: Database,
    dialect: Dialect,
    operation: Operation,
    kind: str,
) -> None:
    shop = await open_shop(make)
    name, good = (await credential(make, dialect, shop, services)).popitem()
    foreign = await make.key(shop.store, dialect="scayle")
    before = await fingerprint(database, shop)
    shown = {"empty": "", "garbage": "Bearer garbage", "of another dialect": foreign}
    headers = {name: shown[kind]} if kind in shown else {}
    path = path_of(dialect, operation, shop) + (f"?token={good}&api_key={good}" if kind == "in the query" else "")
    sent = sent_with(dialect, operation, shop)
    headers = {**headers, **sent.pop("headers", {})}

    answer = await http.request(operation.method, path, headers=headers, **sent)

    assert answer.status_code == 401, answer.text
    assert await fingerprint(database, shop) == before


@pytest.mark.parametrize(("dialect", "operation"), SCOPED, ids=[f"{d.name} {o.method} {o.path}" for d, o in SCOPED])
async def test_each_scope_is_needed(
    http: httpx.AsyncClient, make: Make, database: Database, dialect: Dialect, operation: Operation
) -> None:
    shop = await open_shop(make)
    others = tuple(s for s in KINDS[apps.KeyDialect(dialect.name)].scopes if s not in (operation.scope, "*"))
    key = await make.key(shop.store, dialect=dialect.name, scopes=others)
    before = await fingerprint(database, shop)

    answer = await _send(http, dialect, operation, shop, {"x-api-key": key})

    assert answer.status_code == 403
    assert operation.scope in answer.text
    assert await fingerprint(database, shop) == before
