"""What a walked store has of attributes: a group with a value on each level, and what they describe."""

from serai.core import catalog
from serai.core.catalog import AttributeDraft, GroupChange, Kind, Level, Owner
from tests.factories import Make

GROUP = "walked colour"


async def furnish(make: Make, product: catalog.Product) -> tuple[dict[str, int], dict[str, str]]:
    """(ids, keys), all of them this store's alone; only the product has a value of the group."""
    store = product.store_id
    name = f"{GROUP} {store}"
    async with make.database.begin() as tx:
        group = GroupChange(name=name, labels={"en_MA": "Colour"}, kind=Kind.SIMPLE, level=Level.PRODUCT)
        made = await catalog.create_group(tx, store, group)
        await catalog.add_attribute_value(tx, store, made, f"green {store}")
        await catalog.put_attributes(tx, store, Owner(Level.PRODUCT, product.id), [AttributeDraft(name, "red")])
        key = catalog.Facts(reference_key=f"REF-{store}", master_key=f"MASTER-{store}")
        await catalog.edit(tx, store, product.id, catalog.ProductChange(facts=key))
        category = await catalog.create_category(tx, store, catalog.CategoryChange(name=f"Walked master {store}"))
    ids = {"master_category": category.id}
    return ids, {"attribute_group": name, "attribute_value": f"green {store}", "master": f"key=MASTER-{store}"}
