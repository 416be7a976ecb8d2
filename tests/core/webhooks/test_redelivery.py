"""Sending again, and sending a test."""

import json
from datetime import timedelta

import pytest

from serai.core import webhooks
from serai.core.stores import Store
from serai.core.webhooks import DeliveryFilter, Status, schedule
from serai.kit.clock import FrozenClock
from serai.kit.errors import NotFound
from tests.core.webhooks.conftest import Post
from tests.factories import Make


async def test_sending_again_keeps_the_name(post: Post, make: Make, store: Store, clock: FrozenClock) -> None:
    endpoint = await post.endpoint("order.created")
    await make.order(store)
    await post.work()
    (delivery,) = await post.deliveries(endpoint)
    clock.advance(3600)

    async with post.database.begin() as tx:
        queued = await webhooks.redeliver(tx, store.id, endpoint.endpoint.id, delivery.id)
    await post.work()

    assert (queued.id, queued.status) == (delivery.id, Status.PENDING)
    assert post.receiver.ids[0] == post.receiver.ids[1]
    assert post.receiver.sent[0].body == post.receiver.sent[1].body
    (after,) = await post.deliveries(endpoint)
    assert (after.status, after.attempts) == (Status.DELIVERED, 2)


async def test_sending_again_begins_the_schedule_anew(post: Post, make: Make, store: Store, clock: FrozenClock) -> None:
    post.receiver.says = lambda _: 500
    endpoint = await post.endpoint("order.created")
    await make.order(store)
    for seconds in schedule.ATTEMPTS:
        clock.at = max(clock.at, clock.at + timedelta(seconds=seconds))
        await post.work()
    (delivery,) = await post.deliveries(endpoint)
    assert delivery.status is Status.FAILED

    async with post.database.begin() as tx:
        await webhooks.redeliver(tx, store.id, endpoint.endpoint.id, delivery.id)
    await post.work()

    (after,) = await post.deliveries(endpoint)
    assert (after.status, after.attempts) == (Status.PENDING, 11)
    assert after.due_at is not None
    assert after.due_at <= clock.now() + timedelta(seconds=5)


async def test_a_filter_chooses_what_is_sent_again(post: Post, make: Make, store: Store, clock: FrozenClock) -> None:
    endpoint = await post.endpoint("order.created", "product.created")
    began = clock.now()
    for _ in range(3):
        await make.order(store)
        await post.work()
        clock.advance(3600)
    id_ = endpoint.endpoint.id

    async def again(**filter_: object) -> int:
        async with post.database.begin() as tx:
            return await webhooks.redeliver_all(tx, store.id, id_, DeliveryFilter(**filter_))  # type: ignore[arg-type]

    assert await again(event="order.created") == 3
    assert await again(event="nothing") == 0
    assert await again(status=Status.FAILED) == 0
    assert await again(since=began + timedelta(hours=1), until=began + timedelta(hours=1), event="order.created") == 1
    assert await again() == 6


async def test_a_test_is_sent_and_signed_like_any_other(post: Post, store: Store) -> None:
    endpoint = await post.endpoint("order.created")

    async with post.database.begin() as tx:
        queued = await webhooks.send_test(tx, store.id, endpoint.endpoint.id)
    await post.work()

    (sent,) = post.receiver.sent
    assert json.loads(sent.body)["event"] == "webhook.test"
    assert sent.headers["webhook-id"] == sent.headers["x-webhook-id"] == queued.message == f"test_{queued.id}"


async def test_another_store_s_deliveries_are_unknown(post: Post, make: Make, store: Store) -> None:
    endpoint = await post.endpoint("order.created")
    await make.order(store)
    await post.work()
    (delivery,) = await post.deliveries(endpoint)
    foreign = await make.store()

    for wrong in ((foreign.id, endpoint.endpoint.id, delivery.id), (store.id, endpoint.endpoint.id, delivery.id + 1)):
        with pytest.raises(NotFound):
            async with post.database.begin() as tx:
                await webhooks.redeliver(tx, *wrong)
