"""Webhooks: added, changed, paused, tested, rotated, removed; what was delivered, and sending it again."""

import dataclasses
import re

import httpx
import pytest

from serai.core import stores
from serai.core.webhooks import Courier, fan_out
from serai.kit.clock import FrozenClock
from serai.kit.db import Database
from serai.kit.outgoing import Outgoing
from serai.wire.call import Services
from serai.worker import WIRES
from tests.conftest import make_services
from tests.core.webhooks.conftest import Receiver, database  # noqa: F401 - tasks of a courier take turns on it
from tests.factories import Make
from tests.kit.hostile import answer as resolved
from tests.web.visitor import Visitor

URL = "https://public.example/hook"
ENDPOINTS = "select id, url, format, events, paused_at, secret from webhook_endpoints where store_id = $1 order by id"


@pytest.fixture
def services(database: Database) -> Services:  # noqa: F811
    made = make_services(database)
    return dataclasses.replace(made, extras={**made.extras, "outgoing": Outgoing(resolve=resolved)})


@pytest.fixture
def here(shop: stores.Store) -> str:
    return f"/dashboard/stores/{shop.id}/developers/webhooks"


def secret_of(answer: httpx.Response) -> str:
    return re.findall(r'class="code" readonly dir="ltr" value="([^"]*)"', answer.text)[0]


async def add(merchant: Visitor, here: str, *events: str, url: str = URL, format_: str = "skalia") -> httpx.Response:
    await merchant.open(f"{here}/new?format={format_}")
    return await merchant.press(url=url, **{f"events[{event}]": "true" for event in events})


async def added(merchant: Visitor, here: str, *events: str) -> str:
    """The path of a new webhook's page."""
    assert (await add(merchant, here, *(events or ("order.created",)))).status_code == 200
    return next(link for link in merchant.page.links if re.fullmatch(rf"{here}/\d+", link))


async def work(services: Services, receiver: Receiver) -> None:
    while await fan_out(services.database, WIRES):
        pass
    await Courier(services.database, services.vault, receiver, WIRES).settle()


@pytest.mark.parametrize(
    ("format_", "event"),
    [("skalia", "order.created"), ("devskin", "order.completed"), ("salla", "order.shipped"), ("scayle", "order-confirmed")],
)
async def test_adding_one_in_each_format(
    merchant: Visitor, here: str, services: Services, shop: stores.Store, format_: str, event: str
) -> None:
    answer = await add(merchant, here, event, format_=format_)

    (row,) = await services.database.all(ENDPOINTS, shop.id)
    assert (row["url"], row["format"], row["events"]) == (URL, format_, [event])
    secret = secret_of(answer)
    assert len(secret) >= 32
    await merchant.open(here)
    assert URL in merchant.words
    assert merchant.answer is not None
    assert secret not in merchant.answer.text


async def test_a_secret_of_ones_own_and_sending_the_form_again(
    merchant: Visitor, here: str, services: Services, shop: stores.Store
) -> None:
    await merchant.open(f"{here}/new")
    fields = {**dict(merchant.form().fields), "url": URL, "events[order.created]": "true", "secret": "a shared secret"}
    first = await merchant.browser.post(merchant.where, data=fields)
    again = await merchant.browser.post(merchant.where, data=fields)

    assert secret_of(first) == "a shared secret"
    assert again.status_code == 303
    assert len(await services.database.all(ENDPOINTS, shop.id)) == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"url": "http://127.0.0.1/hook"}, "url"),
        ({"url": "http://10.0.0.7/hook"}, "url"),
        ({"url": "http://localhost:8000/"}, "url"),
        ({"url": "https://me:secret@public.example/"}, "url"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": ""}, "url"),
        ({"events[order.created]": "false"}, "events"),
        ({"secret": "short"}, "secret"),
    ],
)
async def test_what_cannot_be_is_said_at_its_field(
    merchant: Visitor, here: str, services: Services, shop: stores.Store, changed: dict[str, str], field: str
) -> None:
    await merchant.open(f"{here}/new")
    fields = {**dict(merchant.form().fields), "url": URL, "events[order.created]": "true", **changed}
    answer = await merchant.browser.post(merchant.where, data=fields)

    assert answer.status_code == 422
    assert f'id="{field}-fault"' in answer.text
    assert await services.database.all(ENDPOINTS, shop.id) == []


async def test_changing_url_and_events(merchant: Visitor, here: str, services: Services, shop: stores.Store) -> None:
    page = await added(merchant, here, "order.created", "order.cancelled")
    await merchant.open(page)
    fields = dict(merchant.form().fields)
    del fields["events[order.cancelled]"]
    changed = {**fields, "url": "https://public.example/other", "events[product.created]": "true"}
    assert (await merchant.browser.post(page, data=changed)).status_code == 303

    (row,) = await services.database.all(ENDPOINTS, shop.id)
    assert row["url"] == "https://public.example/other"
    assert row["events"] == ["order.created", "product.created"]

    refused = await merchant.browser.post(page, data={**changed, "url": "http://192.168.1.1/"})
    assert refused.status_code == 422
    assert 'value="http://192.168.1.1/"' in refused.text
    assert 'id="url-fault"' in refused.text


async def test_pausing_and_resuming(merchant: Visitor, here: str, services: Services, shop: stores.Store) -> None:
    page = await added(merchant, here)
    await merchant.open(page)
    test = dict(merchant.form("/test").fields)
    await merchant.press("/pause")
    assert "The webhook is paused." in merchant.words
    assert (await services.database.all(ENDPOINTS, shop.id))[0]["paused_at"] is not None

    refused = await merchant.browser.post(f"{page}/test", data=test)
    assert refused.status_code == 409
    assert "resume it first" in refused.text

    await merchant.press("/resume")
    assert "active again" in merchant.words
    assert (await services.database.all(ENDPOINTS, shop.id))[0]["paused_at"] is None


async def test_a_new_secret_is_shown_once(merchant: Visitor, here: str, services: Services, shop: stores.Store) -> None:
    page = await added(merchant, here)
    (before,) = await services.database.all(ENDPOINTS, shop.id)
    await merchant.open(f"{page}/rotate")
    fields = dict(merchant.form().fields)
    first = await merchant.browser.post(merchant.where, data=fields)
    (between,) = await services.database.all(ENDPOINTS, shop.id)
    again = await merchant.browser.post(merchant.where, data=fields)
    (after,) = await services.database.all(ENDPOINTS, shop.id)

    assert secret_of(first).startswith("whsec_")
    assert before["secret"] != between["secret"]
    assert again.status_code == 303
    assert after["secret"] == between["secret"]


async def test_removing_asks_first(merchant: Visitor, here: str, services: Services, shop: stores.Store) -> None:
    page = await added(merchant, here)
    await merchant.open(f"{page}/remove")
    assert "This cannot be undone." in merchant.words
    assert len(await services.database.all(ENDPOINTS, shop.id)) == 1

    await merchant.press()
    assert merchant.where.startswith(here)
    assert await services.database.all(ENDPOINTS, shop.id) == []
    assert (await merchant.open(page)).status_code == 404


async def test_what_was_delivered_and_sending_it_again(
    merchant: Visitor, here: str, services: Services, clock: FrozenClock
) -> None:
    page = await added(merchant, here)
    await merchant.open(page)
    await merchant.press("/test")
    assert "Waiting" in merchant.words
    receiver = Receiver(says=lambda _: 503)
    await work(services, receiver)

    answer = await merchant.open(f"{page}/deliveries")
    assert "HTTP 503" in merchant.words
    assert "an answer" in merchant.words
    assert "webhook.test" in answer.text

    form = next(form for form in merchant.page.forms if re.search(r"/deliveries/\d+/send-again$", form.action))
    await merchant.browser.post(form.action, data=dict(form.fields))
    receiver.says = lambda _: 200
    clock.advance(60)
    await work(services, receiver)
    await merchant.open(f"{page}/deliveries")
    assert "Attempts: 2" in merchant.words
    assert len(set(receiver.ids)) == 1


async def test_filters_narrow_what_is_seen_and_what_is_sent_again(
    merchant: Visitor, here: str, services: Services, make: Make, shop: stores.Store
) -> None:
    page = await added(merchant, here)
    await merchant.open(page)
    await merchant.press("/test")
    await make.order(shop)
    receiver = Receiver()
    await work(services, receiver)
    assert len(receiver.sent) == 2

    await merchant.open(f"{page}/deliveries")
    await merchant.press("/deliveries", event="webhook.test", status="delivered", since="2026-04-08", until="2026-04-08")
    assert "Attempts: 1" in merchant.words
    assert merchant.words.count("Attempts: 1") == 1
    await merchant.press("/deliveries/send-again")
    assert "The deliveries are sent again." in merchant.words
    await work(services, receiver)
    assert [b"webhook.test" in sent.body for sent in receiver.sent].count(True) == 2
    assert len(receiver.sent) == 3

    await merchant.open(f"{page}/deliveries?until=2026-04-07")
    assert "Nothing was sent that matches." in merchant.words
    assert (await merchant.open(f"{page}/deliveries?status=lost&since=2026-99-99")).status_code == 200


async def test_an_answer_is_a_text(merchant: Visitor, here: str, services: Services) -> None:
    page = await added(merchant, here)
    await merchant.open(page)
    await merchant.press("/test")
    await work(services, Receiver(says=lambda _: 500))
    await services.database.run("update webhook_attempts set response = '<script>x</script>'")

    answer = await merchant.open(f"{page}/deliveries")
    assert "<script>" not in answer.text
    assert "<script>x</script>" in merchant.words


@pytest.mark.parametrize("end", ["", "/rotate", "/remove", "/deliveries"])
async def test_another_stores_webhook_is_unknown(merchant: Visitor, here: str, make: Make, end: str) -> None:
    theirs = await make.webhook(await make.store())
    for number in (theirs.id, 0, 2**53, 10**30):
        answer = await merchant.open(f"{here}/{number}{end}")
        assert answer.status_code == 404
        assert theirs.url not in answer.text


@pytest.mark.parametrize("end", ["", "/pause", "/resume", "/test", "/rotate", "/remove", "/deliveries/send-again"])
async def test_nothing_is_done_to_another_stores_webhook(
    merchant: Visitor, here: str, make: Make, services: Services, end: str
) -> None:
    other = await make.store()
    theirs = await make.webhook(other)
    before = await services.database.all(ENDPOINTS, other.id)
    page = await added(merchant, here)
    await merchant.open(f"{page}/rotate")
    fields = {**dict(merchant.form().fields), "url": URL, "events[order.created]": "true"}

    answer = await merchant.browser.post(f"{here}/{theirs.id}{end}", data=fields)

    assert answer.status_code == 404
    assert await services.database.all(ENDPOINTS, other.id) == before
    assert await services.database.value("select count(*) from webhook_deliveries where store_id = $1", other.id) == 0


@pytest.mark.parametrize("language", ["fr", "ar"])
async def test_every_page_speaks_the_language(merchant: Visitor, here: str, services: Services, language: str) -> None:
    page = await added(merchant, here)
    await merchant.open(page)
    await merchant.press("/test")
    await work(services, Receiver(says=lambda _: None))
    await merchant.open(f"{here}?language={language}")
    for path in (here, f"{here}/new", page, f"{page}/rotate", f"{page}/remove", f"{page}/deliveries"):
        answer = await merchant.open(path)
        assert answer.status_code == 200
        assert f'lang="{language}"' in answer.text
        assert merchant.page.faults == []
