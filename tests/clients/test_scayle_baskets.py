"""npm `@scayle/storefront-api`, unmodified, over `serai up --tls`: baskets and wishlists. Source: scayle-storefront.md 6, 7.

Every answer is also checked against the client's own type declarations.
"""

from typing import Any, Final

import pytest

from serai.core import baskets, catalog
from serai.core.baskets import Group, NewItem, Place
from serai.core.inventory import VariantId
from tests.chaos.server import Server
from tests.clients.oakleaf import Oakleaf
from tests.clients.storefront import Client, Thrown, over_tls
from tests.evidence import Evidence
from tests.factories import Make

PROVES = pytest.mark.proves("client: npm @scayle/storefront-api 19.6.0")

SHOWN: Final = {
    "items": {
        "product": {"attributes": {"withKey": ["brand"]}},
        "variant": {"attributes": {"withKey": ["size"]}, "lowestPriorPrice": True},
        "promotion": True,
    },
    "applicablePromotions": True,
}
LABEL: Final = {"meta": {"key": "k", "label": "l", "value": "v"}}
GROUP: Final = {"id": "g1", "isMainItem": True, "isRequired": False}


def lines(basket: dict[str, Any]) -> list[tuple[int, int]]:
    return [(item["variant"]["id"], item["quantity"]) for item in basket["items"]]


def failure(answer: dict[str, Any]) -> tuple[str, int, str]:
    return answer["type"], answer["statusCode"], answer["kind"]


async def fill(make: Make, oakleaf: Oakleaf, key: str) -> None:
    """As many lines as a basket may have, none of them the plain one of the tee."""
    place = Place(country=oakleaf.country, key=key)
    async with make.database.begin() as tx:
        counted = catalog.Count(variant=oakleaf.medium, to=500)
        await catalog.count_stock(tx, oakleaf.tee.store_id, [counted], reason="Counted")
        for n in range(baskets.MOST_ITEMS):
            await baskets.add(tx, place, NewItem(variant=VariantId(oakleaf.medium), group=Group(f"g{n}")))


@PROVES
async def test_each_outcome_of_a_line_is_the_clients_own_word(
    oakleaf: Oakleaf, secure: Server, sdk: Client, evidence: Evidence
) -> None:
    medium, sold_out = oakleaf.medium, oakleaf.sold_out
    empty, added, again, gone, unknown, missing = await sdk.all(
        ("basket.get", "b 1"),
        ("basket.addItem", "b1", medium, 2),
        ("basket.addItem", "b1", medium),
        ("basket.addItem", "b1", sold_out),
        ("basket.addItem", "b1", 987_654_321),
        ("basket.updateItem", "b1", "item-a", 3),
    )
    assert (empty["type"], empty["basket"]["key"], empty["basket"]["items"]) == ("success", "b 1", [])
    assert (added["type"], added["statusCode"], lines(added["basket"])) == ("success", 201, [(medium, 2)])
    assert failure(again) == ("failure", 409, "VariantAlreadyPresent")
    assert failure(gone) == failure(unknown) == ("failure", 412, "ItemUnavailable")
    assert failure(missing) == ("failure", 404, "BasketItemNotFound")
    for refused in (again, gone, unknown, missing):
        assert lines(refused["basket"]) == [(medium, 2)]

    item = added["basket"]["items"][0]["key"]
    changed, reduced, shown, deleted, less = await sdk.all(
        ("basket.updateItem", "b1", item, 3, {"displayData": LABEL, "customData": {"z": 1}, "promotions": []}),
        ("basket.updateItem", "b1", item, 20),
        ("basket.get", "b1", {"with": SHOWN, "skipAvailabilityCheck": True, "includeItemsWithoutProductData": True}),
        ("basket.deleteItem", "b1", item, {"with": {"items": {"product": {}}}}),
        ("basket.addItem", "b1", medium, 20),
    )
    assert (changed["statusCode"], lines(changed["basket"])) == (200, [(medium, 3)])
    assert failure(reduced) == failure(less) == ("failure", 206, "ItemAddedWithReducedQuantity")
    assert lines(reduced["basket"]) == lines(less["basket"]) == [(medium, 14)]
    assert (less["basket"]["key"], less["basket"]["cost"]["withTax"]) == ("b1", 33_320)
    (line,) = shown["basket"]["items"]
    assert (line["customData"], line["displayData"]) == ({"z": 1}, LABEL)
    assert line["product"]["attributes"]["brand"]["values"]["label"] == "Oakleaf"
    assert (deleted["items"], "code" in deleted) == ([], False)

    thrown = await sdk.outcomes(("basket.deleteItem", "b1", item), ("basket.addItem", "b1", medium, -1))
    wrong = await over_tls(secure, oakleaf, auth={"type": "token", "token": "x"}).outcomes(("basket.get", "b1"))
    assert [each.status for each in (*thrown, *wrong) if isinstance(each, Thrown)] == [404, 400, 401]
    await evidence.of(secure.base)


async def test_a_full_basket_and_a_full_wishlist_take_no_more(make: Make, oakleaf: Oakleaf, sdk: Client) -> None:
    await fill(make, oakleaf, "full")

    more, changed = await sdk.all(
        ("basket.addItem", "full", oakleaf.medium),
        ("basket.get", "full"),
    )
    assert failure(more) == ("failure", 413, "MaximumItemCountReached")
    assert len(more["basket"]["items"]) == len(changed["basket"]["items"]) == baskets.MOST_ITEMS


@PROVES
async def test_the_bulk_helper_ends_in_the_right_quantity_in_every_mode(
    oakleaf: Oakleaf, secure: Server, sdk: Client, evidence: Evidence
) -> None:
    medium, shoe, red = oakleaf.medium, oakleaf.shoe.default.id, oakleaf.sibling.default.id
    wanted = [{"variantId": medium, "quantity": 2}, {"variantId": shoe}, {"variantId": medium, "params": {"itemGroup": GROUP}}]
    modes = {
        "ReplaceExistingWithCombinedQuantity": 3,
        "AddQuantityToExisting": 3,
        "ReplaceExisting": 2,
        "KeepExisting": 1,
    }
    for mode, quantity in modes.items():
        _, answer = await sdk.all(
            ("basket.addItem", mode, medium, 1),
            ("basket.addOrUpdateItems", mode, wanted, {"with": SHOWN}, {"existingItemHandling": mode}),
        )
        assert answer["type"] == "success", mode
        assert sorted(lines(answer["basket"])) == sorted([(medium, quantity), (medium, 1), (shoe, 1)]), mode

    too_much = [{"variantId": red, "quantity": 9}, {"variantId": oakleaf.sold_out}, {"variantId": shoe, "quantity": 1}]
    _, default, partly, removed = await sdk.all(
        ("basket.addItem", "b2", medium, 1),
        ("basket.addOrUpdateItems", "b2", [{"variantId": medium, "quantity": 2}]),
        ("basket.addOrUpdateItems", "b2", too_much),
        (
            "basket.addOrUpdateItems",
            "b2",
            [{"variantId": medium, "quantity": 0}],
            {},
            {"existingItemHandling": "ReplaceExisting"},
        ),
    )
    assert lines(default["basket"]) == [(medium, 3)]
    assert [(error["kind"], error["statusCode"]) for error in partly["errors"]] == [
        ("ItemAddedWithReducedQuantity", 206),
        ("ItemUnavailable", 412),
    ]
    assert sorted(lines(partly["basket"])) == sorted([(medium, 3), (red, 5), (shoe, 1)])
    assert sorted(lines(removed["basket"])) == sorted([(red, 5), (shoe, 1)])
    await evidence.of(secure.base)


@PROVES
async def test_a_code_is_found_set_and_taken_off(oakleaf: Oakleaf, secure: Server, sdk: Client, evidence: Evidence) -> None:
    promo = str(oakleaf.promo.id)
    orders = {"orderCustomData": {"gift": "ذهب"}, "customerToken": "cust.jwt", "campaignKey": "none"}
    added, found, nothing = await sdk.all(
        ("basket.addItem", "b1", oakleaf.medium, 2, orders),
        ("basket.getApplicablePromotionsByCode", "b1", "SUMMER", {"with": SHOWN}),
        ("basket.getApplicablePromotionsByCode", "b1", "WINTER"),
    )
    item = added["basket"]["items"][0]["key"]
    (offer,) = found["basket"]["applicablePromotions"]
    assert (offer["itemId"], offer["promotion"]["id"], offer["promotion"]["code"]) == (item, promo, "SUMMER")
    assert nothing["basket"]["applicablePromotions"] == []

    put = {"items": [{"itemId": item, "promotions": [{"id": promo, "code": "SUMMER"}]}], "with": SHOWN}
    off = {"items": [{"itemId": item, "promotions": []}]}
    everything = {"customData": {"a": 1}, "pricePromotionKey": "ppk", "displayData": LABEL, "itemGroup": GROUP}
    promoted = {"promotions": [{"id": promo, "code": "SUMMER"}], "childShopId": oakleaf.country.id}
    taken, cleared, whole, by_code = await sdk.all(
        ("basket.bulkUpdatePromotions", "b1", put),
        ("basket.bulkUpdatePromotions", "b1", off),
        ("basket.addItem", "b1", oakleaf.medium, 1, {**everything, **promoted, "with": SHOWN}),
        ("basket.updateItem", "b1", item, 2, {"promotionId": promo, "promotionCode": "SUMMER", "with": SHOWN}),
    )
    assert (added["basket"]["cost"]["withTax"], taken["basket"]["cost"]["withTax"]) == (4760, 4284)
    (line,) = taken["basket"]["items"]
    step = line["price"]["total"]["appliedReductions"][-1]
    assert (step["category"], step["amount"]) == ("promotion", {"relative": 0.1, "absoluteWithTax": 476})
    assert (step["promotionId"], line["promotion"]["isValid"]) == (promo, True)
    assert cleared["basket"]["cost"]["withTax"] == 4760
    grouped = next(line for line in whole["basket"]["items"] if line["key"] != item)
    assert (grouped["itemGroup"], grouped["customData"]["pricePromotionKey"], grouped["promotionId"]) == (GROUP, "ppk", promo)
    assert by_code["basket"]["items"][0]["promotion"]["id"] == promo
    await evidence.of(secure.base)


@PROVES
async def test_wishlists(oakleaf: Oakleaf, secure: Server, sdk: Client, evidence: Evidence) -> None:
    shown = {"items": {"product": {"attributes": {"withKey": ["brand"]}}, "variant": {"attributes": "all"}}}
    empty, product, variant, again, unknown, full = await sdk.all(
        ("wishlist.get", "w1"),
        ("wishlist.addItem", "w1", {"productId": oakleaf.tee.id}),
        ("wishlist.addItem", "w1", {"variantId": oakleaf.medium}, {"itemGroup": GROUP, "customData": {"a": 1}, "with": shown}),
        ("wishlist.addItem", "w1", {"productId": oakleaf.tee.id}),
        ("wishlist.addItem", "w1", {"variantId": 987_654_321}),
        ("wishlist.get", "w1", {"with": shown, "campaignKey": "px", "pricePromotionKey": "p"}),
    )
    assert (empty["key"], empty["items"]) == ("w1", [])
    assert (product["type"], product["statusCode"]) == (variant["type"], variant["statusCode"]) == ("success", 201)
    assert failure(again) == ("failure", 409, "ItemAlreadyPresent")
    assert failure(unknown) == ("failure", 412, "ItemUnavailable")
    assert len(again["wishlist"]["items"]) == len(unknown["wishlist"]["items"]) == 2
    assert [(item["productId"], item["variantId"]) for item in full["items"]] == [
        (oakleaf.tee.id, None),
        (oakleaf.tee.id, oakleaf.medium),
    ]
    assert full["items"][1]["variant"]["attributes"]["size"]["values"]["label"] == "M"

    (first, second) = (item["key"] for item in full["items"])
    left, gone = await sdk.outcomes(("wishlist.deleteItem", "w1", first), ("wishlist.deleteItem", "w1", first))
    assert [item["key"] for item in left["items"]] == [second]
    assert isinstance(gone, Thrown)
    assert gone.status == 404
    await evidence.of(secure.base)
