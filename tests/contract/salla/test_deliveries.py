"""SA-042, SA-043, SA-G08, SA-G09, SA-G14: what webhooks say, how they prove it, and when they say it again."""

import dataclasses
import hmac
import json

import httpx
import pytest

from serai.core import apps, orders
from serai.core.stores import Store
from serai.front import Front
from serai.kit.clock import FrozenClock
from serai.kit.db import Database
from serai.kit.javascript import reread
from serai.kit.outgoing import Outgoing
from serai.wire.call import Services
from tests.conftest import client, make_services
from tests.contract.salla.conftest import BASE
from tests.contract.salla.hooks import URL, subscribed, work
from tests.core.webhooks.conftest import Receiver, database  # noqa: F401 - tasks of a courier take turns on it
from tests.factories import Make
from tests.kit.hostile import answer


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
def services(database: Database) -> Services:  # noqa: F811
    made = make_services(database)
    return dataclasses.replace(made, extras={**made.extras, "outgoing": Outgoing(resolve=answer)})


# ── what arrives ──


async def test_an_order_arrives_as_documented(
    api: httpx.AsyncClient, make: Make, shop: Store, services: Services, receiver: Receiver
) -> None:
    made = await subscribed(api, secret="سر")
    product = await make.product(shop, name="شمعة / oud", price=9990, stock=10)
    address = orders.Address(address="1 Street", city="الرياض", country="SA", postal_code="12345")
    order = await make.order(shop, product, quantity=2, ship_to=address)

    (body,) = await work(services, receiver)

    sent = receiver.sent[0]
    assert list(body) == ["event", "merchant", "created_at", "store_id", "data"]
    assert (body["event"], body["merchant"], body["store_id"]) == ("order.created", shop.id, shop.id)
    assert body["created_at"] == "Wed Apr 08 2026 13:00:00 GMT+0300"
    data = body["data"]
    assert data["merchant"] == {"id": shop.id}
    assert (data["id"], data["reference_id"], data["status"]["code"]) == (order.id, order.number, "pending")
    assert data["total"] == {"amount": 229.77, "currency": "SAR"}
    assert data["amounts"]["total"] == data["total"]
    assert data["payment_status"] == "pending"
    assert data["referrer"] is None
    assert [item["product_id"] for item in data["items"]] == [product.id]
    assert (data["shipping"]["city"], data["shipping"]["country"]) == ("الرياض", "Saudi Arabia")
    assert sent.headers["x-salla-security-strategy"] == "Signature"
    assert sent.headers["x-salla-signature"] == hmac.new("سر".encode(), sent.body, "sha256").hexdigest()
    assert sent.headers["content-type"] == "application/json"
    assert sent.headers["user-agent"] == "Salla-Webhook/1.0"
    assert sent.headers["x-salla-webhook-id"] == made["id"]
    assert sent.headers["x-salla-delivery-id"].isdigit()
    assert {"webhook-id", "webhook-timestamp", "webhook-signature"} <= set(sent.headers)
    assert sent.body == reread(sent.body)  # what JavaScript would write
    assert "شمعة / oud".encode() in sent.body


async def test_a_status_change_is_told_in_its_words(
    api: httpx.AsyncClient, make: Make, shop: Store, services: Services, receiver: Receiver
) -> None:
    for event in ("order.status.updated", "order.shipped", "order.cancelled", "order.updated", "order.payment.updated"):
        await subscribed(api, event, url=f"https://public.example/{event}")
    order = await make.order(shop, state=orders.State.SHIPPED)
    await make.order(shop, state=orders.State.CANCELLED)

    told = await work(services, receiver)

    names = [body["event"] for body in told]
    own = ["order.payment.updated", "order.shipped", "order.cancelled"]
    assert sorted(names) == sorted([*own, *["order.status.updated"] * 3, *["order.updated"] * 3])
    moved = [b["data"] for b in told if b["event"] == "order.status.updated" and b["data"]["id"] == order.id]
    assert sorted(row["status"]["slug"] for row in moved) == ["processing", "shipped"]
    assert all(row["order"]["total"] == row["total"] for row in moved)
    assert {row["created_at"]["timezone"] for row in moved} == {"Asia/Riyadh"}


async def test_a_product_arrives_in_each_profile(
    api: httpx.AsyncClient, live: httpx.AsyncClient, make: Make, shop: Store, services: Services, receiver: Receiver
) -> None:
    await subscribed(api, "product.created", url="https://public.example/documented")
    await subscribed(live, "product.created", url="https://public.example/live")

    await make.product(shop, name="Oud candle", price=9900, stock=10, sku="CND-1")
    await work(services, receiver)

    by_url = {sent.url.rpartition("/")[2]: json.loads(sent.body)["data"] for sent in receiver.sent}
    documented, live_one = by_url["documented"], by_url["live"]
    assert (documented["price"], documented["sale_price"], documented["status"]) == (99, None, "active")
    assert (live_one["price"], live_one["status"]) == ({"amount": 99, "currency": "SAR"}, "sale")
    assert live_one["sale_price"] == {"amount": 0, "currency": "SAR"}
    assert documented["quantity"] == 10
    assert b'"price":99,' in next(sent.body for sent in receiver.sent if sent.url.endswith("documented"))


async def test_a_webhook_that_came_back_is_told_of_what_happens_from_then_on(
    api: httpx.AsyncClient, make: Make, shop: Store, services: Services, receiver: Receiver, clock: FrozenClock
) -> None:
    await subscribed(api, secret="old")
    await make.order(shop)
    await api.delete("/webhooks/unsubscribe", params={"url": URL})
    clock.advance(3600)
    await make.order(shop)
    clock.advance(3600)

    await subscribed(api, secret="")
    order = await make.order(shop)

    assert [body["data"]["id"] for body in await work(services, receiver)] == [order.id]


@pytest.mark.parametrize("profile", ["documented", "live"])
async def test_a_product_is_told_of_as_its_details_show_it(
    api: httpx.AsyncClient, live: httpx.AsyncClient, profile: str, services: Services, receiver: Receiver
) -> None:
    app = api if profile == "documented" else live
    for event in ("product.created", "product.updated", "product.deleted"):
        await subscribed(app, event)
    options = [{"name": "Size", "values": [{"name": "S"}, {"name": "L", "price": 5}]}]
    images = [{"original": "https://cdn.example/c.jpg", "alt": "Candle"}]
    new = {"name": "Oud candle", "price": 99.9, "product_type": "product", "weight": 1.5, "options": options, "images": images}

    made = (await app.post("/products", json=new)).json()["data"]
    (created,) = await work(services, receiver)
    await app.put(f"/products/{made['id']}", json={"subtitle": "Hand poured", "quantity": 4})
    (updated, *_) = await work(services, receiver)
    shown = (await app.get(f"/products/{made['id']}")).json()["data"]
    await app.delete(f"/products/{made['id']}")
    (deleted,) = await work(services, receiver)

    merchant = {"merchant": {"id": created["merchant"]}}
    assert [created["event"], updated["event"], deleted["event"]] == ["product.created", "product.updated", "product.deleted"]
    made, shown = (json.loads(json.dumps(seen).replace("http://testserver/", "/")) for seen in (made, shown))
    assert created["data"] == {**made, **merchant}
    assert updated["data"] == {**shown, **merchant}
    assert deleted["data"] == {**shown, "status": "deleted", **merchant}
    assert len(created["data"]["options"][0]["values"]) == len(created["data"]["skus"]) == 2


async def test_a_tax_is_told_of_when_the_store_begins_to_charge_one(
    api: httpx.AsyncClient, shop: Store, services: Services, receiver: Receiver
) -> None:
    await work(services, receiver)  # it was opened with a tax
    await subscribed(api, "storetax.created")
    await api.put("/taxes/1", json={"tax": 5})
    await api.delete("/taxes/1")
    made = await api.post("/taxes", json={"tax": 15})

    (body,) = await work(services, receiver)

    assert body["event"] == "storetax.created"
    assert body["data"] == {**made.json()["data"], "merchant": {"id": shop.id}}


async def test_custom_headers_never_replace_ours(
    api: httpx.AsyncClient, make: Make, shop: Store, services: Services, receiver: Receiver
) -> None:
    """The body of the seed's own app: its signature header would replace ours."""
    headers = [
        {"key": "x-salla-signature", "value": "mine"},
        {"key": "X-Salla-Security-Strategy", "value": "None"},
        {"key": "Content-Type", "value": "text/plain"},
        {"key": "Content-Length", "value": "1"},
        {"key": "Host", "value": "evil.example"},
        {"key": "Webhook-Id", "value": "other"},
        {"key": "X-Own", "value": "kept"},
    ]
    await subscribed(api, version=2, headers=headers)
    await make.order(shop)

    await work(services, receiver)

    sent = receiver.sent[0]
    assert sent.headers["x-own"] == "kept"
    assert sent.headers["x-salla-signature"] == hmac.new(b"a secret", sent.body, "sha256").hexdigest()
    assert sent.headers["x-salla-security-strategy"] == "Signature"
    assert sent.headers["content-type"] == "application/json"
    assert not {"content-length", "host"} & set(sent.headers)
    assert sent.headers["webhook-id"] != "other"


async def test_the_token_strategy_shows_the_bare_secret(
    api: httpx.AsyncClient, make: Make, shop: Store, services: Services, receiver: Receiver
) -> None:
    await subscribed(api, security_strategy="token", headers=[{"key": "Authorization", "value": "Bearer other"}])
    await make.order(shop)

    await work(services, receiver)

    headers = receiver.sent[0].headers
    assert (headers["authorization"], headers["x-salla-security-strategy"]) == ("a secret", "Token")
    assert "x-salla-signature" not in headers


async def test_without_a_strategy_nothing_is_shown_and_the_app_s_own_headers_pass(
    api: httpx.AsyncClient, make: Make, shop: Store, services: Services, receiver: Receiver
) -> None:
    await subscribed(api, security_strategy="none", headers=[{"key": "x-salla-signature", "value": "mine"}])
    await make.order(shop)

    await work(services, receiver)

    headers = receiver.sent[0].headers
    assert headers["x-salla-signature"] == "mine"
    assert not {"authorization", "x-salla-security-strategy"} & set(headers)


async def test_without_a_secret_the_app_s_own_signs(
    front: Front, make: Make, shop: Store, services: Services, receiver: Receiver
) -> None:
    app = await make.app(scopes=apps.scopes.KNOWN)
    installed = await make.installed(shop, app)
    async with client(front, BASE, Authorization=f"Bearer {installed.tokens.access}") as api:
        await subscribed(api, secret="")
    await make.order(shop)

    await work(services, receiver)

    sent = receiver.sent[0]
    assert sent.headers["x-salla-signature"] == hmac.new(app.webhook_secret.encode(), sent.body, "sha256").hexdigest()


async def test_a_rule_decides_what_is_told(
    api: httpx.AsyncClient, make: Make, shop: Store, services: Services, receiver: Receiver
) -> None:
    await subscribed(api, rule="total > 100 AND shipment_dropoff_address_city = `الرياض`")
    cheap = await make.product(shop, price=1000, stock=10)
    dear = await make.product(shop, price=50000, stock=10)
    there, elsewhere = orders.Address(city="الرياض", country="SA"), orders.Address(city="جدة", country="SA")

    await make.order(shop, cheap, ship_to=there)
    await make.order(shop, dear, ship_to=elsewhere)
    wanted = await make.order(shop, dear, ship_to=there)

    assert [body["data"]["id"] for body in await work(services, receiver)] == [wanted.id]


# ── the schedule ──


@pytest.mark.parametrize(("code", "attempts"), [(200, 1), (201, 1), (202, 4), (204, 4), (301, 4), (404, 4), (500, 4)])
async def test_only_200_and_201_count_and_three_more_tries_follow(
    api: httpx.AsyncClient,
    make: Make,
    shop: Store,
    services: Services,
    receiver: Receiver,
    clock: FrozenClock,
    code: int,
    attempts: int,
) -> None:
    receiver.says = lambda _: code
    await subscribed(api)
    await make.order(shop)

    counts = []
    await work(services, receiver)
    for _ in range(5):
        clock.advance(299)
        await work(services, receiver)
        counts.append(len(receiver.sent))
        clock.advance(1)
        await work(services, receiver)
    assert len(receiver.sent) == attempts
    if attempts > 1:
        assert counts[:4] == [1, 2, 3, 4]
    assert len({sent.headers["x-salla-delivery-id"] for sent in receiver.sent}) == 1
    assert len({sent.body for sent in receiver.sent}) == 1


async def test_an_endpoint_that_never_answers_is_not_paused(
    api: httpx.AsyncClient, make: Make, shop: Store, services: Services, receiver: Receiver, clock: FrozenClock
) -> None:
    receiver.says = lambda _: None
    await subscribed(api)
    for _ in range(8):
        await make.order(shop)
        await work(services, receiver)
        clock.advance(86_400)
    before = len(receiver.sent)

    await make.order(shop)
    await work(services, receiver)

    assert len(receiver.sent) > before


# ── what concerns the app itself ──


async def test_installing_in_easy_mode_hands_over_tokens_that_work(
    front: Front, make: Make, shop: Store, services: Services, receiver: Receiver
) -> None:
    app = await make.app(scopes=apps.scopes.KNOWN, mode=apps.Mode.EASY, webhook_url="https://public.example/app")
    await make.installed(shop, app)

    told = await work(services, receiver)

    assert [body["event"] for body in told] == ["app.installed", "app.store.authorize"]
    handed = told[1]
    assert (handed["merchant"], handed["created_at"]) == (shop.id, "2026-04-08 13:00:00")
    data = handed["data"]
    assert data["token_type"] == "bearer"
    assert data["store"]["id"] == shop.id
    assert isinstance(data["expires"], int)
    async with client(front, "/salla", Authorization=f"Bearer {data['access_token']}") as api:
        assert (await api.get("/oauth2/user/info")).status_code == 200
    sent = receiver.sent[1]
    assert sent.headers["x-salla-signature"] == hmac.new(app.webhook_secret.encode(), sent.body, "sha256").hexdigest()
    kept = await services.database.all("select request, response from webhook_attempts where store_id = $1", shop.id)
    assert not [row for row in kept if data["access_token"] in (row["request"] or "")]
    events = await services.database.all("select payload from events where store_id = $1", shop.id)
    assert not [row for row in events if data["access_token"] in row["payload"]]


async def test_uninstalling_is_told_and_ends_everything_else(
    front: Front, make: Make, shop: Store, services: Services, receiver: Receiver
) -> None:
    app = await make.app(scopes=apps.scopes.KNOWN, webhook_url="https://public.example/app")
    installed = await make.installed(shop, app)
    async with client(front, BASE, Authorization=f"Bearer {installed.tokens.access}") as api:
        await subscribed(api, "order.created")
        await subscribed(api, "app.uninstalled", url="https://public.example/app")
    await work(services, receiver)
    receiver.sent.clear()

    async with services.database.begin() as tx:
        await apps.uninstall(tx, shop.id, app.app.client_id)
    await make.order(shop)
    told = await work(services, receiver)

    assert [body["event"] for body in told] == ["app.uninstalled"]  # once, though it was asked for at the app's own URL
    assert told[0]["data"]["uninstallation_date"] == "2026-04-08 13:00:00"


async def test_what_an_app_may_not_read_any_more_it_is_not_told(
    front: Front, make: Make, shop: Store, services: Services, receiver: Receiver
) -> None:
    owner = await make.account()
    app = await make.app(owner, scopes=("orders.read", "customers.read"))
    installed = await make.installed(shop, app)
    async with client(front, BASE, Authorization=f"Bearer {installed.tokens.access}") as api:
        await subscribed(api, "order.created")
        await subscribed(api, "customer.created")
    await make.order(shop)
    assert {body["event"] for body in await work(services, receiver)} == {"order.created", "customer.created"}

    async with services.database.begin() as tx:
        change = apps.AppChange(scopes=("customers.read",))
        await apps.edit(tx, services.vault, owner.user.id, app.app.id, change)
    await make.order(shop)

    assert {body["event"] for body in await work(services, receiver)} == {"customer.created"}


async def test_nobody_else_hears_of_an_app(
    api: httpx.AsyncClient, make: Make, shop: Store, services: Services, receiver: Receiver
) -> None:
    await subscribed(api, "app.installed")
    await work(services, receiver)  # its own installation, a moment ago
    other = await make.app(scopes=apps.scopes.KNOWN, mode=apps.Mode.EASY)
    await make.installed(shop, other)

    assert await work(services, receiver) == []
