"""Every route × method with somebody else's credential, with none, and with each scope missing: refused, nothing changed."""

import httpx
import pytest

from serai.app import DIALECTS
from serai.wire.dialect import Dialect
from serai.wire.operation import Operation
from tests.contract.ground import Ground, place
from tests.contract.walk import NAMES, OPERATIONS, Shop, fingerprint, path_of, sent_with

GUARDED = [(d, o) for d, o in OPERATIONS if not o.public]
GUARDED_NAMES = [name for name, (_, o) in zip(NAMES, OPERATIONS, strict=True) if not o.public]
# A storefront's pages are everybody's; its baskets are not.
KEYED = [(d, o) for d, o in GUARDED if d.name != "scayle-storefront" or o.scope]
SCOPED = [(d, o) for d, o in GUARDED if o.scope is not None and d.name != "skalia"]


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
        headers = {**place(dialect, shop), **shown, **sent.pop("headers", {})}

        answer = await ground.http.request(operation.method, path + query, headers=headers, **sent)

        assert answer.status_code == 401, f"{kind}: {answer.text}"
    assert await fingerprint(ground.database, shop) == before


@pytest.mark.parametrize(("dialect", "operation"), SCOPED, ids=[f"{d.name} {o.method} {o.path}" for d, o in SCOPED])
async def test_each_scope_is_needed(ground: Ground, dialect: Dialect, operation: Operation) -> None:
    shop = ground.victim
    headers, status = await ground.without_scope(dialect, operation.scope or "")
    before = await fingerprint(ground.database, shop)

    answer = await _send(ground.http, dialect, operation, shop, headers)

    assert answer.status_code == status
    assert (operation.scope or "") in answer.text
    assert await fingerprint(ground.database, shop) == before
