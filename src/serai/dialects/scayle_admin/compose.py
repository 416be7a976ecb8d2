"""Writing a product with all that may come with it: its master, variants, images, prices and stock, in one transaction."""

from collections.abc import Sequence
from typing import Any, TypeVar

from msgspec import UNSET, UnsetType

from serai.core import catalog, inventory, pricing, stores
from serai.core.catalog import CategoryRef, Full, NewProduct, ProductChange, ProductId
from serai.core.inventory import VariantId, WarehouseId
from serai.dialects.scayle_admin import auth
from serai.dialects.scayle_admin.pictures import address
from serai.dialects.scayle_admin.relations import Relations
from serai.dialects.scayle_admin.shapes.attributes import drafts
from serai.dialects.scayle_admin.shapes.images import ImageIn
from serai.dialects.scayle_admin.shapes.prices import check_merchant
from serai.dialects.scayle_admin.shapes.products import (
    MasterIn,
    ProductChangeIn,
    ProductIn,
    ProductOut,
    facts_of,
    master_drafts,
    product_out,
    status_of,
)
from serai.dialects.scayle_admin.shapes.variants import Prices, Stocks, VariantIn
from serai.kit.errors import Invalid, within
from serai.wire.call import Call

Paths = Sequence[Sequence[str]]
Item = TypeVar("Item")


async def create(call: Call, body: ProductIn, *, keep_master: bool) -> ProductId:
    """Add the product. With `keep_master` a master that is there already stays as it is."""
    tx, store = call.tx, auth.store(call)
    body.check()
    master = body.master
    key = body.reference_key if isinstance(master, UnsetType) else master.reference_key
    known = await catalog.sibling_categories(tx, store, key, besides=ProductId(0))
    ignored = keep_master and await catalog.has_master(tx, store, key)
    paths = None if ignored else _paths(master)
    refs = known if paths is None else await categories_at(call, paths)
    status = status_of(body.state)
    made = await catalog.create(
        tx,
        store,
        NewProduct(
            name="",
            price_minor=0,
            status=catalog.Status.ACTIVE if isinstance(status, UnsetType) else status,
            categories=refs,
            images=tuple([each.to_core(await address(call, each)) for each in _placed(body.images)]),
            variants=tuple(each.to_core() for each in _sent(body.variants)),
            attributes=drafts(body.attributes),
            master_attributes=UNSET if ignored else master_drafts(master),
            facts=facts_of(body, is_new=True),
        ),
        free=True,
    )
    if paths is not None:
        await catalog.put_master_categories(tx, store, key, refs, besides=made.id)
    await _put_rest(call, made.id, body)
    return made.id


async def change(call: Call, product: ProductId, body: ProductChangeIn) -> None:
    """Change the product. Variants that are not in the body stay; attributes and images in it replace all there are."""
    tx, store = call.tx, auth.store(call)
    body.check()
    before = await catalog.hold(tx, store, product)
    own, named = _matched(before, _sent(body.variants))
    images = UNSET if isinstance(body.images, UnsetType) else _placed(body.images)
    await catalog.edit(
        tx,
        store,
        product,
        ProductChange(
            status=status_of(body.state),
            variants=UNSET if isinstance(body.variants, UnsetType) else named,
            images=UNSET if isinstance(images, UnsetType) else tuple([i.to_core(await address(call, i)) for i in images]),
            attributes=drafts(body.attributes),
            master_attributes=master_drafts(body.master),
            facts=facts_of(body, is_new=False),
            **own,
        ),
        free=True,
    )
    if (paths := _paths(body.master)) is not None and not isinstance(body.master, UnsetType):
        await catalog.put_master_categories(tx, store, body.master.reference_key, await categories_at(call, paths))
    await _put_rest(call, product, body)


async def shown(call: Call, products: Sequence[Full], wanted: Relations) -> list[ProductOut]:
    """The products with what was asked for; prices and stock of all of them are read at once."""
    prices, stocks = await trade_of(call, products, wanted.of("variants"))
    return [product_out(product, wanted, prices, stocks) for product in products]


async def trade_of(call: Call, products: Sequence[Full], wanted: Relations) -> tuple[Prices, Stocks]:
    """Prices and stock of the products' variants, where they are wanted."""
    ids = [variant.id for product in products for variant in product.sold]
    store, at = auth.store(call), call.services.clock.now()
    prices = await pricing.prices_of_all(call.db, store, ids, at=at) if "prices" in wanted else {}
    stocks = await inventory.stocks_of_all(call.db, store, ids) if "stocks" in wanted else {}
    return prices, stocks


async def put_trade(call: Call, variants: Sequence[tuple[VariantId, VariantIn]]) -> None:
    """Set the prices and stock that came with variants, stock by variant and warehouse so that nobody waits in a circle."""
    tx, store = call.tx, auth.store(call)
    await pricing.put_all(tx, store, [(variant, price.to_core()) for variant, said in variants for price in _sent(said.prices)])
    counts = [(variant, stock) for variant, said in variants for stock in _sent(said.stocks)]
    houses = {house.key: house.id for house in await inventory.warehouses(tx, store)} if counts else {}
    for _, stock in counts:
        check_merchant(stock.merchant_reference_key)
        if stock.warehouse_reference_key not in houses:
            raise Invalid.one("stocks.warehouse_reference_key", "There is no such warehouse.")
    places = [(variant, WarehouseId(houses[stock.warehouse_reference_key]), stock) for variant, stock in counts]
    for variant, house, stock in sorted(places, key=lambda place: place[:2]):
        await inventory.set_level_at(
            tx,
            store,
            variant,
            house,
            stock.quantity,
            changed_at=stock.changed_at,
            sellable_without_stock=stock.sellable_without_stock,
            expected_on=stock.expected_availability_at,
        )


async def categories_at(call: Call, paths: Paths) -> tuple[CategoryRef, ...]:
    """Raises Invalid for a path that leads nowhere."""
    found = []
    for i, path in enumerate(paths):
        category = await catalog.category_at(call.db, auth.store(call), path)
        if category is None:
            raise Invalid.one(f"categories.paths.{i}", f"There is no master category {' > '.join(path)}.")
        found.append(CategoryRef(id=category))
    return tuple(found)


async def _put_rest(call: Call, product: ProductId, body: ProductIn | ProductChangeIn) -> None:
    """What hangs on variants and shop countries."""
    tx, store = call.tx, auth.store(call)
    sent = _sent(body.variants)
    if any(_sent(each.prices) or _sent(each.stocks) for each in sent):
        ids = {v.reference_key: v.id for v in (await catalog.get_full(tx, store, product)).sold}
        await put_trade(call, [(ids[each.reference_key], each) for each in sent])
    if body.sellable_timeframes:
        frames = []
        for each in body.sellable_timeframes:
            country = await stores.find_country(tx, store, each.shop_key, each.country_code)
            frames.append(catalog.Timeframe(product, country.id, each.sellable_from, each.sellable_to))
        with within("sellable_timeframes"):
            await catalog.put_timeframes(tx, store, frames)
    if body.similar_products:
        similar = [
            ((await stores.find_country(tx, store, s.shop_key, s.country_code)).id, [ProductId(i) for i in s.product_ids])
            for s in body.similar_products
        ]
        await catalog.put_similar(tx, store, product, similar)


def _matched(before: Full, sent: Sequence[VariantIn]) -> tuple[dict[str, Any], tuple[catalog.NewVariant, ...]]:
    """What is said of the default variant, and the named ones as they shall be: those there are, then the new ones."""
    said = {each.reference_key: each for each in sent}
    own: dict[str, Any] = {}
    if not before.named and before.default.reference_key in said:
        fields = said.pop(before.default.reference_key).said()
        own = {"default_facts": fields["facts"], "default_attributes": fields["attributes"], "sku": fields["sku"]}
        own |= {"barcode": fields["barcode"]} if "barcode" in fields else {}
    named = [
        catalog.kept(v, **said.pop(v.reference_key).said()) if v.reference_key in said else catalog.kept(v)
        for v in before.named
    ]
    return own, (*named, *(each.to_core() for each in said.values()))


def _paths(master: MasterIn | UnsetType) -> Paths | None:
    if isinstance(master, UnsetType) or isinstance(master.categories, UnsetType):
        return None
    return master.categories.paths


def _placed(images: Sequence[ImageIn] | UnsetType) -> list[ImageIn]:
    """By the places they say, else in their order."""
    sent = list(enumerate(_sent(images)))
    return [image for _, image in sorted(sent, key=lambda at: at[0] if at[1].position is None else at[1].position)]


def _sent(items: Sequence[Item] | UnsetType) -> Sequence[Item]:
    return () if isinstance(items, UnsetType) else items
