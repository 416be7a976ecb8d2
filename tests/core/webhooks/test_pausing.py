"""Endpoints that fail for too long are paused; nothing is lost. What is long over is forgotten."""

import pytest

from serai.core import webhooks
from serai.core.stores import Store
from serai.core.webhooks import DeliveryFilter, EndpointPaused, Status
from serai.kit.clock import FrozenClock
from tests.core.webhooks.conftest import Post
from tests.factories import Make


async def test_failing_for_five_days_pauses_with_a_notice_and_loses_nothing(
    post: Post, make: Make, store: Store, clock: FrozenClock
) -> None:
    post.receiver.says = lambda _: 500
    endpoint = await post.endpoint("order.created")
    for _ in range(6):
        await make.order(store)
        await post.work()
        clock.advance(86400)
    await make.order(store)
    await post.work()

    paused = await post.endpoint_now(endpoint)
    assert paused.paused_at is not None
    assert "5 days" in (paused.notice or "")
    told = await post.database.all("select kind from events where store_id = $1 and kind = 'webhook.paused'", store.id)
    assert len(told) == 1
    calls = len(post.receiver.sent)
    await make.order(store)
    clock.advance(86400)
    await post.work()
    assert len(post.receiver.sent) == calls

    post.receiver.says = lambda _: 200
    async with post.database.begin() as tx:
        await webhooks.edit(tx, store.id, endpoint.endpoint.id, is_active=True)
        await webhooks.redeliver_all(tx, store.id, endpoint.endpoint.id, DeliveryFilter(status=Status.FAILED))
    await post.work()

    resumed = await post.endpoint_now(endpoint)
    assert (resumed.paused_at, resumed.notice, resumed.failing_since) == (None, None, None)
    assert {d.status for d in await post.deliveries(endpoint)} == {Status.DELIVERED}


async def test_a_success_in_between_starts_the_five_days_anew(post: Post, make: Make, store: Store, clock: FrozenClock) -> None:
    endpoint = await post.endpoint("order.created")
    for day in range(9):
        post.receiver.says = (lambda _: 200) if day == 4 else (lambda _: 500)
        await make.order(store)
        await post.work()
        clock.advance(86400)

    assert (await post.endpoint_now(endpoint)).paused_at is None


async def test_a_paused_endpoint_is_sent_nothing_and_says_so(post: Post, make: Make, store: Store) -> None:
    endpoint = await post.endpoint("order.created")
    await make.order(store)
    await post.fan_out()
    async with post.database.begin() as tx:
        await webhooks.edit(tx, store.id, endpoint.endpoint.id, is_active=False)

    await post.work()
    with pytest.raises(EndpointPaused):
        async with post.database.begin() as tx:
            await webhooks.send_test(tx, store.id, endpoint.endpoint.id)

    assert post.receiver.sent == []
    async with post.database.begin() as tx:
        await webhooks.edit(tx, store.id, endpoint.endpoint.id, is_active=True)
    await post.work()
    assert len(post.receiver.sent) == 1  # what waited


async def test_what_is_long_over_is_forgotten_and_the_event_stays(
    post: Post, make: Make, store: Store, clock: FrozenClock
) -> None:
    endpoint = await post.endpoint("order.created")
    await make.order(store)
    await post.work()
    async with post.database.begin() as tx:
        await webhooks.rotate(tx, post.services.vault, store.id, endpoint.endpoint.id)

    clock.advance(25 * 3600)
    assert await webhooks.forget(post.database, at=clock.now()) == 1  # the old secret
    clock.advance(90 * 86400)
    assert await webhooks.forget(post.database, at=clock.now()) == 1  # the delivery

    assert await post.deliveries(endpoint) == ()
    assert await post.database.value("select count(*) from webhook_attempts where store_id = $1", store.id) == 0
    assert (
        await post.database.value("select count(*) from events where store_id = $1 and kind = 'order.created'", store.id) == 1
    )
