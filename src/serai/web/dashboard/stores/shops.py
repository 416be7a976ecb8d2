"""The sales channels of a store."""

import re
from typing import Final

from msgspec import Struct

from serai.core import stores
from serai.core.stores import NewShop, ShopChange
from serai.kit.errors import NotFound
from serai.web.dashboard.stores.section import SECTION, SETTINGS
from serai.web.dashboard.visit import Merchant
from serai.web.visit import Answer, Done, Page

ONE: Final = f"{SETTINGS}/shops/{{shop}}"
_KEY: Final = re.compile(r"[A-Za-z0-9]{2}")


class ShopForm(Struct):
    key: str
    name: str
    logo_url: str | None = None


@SECTION.page(f"{SETTINGS}/shops/new")
async def new_page(_: Merchant) -> Answer:
    return Page("shop.html", {"shop": None})


@SECTION.form(f"{SETTINGS}/shops/new", ShopForm, again=new_page)
async def add(visit: Merchant, form: ShopForm) -> Answer:
    new = NewShop(key=form.key, name=form.name, logo_url=form.logo_url)
    made = await visit.write(lambda tx: stores.create_shop(tx, visit.store_id, new))
    return Done(f"{visit.here}/settings/shops/{made.key}", "shop_added")


@SECTION.page(ONE)
async def page(visit: Merchant) -> Answer:
    return Page("shop.html", {"shop": await stores.find_shop(visit.db, visit.store_id, key(visit))})


@SECTION.form(ONE, ShopForm, again=page)
async def save(visit: Merchant, form: ShopForm) -> Answer:
    change = ShopChange(key=form.key, name=form.name, logo_url=form.logo_url)
    after = await visit.write(lambda tx: stores.change_shop(tx, visit.store_id, key(visit), change))
    return Done(f"{visit.here}/settings/shops/{after.key}", "saved")


def key(visit: Merchant) -> str:
    """The shop of the path. Raises NotFound for what can be no shop's key."""
    found = visit.text("shop")
    if not _KEY.fullmatch(found):
        raise NotFound("shop")
    return found
