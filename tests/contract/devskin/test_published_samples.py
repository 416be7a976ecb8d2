"""DS-030: the published cURL, JavaScript and Python samples run unchanged but for base URL and key."""

import asyncio
import json
import shutil
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from serai.core import stores
from serai.core.orders import State
from serai.kit.clock import FrozenClock
from serai.kit.db import connect
from tests.chaos.server import serving
from tests.conftest import clone, make_services
from tests.contract.devskin.conftest import BRAZIL, HOME
from tests.factories import Make

SAMPLES = Path(__file__).parent / "samples"
SECONDS = 60
PAID_AT = datetime.fromisoformat("2026-02-10T14:30:00+00:00")


@dataclass
class Place:
    base: str
    key: str
    folder: Path

    async def run(self, name: str, *command: str) -> str:
        """What the sample prints, with our base URL and key in it. Fails when the sample does."""
        text = (SAMPLES / name).read_text()
        text = text.replace("https://api-marketplace.devskin.com/api/v1", self.base).replace("your_api_key_here", self.key)
        path = self.folder / name.removesuffix(".txt")
        path.write_text(text)
        streams = {"stdout": asyncio.subprocess.PIPE, "stderr": asyncio.subprocess.PIPE}
        process = await asyncio.create_subprocess_exec(*command, str(path), **streams)
        said, wrong = await asyncio.wait_for(process.communicate(), SECONDS)
        assert process.returncode == 0, wrong.decode()
        return said.decode()


@pytest.fixture
async def place(server_url: str, tmp_path: Path) -> AsyncIterator[Place]:
    """A served store with one paid order of February 2026 and one that was delivered."""
    async with clone(server_url) as url:
        async with connect(url, FrozenClock(PAID_AT), size=2) as database:
            make = Make(make_services(database))
            shop = await make.store(currency="USD", zones=(BRAZIL,), time_zone="America/Sao_Paulo")
            await _sell(make, shop)
            key = await make.key(shop, dialect="devskin")
        async with serving(url, tmp_path) as server:
            yield Place(f"{server.base}/devskin/api/v1", key, tmp_path)


async def _sell(make: Make, shop: stores.Store) -> None:
    widget = await make.product(shop, name="Premium Widget", price=9495)
    for email, state in (("john@example.com", State.PROCESSING), ("jane@example.com", State.DELIVERED)):
        buyer = await make.customer(shop, name=email.split("@")[0].title(), email=email)
        await make.order(shop, widget, customer=buyer, quantity=2, state=state, ship_to=HOME)


def tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not on this machine")
    return found


async def test_curl(place: Place) -> None:
    tool("curl")

    said = await place.run("shop.sh", tool("sh"))

    decoder, answers = json.JSONDecoder(parse_float=Decimal), []
    while said.strip():
        answer, end = decoder.raw_decode(said.strip())
        answers.append(answer["data"])
        said = said.strip()[end:]
    orders, revenue, overview = answers
    assert [(o["status"], o["total"]) for o in orders["items"]] == [("paid", Decimal("199.90"))]
    assert (orders["limit"], orders["total"]) == (50, 1)
    assert (revenue["period"], len(revenue["daily"])) == ("90d", 90)
    assert (overview["total_orders"], overview["total_revenue"], overview["total_products"]) == (2, Decimal("399.80"), 1)


async def test_javascript(place: Place) -> None:
    said = await place.run("shop.mjs", tool("node"))

    found, revenue, products = said.splitlines()
    assert (found, products) == ("Found 1 orders", "Total products: 1")
    assert revenue.startswith("Total revenue: $")


async def test_python(place: Place) -> None:
    pytest.importorskip("requests")

    said = await place.run("shop.py.txt", sys.executable)

    found, revenue, products, *customers = said.splitlines()
    assert (found, products) == ("Found 1 orders", "Total products: 1")
    assert revenue.startswith("Total revenue: $")
    assert customers == ["  Jane - jane@example.com", "  John - john@example.com"]
