"""What a walked store's product has beside its variants: an option, a picture, a SKU, a category, a brand, a tag."""

from serai.core import catalog
from tests.factories import Make


async def furnish(make: Make, product: catalog.Product) -> tuple[dict[str, int], dict[str, str]]:
    """(ids, keys), all of them this store's alone."""
    store, sku = product.store_id, f"SKU-{product.store_id}"
    change = catalog.ProductChange(
        sku=sku,
        option_names=("Size",),
        variants=(catalog.kept(product.named[0], options=("S",)),),
        images=(catalog.Image("https://cdn.example/walked.jpg"),),
        categories=(catalog.CategoryRef(name="Walked"),),
        tags=("walked",),
        vendor="Walked",
    )
    async with make.database.begin() as tx:
        await catalog.edit(tx, store, product.id, change)
        full = await catalog.get_full(tx, store, product.id)
    ids = {
        "option": full.options[0].id,
        "option_value": full.options[0].values[0].id,
        "image": full.images[0].id,
        "category": full.categories[0].id,
        "tag": full.tag_ids[0].id,
    }
    return ids | ({"brand": full.brand.id} if full.brand else {}), {"sku": sku}
