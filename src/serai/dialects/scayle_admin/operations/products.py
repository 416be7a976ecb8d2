"""Products. Their variants, images and masters have files of their own."""

from typing import Annotated, Final

import msgspec

from serai.core import catalog, stores
from serai.core.catalog import Facts, Handle, Level, Owner, ProductChange, ProductId
from serai.dialects.scayle_admin import auth, compose, custom_data, owned_attributes, relations
from serai.dialects.scayle_admin.cursors import Collection, ListQuery, collect
from serai.dialects.scayle_admin.nouns import Noun
from serai.dialects.scayle_admin.relations import Relations
from serai.dialects.scayle_admin.shapes.fields import Id, Text
from serai.dialects.scayle_admin.shapes.prices import Moment
from serai.dialects.scayle_admin.shapes.products import (
    MasterCategories,
    ProductChangeIn,
    ProductIn,
    ProductOut,
    SimilarIn,
    StateIn,
    StateOut,
    TimeframeIn,
    categories_out,
    state_out,
    status_of,
    wanted_state,
)
from serai.kit.errors import Invalid
from serai.kit.identifiers import Identifier
from serai.wire.call import Call

products = Noun("Products", limits="product")

ONE: Final = "/products/{product_identifier:product}"


class CreateQuery(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Flags of writing products. Nothing locks attributes here, so that locks are always ignored."""

    ignore_master_if_exist: Annotated[bool, msgspec.Meta(description="Leave a master that is there as it is.")] = False
    ignore_attribute_locks: bool = False
    with_: Annotated[str | None, msgspec.Meta(description="Related resources to include: `a,b.c`.")] = msgspec.field(
        name="with", default=None
    )


@products.post("/products", status=201)
async def create_product(call: Call, body: ProductIn, query: CreateQuery) -> ProductOut:
    """Add a product, with its master, variants, images, prices and stock where they are sent."""
    product = await compose.create(call, body, keep_master=query.ignore_master_if_exist)
    return await _shown(call, product, body.relations(body.master))


@products.get(ONE)
async def get_product(call: Call, product_identifier: Identifier) -> ProductOut:
    """One product. `with`: master, attributes, images, variants, variants.attributes, variants.prices, variants.stocks."""
    found = await catalog.find_full(call.db, auth.store(call), handle(product_identifier))
    return (await compose.shown(call, [found], relations.asked(call)))[0]


@products.get("/products")
async def get_products(call: Call, query: ListQuery) -> Collection[ProductOut]:
    """Products, oldest first. `with`: as for one product."""
    store, wanted = auth.store(call), relations.asked(call)

    async def read(after: int, most: int) -> list[ProductOut]:
        return await compose.shown(call, await catalog.full_after(call.db, store, after=after, most=most), wanted)

    return await collect(call, query, read=read, id_of=lambda each: each.id, shape=lambda each: each)


@products.put(ONE)
async def update_product(call: Call, product_identifier: Identifier, body: ProductChangeIn) -> ProductOut:
    """Change a product. What is left out stays; so do variants that are not in the list."""
    product = await product_of(call, product_identifier)
    await compose.change(call, product, body)
    return await _shown(call, product, body.relations(body.master))


@products.delete(ONE)
async def delete_product(call: Call, product_identifier: Identifier) -> None:
    """Take a product away. Orders keep what they say of it."""
    await catalog.remove(call.tx, auth.store(call), await product_of(call, product_identifier))


async def _owner(call: Call, product_identifier: Identifier) -> Owner:
    return Owner(Level.PRODUCT, await product_of(call, product_identifier))


owned_attributes.add(products, ONE, of="product", find=_owner)


@products.put(f"{ONE}/master-categories")
async def update_product_master_categories(
    call: Call, product_identifier: Identifier, body: MasterCategories
) -> MasterCategories:
    """Put a product's master, and so all products of it, into these master categories and no others."""
    found = await catalog.find_full(call.tx, auth.store(call), handle(product_identifier))
    refs = await compose.categories_at(call, body.paths)
    await catalog.put_master_categories(call.tx, auth.store(call), found.master.reference_key, refs)
    return categories_out(await catalog.get_full(call.tx, auth.store(call), found.id))


async def _read(call: Call, product_identifier: Identifier) -> custom_data.Data:
    return await catalog.read_custom_data(call.db, auth.store(call), "product", await product_of(call, product_identifier))


async def _alter(call: Call, change: custom_data.Change, product_identifier: Identifier) -> custom_data.Data:
    product = await product_of(call, product_identifier)
    return await catalog.alter_custom_data(call.tx, auth.store(call), "product", product, change)


custom_data.add(products, ONE, of="product", read=_read, alter=_alter)


@products.put(f"{ONE}/state")
async def update_product_state(call: Call, product_identifier: Identifier, body: StateIn) -> StateOut:
    """Ask for a state: live, draft or blocked."""
    product = await product_of(call, product_identifier)
    facts = Facts(is_blocked=wanted_state(body.state) is catalog.State.BLOCKED)
    await catalog.edit(call.tx, auth.store(call), product, ProductChange(status=status_of(body.state), facts=facts), free=True)
    return state_out(await catalog.get_full(call.tx, auth.store(call), product))


@products.patch(f"{ONE}/similar-products", status=204)
async def update_similar_products(call: Call, product_identifier: Identifier, body: list[SimilarIn]) -> None:
    """Say which products are like one in shop countries; countries that are not in the list stay."""
    product, store = await product_of(call, product_identifier), auth.store(call)
    similar = [
        ((await stores.find_country(call.tx, store, s.shop_key, s.country_code)).id, [ProductId(i) for i in s.product_ids])
        for s in body
    ]
    await catalog.put_similar(call.tx, store, product, similar)


class Unlock(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Which orders of images to unlock."""

    unlock_global: bool = False
    shop_country_specific: list[dict[str, str]] = []


@products.post(f"{ONE}/unlock-asset-sortings", status=204)
async def unlock_asset_sortings(call: Call, product_identifier: Identifier, body: Unlock) -> None:  # noqa: ARG001 - see there
    """Let programs order a product's images. Nothing here locks their order, so the product is only looked for."""
    await product_of(call, product_identifier)


@products.put("/products/sellable-timeframes", status=204)
async def update_sellable_timeframes(call: Call, body: list[TimeframeIn]) -> None:
    """Say from when to when products are sold in shop countries."""
    store, frames = auth.store(call), []
    for i, each in enumerate(body):
        if each.product_id is None:
            raise Invalid.one(f"{i}.product_id", "This field is required.")
        country = await stores.find_country(call.tx, store, each.shop_key, each.country_code)
        frames.append(catalog.Timeframe(ProductId(each.product_id), country.id, each.sellable_from, each.sellable_to))
    await catalog.put_timeframes(call.tx, store, frames)


class FirstLiveProduct(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    product_id: Id
    first_live_at: Moment


class FirstLiveIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    shop_key: Text
    country_codes: list[Text]
    products: list[FirstLiveProduct]


@products.put("/products/first-live-at", status=204)
async def update_products_first_live_at(call: Call, body: FirstLiveIn) -> None:
    """Say since when products are live in shop countries."""
    store = auth.store(call)
    countries = [await stores.find_country(call.tx, store, body.shop_key, code) for code in body.country_codes]
    firsts = [catalog.FirstLive(ProductId(p.product_id), c.id, p.first_live_at) for c in countries for p in body.products]
    await catalog.put_first_live(call.tx, store, firsts)


def handle(which: Identifier) -> Handle:
    """By its id or its reference key."""
    return Handle(None if which.id is None else ProductId(which.id), key=which.key)


async def product_of(call: Call, which: Identifier) -> ProductId:
    """Raises NotFound."""
    return await catalog.product_id(call.db, auth.store(call), handle(which))


async def _shown(call: Call, product: ProductId, sent: Relations) -> ProductOut:
    """The product after a write, with what was sent and what was asked for."""
    full = await catalog.get_full(call.tx, auth.store(call), product)
    return (await compose.shown(call, [full], relations.asked(call).with_(sent)))[0]
