"""Products like another one."""

from decimal import Decimal
from typing import Annotated

import msgspec

from serai.core import search
from serai.dialects.scayle_storefront import filters, relations
from serai.dialects.scayle_storefront.filters import FilterQuery
from serai.dialects.scayle_storefront.listings import products_out, shown_in
from serai.dialects.scayle_storefront.paths import Missing
from serai.dialects.scayle_storefront.shapes.looks import look
from serai.dialects.scayle_storefront.shapes.products import ProductOut
from serai.wire.call import Call
from serai.wire.operation import Operations

recommendations = Operations("Recommendations")

USUAL = 10
LARGEST = 100


class SimilarQuery(FilterQuery, frozen=True, kw_only=True, rename="camel"):
    limit: Annotated[int, msgspec.Meta(ge=1, description="At most 100.")] = USUAL
    ignore_same_master_key: bool = False


class RecommendationOut(msgspec.Struct, frozen=True, rename="camel"):
    """`image_confidence_score` from 0 to 1: how much the two have in common."""

    product: ProductOut
    image_confidence_score: Decimal


class RecommendationsOut(msgspec.Struct, frozen=True):
    recommendations: tuple[RecommendationOut, ...]


@recommendations.get("/v1/recommendations/similar/{product:product}")
async def get_similar_products(call: Call, product: int, query: SimilarQuery) -> RecommendationsOut:
    """The products that have most in common with one, those that the merchant named first."""
    here, filter_ = look(call), filters.read(call.query, query)
    found = await search.similar(
        call.db,
        here.country,
        product,
        filter_,
        size=min(query.limit, LARGEST),
        at=here.at,
        others_only=query.ignore_same_master_key,
    )
    if not found and not await shown_in(call.db, here, [product]):
        raise Missing("product", product)
    made = {p.id: p for p in await products_out(call.db, here, [s.id for s in found], relations.parse(query.with_))}
    return RecommendationsOut(tuple(RecommendationOut(made[s.id], s.score) for s in found if s.id in made))
