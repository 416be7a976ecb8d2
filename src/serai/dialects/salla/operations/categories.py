"""The store's tree of categories."""

from serai.core import catalog, stores
from serai.dialects.salla.auth import app
from serai.dialects.salla.paging import PageQuery, listed, slice_of
from serai.dialects.salla.shapes.answers import Answer, Listed, Message, answer, removed
from serai.dialects.salla.shapes.categories import (
    CategoryChangeIn,
    CategoryIn,
    CategoryOut,
    CategoryQuery,
    ItemOut,
    SearchQuery,
    category_out,
    item_out,
)
from serai.dialects.salla.view import view
from serai.kit.pages import Slice
from serai.wire.call import Call
from serai.wire.operation import Operations

READ = "categories.read"
WRITE = "categories.read_write"
_ITEMS = Slice(1, 50)

categories = Operations("Categories", under="/admin/v2")


@categories.get("/categories", scope=READ)
async def list_categories(call: Call, query: CategoryQuery) -> Listed[CategoryOut]:
    """All categories, roots first, siblings in their order."""
    return await _listed(call, query, query.to_core())


@categories.post("/categories", scope=WRITE, status=201)
async def create_category(call: Call, body: CategoryIn) -> Answer[CategoryOut]:
    """Add a category."""
    store = app(call).store
    made = await catalog.create_category(call.tx, store, body.to_core({}, await stores.home(call.tx, store)))
    return await _written(call, made, body)


@categories.get("/categories/search", scope=READ)
async def search_categories(call: Call, query: SearchQuery) -> Listed[CategoryOut]:
    """Categories by part of their name, or by their ids."""
    return await _listed(call, query, query.to_core())


@categories.get("/categories/{category:category}", scope=READ)
async def get_category(call: Call, category: int) -> Answer[CategoryOut]:
    """One category with those directly below it."""
    return await _shown(call, await catalog.get_category(call.db, app(call).store, catalog.CategoryId(category)))


@categories.put("/categories/{category:category}", scope=WRITE, status=201)
async def update_category(call: Call, category: int, body: CategoryChangeIn) -> Answer[CategoryOut]:
    """Change, rename or move a category."""
    store = app(call).store
    before = await catalog.get_category(call.tx, store, catalog.CategoryId(category))
    change = body.to_core(before.names, await stores.home(call.tx, store))
    return await _written(call, await catalog.edit_category(call.tx, store, before.id, change), body)


@categories.delete("/categories/{category:category}", scope=WRITE, status=202)
async def delete_category(call: Call, category: int) -> Answer[Message]:
    """Delete a category. What is below it moves up; its products stay."""
    await catalog.remove_category(call.tx, app(call).store, catalog.CategoryId(category), lift=True)
    return removed(call)


@categories.get("/categories/{category:category}/children", scope=READ)
async def list_children(call: Call, category: int) -> Answer[tuple[CategoryOut, ...]]:
    """The categories directly below one."""
    store = app(call).store
    parent = await catalog.get_category(call.db, store, catalog.CategoryId(category))
    found = await catalog.children_of(call.db, store, [parent.id])
    return answer(call, tuple(category_out(child, view(call)) for child in found))


@categories.get("/categories/{category:category}/products", scope=READ)
async def list_category_products(call: Call, category: int, query: PageQuery) -> Listed[ItemOut]:
    """The products of a category and of all below it, newest first."""
    store, slice_ = app(call).store, slice_of(call, query)
    await catalog.get_category(call.db, store, catalog.CategoryId(category))
    found = await catalog.page(call.db, [store], catalog.Filter(category_id=category), slice_)
    places = {product.id: i for i, product in enumerate(found.items)}
    return listed(call, slice_, found, lambda product: item_out(product, places[product.id]))


async def _listed(call: Call, query: PageQuery, filter_: catalog.CategoryFilter) -> Listed[CategoryOut]:
    store, slice_, seen = app(call).store, slice_of(call, query), view(call)
    found = await catalog.page_categories(call.db, store, filter_, slice_)
    below = await catalog.children_of(call.db, store, [node.id for node in found.items if node.children])
    translated = "translations" in _wanted(call)
    return listed(call, slice_, found, lambda node: category_out(node, seen, below=below, translated=translated))


async def _shown(call: Call, node: catalog.Node) -> Answer[CategoryOut]:
    store, wanted = app(call).store, _wanted(call)
    below = await catalog.children_of(call.db, store, [node.id] if node.children else [])
    items: tuple[catalog.Product, ...] = ()
    if "items" in wanted:
        items = (await catalog.page(call.db, [store], catalog.Filter(category_id=node.id), _ITEMS)).items
    return answer(call, category_out(node, view(call), below=below, items=items, translated="translations" in wanted))


async def _written(call: Call, node: catalog.Node, body: CategoryChangeIn) -> Answer[CategoryOut]:
    if body.products:
        await catalog.put_in_category(call.tx, app(call).store, node.id, [each.id for each in body.products])
        node = await catalog.get_category(call.tx, app(call).store, node.id)
    return await _shown(call, node)


def _wanted(call: Call) -> set[str]:
    """What `with` names."""
    return {part.strip() for part in call.query.get("with", "").split(",")}
