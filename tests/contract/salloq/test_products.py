"""SQ-020…SQ-025, SQ-G09, SQ-G11, X-11: the documented products, finding and filtering them."""

import httpx
import pytest

from serai.core import catalog, stores
from serai.kit.db import Database
from tests.contract.salloq.selling import NEW, names, refused
from tests.factories import Make

# ── the documented examples ──


async def test_a_product_looks_as_documented(api: httpx.AsyncClient, make: Make, shop: stores.Store) -> None:
    product = await make.product(
        shop,
        name="Iris Élysée",
        price=14500,
        stock=25,
        description="A sophisticated iris fragrance...",
        subscription_enabled=True,
        categories=(catalog.CategoryRef(slug="perfume"), catalog.CategoryRef(slug="floral")),
        images=(catalog.Image("https://example.com/iris.jpg"),),
    )

    answer = await api.get(f"/products/{product.id}")

    assert answer.text == (
        f'{{"success":true,"data":{{"id":{product.id},"name":"Iris Élysée","slug":"iris-elysee","price":145.00,'
        '"description":"A sophisticated iris fragrance...","stock_qty":25,"subscription_enabled":true,'
        '"categories":["perfume","floral"],"images":[{"url":"https://example.com/iris.jpg","is_primary":true}],'
        '"currency":"USD","status":"active"}}'
    )
    assert (await api.get("/products")).json()["data"] == [answer.json()["data"]]


async def test_creating_answers_201_with_the_whole_product(api: httpx.AsyncClient) -> None:
    answer = await api.post("/products", json=NEW)

    made = answer.json()["data"]
    assert answer.status_code == 201
    assert made == {"id": made["id"], **NEW, "categories": [], "images": [], "currency": "USD", "status": "active"}
    assert (await api.get(f"/products/{made['id']}")).json()["data"] == made


async def test_changing_price_and_stock_leaves_the_rest(api: httpx.AsyncClient, iris: catalog.Product) -> None:
    before = (await api.get(f"/products/{iris.id}")).json()["data"]

    answer = await api.patch(f"/products/{iris.id}", json={"price": 109.99, "stock_qty": 75})

    assert answer.status_code == 200
    assert answer.json()["data"] == {**before, "price": 109.99, "stock_qty": 75}


async def test_inventory_answers_as_documented(api: httpx.AsyncClient, iris: catalog.Product) -> None:
    answer = await api.get(f"/products/{iris.id}/inventory")

    assert answer.json() == {"success": True, "data": {"product_id": iris.id, "stock_qty": 25, "in_stock": True}}


# ── finding ──


async def test_a_product_is_found_by_its_slug_in_every_path(api: httpx.AsyncClient, iris: catalog.Product) -> None:
    by_id = (await api.get(f"/products/{iris.id}")).json()

    assert (await api.get("/products/iris-elysee")).json() == by_id
    assert (await api.get("/products/iris-elysee/inventory")).json()["data"]["product_id"] == iris.id
    assert (await api.patch("/products/iris-elysee", json={"price": 1})).json()["data"]["id"] == iris.id


async def test_digits_are_an_id_first_and_then_a_slug(api: httpx.AsyncClient, make: Make, shop: stores.Store) -> None:
    first = await make.product(shop)
    namesake = await make.product(shop, slug=str(first.id))
    numeric = await make.product(shop, slug="20250")

    assert (await api.get(f"/products/{first.id}")).json()["data"]["id"] == first.id
    assert (await api.get(f"/products/{namesake.id}")).json()["data"]["slug"] == str(first.id)
    assert (await api.get("/products/20250")).json()["data"]["id"] == numeric.id


async def test_a_removed_product_is_gone_under_either_name(
    api: httpx.AsyncClient, database: Database, iris: catalog.Product, shop: stores.Store
) -> None:
    async with database.begin() as tx:
        await catalog.remove(tx, shop.id, iris.id)

    for name in (iris.id, "iris-elysee"):
        answer = await api.get(f"/products/{name}")
        assert answer.status_code == 404
        assert answer.json()["error"] == {"message": "Product not found", "code": 404, "details": {}}
        assert (await api.patch(f"/products/{name}", json={"price": 2})).status_code == 404


async def test_reading_a_product_or_a_page_of_them_takes_two_statements(
    api: httpx.AsyncClient, make: Make, shop: stores.Store, statements: list[str]
) -> None:
    for _ in range(3):
        product = await make.product(shop)
    await api.get("/products")  # notes that the key is in use

    for path in ("/products", "/products?in_stock=true&search=product", f"/products/{product.id}", f"/products/{product.slug}"):
        statements.clear()
        assert (await api.get(path)).status_code == 200
        assert len(statements) == 2


# ── filters ──


async def test_filters_narrow_and_combine(api: httpx.AsyncClient, make: Make, shop: stores.Store) -> None:
    perfume, floral = catalog.CategoryRef(slug="perfume"), catalog.CategoryRef(slug="floral")
    await make.product(shop, name="Iris Élysée", categories=(perfume, floral), subscription_enabled=True)
    await make.product(shop, name="Cedar", categories=(perfume,), stock=0, description="Dry, with a hint of IRIS")
    await make.product(shop, name="Gift card", stock=0, track_inventory=False)

    assert await names(api) == {"Iris Élysée", "Cedar", "Gift card"}
    assert await names(api, category="perfume") == {"Iris Élysée", "Cedar"}
    assert await names(api, category="floral") == {"Iris Élysée"}
    assert await names(api, category="Perfume") == set()
    assert await names(api, search="iris") == {"Iris Élysée", "Cedar"}
    assert await names(api, search="elysee") == {"Iris Élysée"}
    assert await names(api, search="100%") == set()
    assert await names(api, in_stock="true") == {"Iris Élysée", "Gift card"}
    assert await names(api, in_stock="false") == {"Cedar"}
    assert await names(api, subscription_enabled="true") == {"Iris Élysée"}
    assert await names(api, subscription_enabled="false") == {"Cedar", "Gift card"}
    assert await names(api, category="perfume", in_stock="true", search="iris", subscription_enabled="true") == {"Iris Élysée"}
    assert await names(api, category="perfume", in_stock="false", search="elysee") == set()


@pytest.mark.parametrize("name", ["in_stock", "subscription_enabled"])
@pytest.mark.parametrize("value", ["1", "yes", "TRUE", ""])
async def test_a_boolean_is_true_or_false(api: httpx.AsyncClient, name: str, value: str) -> None:
    answer = await api.get("/products", params={name: value})

    assert answer.status_code == 400
    assert list(answer.json()["error"]["details"]) == [name]


async def test_what_is_not_tracked_is_always_in_stock(api: httpx.AsyncClient, make: Make, shop: stores.Store) -> None:
    gift = await make.product(shop, stock=0, track_inventory=False)
    gone = await make.product(shop, stock=0)

    assert (await api.get(f"/products/{gift.id}/inventory")).json()["data"]["in_stock"] is True
    assert (await api.get(f"/products/{gone.id}/inventory")).json()["data"]["in_stock"] is False


# ── variants ──


async def test_a_product_with_variants_shows_their_sum_and_the_default_price(
    api: httpx.AsyncClient, make: Make, shop: stores.Store
) -> None:
    variants = (
        catalog.NewVariant(name="Small", price_minor=9000, sellable=3),
        catalog.NewVariant(name="Large", price_minor=15000, sellable=4),
    )
    product = await make.product(shop, price=12000, stock=10, variants=variants)

    shown = (await api.get(f"/products/{product.id}")).json()["data"]
    lower = await api.patch(f"/products/{product.id}", json={"stock_qty": 8})
    below = await api.patch(f"/products/{product.id}", json={"stock_qty": 6})

    assert (shown["price"], shown["stock_qty"]) == (120.0, 10)
    assert lower.json()["data"]["stock_qty"] == 8
    refused(below, stock_qty=["Is less than the 7 pieces of its variants."])
    assert (await api.get(f"/products/{product.id}/inventory")).json()["data"]["stock_qty"] == 8


async def test_reserved_pieces_do_not_show_and_stay_reserved_when_stock_is_set(
    api: httpx.AsyncClient, make: Make, database: Database, shop: stores.Store, iris: catalog.Product
) -> None:
    await make.order(shop, iris, quantity=5)
    assert (await api.get(f"/products/{iris.id}")).json()["data"]["stock_qty"] == 20

    assert (await api.patch(f"/products/{iris.id}", json={"stock_qty": 30})).json()["data"]["stock_qty"] == 30

    row = await database.one("select on_hand, reserved from stock where variant_id = $1", iris.default.id)
    assert row is not None
    assert tuple(row) == (35, 5)


# ── money ──


@pytest.mark.parametrize(
    ("currency", "sent", "shown"),
    [
        ("USD", "99.9", "99.90"),
        ("USD", "0", "0.00"),
        ("USD", "1E+1", "10.00"),
        ("JPY", "1299", "1299"),
        ("JPY", "1299.00", "1299"),
        ("KWD", "1.005", "1.005"),
        ("KWD", "12", "12.000"),
        ("MAD", "9999999999999.99", "9999999999999.99"),
    ],
)
async def test_prices_are_exact_and_have_the_currencys_decimals(
    salloq: httpx.AsyncClient, make: Make, currency: str, sent: str, shown: str
) -> None:
    salloq.headers["X-API-Key"] = await make.key(await make.store(currency=currency))
    body = '{"name": "Exact", "price": ' + sent + "}"

    answer = await salloq.post("/products", content=body, headers={"Content-Type": "application/json"})

    assert answer.status_code == 201
    assert f'"price":{shown},' in answer.text


@pytest.mark.parametrize(
    ("currency", "price", "message"),
    [
        ("USD", "9.999", "May have at most 2 decimals in USD."),
        ("JPY", "9.5", "May have at most 0 decimals in JPY."),
        ("KWD", "0.0005", "May have at most 3 decimals in KWD."),
        ("USD", "-0.01", "Must not be negative."),
        ("USD", "1e20", "Is too large."),
        ("USD", "1e9999", "Has too many digits."),
        ("USD", "NaN", "NaN is not a JSON number."),
        ("USD", "10000000000000.01", "Is too large."),
        ("USD", '"9.99"', "Expected `number`."),
        ("USD", "true", "Expected `number`."),
        ("USD", "null", "Expected `number`."),
    ],
)
async def test_a_price_that_is_none_is_refused_and_nothing_is_made(
    salloq: httpx.AsyncClient, make: Make, database: Database, currency: str, price: str, message: str
) -> None:
    salloq.headers["X-API-Key"] = await make.key(await make.store(currency=currency))
    body = '{"name": "Wrong", "price": ' + price + "}"

    answer = await salloq.post("/products", content=body, headers={"Content-Type": "application/json"})

    refused(answer, price=[message])
    assert await database.value("select count(*) from products") == 0
