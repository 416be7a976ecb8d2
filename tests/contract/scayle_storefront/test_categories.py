"""Categories: the shop's own tree or the catalogue's, by id and by path; brands."""

from typing import Any

import httpx
import pytest

from serai.core import catalog, navigation, search, stores
from serai.core.navigation import NewCategory
from tests.factories import Make


class Trees:
    """Women (icon: w) with Shirts (Polos below, Secret hidden) and Shoes; Men."""

    def __init__(self, make: Make, country: stores.ShopCountry) -> None:
        self._make = make
        self._country = country
        self.ids: dict[str, int] = {}

    async def grow(self) -> "Trees":
        async with self._make.database.begin() as tx:
            await navigation.create_key(tx, self._country.store_id, key="icon", is_inheritable=True)
            await navigation.create_key(tx, self._country.store_id, key="note", is_inheritable=False)
        await self._add("Women", None, properties={"icon": "w", "note": "n"}, custom_sorting_key="best-of")
        await self._add("Shirts", "Women", supported_filters=("color", "brand"), custom_data={"a": 1})
        await self._add("Polos", "Shirts")
        await self._add("Secret", "Women", is_visible=False)
        await self._add("Shoes", "Women")
        await self._add("Men", None)
        return self

    async def _add(self, name: str, parent: str | None, **more: object) -> None:
        above = self.ids[parent] if parent else None
        new = NewCategory(names={"en_MA": name}, parent=above, **more)  # type: ignore[arg-type]
        async with self._make.database.begin() as tx:
            made = await navigation.create(tx, self._country.store_id, self._country.shop_id, new)
        self.ids[name] = made.id


@pytest.fixture
async def trees(make: Make, country: stores.ShopCountry) -> dict[str, int]:
    return (await Trees(make, country).grow()).ids


def names(found: list[dict[str, Any]]) -> list[str]:
    return [each["name"] for each in found]


async def test_roots_as_the_client_asks_for_them(api: httpx.AsyncClient, trees: dict[str, int]) -> None:
    found = (await api.get("/v1/categories", params={"depth": 1, "with": "properties:name()"})).json()

    assert found[0] == {
        "id": trees["Women"],
        "path": "/women",
        "name": "Women",
        "slug": "women",
        "parentId": 0,
        "rootlineIds": [trees["Women"]],
        "childrenIds": [trees["Shirts"], trees["Shoes"]],
        "properties": [],
        "isHidden": False,
        "depth": 1,
        "supportedFilter": [],
        "shopLevelCustomData": {},
        "countryLevelCustomData": {},
    }
    assert names(found) == ["Women", "Men"]


async def test_a_category_by_its_path_and_by_its_id(api: httpx.AsyncClient, trees: dict[str, int]) -> None:
    by_path = await api.get("/v1/categories/women/shirts", params={"depth": 1, "with": "parents,properties:name()"})
    by_id = await api.get(f"/v1/categories/{trees['Shirts']}", params={"depth": 1, "with": "parents,properties:name()"})

    body = by_path.json()
    assert by_id.json() == body
    parent = body.pop("parent")
    assert body == {
        "id": trees["Shirts"],
        "path": "/women/shirts",
        "name": "Shirts",
        "slug": "shirts",
        "parentId": trees["Women"],
        "rootlineIds": [trees["Women"], trees["Shirts"]],
        "childrenIds": [trees["Polos"]],
        "properties": [],
        "isHidden": False,
        "depth": 2,
        "supportedFilter": ["color", "brand"],
        "shopLevelCustomData": {"a": 1},
        "countryLevelCustomData": {},
    }
    assert (parent["id"], parent["path"], "children" in parent, "parent" in parent) == (trees["Women"], "/women", False, False)


async def test_depth_counts_the_category_itself(api: httpx.AsyncClient, trees: dict[str, int]) -> None:
    async def at(depth: int | None, *, word: str = "descendants") -> Any:
        params = {"with": word} | ({} if depth is None else {"depth": depth})
        return (await api.get("/v1/categories", params=params)).json()[0]

    assert "children" not in await at(1)
    assert "children" not in await at(0)
    assert names((await at(2))["children"]) == ["Shirts", "Shoes"]
    assert "children" not in (await at(2))["children"][0]
    assert names((await at(None))["children"][0]["children"]) == ["Polos"]
    assert await at(None, word="children") == await at(None)
    assert "children" not in (await api.get("/v1/categories")).json()[0]


async def test_hidden_ones_are_shown_to_who_asks(api: httpx.AsyncClient, trees: dict[str, int]) -> None:
    shown = {"with": "descendants", "depth": 2, "showHidden": "true"}
    found = (await api.get(f"/v1/categories/{trees['Women']}", params=shown)).json()

    assert names(found["children"]) == ["Shirts", "Secret", "Shoes"]
    assert found["children"][1]["isHidden"] is True
    assert (await api.get("/v1/categories/women/secret")).json()["isHidden"] is True


async def test_properties_and_sorting(api: httpx.AsyncClient, trees: dict[str, int]) -> None:
    async def properties(with_: str | None) -> Any:
        params = {} if with_ is None else {"with": with_}
        return (await api.get(f"/v1/categories/{trees['Women']}", params=params)).json()["properties"]

    everything = [{"name": "icon", "value": "w"}, {"name": "note", "value": "n"}]
    assert await properties(None) == everything
    assert await properties("properties") == everything
    assert await properties("properties:name(icon|sale)") == everything[:1]
    assert await properties("properties:name()") == []
    assert await properties("parents") == []
    polos = (await api.get("/v1/categories/women/shirts/polos", params={"with": "properties,productSorting"})).json()
    assert polos["properties"] == everything[:1]
    assert polos["productSorting"] == {"customSortingKey": "best-of", "smartSortingKey": ""}


async def test_a_list_has_all_of_them_flat(api: httpx.AsyncClient, trees: dict[str, int]) -> None:
    found = (await api.get("/v1/categories", params={"format": "list", "with": "descendants"})).json()
    chosen = (await api.get("/v1/categories", params={"ids": f"{trees['Men']},{trees['Shoes']},999999999"})).json()

    assert names(found) == ["Women", "Shirts", "Polos", "Shoes", "Men"]
    assert not any("children" in each for each in found)
    assert names(chosen) == ["Men", "Shoes"]


async def test_unknown_categories_are_404(api: httpx.AsyncClient, trees: dict[str, int]) -> None:
    for path in ("999999999", "women/nothing", "shirts", "women/", "women//shirts", "0", "99999999999999999999"):
        answer = await api.get(f"/v1/categories/{path}")
        assert (answer.status_code, answer.json()["code"]) == (404, "404")
    for wrong in ({"depth": "x"}, {"depth": -1}, {"format": "xml"}, {"ids": "a"}, {"with": "a(("}):
        assert (await api.get("/v1/categories", params=wrong)).status_code == 400


async def test_the_catalogues_categories_are_shown_until_there_are_others(
    make: Make, store: stores.Store, api: httpx.AsyncClient
) -> None:
    await make.product(store, categories=(catalog.CategoryRef(name="Sandálias"),))

    found = (await api.get("/v1/categories")).json()

    assert [(each["path"], each["name"], each["parentId"]) for each in found] == [("/sandalias", "Sandálias", 0)]
    assert (await api.get("/v1/categories/sandalias")).json() == found[0]


async def test_brands_by_id_and_slug(make: Make, store: stores.Store, api: httpx.AsyncClient) -> None:
    for vendor in ("Oakleaf", "Élan", "Zed"):
        await make.product(store, vendor=vendor)

    page = (await api.get("/v1/brands", params={"page": 2, "perPage": 2})).json()
    first = (await api.get("/v1/brands")).json()["entities"][0]

    assert [brand["name"] for brand in page["entities"]] == ["Zed"]
    assert page["pagination"] == {
        "current": 1,
        "total": 3,
        "perPage": 2,
        "page": 2,
        "first": 1,
        "prev": 1,
        "next": 2,
        "last": 2,
    }
    assert (first["name"], first["slug"], first["isActive"], first["group"]) == ("Oakleaf", "oakleaf", True, "")
    assert (first["logoHash"], "externalReference" in first) == ("", False)
    assert (await api.get(f"/v1/brands/{first['id']}")).json() == first
    assert (await api.get("/v1/brands/oakleaf")).json() == first
    assert [b["slug"] for b in (await api.get("/v1/brands", params={"slugs": "zed,elan"})).json()["entities"]] == [
        "elan",
        "zed",
    ]
    assert (await api.get("/v1/brands/nothing")).status_code == 404
    assert (await api.get("/v1/brands/999999999")).status_code == 404


async def test_products_are_in_the_shops_own_categories(
    make: Make, store: stores.Store, country: stores.ShopCountry, api: httpx.AsyncClient
) -> None:
    """The listing, the facets' counts and what a product says of itself follow the tree."""
    shirt = await make.product(store, categories=(catalog.CategoryRef(name="Shirts"),))
    other = await make.product(store, categories=(catalog.CategoryRef(name="Shoes"),))
    async with make.database.begin() as tx:
        women = await navigation.create(tx, store.id, country.shop_id, NewCategory(names={"en_MA": "Women"}))
        criterion = navigation.Criterion("category", ("Shirts",))
        new = NewCategory(names={"en_MA": "Tops"}, parent=women.id, sets=(navigation.NewSet(criteria=(criterion,)),))
        tops = await navigation.create(tx, store.id, country.shop_id, new)
        await search.refresh(tx, store.id, [shirt.id, other.id])

    listed = (await api.get("/v1/products", params={"filters[category]": women.id, "with": "categories"})).json()["entities"]
    counts = (await api.get("/v1/filters/categoryids/values")).json()
    elsewhere = (await api.get(f"/v1/products/{other.id}", params={"with": "categories,searchCategoryIds"})).json()

    assert [each["id"] for each in listed] == [shirt.id]
    path = [(step["categoryId"], step["categoryUrl"], step["categoryHidden"]) for step in listed[0]["categories"][0]]
    assert path == [(women.id, "/women", False), (tops.id, "/women/tops", False)]
    assert {each["id"]: each["productCount"] for each in counts} == {women.id: 1, tops.id: 1}
    assert (elsewhere["categories"], elsewhere["searchCategoryIds"]) == ([], [])


async def test_how_many_statements_it_takes(api: httpx.AsyncClient, trees: dict[str, int], statements: list[str]) -> None:
    for path, most in (
        ("/v1/categories?with=descendants,properties", 2),
        ("/v1/categories/women/shirts?with=parents", 2),
        ("/v2/navigations?with=category", 3),
        ("/v1/redirects", 3),
        ("/v1/campaigns", 2),
    ):
        statements.clear()
        assert (await api.get(path)).status_code == 200
        assert len(statements) <= most, path
