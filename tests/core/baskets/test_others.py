"""Merging, wishlists, whose a basket is, and forgetting."""

from datetime import timedelta

import pytest

from serai import worker
from serai.core import baskets
from serai.core.baskets import AlreadyPresent, Group, ItemMissing, ItemUnavailable, NewWish, TooManyItems
from serai.kit.clock import FrozenClock
from serai.kit.errors import Invalid, NotFound
from serai.kit.pages import Slice
from tests.conftest import NOW
from tests.core.baskets.conftest import REQUIRED, Shop, open_shop
from tests.factories import Make


async def test_two_baskets_become_one(make: Make, shop: Shop) -> None:
    both, guest_only = await make.product(shop.store, stock=5), await make.product(shop.store, stock=5)
    await shop.add(both.default.id, 3, key="guest")
    await shop.add(guest_only.default.id, 1, key="guest", custom_data={"a": 1})
    await shop.add(both.default.id, 4, key="account")

    async with shop.database.begin() as tx:
        merged = await baskets.merge(tx, shop.place("guest"), into="account")

    assert [(i.variant, i.quantity) for i in merged.items] == [(both.default.id, 5), (guest_only.default.id, 1)]
    assert merged.items[1].custom_data == {"a": 1}
    assert (await shop.get("guest")).items == ()
    assert await shop.get("account") == merged


async def test_a_basket_merged_into_itself_stays(make: Make, shop: Shop) -> None:
    product = await make.product(shop.store, stock=5)
    await shop.add(product.default.id, 3)

    async with shop.database.begin() as tx:
        assert [i.quantity for i in (await baskets.merge(tx, shop.place(), into="b-1")).items] == [3]


async def test_a_basket_left_behind_is_found(make: Make, shop: Shop) -> None:
    product, customer = await make.product(shop.store), await make.customer(shop.store, name="Amina")
    await shop.add(product.default.id, 2)
    await shop.add(product.default.id, 1, key="a stranger's")
    async with shop.database.begin() as tx:
        await baskets.belongs_to(tx, shop.place(), customer=customer.id)

    later = NOW + timedelta(hours=2)
    page = await baskets.standing(shop.database, shop.store.id, Slice(1, 10), at=later)
    (found,) = page.items

    assert (page.total, found.name, found.email, found.basket.cost.with_tax) == (1, "Amina", customer.email, 2 * 11_900)
    assert await baskets.standing_one(shop.database, shop.store.id, found.basket.id or 0, at=later) == found
    assert (await baskets.standing(shop.database, shop.store.id, Slice(1, 10), at=NOW)).items == ()
    past_the_end = await baskets.standing(shop.database, shop.store.id, Slice(9, 10), at=later)
    assert (past_the_end.items, past_the_end.total) == ((), 1)
    other = await open_shop(make)
    with pytest.raises(NotFound):
        await baskets.standing_one(shop.database, other.store.id, found.basket.id or 0, at=later)


async def test_a_basket_is_nobody_elses_customers(make: Make, shop: Shop) -> None:
    stranger = await make.customer((await open_shop(make)).store)

    with pytest.raises(NotFound):
        async with shop.database.begin() as tx:
            await baskets.belongs_to(tx, shop.place(), customer=stranger.id)


# ── wishlists ──


async def _wish(shop: Shop, new: NewWish) -> baskets.Wishlist:
    async with shop.database.begin() as tx:
        return await baskets.add_wish(tx, shop.place("w-1"), new)


async def test_products_and_variants_are_wished_for(make: Make, shop: Shop) -> None:
    product = await make.product(shop.store, stock=0)
    assert (await baskets.wishlist(shop.database, shop.place("w-1"))).items == ()

    await _wish(shop, NewWish(product=product.id, custom_data={"a": 1}))
    both = await _wish(shop, NewWish(variant=product.default.id, group=REQUIRED))

    assert [(i.product, i.variant) for i in both.items] == [(product.id, None), (product.id, product.default.id)]
    kept = await baskets.wishlist(shop.database, shop.place("w-1"))
    assert kept.items == both.items
    with pytest.raises(AlreadyPresent) as refused:
        await _wish(shop, NewWish(product=product.id))
    assert refused.value.basket.items == both.items


async def test_only_what_is_sold_is_wished_for(make: Make, shop: Shop) -> None:
    foreign = await make.product((await open_shop(make)).store)

    for new in (NewWish(product=foreign.id), NewWish(variant=foreign.default.id), NewWish(product=987_654_321)):
        with pytest.raises(ItemUnavailable):
            await _wish(shop, new)
    for odd in (NewWish(), NewWish(product=1, variant=1)):  # type: ignore[arg-type]
        with pytest.raises(Invalid):
            await _wish(shop, odd)


async def test_a_wish_goes_with_its_group(make: Make, shop: Shop) -> None:
    one, two = await make.product(shop.store), await make.product(shop.store)
    first = await _wish(shop, NewWish(product=one.id, group=REQUIRED))
    await _wish(shop, NewWish(product=two.id, group=Group("g1")))

    async with shop.database.begin() as tx:
        left = await baskets.remove_wish(tx, shop.place("w-1"), first.items[0].key)
    with pytest.raises(ItemMissing):
        async with shop.database.begin() as tx:
            await baskets.remove_wish(tx, shop.place("w-1"), first.items[0].key)

    assert left.items == ()
    assert (await baskets.wishlist(shop.database, shop.place("w-1"))).items == ()


async def test_a_wishlist_has_at_most_200_items(make: Make, shop: Shop) -> None:
    product, other = await make.product(shop.store), await make.product(shop.store)
    async with shop.database.begin() as tx:
        for i in range(200):
            await baskets.add_wish(tx, shop.place("w-1"), NewWish(product=product.id, group=Group(f"g{i}")))

    with pytest.raises(TooManyItems) as refused:
        await _wish(shop, NewWish(product=other.id))

    assert len(refused.value.basket.items) == 200


async def test_the_clean_up_forgets_baskets(make: Make, shop: Shop, clock: FrozenClock) -> None:
    await shop.add((await make.product(shop.store)).default.id)
    clock.advance(61 * 86_400)

    await worker.sweep(shop.database)

    assert (await shop.get()).id is None


async def test_what_nobody_came_back_to_is_forgotten(make: Make, shop: Shop) -> None:
    product = await make.product(shop.store)
    await shop.add(product.default.id)
    await _wish(shop, NewWish(product=product.id))

    assert await baskets.forget(shop.database, at=NOW + timedelta(days=59)) == 0
    assert await baskets.forget(shop.database, at=NOW + timedelta(days=61)) == 2

    assert (await shop.get()).id is None
    assert (await baskets.wishlist(shop.database, shop.place("w-1"))).id is None
