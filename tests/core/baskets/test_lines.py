"""Adding, changing and removing lines."""

import pytest

from serai.core import baskets, catalog
from serai.core.baskets import AlreadyPresent, Group, ItemChange, ItemMissing, ItemUnavailable, NewItem, Status, TooManyItems
from serai.kit.errors import Invalid
from tests.core.baskets.conftest import REQUIRED, Shop, open_shop
from tests.factories import Make


async def test_a_basket_nobody_wrote_to_is_empty(shop: Shop) -> None:
    basket = await shop.get("never seen")

    assert (basket.key, basket.items, basket.currency, basket.id) == ("never seen", (), "EUR", None)
    assert (basket.cost.with_tax, basket.cost.without_tax, basket.cost.reductions) == (0, 0, ())


async def test_a_line_has_its_price_and_what_there_is(make: Make, shop: Shop) -> None:
    product = await make.product(shop.store, price=2000, stock=14)

    outcome = await shop.add(product.default.id, 3)

    (item,) = outcome.basket.items
    assert not outcome.reduced
    assert (item.variant, item.quantity, item.available, item.status) == (product.default.id, 3, 14, Status.AVAILABLE)
    assert item.unit is not None
    assert item.total is not None
    assert (item.unit.with_tax, item.unit.without_tax, item.total.with_tax, item.total.vat) == (2380, 2000, 7140, 1140)
    assert await shop.get() == outcome.basket


async def test_a_quantity_that_is_not_there_is_cut(make: Make, shop: Shop) -> None:
    product = await make.product(shop.store, stock=14)

    outcome = await shop.add(product.default.id, 20)

    assert outcome.reduced
    assert [item.quantity for item in outcome.basket.items] == [14]
    assert (await shop.get()).items[0].quantity == 14


async def test_a_sold_out_variant_is_not_added(make: Make, shop: Shop) -> None:
    product = await make.product(shop.store, stock=0)

    with pytest.raises(ItemUnavailable) as refused:
        await shop.add(product.default.id)

    assert refused.value.basket.items == ()
    assert (await shop.get()).id is None


async def test_unknown_foreign_and_unpublished_variants_cannot_be_had(make: Make, shop: Shop) -> None:
    foreign = await make.product((await open_shop(make)).store)
    draft = await make.product(shop.store, status=catalog.Status.DRAFT)
    variants = (catalog.NewVariant(name="S", price_minor=100, sellable=5),)
    beside_named_ones = await make.product(shop.store, variants=variants, stock=9)

    for variant in (987_654_321, foreign.default.id, draft.default.id, beside_named_ones.default.id):
        with pytest.raises(ItemUnavailable):
            await shop.add(variant)
    assert (await shop.add(beside_named_ones.named[0].id)).basket.items[0].available == 5


async def test_the_same_variant_is_there_once_a_group(make: Make, shop: Shop) -> None:
    product = await make.product(shop.store, stock=5)
    await shop.add(product.default.id)

    with pytest.raises(AlreadyPresent) as refused:
        await shop.add(product.default.id, 2)
    both = (await shop.add(product.default.id, group=Group("g1"))).basket

    assert [item.quantity for item in refused.value.basket.items] == [1]
    assert [item.group.id if item.group else None for item in both.items] == [None, "g1"]


async def test_lines_of_one_variant_share_its_pieces(make: Make, shop: Shop) -> None:
    product = await make.product(shop.store, stock=5)
    await shop.add(product.default.id, 4)

    second = await shop.add(product.default.id, 4, group=Group("g1"))

    assert second.reduced
    assert [(item.quantity, item.available) for item in second.basket.items] == [(4, 5), (1, 1)]
    with pytest.raises(ItemUnavailable):
        await shop.add(product.default.id, 1, group=Group("g2"))


async def test_what_is_not_counted_has_no_limit(make: Make, shop: Shop) -> None:
    product = await make.product(shop.store, stock=None, track_inventory=False)

    outcome = await shop.add(product.default.id, 500)

    assert (outcome.reduced, outcome.basket.items[0].available) == (False, None)


async def test_a_most_per_order_is_kept(make: Make, shop: Shop) -> None:
    product = await make.product(shop.store, stock=50, facts=catalog.Facts(max_per_order=3))

    assert [i.quantity for i in (await shop.add(product.default.id, 10)).basket.items] == [3]


async def test_a_sold_out_variant_can_be_taken_unchecked(make: Make, shop: Shop) -> None:
    product = await make.product(shop.store, stock=0)
    async with shop.database.begin() as tx:
        outcome = await baskets.add(tx, shop.place(unchecked=True), NewItem(variant=product.default.id, quantity=2))

    assert [item.status for item in outcome.basket.items] == [Status.AVAILABLE]
    assert [item.status for item in (await shop.get()).items] == [Status.UNAVAILABLE]
    assert (await shop.get()).cost.with_tax == 0


async def test_a_change_says_what_it_says(make: Make, shop: Shop) -> None:
    product = await make.product(shop.store, stock=5)
    key = (await shop.add(product.default.id, custom_data={"a": 1}, display_data={"n": "x"})).basket.items[0].key

    async with shop.database.begin() as tx:
        more = await baskets.change(tx, shop.place(), key, ItemChange(quantity=9))
    async with shop.database.begin() as tx:
        other = await baskets.change(tx, shop.place(), key, ItemChange(custom_data={}, group=Group("g1", is_main=True)))

    assert (more.reduced, more.basket.items[0].quantity, more.basket.items[0].custom_data) == (True, 5, {"a": 1})
    assert (other.basket.items[0].quantity, other.basket.items[0].custom_data) == (5, {})
    assert other.basket.items[0].group == Group("g1", is_main=True)
    assert await shop.get() == other.basket


async def test_unknown_lines_are_missing_with_the_basket(make: Make, shop: Shop) -> None:
    product = await make.product(shop.store)
    await shop.add(product.default.id)

    with pytest.raises(ItemMissing) as changed:
        async with shop.database.begin() as tx:
            await baskets.change(tx, shop.place(), "nothing", ItemChange(quantity=1))
    with pytest.raises(ItemMissing) as removed:
        async with shop.database.begin() as tx:
            await baskets.remove(tx, shop.place("other"), "nothing")

    assert len(changed.value.basket.items) == 1
    assert removed.value.basket.items == ()


async def test_a_line_moves_into_no_group_that_has_its_variant(make: Make, shop: Shop) -> None:
    product = await make.product(shop.store)
    await shop.add(product.default.id, group=Group("g1"))
    key = (await shop.add(product.default.id)).basket.items[1].key

    with pytest.raises(AlreadyPresent):
        async with shop.database.begin() as tx:
            await baskets.change(tx, shop.place(), key, ItemChange(group=Group("g1")))


async def test_a_required_line_takes_its_group_with_it(make: Make, shop: Shop) -> None:
    bike, bell, pump = [await make.product(shop.store) for _ in range(3)]
    await shop.add(bike.default.id, group=REQUIRED)
    await shop.add(bell.default.id, group=Group("g1"))
    basket = (await shop.add(pump.default.id)).basket

    async with shop.database.begin() as tx:
        left = await baskets.remove(tx, shop.place(), basket.items[0].key)

    assert [item.variant for item in left.items] == [pump.default.id]
    assert await shop.get() == left


async def test_there_are_at_most_200_lines(make: Make, shop: Shop) -> None:
    product, other = await make.product(shop.store, stock=500), await make.product(shop.store)
    async with shop.database.begin() as tx:
        for i in range(200):
            await baskets.add(tx, shop.place(), NewItem(variant=product.default.id, group=Group(f"g{i}")))

    with pytest.raises(TooManyItems) as refused:
        await shop.add(other.default.id)

    assert len(refused.value.basket.items) == 200
    assert len((await shop.get()).items) == 200


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"quantity": 0}, "quantity"),
        ({"quantity": -1}, "quantity"),
        ({"quantity": 10**9}, "quantity"),
        ({"group": Group("x" * 9)}, "item_group.id"),
        ({"custom_data": {"a": "x" * 20_000}}, "custom_data"),
        ({"price_key": ""}, "price_key"),
    ],
)
async def test_nonsense_is_refused_by_name(make: Make, shop: Shop, fields: dict[str, object], wrong: str) -> None:
    product = await make.product(shop.store)

    with pytest.raises(Invalid) as refused:
        await shop.add(product.default.id, **fields)  # type: ignore[arg-type]

    assert list(refused.value.fields) == [wrong]
    assert (await shop.get()).id is None


async def test_a_line_whose_variant_is_gone_is_shown_to_who_asks(make: Make, shop: Shop) -> None:
    product = await make.product(shop.store)
    await shop.add(product.default.id)
    async with shop.database.begin() as tx:
        await catalog.remove(tx, shop.store.id, product.id)

    assert (await shop.get()).items == ()
    assert [(i.status, i.variant) for i in (await shop.get(orphans=True)).items] == [(Status.DELETED, product.default.id)]
