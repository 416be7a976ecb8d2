"""The ledger: how quantities changed, newest first."""

from typing import Final
from urllib.parse import urlencode

from serai.core import catalog, inventory
from serai.kit.text import like, prefix
from serai.web.dashboard.listing import number
from serai.web.dashboard.products.section import PRODUCTS, SECTION
from serai.web.dashboard.visit import Merchant
from serai.web.visit import Answer, Page

MOST: Final = 50


@SECTION.page(f"{PRODUCTS}/movements")
async def movements_page(visit: Merchant) -> Answer:
    q, warehouse, before = visit.asked("q"), number(visit.asked("warehouse")), number(visit.asked("before"))
    found = await catalog.moves(
        visit.db,
        visit.store_id,
        before=before,
        keyword=like(q) if q else None,
        sku=prefix(q) if q else None,
        warehouse=warehouse,
        most=MOST + 1,
    )
    shown, said = found[:MOST], {"q": q, "warehouse": warehouse or ""}
    values = {
        "q": q,
        "warehouse": warehouse or "",
        "moves": shown,
        "warehouses": await inventory.warehouses(visit.db, visit.store_id),
        "newest": f"?{urlencode(said)}" if before else "",
        "later": f"?{urlencode({**said, 'before': shown[-1].id})}" if len(found) > MOST else "",
    }
    return Page("movements.html", values)
