"""The product with a real adapter, and the fake at its other end."""

from dataclasses import replace

import pytest

from serai.kit.clock import FrozenClock
from serai.kit.db import Database
from serai.payzone.config import Config
from serai.payzone.gateways import gateway
from serai.wire.call import Services
from tests.conftest import make_services
from tests.payzone import fake
from tests.payzone.fake import Fake

CONFIG = Config(
    gateway="payzone",
    protocol="paywall",
    keys=(fake.NOTIFY,),
    merchant_account=fake.ACCOUNT,
    paywall_secret=fake.SECRET,
    caller_name=fake.CALLER,
    caller_password=fake.PASSWORD,
    paywall_url="https://pay.example/pwthree/launch",
    api_url="https://pay.example",
    originator=fake.ORIGINATOR,
    originator_password=fake.ORIGINATOR_PASSWORD,
)


@pytest.fixture
def payzone(clock: FrozenClock) -> Fake:
    return Fake(int(clock.now().timestamp()))


@pytest.fixture
def protocol() -> str:
    return "paywall"


@pytest.fixture
def services(database: Database, payzone: Fake, protocol: str) -> Services:
    config = replace(CONFIG, protocol=protocol)
    return replace(make_services(database), extras={"payzone": gateway(config, database.clock, transport=payzone.transport)})
