"""What tells a product's variants apart, what they cost for a while, and what is where of them."""

import pytest

from serai.core import catalog, inventory, orders, stores
from serai.core.orders import State
from tests.factories import Make
from tests.web.visitor import Visitor

SIZES = (
    catalog.NewVariant(name="S", price_minor=1000, sku="CAP-S", sellable=5, options=("S",)),
    catalog.NewVariant(name="M", price_minor=1200, sku="CAP-M", sellable=3, options=("M",)),
)


@pytest.fixture
async def cap(make: Make, shop: stores.Store) -> catalog.Product:
    """A cap in two sizes, and two pieces that neither was given."""
    return await make.product(shop, name="Cap", price=1000, stock=10, variants=SIZES, option_names=("Size",))


def at(product: catalog.Product, more: object = "") -> str:
    return f"/dashboard/stores/{product.store_id}/products/{product.id}{more}"


async def stored(make: Make, product: catalog.Product) -> catalog.Full:
    return await catalog.get_full(make.database, product.store_id, product.id)


async def shelves(make: Make, product: catalog.Product) -> dict[str, int]:
    """Sellable pieces by the variant's name."""
    now = await stored(make, product)
    return {"": now.default.sellable, **{variant.name: variant.sellable for variant in now.named}}


async def test_options_make_variants_and_no_piece_is_lost(merchant: Visitor, shop: stores.Store, make: Make) -> None:
    scarf = await make.product(shop, price=5000, stock=7)
    await merchant.open(at(scarf, "/options"))
    await merchant.press(name="Colour", values="Red, Blue، أخضر, Red")

    assert "The option was added" in merchant.words
    now = await stored(make, scarf)
    assert [(each.name, each.options, each.price_minor) for each in now.named] == [
        (name, (name,), 5000) for name in ("Red", "Blue", "أخضر")
    ]
    assert (now.option_names, now.sellable) == (("Colour",), 7)

    await merchant.open(at(scarf, "/options"))
    answer = await merchant.press(name="colour", values="Dark")
    assert (answer.status_code, 'id="name-fault"' in answer.text) == (422, True)
    answer = await merchant.press(name="Size", values=" , ")
    assert (answer.status_code, 'id="values-fault"' in answer.text) == (422, True)
    answer = await merchant.press(name="Size", values=",".join(map(str, range(60))))
    assert (answer.status_code, 'id="values-fault"' in answer.text) == (422, True)
    assert len((await stored(make, scarf)).named) == 3


async def test_values_are_renamed_added_and_removed(merchant: Visitor, cap: catalog.Product, make: Make) -> None:
    (size,) = (await stored(make, cap)).options
    small, medium = size.values
    await merchant.open(at(cap, f"/options/{size.id}/values/{small.id}"))
    await merchant.press(name="Small")
    assert "The changes were saved." in merchant.words
    await merchant.press("/values", value="Large")
    assert await shelves(make, cap) == {"": 2, "Small": 5, "M": 3, "Large": 0}

    answer = await merchant.press("/values", value="Large")
    assert (answer.status_code, 'id="value-fault"' in answer.text) == (422, True)
    await merchant.open(at(cap, f"/options/{size.id}/values/{medium.id}/remove"))
    await merchant.press()
    assert await shelves(make, cap) == {"": 5, "Small": 5, "Large": 0}

    await merchant.open(at(cap, f"/options/{size.id}"))
    await merchant.press(name="Grösse")
    assert (await stored(make, cap)).option_names == ("Grösse",)
    await merchant.open(at(cap, f"/options/{size.id}/remove"))
    await merchant.press()
    assert await shelves(make, cap) == {"": 10}


async def test_variants_without_options_are_not_thrown_together(merchant: Visitor, shop: stores.Store, make: Make) -> None:
    plain = await make.product(shop, variants=tuple(catalog.NewVariant(name=n, price_minor=1, sellable=1) for n in "AB"))
    await merchant.open(at(plain, "/options"))
    assert "they would all become the same one" in merchant.words
    csrf = dict(merchant.form("/log-out").fields)["csrf"]
    answer = await merchant.browser.post(at(plain, "/options"), data={"csrf": csrf, "name": "Size", "values": "S, M"})

    assert answer.status_code == 409
    assert [each.name for each in (await stored(make, plain)).named] == ["A", "B"]


async def test_a_variant_is_added_changed_and_removed(merchant: Visitor, cap: catalog.Product, make: Make) -> None:
    await merchant.open(at(cap, "/variants/new"))
    await merchant.press(price="14.5", cost="3", sku="CAP-L", quantity="4", **{"options[0]": "L"})
    assert "The variant was added." in merchant.words
    assert await shelves(make, cap) == {"": 2, "S": 5, "M": 3, "L": 4}

    large = (await stored(make, cap)).named[-1]
    await merchant.open(at(cap, f"/variants/{large.id}"))
    assert (dict(merchant.form().fields)["price"], dict(merchant.form().fields)["cost"]) == ("14.50", "3.00")
    await merchant.press(price="15", compare_at_price="20", barcode="123", cost="")
    now = (await stored(make, cap)).named[-1]
    assert (now.price_minor, now.compare_at_minor, now.barcode, now.sku, now.cost_minor) == (1500, 2000, "123", "CAP-L", None)
    assert (now.id, now.sellable) == (large.id, 4)

    await merchant.open(at(cap, f"/variants/{large.id}/remove"))
    await merchant.press()
    assert "The variant was removed." in merchant.words
    assert await shelves(make, cap) == {"": 2, "S": 5, "M": 3}


async def test_a_products_first_variant_leaves_its_pieces(merchant: Visitor, shop: stores.Store, make: Make) -> None:
    lamp = await make.product(shop, stock=6, sku="LAMP")
    await merchant.open(at(lamp, "/variants/new"))
    await merchant.press(name="Tall", price="12", quantity="1")

    assert await shelves(make, lamp) == {"": 6, "Tall": 1}
    assert (await stored(make, lamp)).default.sku == "LAMP"


@pytest.mark.parametrize(
    ("typed", "status", "field"),
    [
        ({"sku": "CAP-S"}, 422, "sku"),
        ({"sku": "OTHER"}, 409, "sku"),
        ({"options[0]": "S"}, 422, "options[0]"),
        ({"options[0]": " "}, 422, "options[0]"),
        ({"price": ""}, 422, "price"),
        ({"price": "10.001"}, 422, "price"),
        ({"price": "0"}, 422, "price"),
        ({"compare_at_price": "1"}, 422, "compare_at_price"),
        ({"quantity": "-1"}, 422, "quantity"),
    ],
)
async def test_what_is_wrong_with_a_variant_stands_at_its_field(
    merchant: Visitor, cap: catalog.Product, make: Make, shop: stores.Store, typed: dict[str, str], status: int, field: str
) -> None:
    await make.product(shop, sku="OTHER")
    await merchant.open(at(cap, "/variants/new"))
    answer = await merchant.press(**{"options[0]": "L", "price": "10", **typed})

    assert answer.status_code == status
    assert f'id="{field}-fault"' in answer.text
    assert (await stored(make, cap)).version == cap.version


async def test_a_variant_that_open_orders_hold_stays(merchant: Visitor, cap: catalog.Product, make: Make) -> None:
    buyer = await make.customer(await stores.get(make.database, cap.store_id))
    line = orders.Wanted(cap.id, 2, variant=cap.named[0].id)
    draft = orders.Draft(customer=buyer.id, lines=(line,), ship_to=orders.Address(country="MA"))
    async with make.database.begin() as tx:
        order = await orders.place(tx, cap.store_id, draft, actor="test")
    await merchant.open(at(cap, f"/variants/{cap.named[0].id}/remove"))
    answer = await merchant.press()

    assert answer.status_code == 409
    assert "hold 2 pieces" in merchant.words
    async with make.database.begin() as tx:
        await orders.move(tx, cap.store_id, order.id, to=State.CANCELLED, actor="test")
    await merchant.press()
    assert "The variant was removed." in merchant.words


async def test_a_variant_that_changed_meanwhile_is_not_overwritten(merchant: Visitor, cap: catalog.Product, make: Make) -> None:
    path = at(cap, f"/variants/{cap.named[0].id}")
    await merchant.open(path)
    async with make.database.begin() as tx:
        change = catalog.VariantChange(price_minor=777)
        await catalog.edit_variant(tx, cap.store_id, cap.named[0].id, change)
    answer = await merchant.press(sku="CAP-XS")

    assert answer.status_code >= 400
    assert "Somebody else changed this product" in merchant.words
    now = (await stored(make, cap)).named[0]
    assert (now.price_minor, now.sku) == (777, "CAP-S")


async def test_stock_is_added_taken_and_set_and_the_ledger_says_why(
    merchant: Visitor, cap: catalog.Product, make: Make, shop: stores.Store
) -> None:
    branch = await make.branch(shop, name="Rabat")
    small = cap.named[0].id
    await merchant.open(at(cap, f"/stock?variant={small}"))
    assert dict(merchant.form().fields)["variant"] == str(small)
    await make.order(shop, cap)  # takes from the pool
    await merchant.press(how="take", quantity="2", reason="damaged")
    await merchant.press(how="add", quantity="4", warehouse=str(branch.id), variant=str(small))
    await merchant.press(how="set", quantity="9", variant=str(cap.named[1].id), reason="counted")

    assert "The stock was changed." in merchant.words
    assert await shelves(make, cap) == {"": 1, "S": 7, "M": 9}
    found = await inventory.stocks_of(make.database, shop.id, small)
    assert {stock.warehouse: stock.sellable for stock in found}[branch.id] == 4

    await merchant.open(f"/dashboard/stores/{shop.id}/products/movements?q=CAP-S")
    assert "CAP-S" in merchant.words
    assert "CAP-M" not in merchant.words
    for shown in ("-2", "+4", "Damaged", "Received"):
        assert shown in merchant.words.split()


async def test_what_is_wrong_with_a_change_of_stock_is_said(
    merchant: Visitor, cap: catalog.Product, make: Make, shop: stores.Store
) -> None:
    theirs = await make.product(await make.store())
    other = await make.product(shop)
    await merchant.open(at(cap, "/stock"))
    small = str(cap.named[0].id)
    for typed, field in (
        ({"how": "take", "quantity": "6"}, "quantity"),
        ({"quantity": "3000000000"}, "quantity"),
        ({"quantity": "2147483647"}, "quantity"),
        ({"quantity": "-3"}, "quantity"),
        ({"quantity": ""}, "quantity"),
        ({"how": "burn"}, "how"),
        ({"reason": "because"}, "reason"),
        ({"warehouse": "999999999"}, "warehouse"),
        ({"warehouse": "9" * 30}, "warehouse"),
        ({"variant": str(other.default.id)}, "variant"),
        ({"variant": str(theirs.default.id)}, "variant"),
    ):
        fields = {"variant": small, "how": "add", "quantity": "1", "reason": "counted", **typed}
        warehouse = typed.get("warehouse") or str((await inventory.warehouses(make.database, shop.id))[0].id)
        answer = await merchant.press(**{**fields, "warehouse": warehouse})
        assert (answer.status_code, f'id="{field}-fault"' in answer.text) == (422, True), typed

    assert await shelves(make, cap) == {"": 2, "S": 5, "M": 3}


async def test_a_sale_begins_now_or_later_and_ends(merchant: Visitor, cap: catalog.Product, make: Make) -> None:
    small = cap.named[0].id
    await merchant.open(at(cap, f"/variants/{small}/sale"))
    await merchant.press(sale_price="8", ends="2026-05-01T00:00")
    now = (await stored(make, cap)).named[0]
    assert (now.price_minor, now.compare_at_minor, now.sale_minor) == (800, 1000, 800)

    await merchant.press(starts="2026-04-20T08:00", ends="2026-05-01T00:00", sale_price="7")
    now = (await stored(make, cap)).named[0]
    assert (now.price_minor, now.compare_at_minor, now.sale_minor) == (1000, None, 700)
    assert dict(merchant.form().fields)["starts"] == "2026-04-20T08:00"

    for typed, field in (
        ({"sale_price": "10"}, "sale_price"),
        ({"ends": "2026-04-01T00:00"}, "ends"),
        ({"ends": "9999-12-31T23:59+00:00"}, "ends"),
        ({"starts": "x"}, "starts"),
    ):
        answer = await merchant.press(**{"sale_price": "7", "starts": "", "ends": "", **typed})
        assert (answer.status_code, f'id="{field}-fault"' in answer.text) == (422, True), typed

    await merchant.press(sale_price="", starts="", ends="")
    assert "There is no sale." in merchant.words
    now = (await stored(make, cap)).named[0]
    assert (now.price_minor, now.compare_at_minor, now.sale_minor) == (1000, None, None)


@pytest.mark.parametrize("language", ["fr", "ar"])
async def test_every_page_in_every_language(merchant: Visitor, cap: catalog.Product, make: Make, language: str) -> None:
    size, small = (await stored(make, cap)).options[0], cap.named[0].id
    paths = ["/variants", "/variants/new", "/options", "/stock", f"/options/{size.id}", f"/options/{size.id}/remove"]
    paths += [f"/variants/{small}", f"/variants/{small}/sale", f"/variants/{small}/remove"]
    paths += [
        f"/options/{size.id}/values",
        *(f"/options/{size.id}/values/{size.values[0].id}{more}" for more in ("", "/remove")),
    ]
    for path in paths:
        answer = await merchant.open(at(cap, f"{path}?language={language}"))
        assert answer.status_code == 200, path
        assert f'lang="{language}"' in answer.text
        assert merchant.page.faults == []


async def test_parts_of_another_product_are_not_this_ones(
    merchant: Visitor, cap: catalog.Product, make: Make, shop: stores.Store
) -> None:
    other = await make.product(shop)
    size = (await stored(make, cap)).options[0]
    value = size.values[0].id
    for part in (
        f"/variants/{cap.named[0].id}",
        f"/variants/{cap.named[0].id}/remove",
        f"/variants/{cap.named[0].id}/sale",
        f"/options/{size.id}",
        f"/options/{size.id}/values/{value}",
        f"/options/{size.id}/values/{value}/remove",
    ):
        await merchant.open(at(cap, part))
        sent = dict(merchant.form("").fields)
        assert (await merchant.browser.get(at(other, part))).status_code == 404, part
        answer = await merchant.browser.post(at(other, part), data={**sent, "version": str(other.version)})
        assert answer.status_code == 404, part
    assert (await merchant.browser.get(at(cap, f"/variants/{cap.default.id}"))).status_code == 404
