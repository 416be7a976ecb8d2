"""Stores in a database of their own, on which walks go that change nothing: opened once, not for every route."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import httpx
import pytest

from serai import settings
from serai.app import compose
from serai.core import apps
from serai.core.apps.rules import KINDS
from serai.front import Front
from serai.kit.clock import FrozenClock
from serai.kit.db import Database, connect
from serai.kit.tokens import session_tokens
from serai.wire.call import Services
from serai.wire.dialect import Dialect
from tests.conftest import NOW, client, clone, make_services
from tests.contract.walk import Shop, open_shop
from tests.factories import Make


@dataclass
class Ground:
    """`victim` and `stranger` are merchants; `admin` runs the platform too."""

    database: Database
    services: Services
    front: Front
    http: httpx.AsyncClient
    make: Make
    victim: Shop
    stranger: Shop
    admin: Shop
    credentials: dict[tuple[str, int], dict[str, str]] = field(default_factory=dict)
    lacking: dict[tuple[str, str], tuple[dict[str, str], int]] = field(default_factory=dict)

    async def somebody(self, dialect: Dialect) -> Shop:
        """The stranger; a new one where operations may end the session or the account that asks."""
        return await open_shop(self.make) if dialect.name == "skalia" else self.stranger

    async def credential(self, dialect: Dialect, shop: Shop) -> dict[str, str]:
        """One that may do everything in the shop."""
        known = (dialect.name, shop.store.id)
        if known not in self.credentials:
            self.credentials[known] = await credential(self.make, dialect, shop, self.services)
        return dict(self.credentials[known])

    async def without_scope(self, dialect: Dialect, scope: str) -> tuple[dict[str, str], int]:
        """One of the victim with every scope but this, and the status of its refusal."""
        if (dialect.name, scope) not in self.lacking:
            self.lacking[dialect.name, scope] = await _without_scope(self.make, dialect, self.victim, scope)
        return self.lacking[dialect.name, scope]


@pytest.fixture(scope="session")
async def ground(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Ground]:
    folder = tmp_path_factory.mktemp("ground")
    config = settings.load({"SERAI_DATA_DIR": str(folder), "SERAI_SECRET_KEY": "a secret for tests"})
    async with clone(server_url) as url, connect(url, FrozenClock(NOW), size=4) as database:
        services = make_services(database)
        make = Make(services)
        shops = await open_shop(make), await open_shop(make), await open_shop(make, as_admin=True)
        front = compose(config, services)
        async with client(front, "") as http:
            yield Ground(database, services, front, http, make, *shops)


async def credential(make: Make, dialect: Dialect, shop: Shop, services: Services) -> dict[str, str]:
    if dialect.name == "skalia":
        user = shop.account.user
        tomorrow = services.clock.now().timestamp() + 86_000
        signer = session_tokens(services.vault, services.clock)
        token = signer.sign(f"usr_{user.id}", session=shop.account.session, expires_at=tomorrow)
        return {"authorization": f"Bearer {token}"}
    if dialect.name == "salla":
        return {"authorization": f"Bearer {await make.salla_token(shop.store)}"}
    key = {HEADERS.get(dialect.name, "x-api-key"): await make.key(shop.store, dialect=key_dialect(dialect))}
    return {**place(dialect, shop), **key}


def place(dialect: Dialect, shop: Shop) -> dict[str, str]:
    """What says whose shop it is, beside the credential."""
    return {"x-shop-id": str(shop.ids["country"])} if dialect.name == "scayle-storefront" else {}


HEADERS = {"scayle-admin": "x-access-token", "scayle-storefront": "x-access-token"}


def key_dialect(dialect: Dialect) -> str:
    """Keys are of a platform, which may speak two dialects."""
    return dialect.name.split("-")[0]


async def _without_scope(make: Make, dialect: Dialect, shop: Shop, scope: str) -> tuple[dict[str, str], int]:
    """A credential with every scope but this one, and the status of its refusal."""
    if dialect.name == "salla":
        # Each profile leaves one noun open: webhooks in `documented`, the store in `live`, where a scope's lack is a 401.
        profile = "live" if scope.startswith("webhooks.") else "documented"
        noun = scope.partition(".")[0]
        others = tuple(s for s in apps.scopes.KNOWN if s.partition(".")[0] not in (noun, "settings" if noun == "store" else ""))
        kept = (*others, f"{noun}.read") if scope.endswith("_write") else others
        token = await make.salla_token(shop.store, scopes=kept, profile=profile)
        return {"authorization": f"Bearer {token}"}, 401 if profile == "live" else 403
    others = tuple(s for s in KINDS[apps.KeyDialect(key_dialect(dialect))].scopes if s not in (scope, "*"))
    key = await make.key(shop.store, dialect=key_dialect(dialect), scopes=others)
    status = 401 if dialect.name == "scayle-storefront" else 403
    return {**place(dialect, shop), HEADERS.get(dialect.name, "x-api-key"): key}, status
