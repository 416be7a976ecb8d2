"""Products' places under sorting keys of the merchant's own."""

from collections.abc import Sequence
from typing import Annotated

import msgspec

from serai.core import navigation, stores
from serai.core.navigation import Sorting
from serai.dialects.scayle_admin import auth
from serai.dialects.scayle_admin.nouns import Noun
from serai.dialects.scayle_admin.shapes.fields import Id, Text
from serai.kit.errors import Invalid
from serai.wire.call import Call

sortings = Noun("ProductSortings", limits="productSorting")


class SortingIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """The product by its id or its reference key; without a country, in all of the shop's."""

    product_id: Id | None = None
    product_reference_key: Text | None = None
    shop_key: Text
    country_code: Text | None = None
    sort_key: Text
    sort_value: int = 0


Sortings = Annotated[list[SortingIn], msgspec.Meta(max_length=5000)]


@sortings.post("/product-sortings", status=204)
async def update_or_create_product_sortings(call: Call, body: Sortings) -> None:
    """Set places; all of them or none."""
    await navigation.save_sortings(call.tx, auth.store(call), await _placed(call, body))


@sortings.delete("/product-sortings")
async def delete_product_sortings(call: Call, body: Sortings) -> None:
    """Take places away; those that are not there are left alone."""
    await navigation.remove_sortings(call.tx, auth.store(call), await _placed(call, body))


async def _placed(call: Call, body: Sequence[SortingIn]) -> list[Sorting]:
    """One for each country that is meant. Raises Invalid, NotFound, ShopCountryAmbiguous."""
    countries: dict[tuple[str, str | None], list[int]] = {}
    for each in body:
        named = (each.shop_key, each.country_code)
        if named not in countries:
            countries[named] = await _countries(call, *named)
    for i, each in enumerate(body):
        if each.product_id is None and each.product_reference_key is None:
            raise Invalid.one(f"{i}.product_id", "Is required, or the reference key.")
    return [
        Sorting(
            product=each.product_id,
            reference=each.product_reference_key,
            country=country,
            key=each.sort_key,
            value=each.sort_value,
        )
        for each in body
        for country in countries[each.shop_key, each.country_code]
    ]


async def _countries(call: Call, shop_key: str, code: str | None) -> list[int]:
    store = auth.store(call)
    if code is not None:
        return [(await stores.find_country(call.tx, store, shop_key, code)).id]
    return [country.id for country in (await stores.find_shop(call.tx, store, shop_key)).countries]
