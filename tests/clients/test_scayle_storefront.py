"""npm `@scayle/storefront-api`, unmodified, over `serai up --tls`: what a shop shows. Source: scayle-storefront.md 1, 5, 8, 12.

Every answer is also checked against the client's own type declarations.
"""

from itertools import chain
from typing import Any, Final

import pytest

from serai.core import stores
from tests.chaos.server import Server
from tests.clients import run
from tests.clients.oakleaf import Oakleaf
from tests.clients.storefront import Client, Thrown, over_tls
from tests.evidence import Evidence
from tests.factories import Make

PROVES = pytest.mark.proves("client: npm @scayle/storefront-api 19.6.0")

EVERYTHING: Final = {
    "attributes": "all",
    "advancedAttributes": "all",
    "variants": {
        "attributes": "all",
        "lowestPriorPrice": True,
        "stock": {"customData": True},
        "price": {"customData": True},
        "relatedVariants": "all",
    },
    "categories": {
        "properties": "all",
        "includeHidden": True,
        "countryLevelCustomData": True,
        "shopLevelCustomData": True,
    },
    "siblings": {"attributes": {"withKey": ["color", "name", "brand"]}, "priceRange": True},
    "priceRange": {"customData": True},
    "reductionRange": True,
    "baseCategories": True,
    "lowestPriorPrice": True,
    "searchCategoryIds": True,
    "sellableTimeframe": True,
    "videos": {"attributes": {"withKey": ["poster"]}, "customData": True},
}
EVENT: Final = {
    "event_name": "view_page",
    "session_id": "s",
    "device_type": "desktop",
    "page_type": "homepage",
    "page_path": "/",
}


def ids(things: list[dict[str, Any]]) -> list[int]:
    return [each["id"] for each in things]


def prices(value: Any) -> list[dict[str, Any]]:
    """Every price anywhere in an answer."""
    if isinstance(value, dict):
        own = [value] if "appliedReductions" in value else []
        return own + list(chain.from_iterable(prices(inner) for inner in value.values()))
    return list(chain.from_iterable(prices(inner) for inner in value)) if isinstance(value, list) else []


@PROVES
async def test_the_documentations_own_lines_run(make: Make, oakleaf: Oakleaf, secure: Server, evidence: Evidence) -> None:
    empty = await make.store()
    new = await stores.home(make.database, empty.id)
    own = {"host": secure.base.removeprefix("https://"), "token": oakleaf.key}
    trusting = {"NODE_EXTRA_CA_CERTS": str(secure.ca)}

    found = await run.node("scayle_storefront_seed.mjs", {**own, "shopId": oakleaf.country.id}, **trusting)
    nothing = await run.node("scayle_storefront_seed.mjs", {**own, "shopId": new.id}, **trusting)

    assert ids(found["entities"]) == [oakleaf.shoe.id, oakleaf.sibling.id, oakleaf.tee.id]
    assert found["pagination"]["total"] == 3
    assert (nothing["entities"], nothing["pagination"]["total"]) == ([], 0)
    await evidence.of(secure.base)


async def test_ways_to_name_the_server_and_the_shop(oakleaf: Oakleaf, secure: Server) -> None:
    host, country = secure.base.removeprefix("https://"), oakleaf.country
    words = {"shopId": None, "shopKey": country.shop_key, "countryCode": country.country, "locale": country.locale}
    ways: list[dict[str, object]] = [
        {"host": f"https://{host}"},
        {"host": f"https://{host}/base/v1/"},
        {"host": f"{host}/scayle"},
        {"host": host.replace("localhost", "127.0.0.1")},
        {"auth": None},
        {"additionalHeaders": {"x-internal-access": "zz"}},
        words,
    ]
    for way in ways:
        shop = await over_tls(secure, oakleaf, **way).one("shopConfiguration.get")
        assert shop["shopId"] == country.id, way

    wrong: list[tuple[dict[str, object], str]] = [
        ({"shopId": str(country.id)}, "TypeError"),
        ({"shopId": 987_654_321}, "FetchError"),
        ({"shopId": None, **words, "locale": "xx_XX"}, "FetchError"),
    ]
    for way, name in wrong:
        (thrown,) = await over_tls(secure, oakleaf, **way).outcomes(("shopConfiguration.get",))
        assert isinstance(thrown, Thrown), way
        assert thrown.name == name, thrown
    (untrusted,) = await Client("storefront", {"host": host, "shopId": country.id}).outcomes(("products.query", {}))
    assert isinstance(untrusted, Thrown)
    assert untrusted.cause in ("UNABLE_TO_VERIFY_LEAF_SIGNATURE", "SELF_SIGNED_CERT_IN_CHAIN")


@PROVES
async def test_products(oakleaf: Oakleaf, secure: Server, sdk: Client, evidence: Evidence) -> None:
    tee, red, shoe = oakleaf.tee.id, oakleaf.sibling.id, oakleaf.shoe.id
    plain, mapped, everything, one, some, keyed, none, several, nothing = await sdk.all(
        ("products.query",),
        ("products.query", {"with": {}}),
        ("products.query", {"with": EVERYTHING}),
        ("products.getById", tee, {"with": {"attributes": "all", "images": {}}, "pricePromotionKey": "p"}),
        ("products.getByIds", [red, 987_654_321, tee]),
        ("products.getByReferenceKey", "TEE-01-green"),
        ("products.getByReferenceKey", "ABC/1 x"),
        ("products.getByReferenceKeys", ["TEE-01-green", "TEE-01-red"], {"with": {"priceRange": True}}),
        ("products.getByIds", []),
    )

    assert "attributes" not in plain["entities"][1]["images"][0]
    assert mapped["entities"][1]["images"][0]["attributes"] == {}
    assert (one["id"], one["attributes"]["color"]["values"][0]["label"]) == (tee, "Green")
    assert (ids(some), keyed["id"], none, sorted(ids(several)), nothing) == ([red, tee], tee, None, [tee, red], [])
    full = next(each for each in everything["entities"] if each["id"] == tee)
    assert [(s["id"], s["attributes"]["color"]["values"][0]["value"]) for s in full["siblings"]] == [(red, "Red")]
    assert [v["stock"]["quantity"] for v in full["variants"]] == [14, 0]
    assert [step["categoryUrl"] for step in full["categories"][0]] == ["/women", "/women/t-shirts"]
    for price in (found := prices(everything)):
        steps = sum(step["amount"]["absoluteWithTax"] for step in price["appliedReductions"])
        assert price["withTax"] + steps == (price["beforeSaleWithTax"] or price["withTax"])
        assert price["withTax"] - price["withoutTax"] == price["tax"]["vat"]["amount"]
    assert len(found) > 6

    (unknown,) = await sdk.outcomes(("products.getById", 987_654_321))
    assert isinstance(unknown, Thrown)
    assert (unknown.name, unknown.status, unknown.body["code"]) == ("FetchError", 404, "404")
    pages = [("products.query", {"pagination": {"page": n, "perPage": 1}}) for n in range(1, 5)]
    assert [ids(page["entities"]) for page in await sdk.all(*pages)] == [[shoe], [red], [tee], []]
    await evidence.of(secure.base)


@PROVES
async def test_listings_are_narrowed_and_sorted(oakleaf: Oakleaf, secure: Server, sdk: Client, evidence: Evidence) -> None:
    everything = [shoe, red, tee] = [oakleaf.shoe.id, oakleaf.sibling.id, oakleaf.tee.id]
    brand = {"type": "attributes", "key": "brand", "values": [oakleaf.ids["Oakleaf"]]}
    color = {"type": "attributes", "id": oakleaf.ids["color"], "values": [oakleaf.ids["Red"]]}
    not_red = {"type": "attributes:not", "key": "color", "values": [oakleaf.ids["Red"]]}
    sale = {"type": "boolean", "key": "sale", "value": True}
    either = [{**brand, "values": [oakleaf.ids["Glow"]]}, {**color, "id": None, "key": "color"}]
    cases: list[tuple[dict[str, Any], list[int]]] = [
        ({"where": {"categoryId": oakleaf.women}}, [red, tee]),
        ({"where": {"attributes": [brand]}}, [red, tee]),
        ({"where": {"attributes": [color]}}, [red]),
        ({"where": {"attributes": [not_red]}}, [shoe, tee]),
        ({"where": {"attributes": [sale]}}, [tee]),
        ({"where": {"attributes": [{**sale, "key": "isNew", "value": False}]}}, []),
        ({"where": {"attributes": either}, "orFiltersOperator": ["brand", "color"]}, [shoe, red]),
        ({"where": {"term": "linen green"}}, [tee]),
        ({"where": {"term": "inen", "containsSearch": True}}, [red, tee]),
        ({"where": {"term": "lienn", "disableFuzziness": True}}, []),
        ({"where": {"minPrice": 2381}}, [shoe]),
        ({"where": {"minPrice": 0, "maxPrice": 2380}}, [red, tee]),
        ({"where": {"minReduction": 10, "maxReduction": 50}}, [tee]),
        ({"where": {"sellableAt": "2031-01-01T00:00:00Z"}}, everything),
        ({"where": {"hasCampaignReduction": True}, "campaignKey": "px"}, everything),
        ({"sort": {"by": "price", "direction": "desc"}, "pagination": {"perPage": 1}}, [shoe]),
        ({"sort": {"by": "new", "direction": "asc"}}, [tee, red, shoe]),
        ({"sort": {"by": "reduction", "direction": "desc"}, "pagination": {"perPage": 1}}, [tee]),
        (
            {"sort": {"sortingKey": ["my-key", "scayle:v1:new-arrivals"], "score": "category_scores", "channel": "web"}},
            everything,
        ),
        ({"includeSoldOut": True, "includeSellableForFree": True, "minProductId": red}, [shoe, red]),
        ({"trackSearchAnalyticsEvent": True, "pricePromotionKey": ""}, everything),
    ]
    found = await sdk.all(*(("products.query", query) for query, _ in cases))
    for (query, wanted), answer in zip(cases, found, strict=True):
        assert sorted(ids(answer["entities"])) == sorted(wanted), query
        assert "by" not in query.get("sort", ()) or ids(answer["entities"]) == wanted, query

    where = {"categoryId": oakleaf.women}
    full = {"with": ["values", "category_ids"], "including": ["isNew", "styleGroup"], "where": where, "campaignKey": "px"}
    own, widest, bounds, categories, sales, colors = await sdk.all(
        ("filters.get", {}),
        ("filters.get", {**full, "pricePromotionKey": "p", "includeSoldOut": True, "orFiltersOperator": ["a", "b"]}),
        ("filters.getValues", "prices", {"where": where}),
        ("filters.getValues", "categoryids", {"campaignKey": "px"}),
        ("filters.getValues", "sale", {}),
        ("filters.getValues", "color", {}),
    )
    by_slug = {each["slug"]: each for each in own}
    assert {"brand", "color", "prices", "sale", "max_savings_percentage"} <= set(by_slug)
    assert by_slug["color"]["values"] == colors
    assert [(value["name"], value["productCount"]) for value in colors] == [("Green", 1), ("Red", 1)]
    assert {"isNew", "categoryids"} <= {each["slug"] for each in widest}
    assert bounds == [{"min": 2380, "max": 2380, "productCount": 2}]
    assert {"id": oakleaf.shirts, "productCount": 2} in categories
    assert [value["productCount"] for value in sales] == [2, 1]
    await evidence.of(secure.base)


@PROVES
async def test_variants_categories_brands_and_attributes(
    oakleaf: Oakleaf, secure: Server, sdk: Client, evidence: Evidence
) -> None:
    women, shirts = oakleaf.women, oakleaf.shirts
    wanted = {"attributes": {"withKey": ["size"]}, "advancedAttributes": "all", "lowestPriorPrice": True, "stock": True}
    query = {"with": {**wanted, "relatedVariants": "all"}, "campaignKey": "px", "pricePromotionKey": "default"}
    sorted_ = {"with": {"children": 2, "properties": "all", "includeProductSorting": True}, "includeHidden": True}
    upwards = {"parents": "all", "properties": {"withName": ["sale", "icon"]}, "children": 1}
    variants, roots, deep, one, some, path, brands, brand, again, color = await sdk.all(
        ("variants.getByIds", [oakleaf.medium, oakleaf.sold_out], query),
        ("categories.getRoots",),
        ("categories.getRoots", sorted_),
        ("categories.getById", shirts, {"with": upwards}),
        ("categories.getByIds", [women, shirts]),
        ("categories.getByPath", ["women", "t-shirts"]),
        ("brands.get", {}),
        ("brands.getById", oakleaf.ids["Oakleaf"]),
        ("brands.get", {"pagination": {"page": 2, "perPage": 50}}),
        ("attributes.getByKey", "color"),
    )

    assert [(v["id"], v["productId"], v["stock"]["quantity"]) for v in variants] == [
        (oakleaf.medium, oakleaf.tee.id, 14),
        (oakleaf.sold_out, oakleaf.tee.id, 0),
    ]
    assert variants[0]["attributes"]["size"]["values"]["label"] == "M"
    assert [category["name"] for category in roots] == ["Women", "Shoes"]
    assert ("children" in roots[0], roots[0]["childrenIds"]) == (False, [shirts])
    assert ids(deep[0]["children"]) == [shirts]
    assert (one["parent"]["id"], one["children"]) == (women, [])
    assert (ids(some), path["id"], path["depth"]) == ([women, shirts], shirts, 2)
    assert sorted(each["name"] for each in brands["entities"]) == ["Glow", "Oakleaf"]
    assert (brand["slug"], again["entities"]) == ("oakleaf", [])
    assert [value["label"] for value in color["values"]] == ["Green", "Red"]
    await evidence.of(secure.base)


@PROVES
async def test_menus_campaigns_promotions_redirects_and_the_shop(
    oakleaf: Oakleaf, secure: Server, sdk: Client, evidence: Evidence
) -> None:
    first_page = {"page": 1, "perPage": 100}
    visible = {"with": {"category": True}, "visibleAt": "2031-01-01T00:00:00Z", "locale": oakleaf.country.locale}
    (tree,), (second,), named, shop, old, nowhere, redirects, campaigns, campaign, promotions, promotion = await sdk.all(
        ("navigation.getAll", visible),
        ("navigationv2.getAll", visible),
        ("navigationv2.getByReferenceKey", {"referenceKey": "header", "with": {"category": True}}),
        ("shopConfiguration.get",),
        ("redirects.post", "/old"),
        ("redirects.post", "/no/such/thing"),
        ("redirects.get", {"pagination": {"page": 1, "perPage": 1}}),
        ("campaigns.get", {"sort": {"by": "start_at", "direction": "desc"}, "pagination": {"page": 1, "perPage": 10}}),
        ("campaigns.getById", oakleaf.campaign.id),
        ("promotions.get", {"pagination": first_page, "activeAt": "2031-01-01T00:00:00Z", "customerToken": "jwt"}),
        ("promotions.getByIds", [str(oakleaf.promo.id), "b2"]),
    )

    assert [item["type"] for item in tree["items"]] == ["category", "individual-link", "page"]
    assert tree["items"][0]["category"]["path"] == "/women/t-shirts"
    assert await sdk.one("navigation.getById", tree["id"], {"with": {"category": True}}) == tree
    assert [item["target"] for item in second["items"]] == ["category", "individual-link", "page"]
    assert named == second
    assert (shop["shopId"], shop["country"]) == (oakleaf.country.id, oakleaf.country.country)
    assert (old["target"], nowhere, redirects["pagination"]["total"]) == ("/new", None, 2)
    assert campaigns["entities"] == [campaign]
    assert (campaign["key"], campaign["reduction"], campaign["headline"]) == ("spring-26", 15, "Spring deals")
    assert promotions["entities"] == promotion["entities"]
    assert (promotion["entities"][0]["id"], "code" in promotion["entities"][0]) == (str(oakleaf.promo.id), False)
    running = await sdk.one("products.getById", oakleaf.shoe.id, {"with": {"priceRange": True}, "campaignKey": "px"})
    assert [step["category"] for step in running["priceRange"]["min"]["appliedReductions"]] == ["campaign"]
    await evidence.of(secure.base)


@PROVES
async def test_searching(oakleaf: Oakleaf, secure: Server, sdk: Client, evidence: Evidence) -> None:
    everything = {
        "categories": {"parents": "all", "children": 2, "properties": ["sale", "icon"]},
        "product": {"attributes": {"withKey": ["brand"]}},
        "navigationItem": {"category": "all"},
    }
    of_old = {"brands": True, "categories": True, "productNames": True, "products": {"attributes": "all"}}
    shown = {"products": {"attributes": {"withKey": ["brand"]}}, "categories": {"parents": "all", "children": 2}}
    first, meant, best, filtered, nothing, old, mapped, resolved, typed, more, similar, kept = await sdk.all(
        ("searchv2.suggestions", "tee"),
        ("searchv2.suggestions", "shirts", {"with": everything, "categoryId": oakleaf.women, "campaignKey": "px"}),
        ("searchv2.resolve", "linen tee green", {"with": {"product": {}}}),
        ("searchv2.resolve", "oakleaf t-shirts"),
        ("searchv2.resolve", "qwxyzzz"),
        ("search.suggestions", "oakleaf tee", {"with": of_old}),
        ("search.mappings", "oakleaf green t-shirts"),
        ("search.resolve", "oakleaf", {"categoryId": oakleaf.women}),
        ("typeahead.suggestions", "oakleaf tee"),
        ("typeahead.suggestions", "shirts", {"with": shown, "categoryId": oakleaf.women, "productLimit": 5}),
        ("recommendations.getSimilarProducts", oakleaf.tee.id, {"with": {}, "limit": 0, "ignoreSameMasterKey": False}),
        ("analytics.submitEvent", EVENT),
    )

    assert {entity["type"] for entity in first["suggestions"]} == {"product"}
    category = meant["suggestions"][0]["categorySuggestion"]["category"]
    assert (category["id"], category["parent"]["id"]) == (oakleaf.shirts, oakleaf.women)
    assert best["productSuggestion"]["product"]["id"] == oakleaf.tee.id
    found = filtered["categorySuggestion"]
    assert found["category"]["id"] == oakleaf.shirts
    assert found["filters"][0]["attributeFilter"]["values"][0]["label"] == "Oakleaf"
    assert (nothing, kept) == (None, None)
    assert [brand["label"] for brand in old["brands"]] == ["Oakleaf"]
    assert [match["type"] for match in mapped["matches"]] == ["attribute", "attribute", "category"]
    (match,) = resolved["matches"]
    assert (match["count"], match["category"]["id"], match["attributes"][0]["name"]) == (2, oakleaf.women, "Oakleaf")
    top = typed["topMatch"]["brandOrCategorySuggestion"]
    assert (top["primaryMatch"], top["brand"]["name"], top["category"]["id"]) == ("brand", "Oakleaf", oakleaf.women)
    assert more["topMatch"]["brandOrCategorySuggestion"]["category"]["id"] == oakleaf.shirts
    assert oakleaf.tee.id not in ids(similar)
    assert oakleaf.sibling.id in ids(similar)

    # What a resolved term says is what the listing takes.
    by_id = {
        "type": "attributes",
        "id": match["attributes"][0]["attributeGroup"],
        "values": [match["attributes"][0]["attributeId"]],
    }
    listed = await sdk.one("products.query", {"where": {"attributes": [{**by_id, "id": str(by_id["id"])}]}})
    assert sorted(ids(listed["entities"])) == [oakleaf.tee.id, oakleaf.sibling.id]
    await evidence.of(secure.base)
