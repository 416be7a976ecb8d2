"""Options come and go; variants stay what they are as long as they can, and no piece is lost."""

import random

import pytest

from serai.core import catalog
from serai.core.catalog import OptionChange, OptionDraft, ValueChange, ValueDraft
from serai.kit.db import Database, Tx
from serai.kit.errors import Invalid, NotFound
from tests.factories import Make


def _option(name: str, *values: str) -> OptionDraft:
    return OptionDraft(name=name, values=tuple(ValueDraft(name=value) for value in values))


async def test_a_new_product_has_every_combination(database: Database, make: Make) -> None:
    store = await make.store()
    new = catalog.NewProduct(name="Shirt", price_minor=100, sellable=4)

    async with database.begin() as tx:
        made = await catalog.create_with_options(
            tx, store.id, new, [_option("Size", "S", "L"), _option("Colour", "Red", "Blue")]
        )
        full = await catalog.get_full(tx, store.id, made.id)

    assert [variant.options for variant in full.named] == [("S", "Red"), ("S", "Blue"), ("L", "Red"), ("L", "Blue")]
    assert full.named[0].name == "S / Red"
    assert full.sellable == 4


async def test_a_price_of_its_own_survives_a_new_option(database: Database, make: Make) -> None:
    store = await make.store()
    variants = (catalog.NewVariant(name="S", options=("S",), price_minor=777, sellable=2),)
    product = await make.product(store, price=500, stock=2, variants=variants, option_names=("Size",))

    async with database.begin() as tx:
        await catalog.add_options(tx, store.id, product.id, [_option("Colour", "Red", "Blue")])
        after = await catalog.get_full(tx, store.id, product.id)

    assert [(v.options, v.price_minor, v.sellable) for v in after.named] == [(("S", "Red"), 777, 2), (("S", "Blue"), 500, 0)]
    assert after.named[0].id == product.named[0].id


async def test_variants_that_no_option_tells_apart_become_one(database: Database, make: Make) -> None:
    """Named by hand in another dialect, without options."""
    store = await make.store()
    variants = tuple(catalog.NewVariant(name=n, price_minor=100, sellable=2) for n in ("A", "B"))
    product = await make.product(store, stock=5, variants=variants)

    async with database.begin() as tx:
        await catalog.add_options(tx, store.id, product.id, [_option("Size", "S", "L")])
        after = await catalog.get_full(tx, store.id, product.id)

    assert [(v.options, v.sellable) for v in after.named] == [(("S",), 4), (("L",), 0)]
    assert after.sellable == 5


async def test_a_variant_that_an_order_holds_cannot_go(database: Database, make: Make) -> None:
    store = await make.store()
    variants = tuple(catalog.NewVariant(name=n, options=(n,), price_minor=100, sellable=2) for n in ("S", "L"))
    product = await make.product(store, stock=4, variants=variants, option_names=("Size",))
    await make.order(store, product, quantity=2)

    async with database.begin() as tx:
        full = await catalog.get_full(tx, store.id, product.id)
        with pytest.raises(catalog.VariantReserved):
            await catalog.remove_option_value(tx, store.id, full.options[0].values[0].id)


async def test_another_stores_options_are_unknown(database: Database, make: Make) -> None:
    store, other = await make.store(), await make.store()
    variants = (catalog.NewVariant(name="S", options=("S",), price_minor=1),)
    product = await make.product(other, variants=variants, option_names=("Size",))

    async with database.begin() as tx:
        option = (await catalog.get_full(tx, other.id, product.id)).options[0]
        for work in (
            catalog.edit_option(tx, store.id, option.id, OptionChange(name="x")),
            catalog.remove_option(tx, store.id, option.id),
            catalog.add_option_value(tx, store.id, option.id, ValueDraft(name="x")),
            catalog.edit_option_value(tx, store.id, option.values[0].id, ValueChange(name="x")),
            catalog.remove_option_value(tx, store.id, option.values[0].id),
            catalog.add_options(tx, store.id, product.id, [_option("x", "y")]),
        ):
            with pytest.raises(NotFound):
                await work


@pytest.mark.parametrize("seed", range(6))
async def test_whatever_happens_to_its_options_a_product_keeps_its_pieces(database: Database, make: Make, seed: int) -> None:
    dice = random.Random(seed)
    store = await make.store()
    product = await make.product(store, stock=50)

    for step in range(12):
        async with database.begin() as tx:
            before = await catalog.get_full(tx, store.id, product.id)
            try:
                await _step(tx, before, dice, step)
            except Invalid as error:
                assert "variants" in error.fields or "name" in str(error.fields)  # noqa: PT017 - more than 100, or a name twice
            after = await catalog.get_full(tx, store.id, product.id)

        assert after.sellable == 50
        making = [option for option in after.options if option.makes_variants]
        assert after.option_names == tuple(option.name for option in making)
        expected = 1 if making else 0
        for option in making:
            expected *= len(option.values)
        assert len(after.named) == expected
        assert len({variant.options for variant in after.named}) == expected


async def _step(tx: Tx, before: catalog.Full, dice: random.Random, step: int) -> None:
    store, options = before.store_id, before.options
    values = [value for option in options for value in option.values]
    named = [variant for variant in before.named if variant.sellable < before.default.sellable]
    if not options or dice.random() < 0.3:
        await catalog.add_options(tx, store, before.id, [_option(f"O{step}", *(f"v{n}" for n in range(dice.randint(1, 3))))])
    elif named and dice.random() < 0.4:
        variant = dice.choice(named)
        lines = [
            catalog.Count(variant=variant.id, by=1),
            catalog.Count(variant=before.default.id, by=-1),
        ]
        await catalog.count_stock(tx, store, lines, reason="counted")
    elif dice.random() < 0.3:
        await catalog.add_option_value(tx, store, dice.choice(options).id, ValueDraft(name=f"w{step}"))
    elif dice.random() < 0.4:
        await catalog.edit_option_value(tx, store, dice.choice(values).id, ValueChange(name=f"r{step}"))
    elif dice.random() < 0.5:
        await catalog.remove_option_value(tx, store, dice.choice(values).id)
    else:
        await catalog.remove_option(tx, store, dice.choice(options).id)
