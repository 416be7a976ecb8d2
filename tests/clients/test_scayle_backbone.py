"""npm `@aboutyou/backbone`, unmodified, over HTTP: the older client of the same shops. Source: scayle-storefront.md 1.1, 8."""

import pytest

from tests.chaos.server import Server
from tests.clients.oakleaf import Oakleaf
from tests.clients.storefront import Thrown, over_http
from tests.evidence import Evidence

PROVES = pytest.mark.proves("client: npm @aboutyou/backbone 16.3.0")


@PROVES
async def test_what_a_shop_shows(oakleaf: Oakleaf, server: Server, evidence: Evidence) -> None:
    tee, red, women, shirts = oakleaf.tee.id, oakleaf.sibling.id, oakleaf.women, oakleaf.shirts
    client = over_http(server, oakleaf)
    wide = {"attributes": "all", "variants": "all", "siblings": "all", "categories": "all", "priceRange": True}
    answers = await client.all(
        (
            "products.query",
            {"with": wide, "where": {"minPrice": 0, "categoryId": women}, "pagination": {"page": 1, "perPage": 24}},
        ),
        ("products.query", {"with": {}}),
        ("products.getById", tee, {"with": {"attributes": {"withKey": ["color", "brand"]}}}),
        ("products.getByIds", [tee, red]),
        ("products.getByReferenceKey", "TEE-01-green"),
        ("products.getByReferenceKeys", ["TEE-01-green", "TEE-01-red"]),
        ("variants.getByIds", [oakleaf.medium], {"with": {"attributes": "all"}}),
        ("filters.get", {"where": {"minPrice": 0}}),
        ("filters.getValues", "color", {}),
        ("categories.getRoots",),
        ("categories.getById", shirts, {"with": {"parents": "all"}}),
        ("categories.getByIds", [women, shirts]),
        ("categories.getByPath", ["women", "t-shirts"]),
        ("brands.get",),
        ("brands.getById", oakleaf.ids["Oakleaf"]),
        ("attributes.getByKey", "color"),
        ("navigation.getAll", {"with": {"category": True}}),
        ("shopConfiguration.get",),
        ("campaigns.get",),
        ("campaigns.getById", oakleaf.campaign.id),
        ("promotions.get", {"pagination": {"page": 1, "perPage": 100}}),
        ("promotions.getByIds", [str(oakleaf.promo.id)]),
        ("redirects.get", {}),
        ("redirects.post", "/old"),
        ("redirects.post", "/fine"),
        ("search.suggestions", "tee", {}),
        ("search.mappings", "green t-shirts"),
        ("search.resolve", "green t-shirts"),
        ("searchv2.suggestions", "shirts", {"with": {"categories": {"parents": "all"}}}),
        ("searchv2.resolve", "linen tee green"),
        ("searchv2.resolve", "qwxyzzz"),
        ("typeahead.suggestions", "oakleaf tee", {"with": {"products": {"attributes": "all"}}}),
    )
    listed, bare, one, some, keyed, several, variants, *_ = answers
    assert [each["id"] for each in listed["entities"]] == [red, tee]
    assert bare["pagination"]["total"] == 3
    assert sorted(one["attributes"]) == ["brand", "color"]
    assert [each["id"] for each in some] == [tee, red]
    assert (keyed["id"], len(several), variants[0]["productId"]) == (tee, 2, tee)
    assert answers[12]["id"] == shirts
    assert (answers[23]["target"], answers[24]) == ("/new", None)
    assert (answers[29]["productSuggestion"]["product"]["id"], answers[30]) == (tee, None)
    await evidence.of(server.base)


@PROVES
async def test_baskets_and_wishlists(oakleaf: Oakleaf, server: Server, evidence: Evidence) -> None:
    client, medium = over_http(server, oakleaf, shopIdPlacement="header"), oakleaf.medium
    empty, added, again, gone, less, missing = await client.all(
        ("basket.get", "b1", {"with": {"items": {"product": {"attributes": "all"}, "variant": {"attributes": "all"}}}}),
        ("basket.addItem", "b1", medium, 2),
        ("basket.addItem", "b1", medium, 2),
        ("basket.addItem", "b1", oakleaf.sold_out),
        ("basket.addItem", "b2", medium, 20),
        ("basket.updateItem", "b1", "nothing", 2),
    )
    assert (empty["statusCode"], empty["basket"]["items"]) == (200, [])
    assert (added["type"], added["statusCode"]) == ("success", 201)
    assert [(each["statusCode"], each["kind"]) for each in (again, gone, less, missing)] == [
        (409, "VariantAlreadyPresent"),
        (412, "ItemUnvailable"),
        (206, "ItemAddedWithReducedQuantity"),
        (404, "BasketItemNotFound"),
    ]
    item = added["basket"]["items"][0]["key"]
    changed, combined, deleted, wished, twice, neither, wishes = await client.all(
        ("basket.updateItem", "b1", item, 3),
        ("basket.addOrUpdateItems", "b1", [{"variantId": medium, "quantity": 2}]),
        ("basket.addOrUpdateItems", "b1", [{"variantId": medium, "quantity": 1}], {}, {"existingItemHandling": 2}),
        ("wishlist.addItem", "w1", {"variantId": medium}),
        ("wishlist.addItem", "w1", {"variantId": medium}),
        ("wishlist.addItem", "w1", {}),
        ("wishlist.get", "w1"),
    )
    assert [each["basket"]["items"][0]["quantity"] for each in (changed, combined, deleted)] == [3, 5, 1]
    assert (wished["statusCode"], twice["kind"], neither["kind"]) == (201, "ItemAlreadyPresent", "OnlyOneParameterMustBeSet")
    left = await client.one("wishlist.deleteItem", "w1", wishes["items"][0]["key"])
    assert left["items"] == []
    stranger = over_http(server, oakleaf, auth={"type": "basic", "username": "a", "password": "b"})
    (public, private) = await stranger.outcomes(("shopConfiguration.get",), ("wishlist.get", "w1"))
    assert public["shopId"] == oakleaf.country.id
    assert isinstance(private, Thrown)
    assert private.status == 401
    await evidence.of(server.base)
