"""What is no page: style sheets, and what robots ask for."""

from collections.abc import AsyncIterator, Iterator
from functools import partial
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route as Way

from serai.core import content, navigation
from serai.core.content import Shown
from serai.core.navigation import Node, Tree
from serai.core.stores import Status
from serai.kit.db import Db
from serai.web.storefront import sheets, theme
from serai.web.storefront.desk import RESTING, Resting, Storefront

MOST: Final = 50_000
"""Addresses in one sitemap, as its protocol has it."""


def ways(desk: Storefront, db: Db, mount: str) -> list[Way]:
    """Below `mount`."""
    return [
        Way(f"{mount}/{sheets.STYLE}", sheets.style_sheet),
        Way(f"{mount}/theme.css", desk.file(_theme)),
        Way(f"{mount}/robots.txt", desk.file(_robots)),
        Way(f"{mount}/sitemap.xml", desk.file(partial(_sitemap, db))),
    ]


def home(request: Request) -> Response:
    """`/s/the-shop` is `/s/the-shop/`, from where relative addresses count."""
    return RedirectResponse(f"/s/{request.path_params['shop']}/", 308)


def _theme(request: Request, shop: Shown, _address: str, _base: str) -> Response:
    made = theme.sheet(shop.theme)
    return sheets.css(request, made.text, made.version)


def _robots(_: Request, shop: Shown, address: str, base: str) -> Response:
    _check_open(shop)
    return PlainTextResponse(sheets.robots(address, base), headers=sheets.FOR_NOW)


def _sitemap(db: Db, _: Request, shop: Shown, address: str, _base: str) -> Response:
    _check_open(shop)
    return StreamingResponse(sheets.sitemap(address, _paths(db, shop)), headers=sheets.FOR_NOW, media_type="application/xml")


def _check_open(shop: Shown) -> None:
    if shop.status is Status.MAINTENANCE:
        raise Resting(RESTING)


async def _paths(db: Db, shop: Shown) -> AsyncIterator[tuple[str, str]]:
    """Every page that is the same for everybody, with the day of its last change where there is one."""
    own = [("/", ""), ("/products", ""), *((f"/pages/{page.slug}", f"{page.updated_at:%Y-%m-%d}") for page in shop.pages)]
    country = shop.country
    tree = await navigation.tree(db, country.store_id, country.shop_id, country.id, locale=country.locale)
    own += [(f"/categories{tree.path(node)}", "") for node in _visible(tree)]
    for each in own[:MOST]:
        yield each
    async for product in content.addresses(db, country, most=MOST - len(own)):
        yield f"/products/{product.slug}", f"{product.updated_at:%Y-%m-%d}"


def _visible(tree: Tree) -> Iterator[Node]:
    waiting = tree.children(None)
    while waiting:
        node = waiting.pop(0)
        yield node
        waiting += tree.children(node.id)
