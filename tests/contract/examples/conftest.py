"""A template of a database with the demo stores, and what became of the pairs; once for all of a run's pairs."""

from collections.abc import AsyncIterator

import pytest

from serai import settings
from serai.cli import seeds
from serai.kit.clock import FrozenClock
from serai.kit.db import connect
from tests.conftest import NOW, clone, make_services
from tests.contract.examples.replay import Replays


@pytest.fixture(scope="session")
async def replays(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Replays]:
    folder = tmp_path_factory.mktemp("examples")
    config = settings.load({"SERAI_DATA_DIR": str(folder), "SERAI_SECRET_KEY": "a secret for tests"})
    async with clone(server_url) as url:
        async with connect(url, FrozenClock(NOW), size=4) as database:
            await seeds.once(database, make_services(database).vault, products=3, orders=3)
        yield Replays(server_url, url.partition("?")[0].rsplit("/", 1)[1], config)
