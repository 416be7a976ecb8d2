"""Promotions. The list is public, so it says what there is to save and never the code that it takes."""

from datetime import datetime
from typing import Annotated

import msgspec

from serai.core import promotions
from serai.dialects.scayle_storefront.auth import shop
from serai.dialects.scayle_storefront.paging import PageQuery, page_of, pagination
from serai.dialects.scayle_storefront.paths import number
from serai.dialects.scayle_storefront.shapes.answers import Listed
from serai.dialects.scayle_storefront.shapes.promotions import PromotionOut, promotion_out
from serai.kit.pages import Slice
from serai.wire.call import Call
from serai.wire.operation import Operations

shop_promotions = Operations("Promotions")


class PromotionsQuery(PageQuery, frozen=True, kw_only=True, rename="camel"):
    ids: Annotated[str, msgspec.Meta(description="Ids with commas between.")] | None = None
    active_at: Annotated[datetime, msgspec.Meta(tz=True, description="RFC 3339.")] | None = None


@shop_promotions.get("/v1/promotions")
async def get_promotions(call: Call, query: PromotionsQuery) -> Listed[PromotionOut]:
    """Promotions, newest first."""
    who, page, at = shop(call), page_of(query), call.services.clock.now()
    ids = None if query.ids is None else [id_ for part in query.ids.split(",") if (id_ := number(part.strip())) is not None]
    found = await promotions.running(call.db, who.store, Slice(page.page, page.size), ids=ids, at=query.active_at)
    made = tuple(promotion_out(promo, at=at, currency=who.country.currency) for promo in found.items)
    return Listed(made, pagination(page, current=len(made), total=found.total))
