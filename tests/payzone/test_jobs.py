"""What the worker does about plans and payments, and that a slow gateway holds nobody up."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from serai import worker
from serai.core import billing
from serai.kit.clock import FrozenClock
from serai.kit.errors import Unavailable
from serai.kit.outgoing import Outgoing
from serai.payzone.gateways import gateway
from serai.wire.call import Services
from tests.core.billing.payments import get, start
from tests.factories import Make
from tests.payzone.conftest import CONFIG
from tests.payzone.fake import Fake


async def test_the_worker_polls_sends_expires_and_forgets(
    services: Services, make: Make, payzone: Fake, clock: FrozenClock
) -> None:
    payment, _ = await start(services, await make.account(plan="trial"), notify_url="http://127.0.0.1:9/x")
    jobs = {job.name: job for job in worker.paying(services.database, services.extras["payzone"], services.vault, Outgoing())}
    clock.at += timedelta(days=91)

    done = {name: await job.work() for name, job in jobs.items()}

    assert done == {"payments": 1, "payment copies": 1, "plans": 1, "payment notices": 0}
    assert (await get(services, payment)).status == "cancelled"
    assert payzone.calls == []


async def test_a_gateway_that_hangs_is_given_up(services: Services, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    async def hang(_: httpx.Request) -> httpx.Response:
        await asyncio.sleep(60)
        return httpx.Response(200)

    slow = gateway(CONFIG, services.clock, transport=httpx.MockTransport(hang))
    services = replace(services, extras={"payzone": slow})
    account = await make.account(plan="trial")
    payment, _ = await start(services, account)
    await billing.open_page(services.database, slow, services.vault, payment, back_url="https://a.example/pay/x")
    monkeypatch.setattr("serai.core.billing.ask.SECONDS", 0.05)

    with pytest.raises(Unavailable):
        await billing.verify(services.database, slow, services.vault, account.user.id, order_number=payment.order_number)

    assert (await get(services, payment)).status == "pending"
