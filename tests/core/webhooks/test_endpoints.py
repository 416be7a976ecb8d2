"""Endpoints: what they may be, and their secrets."""

import base64
import hashlib
import hmac
from datetime import timedelta

import pytest

from serai.core import stores, webhooks
from serai.core.stores import Store
from serai.core.webhooks import Format, TooManyEndpoints
from serai.core.webhooks.create import MOST
from serai.kit.clock import FrozenClock
from serai.kit.errors import Invalid, NotFound
from tests.core.webhooks.conftest import Post, Receiver
from tests.factories import Make


def signature(secret: str, sent_id: str, timestamp: str, body: bytes) -> str:
    """As a receiver of Standard Webhooks computes it."""
    key = base64.b64decode(secret.removeprefix("whsec_")) if secret.startswith("whsec_") else secret.encode()
    digest = hmac.new(key, f"{sent_id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode()


async def test_a_secret_of_ours_is_random_and_sealed(post: Post, store: Store) -> None:
    one, two = await post.endpoint(), await post.endpoint()

    assert one.secret.startswith("whsec_")
    assert len(base64.b64decode(one.secret.removeprefix("whsec_"))) == 32
    assert one.secret != two.secret
    rows = await post.database.all("select secret from webhook_endpoints where store_id = $1", store.id)
    assert all(one.secret.encode() not in row["secret"] for row in rows)


async def test_events_are_kept_once_each_in_the_format_s_order(post: Post) -> None:
    made = await post.endpoint("product.created", "order.created", "product.created")

    assert made.endpoint.events == ("order.created", "product.created")


async def test_everything_wrong_is_named_at_once(post: Post) -> None:
    with pytest.raises(Invalid) as caught:
        await post.endpoint("order.created", "order.paid", url="ftp://shop.example/", secret="short")

    assert sorted(caught.value.fields) == ["events.1", "secret", "url"]


@pytest.mark.parametrize("format_", Format)
async def test_a_format_takes_its_own_words_only(post: Post, format_: Format) -> None:
    other = next(each for each in Format if each is not format_)
    odd = set(webhooks.vocabulary.words(other)) - set(webhooks.vocabulary.words(format_))

    for word in odd:
        with pytest.raises(Invalid):
            await post.endpoint(word, format_=format_)


async def test_a_store_has_so_many_endpoints_and_no_more(post: Post) -> None:
    for _ in range(MOST):
        await post.endpoint()

    with pytest.raises(TooManyEndpoints):
        await post.endpoint()


async def test_signed_with_the_secret_that_was_given(post: Post, receiver: Receiver, make: Make, store: Store) -> None:
    await post.endpoint("order.created", secret="a secret of mine")
    await make.order(store)
    await post.work()

    (sent,) = receiver.sent
    expected = hmac.new(b"a secret of mine", sent.body, hashlib.sha256).hexdigest()
    assert sent.headers["x-webhook-signature"] == f"sha256={expected}"
    named = (sent.headers["webhook-id"], sent.headers["webhook-timestamp"])
    assert sent.headers["webhook-signature"] == signature("a secret of mine", *named, sent.body)
    assert sent.headers["content-type"] == "application/json"


async def test_a_new_secret_and_the_old_one_overlap_for_a_day(
    post: Post, receiver: Receiver, make: Make, store: Store, clock: FrozenClock
) -> None:
    made = await post.endpoint("order.created")
    async with post.database.begin() as tx:
        turned = await webhooks.rotate(tx, post.services.vault, store.id, made.endpoint.id)
    assert turned.secret != made.secret

    async def signatures() -> list[str]:
        await make.order(store)
        await post.work()
        sent = receiver.sent[-1]
        expected = hmac.new(turned.secret.encode(), sent.body, hashlib.sha256).hexdigest()
        assert sent.headers["x-webhook-signature"] == f"sha256={expected}"  # the format's own: the new one at once
        named = (sent.headers["webhook-id"], sent.headers["webhook-timestamp"])
        known = {signature(secret, *named, sent.body): name for name, secret in (("old", made.secret), ("new", turned.secret))}
        return [known[mark] for mark in sent.headers["webhook-signature"].split(" ")]

    assert await signatures() == ["new", "old"]
    clock.advance(24 * 3600 - 1)
    assert await signatures() == ["new", "old"]
    clock.advance(1)
    assert await signatures() == ["new"]


async def test_a_removed_endpoint_is_gone_with_its_log(post: Post, receiver: Receiver, make: Make, store: Store) -> None:
    made = await post.endpoint("order.created")
    await make.order(store)
    await post.work()
    await make.order(store)
    await post.fan_out()

    async with post.database.begin() as tx:
        await webhooks.remove(tx, store.id, made.endpoint.id)
    await post.work()

    assert len(receiver.sent) == 1
    for table in ("webhook_endpoints", "webhook_deliveries", "webhook_attempts", "webhook_queues"):
        assert await post.database.value(f"select count(*) from {table} where store_id = $1", store.id) == 0
    with pytest.raises(NotFound):
        await post.endpoint_now(made)


async def test_a_store_s_webhooks_go_with_it(post: Post, receiver: Receiver, make: Make, store: Store) -> None:
    await post.endpoint("product.created")
    await make.product(store)
    await post.work()

    async with post.database.begin() as tx:
        await stores.remove(tx, store.id)
    await post.work()

    assert len(receiver.sent) == 1
    assert await post.database.value("select count(*) from webhook_queues where store_id = $1", store.id) == 0


async def test_events_and_url_can_be_changed(
    post: Post, receiver: Receiver, make: Make, store: Store, clock: FrozenClock
) -> None:
    made = await post.endpoint("product.created")
    clock.advance(1)

    async with post.database.begin() as tx:
        after = await webhooks.edit(tx, store.id, made.endpoint.id, url="https://new.example/", events=["order.created"])
    await make.order(store)
    await post.work()

    assert (after.url, after.events, after.updated_at - made.endpoint.updated_at) == (
        "https://new.example/",
        ("order.created",),
        timedelta(seconds=1),
    )
    assert [sent.url for sent in receiver.sent] == ["https://new.example/"]
