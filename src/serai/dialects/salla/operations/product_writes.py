"""What writing operations on products do beyond one call of the core."""

from typing import Any

import msgspec
from msgspec import UNSET

from serai.core import catalog, stores
from serai.core.inventory import VariantId
from serai.dialects.salla.auth import app
from serai.dialects.salla.money import to_minor
from serai.dialects.salla.shapes import product_in
from serai.dialects.salla.shapes.options_in import drafts_of
from serai.dialects.salla.shapes.prices import PriceIn, PricesIn
from serai.dialects.salla.shapes.product_in import ProductChangeIn, ProductIn
from serai.dialects.salla.shapes.sales import Today, costs
from serai.dialects.salla.shapes.translations import descriptions_in, names_in
from serai.kit.errors import within
from serai.wire.call import Call


async def create(call: Call, body: ProductIn) -> catalog.ProductId:
    """A product without a picture starts hidden."""
    who = app(call)
    said = product_in.fields(body, who.currency, today(call), tags=await _tags(call, body))
    await _translate(call, body, said, None)
    if not said.get("images"):
        said["status"] = catalog.Status.DRAFT
    drafts = drafts_of(body.options or (), who.currency)
    made = await catalog.create_with_options(call.tx, who.store, catalog.NewProduct(**said), drafts, free=True)
    return made.id


async def change(call: Call, before: catalog.Full, body: ProductChangeIn) -> catalog.ProductId:
    """Change a product that this transaction holds."""
    who = app(call)
    said = product_in.fields(body, who.currency, today(call), before=before, tags=await _tags(call, body))
    await _translate(call, body, said, before)
    await catalog.edit(call.tx, who.store, before.id, catalog.ProductChange(**said), free=True)
    if body.options is not None:
        await catalog.put_options(call.tx, who.store, before.id, drafts_of(body.options, who.currency))
    return before.id


async def price(call: Call, before: catalog.Full, variant: VariantId, body: PriceIn) -> catalog.ProductId:
    """Set the price of one variant of a product that this transaction holds."""
    who = app(call)
    own = next(each for each in before.variants if each.id == variant)
    priced = costs(body, who.currency, today(call), own)
    cost = UNSET if body.cost_price is None else to_minor(body.cost_price, who.currency, field="cost_price")
    said = catalog.VariantChange(**priced.price, facts=catalog.VariantFacts(cost_minor=cost, **priced.facts))
    await catalog.edit_variant(call.tx, who.store, variant, said, free=True)
    return before.id


async def prices(call: Call, body: PricesIn) -> None:
    """Products in the order of their ids, so that two such requests never wait for each other in a circle."""
    for i, each in sorted(enumerate(body.products), key=lambda pair: pair[1].id):
        with within(f"products.{i}"), product_in.known("id"):
            before = await catalog.hold(call.tx, app(call).store, catalog.ProductId(each.id))
            await price(call, before, before.default.id, each)


def today(call: Call) -> Today:
    """When the request came, on the store's clocks."""
    return Today(call.tx.now, app(call).time_zone)


async def _translate(call: Call, body: ProductChangeIn, said: dict[str, Any], before: catalog.Full | None) -> None:
    """The texts of all languages hold the store's own, too."""
    if body.translations is None:
        return
    home = await stores.home(call.tx, app(call).store)
    names = names_in(body.translations, {} if before is None else before.own_names, home)
    texts = descriptions_in(body.translations, {} if before is None else before.own_descriptions, home)
    names.setdefault(home.locale, said.get("name") or (before.name if before else ""))
    texts.setdefault(home.locale, said.get("description") or (before.description if before else ""))
    said["facts"] = msgspec.structs.replace(said["facts"], names=names, descriptions=texts if len(texts) > 1 else UNSET)
    said["name"], said["description"] = names[home.locale], texts[home.locale]


async def _tags(call: Call, body: ProductChangeIn) -> tuple[str, ...] | None:
    if body.tags is None:
        return None
    return tuple(tag.name for tag in await catalog.tags_of(call.tx, app(call).store, body.tags))
