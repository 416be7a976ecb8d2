"""A merchant's endpoint in Salla's words, and apps' endpoints beside it."""

import json

import pytest

from serai.core import orders, webhooks
from serai.core.apps import scopes
from serai.core.stores import Store
from serai.core.webhooks import Format, NewSubscription, Status
from serai.kit import addresses
from serai.kit.addresses import Blocked
from serai.kit.errors import Invalid, NotFound
from tests.core.webhooks.conftest import Post
from tests.factories import Make


async def test_a_change_that_has_two_words_comes_twice_under_two_names(post: Post, make: Make, store: Store) -> None:
    await post.endpoint("order.status.updated", "order.shipped", format_=Format.SALLA)
    product, customer = await make.product(store), await make.customer(store)
    await make.order(store, product, customer=customer, state=orders.State.SHIPPED)

    await post.work()
    await post.work()

    names = [json.loads(sent.body)["event"] for sent in post.receiver.sent]
    assert sorted(names) == ["order.shipped", "order.status.updated", "order.status.updated"]
    assert len(set(post.receiver.ids)) == 3
    assert len({sent.headers["x-salla-delivery-id"] for sent in post.receiver.sent}) == 3


async def test_merchants_cannot_ask_for_what_concerns_apps(post: Post) -> None:
    for event in ("app.store.authorize", "app.installed"):
        with pytest.raises(Invalid):
            await post.endpoint(event, format_=Format.SALLA)


async def test_an_app_s_endpoints_are_not_among_the_merchant_s(post: Post, make: Make, store: Store) -> None:
    app = await make.app(scopes=scopes.KNOWN)
    await make.installed(store, app)
    async with post.database.begin() as tx:
        new = NewSubscription(url="https://app.example/", event="order.created")
        made = await webhooks.subscribe(tx, post.services.vault, store.id, app.app.id, new)
    with pytest.raises(NotFound):
        await webhooks.get(post.database, [store.id], made.id)
    async with post.database.begin() as tx:
        with pytest.raises(NotFound):
            await webhooks.rotate(tx, post.services.vault, store.id, made.id)
        with pytest.raises(NotFound):
            await webhooks.send_test(tx, store.id, made.id)


async def test_what_waits_is_sent_on_when_the_app_asks_anew(post: Post, make: Make, store: Store) -> None:
    post.receiver.says = lambda sent: 500 if "old" in sent.url else 200
    app = await make.app(scopes=scopes.KNOWN)
    await make.installed(store, app)

    async def subscribe(url: str) -> None:
        async with post.database.begin() as tx:
            new = NewSubscription(url=url, event="order.created", secret="s")
            await webhooks.subscribe(tx, post.services.vault, store.id, app.app.id, new)

    await subscribe("https://old.example/")
    await make.order(store)
    await post.work()
    await subscribe("https://new.example/")
    post.database.clock.advance(300)  # type: ignore[attr-defined]  # a frozen one
    await post.work()

    assert [sent.url for sent in post.receiver.sent] == ["https://old.example/", "https://new.example/"]
    left = await post.database.all("select status from webhook_deliveries where store_id = $1", store.id)
    assert {row["status"] for row in left} == {Status.DELIVERED}


async def test_an_app_that_lost_its_url_is_not_called(post: Post, make: Make, store: Store) -> None:
    app = await make.app(scopes=scopes.KNOWN, webhook_url="https://app.example/")
    await make.installed(store, app)
    await post.fan_out()
    await post.database.run("update apps set webhook_url = null where id = $1", app.app.id)

    await post.courier.settle()

    assert {sent.url for sent in post.receiver.sent} == {""}  # what the real one refuses to call
    with pytest.raises(Blocked):
        addresses.target("")
