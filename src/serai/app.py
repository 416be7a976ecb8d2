"""The composition root: settings → database → dialects and pages → one ASGI app."""

import contextlib
import gc
from collections.abc import Callable
from contextlib import AsyncExitStack

import httpx
import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from serai import logs, settings, telemetry
from serai.dialects.devskin import DEVSKIN
from serai.dialects.salla import SALLA
from serai.dialects.salloq import SALLOQ
from serai.dialects.scayle_admin import SCAYLE_ADMIN
from serai.dialects.scayle_storefront import SCAYLE_STOREFRONT
from serai.dialects.skalia import SKALIA
from serai.front import Front
from serai.kit import idtokens
from serai.kit.clock import Clock
from serai.kit.crypto import Passwords, Vault
from serai.kit.db import Database, connect
from serai.kit.dns import Dns
from serai.kit.limits import Limiter, Memory
from serai.kit.outgoing import Outgoing
from serai.kit.pages import Boundaries
from serai.kit.shared_clock import SharedClock
from serai.payzone import gateways
from serai.settings import Settings
from serai.web import clock as test_clock
from serai.web import dashboard, health, media, storefront
from serai.web.docs import pages
from serai.web.oauth import views as oauth
from serai.web.pay import views as pay
from serai.wire.app import DialectApp
from serai.wire.asgi import Receive, Scope, Send
from serai.wire.call import Services

DIALECTS = (SKALIA, SALLOQ, DEVSKIN, SALLA, SCAYLE_STOREFRONT, SCAYLE_ADMIN)

COLLECT_AFTER = 20_000
"""Objects made, beyond those let go, between two looks for cycles; requests leave hardly any."""

log = structlog.get_logger("serai.app")


def services(
    config: Settings, database: Database, clock: Clock, *, transport: httpx.AsyncBaseTransport | None = None
) -> Services:
    """What the dialects work with, made from the settings. `transport` is the way to the payment gateway."""
    return Services(
        database=database,
        clock=clock,
        vault=Vault(config.secret_key),
        passwords=Passwords(),
        limiter=limiter(config, clock),
        boundaries=Boundaries(),
        limits_on=config.rate_limits,
        base_url=config.base_url,
        extras=_adapters(config, clock, transport),
    )


def _adapters(config: Settings, clock: Clock, transport: httpx.AsyncBaseTransport | None) -> dict[str, object]:
    """The ways to the outside that are configured."""
    adapters: dict[str, object] = {
        "payzone": gateways.gateway(config.payzone, clock, transport=transport),
        "outgoing": Outgoing(allow=config.webhook_allow),
        "dns": Dns(),
    }
    if config.firebase_project:
        adapters["idtokens"] = idtokens.firebase(config.firebase_project, config.firebase_certs_url, clock)
    return adapters


def limiter(config: Settings, clock: Clock) -> Limiter:
    """Counters shared through Valkey when there is one, else this process's own."""
    memory = Memory(clock)
    if config.valkey_url is None:
        return memory
    from serai.kit.shared_limits import Shared  # brings a client library that is not needed without

    try:
        return Shared(config.valkey_url, clock, memory)
    except ValueError as error:
        raise settings.BadSetting(f"SERAI_VALKEY_URL: {error}") from None


def compose(config: Settings, made: Services, *, dialect: type[DialectApp] = DialectApp) -> Front:
    """Every dialect and the pages behind one front."""
    dialects = {d.name: dialect(d, made, trusted=config.trusted_proxies) for d in DIALECTS}
    routes = [
        *health.routes(made.database),
        *media.routes(made.database),
        *pages.routes(DIALECTS, base_url=config.base_url),
        *pay.routes(made),
    ]
    routes += oauth.routes(made, trusted=config.trusted_proxies)
    routes += dashboard.routes(made, trusted=config.trusted_proxies)
    routes += storefront.routes(made, trusted=config.trusted_proxies)
    if isinstance(made.clock, SharedClock):
        routes += test_clock.routes(made.database, made.clock)
    web = Starlette(routes=routes, exception_handlers={HTTPException: _plain})
    shops = storefront.at_domains(made, trusted=config.trusted_proxies)
    return Front(dialects, shops(web), hosts=config.hosts)


async def _plain(_: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return JSONResponse({"detail": "Not found" if status == 404 else "Refused", "status": status}, status)


class App:
    """The ASGI app of one process: opens its connections at start-up and closes them at the end."""

    def __init__(self, config: Settings) -> None:
        self._config = config
        self._front: telemetry.App | None = None
        self._clock = SharedClock() if config.clock == "test" else Clock()
        self._database: Database | None = None
        self._stack = AsyncExitStack()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif self._front is not None:
            await self._follow_clock()
            await self._front(scope, receive, send)

    async def _follow_clock(self) -> None:
        """Under a test clock every request knows the time that any process was told before it."""
        if isinstance(self._clock, SharedClock) and self._database is not None:
            with contextlib.suppress(Exception):  # the request itself says what is wrong with the database
                await self._clock.follow(self._database)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            step = self._start if message["type"] == "lifespan.startup" else self._stop
            try:
                await step()
            except Exception as error:
                log.exception("lifespan")
                await send({"type": f"{message['type']}.failed", "message": str(error)})
                return
            await send({"type": f"{message['type']}.complete"})
            if step == self._stop:
                return

    async def _start(self) -> None:
        clock = self._clock
        url = self._config.database_url
        if url is None:
            raise settings.BadSetting("SERAI_DATABASE_URL is not set; `serai up` brings its own database")
        parts = telemetry.start(self._config.traces)
        self._stack.push_async_callback(parts.close)
        database = await self._stack.enter_async_context(connect(url, clock, connection=parts.connection))
        self._database = database
        made = services(self._config, database, clock, transport=parts.transport())
        self._stack.push_async_callback(made.limiter.close)
        self._front = parts.served(compose(self._config, made, dialect=parts.dialect))

    async def _stop(self) -> None:
        await self._stack.aclose()


def create() -> Callable[..., object]:
    """What the HTTP server loads in each of its processes."""
    logs.configure()
    app = App(settings.load())
    # What is there by now stays for good: the collector need not walk it again for every few hundred requests.
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER)
    return app
