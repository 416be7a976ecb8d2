"""From an event to its receiver, and what happens when that does not take it."""

import json
from datetime import timedelta

import pytest

from serai.core import orders, webhooks
from serai.core.stores import Store
from serai.core.webhooks import Courier, Format, Status, schedule
from serai.kit.clock import FrozenClock
from serai.kit.crypto import Vault
from serai.worker import WIRES
from tests.core.webhooks.conftest import Post, Receiver
from tests.factories import Make


def names(receiver: Receiver) -> list[str]:
    return [json.loads(sent.body)["event"] for sent in receiver.sent]


# ── what is told ──


async def test_an_event_reaches_each_endpoint_that_asked_for_it_once(post: Post, make: Make, store: Store) -> None:
    one, two = (
        await post.endpoint("order.created"),
        await post.endpoint("order.created", "order.updated", url="https://b.example/"),
    )
    other = await post.endpoint("product.deleted")
    order = await make.order(store)

    await post.work()
    await post.work()

    assert sorted(sent.url for sent in post.receiver.sent) == ["https://b.example/", "https://shop.example/hook"]
    assert len(set(post.receiver.ids)) == 1  # one event, one name
    body = json.loads(post.receiver.sent[0].body)
    assert list(body) == ["event", "timestamp", "data"]
    assert (body["event"], body["timestamp"], body["data"]["id"]) == (
        "order.created",
        "2026-04-08T10:00:00Z",
        f"order_{order.id}",
    )
    delivered = await post.deliveries(one)
    assert [(d.status, d.attempts, d.due_at) for d in delivered] == [(Status.DELIVERED, 1, None)]
    assert len(await post.deliveries(two)) == 1
    assert await post.deliveries(other) == ()


async def test_a_status_change_is_its_own_event_and_then_an_update(post: Post, make: Make, store: Store) -> None:
    await post.endpoint(*webhooks.vocabulary.words(Format.DEVSKIN), format_=Format.DEVSKIN)
    product, customer = await make.product(store), await make.customer(store)
    await post.work()
    post.receiver.sent.clear()

    await make.order(store, product, customer=customer, state=orders.State.DELIVERED)
    await post.work()

    moves = ["order.paid", "order.shipped", "order.completed"]
    assert names(post.receiver) == ["order.created", *(name for move in moves for name in (move, "order.updated"))]
    statuses = [json.loads(sent.body)["data"]["status"] for sent in post.receiver.sent]
    assert statuses == ["pending", "paid", "paid", "shipped", "shipped", "completed", "completed"]


async def test_a_format_that_has_no_word_for_an_event_is_not_told(post: Post, make: Make, store: Store) -> None:
    await post.endpoint(*webhooks.vocabulary.words(Format.SKALIA))
    product, customer = await make.product(store), await make.customer(store)
    await post.work()
    post.receiver.sent.clear()

    await make.order(store, product, customer=customer, state=orders.State.SHIPPED)
    await post.work()

    assert names(post.receiver) == ["order.created", "payment.succeeded", "order.updated", "order.updated"]


async def test_what_happened_before_an_endpoint_is_not_told_to_it(
    post: Post, make: Make, store: Store, clock: FrozenClock
) -> None:
    await make.order(store)
    clock.advance(61)
    await post.endpoint("order.created")

    await post.work()

    assert post.receiver.sent == []


async def test_another_store_s_events_stay_there(post: Post, make: Make) -> None:
    await post.endpoint("order.created")

    await make.order(await make.store())
    await post.work()

    assert post.receiver.sent == []


async def test_what_is_rolled_back_is_told_to_nobody(post: Post, make: Make, store: Store) -> None:
    await post.endpoint("order.created")
    product, customer = await make.product(store), await make.customer(store)
    draft = orders.Draft(customer=customer.id, lines=(orders.Wanted(product.id, 1),), ship_to=orders.Address(country="MA"))

    async def fail() -> None:
        async with post.database.begin() as tx:
            await orders.place(tx, store.id, draft, actor="test")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    await post.work()

    assert post.receiver.sent == []


# ── when it is not taken ──


async def test_attempts_follow_the_schedule_and_then_end(post: Post, make: Make, store: Store, clock: FrozenClock) -> None:
    post.receiver.says = lambda _: 500
    endpoint = await post.endpoint("order.created")
    await make.order(store)
    began = clock.now()

    await post.work()
    counts = []
    for seconds in schedule.ATTEMPTS[1:]:
        clock.at = began + timedelta(seconds=seconds * (1 - schedule.JITTER) - 1)  # never early by more than the jitter
        await post.work()
        counts.append(len(post.receiver.sent))
        clock.at = began + timedelta(seconds=seconds)
        await post.work()
        counts.append(len(post.receiver.sent))

    assert counts == [n for attempt in range(2, 11) for n in (attempt - 1, attempt)]
    assert len(set(post.receiver.ids)) == 1
    assert len({sent.body for sent in post.receiver.sent}) == 1
    (delivery,) = await post.deliveries(endpoint)
    assert (delivery.status, delivery.attempts, delivery.due_at) == (Status.FAILED, 10, None)
    assert [attempt.status for attempt in delivery.log] == [500] * 10
    clock.advance(10 * 86400)
    await post.work()
    assert len(post.receiver.sent) == 10


async def test_it_is_delivered_when_the_receiver_is_back(post: Post, make: Make, store: Store, clock: FrozenClock) -> None:
    answers = iter([None, 503, 204])
    post.receiver.says = lambda _: next(answers)
    endpoint = await post.endpoint("order.created")
    await make.order(store)

    for seconds in (0, 5, 300):
        clock.advance(seconds)
        await post.work()

    (delivery,) = await post.deliveries(endpoint)
    assert (delivery.status, delivery.attempts) == (Status.DELIVERED, 3)
    assert [(a.status, a.error) for a in delivery.log] == [(204, None), (503, None), (None, "The connection was refused")]
    assert delivery.log[0].request.startswith('{"event":"order.created"')
    assert delivery.log[0].response == "an answer"
    assert (await post.endpoint_now(endpoint)).failing_since is None


@pytest.mark.parametrize(
    ("code", "taken"), [(200, True), (201, True), (204, True), (301, False), (302, False), (404, False), (410, False)]
)
async def test_only_two_hundreds_count(post: Post, make: Make, store: Store, code: int, taken: bool) -> None:
    post.receiver.says = lambda _: code
    endpoint = await post.endpoint("order.created")
    await make.order(store)

    await post.work()

    (delivery,) = await post.deliveries(endpoint)
    assert delivery.status is (Status.DELIVERED if taken else Status.PENDING)


async def test_retry_after_is_honoured(post: Post, make: Make, store: Store, clock: FrozenClock) -> None:
    post.receiver.says = lambda _: (429, {"retry-after": "3600"})
    endpoint = await post.endpoint("order.created")
    await make.order(store)

    await post.work()

    (delivery,) = await post.deliveries(endpoint)
    assert delivery.due_at is not None
    assert timedelta(seconds=3600) <= delivery.due_at - clock.now() < timedelta(seconds=3605)


async def test_an_event_that_cannot_be_written_is_given_up_and_holds_up_nobody(post: Post, make: Make, store: Store) -> None:
    endpoint = await post.endpoint("order.created")
    await make.order(store)
    await post.database.run("update events set payload = '{}' where store_id = $1 and kind = 'order.created'", store.id)
    await make.order(store)

    await post.work()

    assert len(post.receiver.sent) == 1
    assert [d.status for d in await post.deliveries(endpoint)] == [Status.DELIVERED, Status.FAILED]


async def test_an_event_that_cannot_be_written_is_not_the_endpoint_s_fault(post: Post, make: Make, store: Store) -> None:
    endpoint = await post.endpoint("order.created")
    await make.order(store)
    await post.database.run("update events set payload = '{}' where store_id = $1 and kind = 'order.created'", store.id)

    await post.work()

    (delivery,) = await post.deliveries(endpoint)
    assert (delivery.status, delivery.log[0].error) == (Status.FAILED, "The event could not be written")
    assert (await post.endpoint_now(endpoint)).failing_since is None


async def test_a_secret_sealed_with_another_key_is_waited_for(post: Post, make: Make, store: Store, clock: FrozenClock) -> None:
    endpoint = await post.endpoint("order.created")
    await make.order(store)
    mine, post.courier = post.courier, Courier(post.database, Vault("another key"), post.receiver, WIRES)
    await post.work()

    post.courier = mine
    clock.advance(5)
    await post.work()

    (delivery,) = await post.deliveries(endpoint)
    assert [(a.status, a.error) for a in delivery.log] == [(200, None), (None, "The signing secret cannot be opened")]
    assert len(post.receiver.sent) == 1


async def test_one_that_fails_holds_up_no_other(post: Post, make: Make, store: Store) -> None:
    bad = await post.endpoint("order.created", url="https://bad.example/")
    good = await post.endpoint("order.created", url="https://good.example/")
    post.receiver.says = lambda sent: 500 if "bad" in sent.url else 200
    for _ in range(25):
        await make.order(store)

    await post.work()

    assert {d.status for d in await post.deliveries(good)} == {Status.DELIVERED}
    assert [d.status for d in await post.deliveries(bad)] == [Status.PENDING] * 25
    assert (await post.endpoint_now(bad)).failing_since == post.database.clock.now()
