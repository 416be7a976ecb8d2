"""The hosted storefront of every store at `/s/<slug>` and at its own domain: server-rendered, without scripts."""

from collections.abc import Callable
from typing import Final

from starlette.applications import Starlette
from starlette.routing import Route as Way
from starlette.types import ASGIApp

from serai.kit.errors import NotFound
from serai.web.section import Route
from serai.web.storefront import files, sheets
from serai.web.storefront.account.views import SECTION as ACCOUNT
from serai.web.storefront.basket.views import SECTION as BASKET
from serai.web.storefront.checkout.views import SECTION as CHECKOUT
from serai.web.storefront.desk import MOUNT, Storefront
from serai.web.storefront.domains import Domains
from serai.web.storefront.shelf.views import SECTION as SHELF
from serai.web.storefront.visit import Guest
from serai.web.visit import Answer
from serai.wire.call import Services
from serai.wire.transport import Networks

SECTIONS: Final = (SHELF, BASKET, CHECKOUT, ACCOUNT)
# For pages that do not know yet which shop they are of.
_STYLE: Final = Way(f"/s/{sheets.STYLE}", sheets.style_sheet)


def routes(services: Services, *, trusted: Networks = ()) -> list[Way]:
    """Every page of every storefront below `/s`."""
    return [_STYLE, Way(MOUNT, files.home), *_below(MOUNT, Storefront(services, trusted), services)]


def at_domains(services: Services, *, trusted: Networks = ()) -> Callable[[ASGIApp], ASGIApp]:
    """Around the platform's pages: storefronts at the hosts that are their own."""
    shops = Starlette(routes=[_STYLE, *_below("", Storefront(services, trusted), services)])
    return lambda pages: Domains(pages, shops, services.database, base_url=services.base_url)


def _below(mount: str, desk: Storefront, services: Services) -> list[Way]:
    pages = [route for section in SECTIONS for route in section.routes]
    return [
        *files.ways(desk, services.database, mount),
        *desk.paths([*pages, Route(path="/{rest:path}", section=SHELF, show=_lost)], mount),
    ]


async def _lost(_: Guest) -> Answer:
    """Whatever else is asked of a shop is answered in its own look."""
    raise NotFound("page")
