"""Products and variants with what they need from the core, for the operations that show them."""

from collections.abc import Iterable, Sequence

from serai.core import search
from serai.core.catalog import ProductId
from serai.core.search import Shown
from serai.dialects.scayle_storefront.relations import Relations
from serai.dialects.scayle_storefront.shapes.looks import Look
from serai.dialects.scayle_storefront.shapes.products import ProductOut, Siblings, product_out
from serai.kit.db import Db


async def products_out(db: Db, look: Look, ids: Sequence[int], asked: Relations) -> list[ProductOut]:
    """Those of the ids that are shown, in this order, with their siblings where `asked`. One or two statements."""
    if "siblings" not in asked:
        return [product_out(shown, look, asked) for shown in await shown_in(db, look, ids)]
    others = await search.siblings(db, look.country, [ProductId(id_) for id_ in ids])
    everything = await shown_in(db, look, [*ids, *(id_ for own in others.values() for id_ in own)])
    by_id = {shown.product.id: shown for shown in everything}
    siblings: Siblings = {id_: _known(by_id, own) for id_, own in others.items()}
    return [product_out(by_id[ProductId(i)], look, asked, siblings=siblings) for i in dict.fromkeys(ids) if i in by_id]


async def shown_in(db: Db, look: Look, ids: Sequence[int]) -> list[Shown]:
    """Those that have a price in the country."""
    return [shown for shown in await search.show(db, look.country, ids, at=look.at) if look.sold(shown)]


def _known(by_id: dict[ProductId, Shown], ids: Iterable[ProductId]) -> list[Shown]:
    return [by_id[id_] for id_ in ids if id_ in by_id]
