"""Campaigns on a real database."""

from datetime import timedelta
from decimal import Decimal

import pytest
from msgspec.structs import replace

from serai.core import pricing, stores
from serai.core.pricing import Campaign, CampaignOverlaps, Less, NewCampaign
from serai.kit.clock import FrozenClock
from serai.kit.db import Database
from serai.kit.errors import Invalid, NotFound, Taken
from serai.kit.identifiers import Identifier
from tests.conftest import NOW
from tests.factories import Make

DAY = timedelta(days=1)


def _less(percent: int, *, number: int | None = None, key: str | None = None) -> Less:
    return Less(Identifier(number, key, ""), Decimal(percent))


async def _new(database: Database, store: stores.Store, **more: object) -> NewCampaign:
    home = await stores.home(database, store.id)
    new = NewCampaign(
        name="Spring",
        shop_countries=(home.id,),
        starts_at=NOW + DAY,
        ends_at=NOW + 10 * DAY,
        percent=Decimal("14.75"),
        headline={"en_GB": "Spring deals", "ar_MA": "عروض الربيع"},
        custom_data={"channels": ["web"]},
    )
    return replace(new, **more)


async def _create(database: Database, store: stores.Store, **more: object) -> Campaign:
    home = await stores.home(database, store.id)
    async with database.begin() as tx:
        return await pricing.create_campaign(tx, store.id, home.shop_id, await _new(database, store, **more))


async def test_a_campaign_is_made_found_changed_and_removed(make: Make, database: Database, clock: FrozenClock) -> None:
    store = await make.store()
    home = await stores.home(database, store.id)

    made = await _create(database, store)

    assert len(made.key) == 36
    assert (made.percent, made.headline, made.shop_countries) == (
        *(Decimal("14.75"), {"en_GB": "Spring deals", "ar_MA": "عروض الربيع"}, (home.id,)),
    )
    assert await pricing.campaigns_after(database, store.id, home.shop_id, 0, 10) == [made]
    assert await pricing.campaigns_in_country(database, store.id, home.id, at=NOW) == [made]
    clock.advance(2 * DAY.total_seconds())
    async with database.begin() as tx:
        new = await _new(database, store, name="Summer", ends_at=NOW + 20 * DAY)
        after = await pricing.edit_campaign(tx, store.id, home.shop_id, made.id, new)
    assert (after.name, after.key, after.version, after.ends_at) == ("Summer", made.key, 2, NOW + 20 * DAY)
    async with database.begin() as tx:
        await pricing.remove_campaign(tx, store.id, home.shop_id, made.id)
        with pytest.raises(NotFound):
            await pricing.get_campaign(tx, store.id, made.id)


async def test_a_shop_country_has_one_at_a_time(make: Make, database: Database) -> None:
    store, other = await make.store(), await make.store()
    await _create(database, store)

    with pytest.raises(CampaignOverlaps):
        await _create(database, store, starts_at=NOW + 9 * DAY, ends_at=NOW + 12 * DAY)
    await _create(database, store, starts_at=NOW + 10 * DAY, ends_at=NOW + 12 * DAY)
    await _create(database, other)


async def test_keys_are_unique_in_a_store(make: Make, database: Database) -> None:
    store = await make.store()
    await _create(database, store, key="spring")

    with pytest.raises(Taken):
        await _create(database, store, key="spring", starts_at=NOW + 20 * DAY, ends_at=NOW + 21 * DAY)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"percent": Decimal(101)}, "percent"),
        ({"percent": Decimal("sNaN")}, "percent"),
        ({"starts_at": NOW}, "starts_at"),
        ({"ends_at": NOW + DAY}, "ends_at"),
        ({"shop_countries": ()}, "shop_countries"),
        ({"shop_countries": (999_999,)}, "shop_countries"),
        ({"headline": {"en": "x\x00"}}, "headline"),
    ],
)
async def test_impossible_campaigns_are_refused(make: Make, database: Database, change: dict[str, object], field: str) -> None:
    store = await make.store()

    with pytest.raises(Invalid) as caught:
        await _create(database, store, **change)

    assert list(caught.value.fields) == [field]


async def test_what_a_campaign_takes_off(make: Make, database: Database) -> None:
    """A variant's own percentage, else its product's, else the campaign's."""
    store = await make.store()
    home = await stores.home(database, store.id)
    one, two, three = [await make.product(store, price=1000, sku=f"S-{n}") for n in range(3)]
    made = await _create(database, store, percent=Decimal(10), key="spring")
    where = (store.id, home.shop_id, made.id)
    async with database.begin() as tx:
        await pricing.reduce_variants(tx, *where, [_less(20, key="S-0")])
        await pricing.reduce_variants(tx, *where, [_less(30, number=one.default.id)])
        await pricing.reduce_products(tx, *where, [_less(40, number=one.id), _less(50, key=two.slug)])

    async def paid() -> list[int]:
        variants, at = [p.default.id for p in (one, two, three)], NOW + 2 * DAY
        found = await pricing.prices(database, store.id, variants, home, at=at, campaign_key="spring")
        return [found[variant].with_tax for variant in variants]

    assert await paid() == [700, 500, 900]
    (row,) = await pricing.reductions_after(database, *where, 0, 10)
    assert (row.variant, row.sku, row.percent) == (one.default.id, "S-0", 30)
    async with database.begin() as tx:
        await pricing.clear_reductions(tx, *where)
    assert await paid() == [900, 900, 900]
    early = await pricing.prices(database, store.id, [one.default.id], home, at=NOW, campaign_key="px")
    assert early[one.default.id].with_tax == 1000


async def test_unknown_variants_are_named_and_nothing_is_written(make: Make, database: Database) -> None:
    store, foreign = await make.store(), await make.product(await make.store())
    home = await stores.home(database, store.id)
    made = await _create(database, store)
    mine = await make.product(store)

    less = [
        _less(1, number=mine.default.id),
        _less(1, number=foreign.default.id),
        _less(1, key="?"),
    ]
    async with database.begin() as tx:
        with pytest.raises(Invalid) as caught:
            await pricing.reduce_variants(tx, store.id, home.shop_id, made.id, less)

    assert list(caught.value.fields) == ["1.id", "2.id"]
    assert await database.value("select count(*) from campaign_variants where store_id = $1", store.id) == 0


async def test_another_store_s_campaign_is_unknown(make: Make, database: Database) -> None:
    store, other = await make.store(), await make.store()
    made = await _create(database, store)
    shop = (await stores.home(database, other.id)).shop_id

    async with database.begin() as tx:
        with pytest.raises(NotFound):
            await pricing.get_campaign(tx, other.id, made.id)
        with pytest.raises(NotFound):
            await pricing.edit_campaign(tx, other.id, shop, made.id, await _new(database, other))
        with pytest.raises(NotFound):
            await pricing.remove_campaign(tx, other.id, shop, made.id)
        with pytest.raises(NotFound):
            await pricing.create_campaign(tx, other.id, (await stores.home(tx, store.id)).shop_id, await _new(database, other))
        with pytest.raises(NotFound):
            await pricing.alter_campaign_data(tx, other.id, made.id, lambda data: data)
