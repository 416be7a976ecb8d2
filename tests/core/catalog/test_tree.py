"""The tree of categories."""

import pytest

from serai.core import catalog, stores
from serai.core.catalog import CategoryChange, CategoryFilter, CategoryId, CategoryRef, CategoryStatus, Node
from serai.kit.db import Database
from serai.kit.errors import Invalid, NotFound, Taken
from serai.kit.pages import Slice
from tests.factories import Make


async def add(database: Database, shop: stores.Store, name: str, parent: Node | None = None) -> Node:
    async with database.begin() as tx:
        change = CategoryChange(name=name, parent=parent.id if parent else None)
        return await catalog.create_category(tx, shop.id, change)


async def paths(database: Database, shop: stores.Store) -> list[str]:
    return ["/".join(node.path) for node in await catalog.all_categories(database, shop.id)]


async def test_the_same_name_below_different_parents(make: Make, database: Database) -> None:
    shop = await make.store()
    women, men = await add(database, shop, "Women"), await add(database, shop, "Men")
    shirts = await add(database, shop, "Shirts", women)
    others = await add(database, shop, "Shirts", men)

    with pytest.raises(Taken) as refused:
        await add(database, shop, "SHIRTS", men)

    assert refused.value.field == "name"
    assert await paths(database, shop) == ["Women", "Men", "Women/Shirts", "Men/Shirts"]
    assert (shirts.slug, others.slug, others.ancestors) == ("shirts", "shirts-2", (men.id,))
    assert await catalog.category_at(database, shop.id, ["men", "shirts"]) == others.id
    assert await catalog.category_at(database, shop.id, ["men", "socks"]) is None


async def test_a_name_means_the_one_nearest_to_the_root(make: Make, database: Database) -> None:
    shop = await make.store()
    women = await add(database, shop, "Women")
    deep = await add(database, shop, "Shirts", women)

    first = await make.product(shop, categories=(CategoryRef(name="shirts"),))
    root = await add(database, shop, "Shirts")
    second = await make.product(shop, categories=(CategoryRef(name="shirts"), CategoryRef(id=deep.id)))

    assert [c.id for c in first.categories] == [deep.id]
    assert [c.id for c in second.categories] == [root.id, deep.id]
    with pytest.raises(Invalid):
        await make.product(shop, categories=(CategoryRef(id=CategoryId(2**40)),))


async def test_a_branch_moves_and_nothing_is_above_itself(make: Make, database: Database) -> None:
    shop = await make.store()
    women, sale = await add(database, shop, "Women"), await add(database, shop, "Sale")
    shirts = await add(database, shop, "Shirts", women)
    blouses = await add(database, shop, "Blouses", shirts)

    async with database.begin() as tx:
        moved = await catalog.edit_category(tx, shop.id, shirts.id, CategoryChange(parent=sale.id, name="Tops"))
        for below in (shirts.id, blouses.id):
            with pytest.raises(Invalid):
                await catalog.edit_category(tx, shop.id, shirts.id, CategoryChange(parent=below))

    assert (moved.path, moved.version) == (("Sale", "Tops"), 3)
    assert await paths(database, shop) == ["Women", "Sale", "Sale/Tops", "Sale/Tops/Blouses"]
    assert (await catalog.get_category(database, shop.id, blouses.id)).ancestors == (sale.id, shirts.id)


async def test_siblings_have_their_order(make: Make, database: Database) -> None:
    shop = await make.store()
    a, b, c = [await add(database, shop, name) for name in ("A", "B", "C")]

    async with database.begin() as tx:
        await catalog.edit_category(tx, shop.id, c.id, CategoryChange(position=0))
        await catalog.edit_category(tx, shop.id, a.id, CategoryChange(position=99))

    shown = await catalog.all_categories(database, shop.id)
    assert [(n.name, n.position) for n in shown] == [("C", 0), ("B", 1), ("A", 2)]
    assert b.position == 1


@pytest.mark.parametrize(("lift", "left"), [(False, ["Women"]), (True, ["Women", "Women/Blouses"])])
async def test_a_deleted_category_leaves_its_products(make: Make, database: Database, lift: bool, left: list[str]) -> None:
    shop = await make.store()
    women = await add(database, shop, "Women")
    shirts = await add(database, shop, "Shirts", women)
    blouses = await add(database, shop, "Blouses", shirts)
    product = await make.product(shop, categories=(CategoryRef(id=shirts.id), CategoryRef(id=women.id)))

    async with database.begin() as tx:
        await catalog.remove_category(tx, shop.id, shirts.id, lift=lift)

    after = await catalog.get(database, [shop.id], product.id)
    assert ([c.id for c in after.categories], after.version) == ([women.id], 2)
    assert await paths(database, shop) == left
    kinds = [row["kind"] for row in await database.all("select kind from events where store_id = $1 order by id", shop.id)]
    assert kinds.count("category.deleted") == (1 if lift else 2)
    assert blouses.parent_id == shirts.id


async def test_lists_and_counts(make: Make, database: Database) -> None:
    shop, other = await make.store(), await make.store()
    women = await add(database, shop, "Women")
    shirts = await add(database, shop, "Shirts", women)
    await make.product(shop, categories=(CategoryRef(id=shirts.id),))
    async with database.begin() as tx:
        await catalog.edit_category(
            tx, shop.id, women.id, CategoryChange(status=CategoryStatus.HIDDEN, names={"ar_SA": "نساء"})
        )

    roots = await catalog.page_categories(database, shop.id, CategoryFilter(parent=0), Slice(1, 10))
    found = await catalog.page_categories(
        database, shop.id, CategoryFilter(keyword="SHIR", status=CategoryStatus.ACTIVE), Slice(1, 10)
    )

    assert [(n.name, n.children, n.products, n.names) for n in roots.items] == [("Women", 1, 0, {"ar_SA": "نساء"})]
    assert [(n.name, n.products) for n in found.items] == [("Shirts", 1)]
    assert (await catalog.page_categories(database, shop.id, CategoryFilter(), Slice(9, 10))).total == 2
    with pytest.raises(NotFound):
        await catalog.get_category(database, other.id, women.id)
    with pytest.raises(Invalid):
        await add(database, other, "Shirts", women)
