"""scayle-storefront.md 5.16-5.18: suggestions, resolving, typeahead, recommendations, events."""

import httpx
import pytest

from serai.core import catalog, stores
from serai.core.catalog import AttributeDraft, CategoryRef, GroupChange, Kind, Level
from serai.kit.db import Database
from tests.factories import Make


@pytest.fixture
async def shirt(make: Make, store: stores.Store) -> catalog.Product:
    """A green shirt of Oakleaf among other things."""
    color = GroupChange(name="color", kind=Kind.SIMPLE_LIST, level=Level.PRODUCT, labels={"en_MA": "Colour"})
    async with make.database.begin() as tx:
        await catalog.create_group(tx, store.id, color)
    made = await make.product(
        store,
        name="Linen shirt",
        sku="LS-7",
        vendor="Oakleaf",
        categories=(CategoryRef(name="Shirts"),),
        attributes=(AttributeDraft("color", ["Green"]),),
    )
    await make.product(store, name="Lamp", vendor="Glow", categories=(CategoryRef(name="Lamps"),))
    await make.searched()
    return made


async def test_suggestions_of_version_2(api: httpx.AsyncClient, shirt: catalog.Product) -> None:
    answer = (await api.get("/v2/search/suggestions?term=shi&with=product.attributes:key(brand)")).json()

    kinds = [entity["type"] for entity in answer["suggestions"]]
    assert kinds == ["category", "product"]
    assert answer["suggestions"][0]["categorySuggestion"]["category"]["path"] == "/shirts"
    product = answer["suggestions"][1]["productSuggestion"]["product"]
    assert (product["id"], list(product["attributes"])) == (shirt.id, ["brand"])


@pytest.mark.parametrize(
    ("term", "kind", "filters"),
    [
        ("shirts", "category", []), ("Shirt", "category", []), ("green shirts", "category", ["color"]),
        ("oakleaf shirt", "category", ["brand"]), ("linen", "product", None), ("LS-7", "product", None),
        ("linnen", "product", None),
    ],
)  # fmt: skip
async def test_resolving_finds_the_one_thing(
    api: httpx.AsyncClient, shirt: catalog.Product, term: str, kind: str, filters: list[str] | None
) -> None:
    answer = await api.get("/v2/search/resolve", params={"term": term})

    assert answer.status_code == 200
    entity = answer.json()
    assert entity["type"] == kind
    if filters is not None:
        found = entity["categorySuggestion"]["filters"]
        assert [each["attributeFilter"]["group"]["key"] for each in found] == filters
    else:
        assert entity["productSuggestion"]["product"]["id"] == shirt.id


async def test_nonsense_resolves_to_nothing(api: httpx.AsyncClient, shirt: catalog.Product) -> None:
    answer = await api.get("/v2/search/resolve?term=qwxyzzz")

    assert (answer.status_code, answer.content) == (204, b"")


async def test_suggestions_of_version_1(api: httpx.AsyncClient, shirt: catalog.Product) -> None:
    answer = (await api.get("/v1/search/suggestions?term=oakleaf shi&with=brands,categories,productNames,products")).json()

    assert [brand["label"] for brand in answer["brands"]] == ["Oakleaf"]
    assert [category["name"] for category in answer["categories"]] == ["Shirts"]
    assert answer["productNames"] == [{"term": "Linen shirt"}]
    assert [product["id"] for product in answer["products"]] == [shirt.id]
    only = (await api.get("/v1/search/suggestions?term=oakleaf&with=brands")).json()
    assert (len(only["brands"]), only["products"]) == (1, [])


async def test_mappings_and_resolutions(api: httpx.AsyncClient, shirt: catalog.Product) -> None:
    mapped = (await api.get("/v1/search/mappings?term=green shirts")).json()["matches"]
    resolved = (await api.get("/v1/search/resolve?term=green shirts")).json()["matches"]

    assert [match["type"] for match in mapped] == ["attribute", "category"]
    assert mapped[0]["attributeGroup"]["slug"] == "color"
    assert mapped[1]["name"] == "Shirts"
    assert [(match["count"], match["category"]["name"]) for match in resolved] == [(1, "Shirts")]
    assert resolved[0]["attributes"][0]["name"] == "Green"
    assert (await api.get("/v1/search/resolve?term=qwxyzzz")).json() == {"matches": []}


async def test_a_resolved_brand_is_a_filter_in_a_category(api: httpx.AsyncClient, shirt: catalog.Product) -> None:
    """The brand is no group of the merchant's and yet has an id that listings take."""
    (match,) = (await api.get("/v1/search/resolve?term=oakleaf")).json()["matches"]
    (mapped,) = (await api.get("/v1/search/mappings?term=oakleaf")).json()["matches"]

    (brand,) = match["attributes"]
    assert (match["count"], match["category"]["name"], brand["name"], brand["attributeGroup"]) == (1, "Shirts", "Oakleaf", 0)
    assert mapped["attributeGroup"] == {"id": 0, "slug": "brand"}
    listed = await api.get("/v1/products", params={f"filters[{brand['attributeGroup']}]": brand["attributeId"]})
    assert [product["id"] for product in listed.json()["entities"]] == [shirt.id]


async def test_typeahead(api: httpx.AsyncClient, shirt: catalog.Product) -> None:
    posted = (await api.post("/v1/typeahead?term=oakleaf shi", json={})).json()
    got = (await api.get("/v1/typeahead?term=oakleaf shi&fullAttributeValue=true")).json()

    kinds = [entry["type"] for entry in posted["suggestions"]]
    assert kinds == ["brandOrCategory", "brandOrCategory", "product"]
    brand, category, product = posted["suggestions"]
    assert brand["brandOrCategorySuggestion"]["brand"]["name"] == "Oakleaf"
    assert category["brandOrCategorySuggestion"]["productCount"] == 1
    assert product["productSuggestion"]["suggestion"] == "Linen shirt"
    assert posted["topMatch"] == brand
    named = got["suggestions"][0]["brandOrCategorySuggestion"]["attributeFilters"][0]["values"]
    assert named == [{"id": brand["brandOrCategorySuggestion"]["brand"]["id"], "name": "Oakleaf"}]
    assert brand["brandOrCategorySuggestion"]["category"]["path"] == "/shirts"
    nothing = (await api.post("/v1/typeahead?term=qwxyzzz", json={"limit": 5})).json()
    assert nothing == {"topMatch": None, "suggestions": []}


@pytest.mark.parametrize(
    "path",
    ["/v2/search/suggestions", "/v2/search/resolve", "/v1/search/suggestions", "/v1/search/mappings", "/v1/search/resolve",
     "/v1/typeahead"],
)  # fmt: skip
async def test_a_term_is_needed(api: httpx.AsyncClient, path: str) -> None:
    for query in ("", "?term=", "?term=%20"):
        answer = await api.get(f"{path}{query}")
        assert (answer.status_code, answer.json()["details"][0]["field"]) == (400, "term")


async def test_similar_products(api: httpx.AsyncClient, make: Make, store: stores.Store, shirt: catalog.Product) -> None:
    refs = (CategoryRef(name="Shirts"),)
    alike = await make.product(store, name="A", categories=refs, vendor="Oakleaf", attributes=shirt_colors())
    other = await make.product(store, name="B", categories=refs)
    await make.searched()

    answer = (await api.get(f"/v1/recommendations/similar/{shirt.id}")).json()["recommendations"]

    assert [each["product"]["id"] for each in answer] == [alike.id, other.id]
    assert 0 < answer[1]["imageConfidenceScore"] < answer[0]["imageConfidenceScore"] <= 1
    assert len((await api.get(f"/v1/recommendations/similar/{shirt.id}?limit=1")).json()["recommendations"]) == 1
    assert (await api.get("/v1/recommendations/similar/987654321")).status_code == 404


def shirt_colors() -> tuple[AttributeDraft, ...]:
    return (AttributeDraft("color", ["Green"]),)


EVENT = {"event_name": "view_page", "session_id": "s", "device_type": "desktop", "page_type": "homepage", "page_path": "/"}


async def test_an_event_is_kept(api: httpx.AsyncClient, database: Database, country: stores.ShopCountry) -> None:
    answer = await api.post("/v1/analytics/events", json={**EVENT, "price": 990, "promotion_ids": ["a"]})

    assert (answer.status_code, answer.content) == (202, b"")
    kept = await database.all("select name, session, payload from shop_events where store_id = $1", country.store_id)
    assert [(row["name"], row["session"]) for row in kept] == [("view_page", "s")]
    assert '"price": 990' in kept[0]["payload"]


@pytest.mark.parametrize("missing", list(EVENT))
async def test_an_event_without_its_first_fields_is_refused(
    api: httpx.AsyncClient, database: Database, country: stores.ShopCountry, missing: str
) -> None:
    answer = await api.post("/v1/analytics/events", json={key: text for key, text in EVENT.items() if key != missing})

    assert (answer.status_code, answer.json()["details"][0]["field"]) == (400, missing)
    assert await database.value("select count(*) from shop_events where store_id = $1", country.store_id) == 0
