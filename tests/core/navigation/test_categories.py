"""A shop's own categories."""

import pytest
from msgspec.structs import replace

from serai.core import catalog, navigation
from serai.core.navigation import CategoryChange, CountryChange, Criterion, HasChildren, NewSet, SetReferenced
from serai.kit.errors import Invalid, NotFound, Taken
from tests.core.navigation.conftest import Shop, open_shop
from tests.factories import Make


def names(nodes: list[navigation.Node]) -> list[str]:
    return [next(iter(node.names.values()), node.name) for node in nodes]


async def test_a_shop_shows_the_catalogues_categories_until_it_has_its_own(make: Make, shop: Shop) -> None:
    await make.product(shop.store, categories=(catalog.CategoryRef(name="Shoes"),))
    before = await shop.tree()

    await shop.category("Women")

    assert [before.path(node) for node in before.children(None)] == ["/shoes"]
    assert names((await shop.tree()).children(None)) == ["Women"]


async def test_categories_stand_where_they_are_put(shop: Shop) -> None:
    one, two = await shop.category("One"), await shop.category("Two")
    first = await shop.category("First", left_sibling=None)
    between = await shop.category("Between", left_sibling=one.id)

    assert names((await shop.tree()).children(None)) == ["First", "One", "Between", "Two"]
    assert (first.left_sibling_id, between.left_sibling_id) == (None, one.id)
    async with shop.database.begin() as tx:
        moved = await navigation.edit(tx, shop.store.id, shop.id, one.id, CategoryChange(left_sibling=two.id))
    assert moved.left_sibling_id == two.id
    assert names((await shop.tree()).children(None)) == ["First", "Between", "Two", "One"]


async def test_paths_are_made_of_names(shop: Shop) -> None:
    women = await shop.category("Women")
    shirts = await shop.category("T-Shirts & Tops", parent=women.id)
    again = await shop.category("T-Shirts, Tops", parent=women.id)
    arabic = await shop.category("قمصان", parent=women.id)

    tree = await shop.tree()

    assert shirts.countries[0].path == "/women/t-shirts-tops"
    assert again.countries[0].path == "/women/t-shirts-tops-2"
    assert arabic.countries[0].path == "/women/قمصان"
    found = tree.at(["women", "t-shirts-tops-2"])
    assert found is not None
    assert (found.id, tree.path(found)) == (again.id, "/women/t-shirts-tops-2")
    assert tree.at(["t-shirts-tops"]) is None


async def test_a_category_moves_with_all_below_but_never_below_itself(shop: Shop) -> None:
    women, men = await shop.category("Women"), await shop.category("Men")
    shirts = await shop.category("Shirts", parent=women.id)
    polos = await shop.category("Polos", parent=shirts.id)

    async with shop.database.begin() as tx:
        await navigation.edit(tx, shop.store.id, shop.id, shirts.id, CategoryChange(parent=men.id))
    with pytest.raises(Invalid):
        async with shop.database.begin() as tx:
            await navigation.edit(tx, shop.store.id, shop.id, men.id, CategoryChange(parent=polos.id))

    tree = await shop.tree()
    node = tree.get(polos.id)
    assert node is not None
    assert [each.id for each in tree.rootline(node)] == [men.id, shirts.id, polos.id]
    assert [each.id for each in tree.below(men.id)] == [men.id, shirts.id, polos.id]


async def test_a_category_with_others_below_is_not_removed(shop: Shop) -> None:
    women = await shop.category("Women")
    shirts = await shop.category("Shirts", parent=women.id)

    with pytest.raises(HasChildren):
        async with shop.database.begin() as tx:
            await navigation.remove(tx, shop.store.id, shop.id, women.id)
    async with shop.database.begin() as tx:
        await navigation.remove(tx, shop.store.id, shop.id, shirts.id)
    with pytest.raises(NotFound):
        await navigation.get(shop.database, shop.store.id, shop.id, shirts.id)


async def test_inactive_ones_are_gone_and_hidden_ones_out_of_sight(shop: Shop) -> None:
    women = await shop.category("Women")
    await shop.category("Secret", is_visible=False)
    gone = await shop.category("Gone", is_active=False)
    below = await shop.category("Below", parent=gone.id)

    tree = await shop.tree()

    assert names(tree.children(None)) == ["Women"]
    assert names(tree.children(None, hidden=True)) == ["Women", "Secret"]
    assert (tree.get(gone.id), tree.get(below.id)) == (None, None)
    async with shop.database.begin() as tx:
        change = CountryChange(is_active=False)
        await navigation.change_in_country(tx, shop.store.id, shop.id, women.id, shop.country.id, change)
    assert (await shop.tree()).get(women.id) is None


async def test_properties_need_a_key(shop: Shop) -> None:
    with pytest.raises(Invalid) as refused:
        await shop.category("Women", properties={"icon": "w"})
    assert list(refused.value.fields) == ["properties.icon"]
    async with shop.database.begin() as tx:
        await navigation.create_key(tx, shop.store.id, key="icon", is_inheritable=True)
    with pytest.raises(Taken):
        async with shop.database.begin() as tx:
            await navigation.create_key(tx, shop.store.id, key="icon", is_inheritable=False)
    assert (await shop.category("Women", properties={"icon": "w"})).countries[0].properties == {"icon": "w"}


async def test_properties_of_categories_above(shop: Shop) -> None:
    async with shop.database.begin() as tx:
        await navigation.create_key(tx, shop.store.id, key="icon", is_inheritable=True)
        await navigation.create_key(tx, shop.store.id, key="note", is_inheritable=False)
    women = await shop.category("Women", properties={"icon": "w", "note": "n"})
    shirts = await shop.category("Shirts", parent=women.id)
    polos = await shop.category("Polos", parent=shirts.id, properties={"note": "own"})

    tree = await shop.tree()
    found = {id_: tree.properties(node) for id_ in (women.id, shirts.id, polos.id) if (node := tree.get(id_))}

    assert found == {
        women.id: {"icon": "w", "note": "n"},
        shirts.id: {"icon": "w"},
        polos.id: {"icon": "w", "note": "own"},
    }
    async with shop.database.begin() as tx:
        await navigation.change_key(tx, shop.store.id, "icon", key="sign", is_inheritable=True)
        await navigation.remove_key(tx, shop.store.id, "note")
    assert (await navigation.get(shop.database, shop.store.id, shop.id, women.id)).countries[0].properties == {"sign": "w"}


async def test_a_country_says_its_own(shop: Shop) -> None:
    parent = await shop.category("Women", custom_sorting_key="best-of")
    child = await shop.category("Shirts", parent=parent.id)
    assert child.countries[0].custom_sorting_key == "best-of"

    async with shop.database.begin() as tx:
        await navigation.create_key(tx, shop.store.id, key="icon", is_inheritable=False)
        change = CountryChange(properties={"icon": "x"}, custom_data={"a": 1}, seo={"metaTitle": "S"})
        _, own = await navigation.change_in_country(tx, shop.store.id, shop.id, child.id, shop.country.id, change)
    async with shop.database.begin() as tx:
        _, without = await navigation.remove_property(tx, shop.store.id, shop.id, child.id, shop.country.id, "icon")

    assert (own.properties, own.custom_data, own.seo, own.is_active) == ({"icon": "x"}, {"a": 1}, {"metaTitle": "S"}, True)
    assert without == replace(own, properties={})
    with pytest.raises(NotFound):
        async with shop.database.begin() as tx:
            await navigation.remove_property(tx, shop.store.id, shop.id, child.id, shop.country.id, "icon")


async def test_another_shops_categories_are_unknown(make: Make, shop: Shop) -> None:
    foreign = await open_shop(make)
    theirs = await foreign.category("Theirs")

    with pytest.raises(NotFound):
        await navigation.get(shop.database, shop.store.id, shop.id, theirs.id)
    with pytest.raises(NotFound):
        await shop.category("Mine", parent=theirs.id)
    with pytest.raises(NotFound):
        async with shop.database.begin() as tx:
            await navigation.edit(tx, shop.store.id, shop.id, theirs.id, CategoryChange(names={"en_MA": "Mine"}))
    with pytest.raises(NotFound):
        async with shop.database.begin() as tx:
            await navigation.create(tx, shop.store.id, foreign.id, navigation.NewCategory(names={"en_GB": "X"}))


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"names": {}}, "names"),
        ({"names": {"en": "A"}}, "names.en"),
        ({"names": {"en_GB": "  "}}, "names.en_GB"),
        ({"sets": (NewSet(criteria=(Criterion("x"),)),)}, "sets.0.criteria.0"),
        ({"sets": (NewSet(include=(0,)),)}, "sets.0"),
        ({"sets": (NewSet(referenced=987_654_321),)}, "sets.0.referenced"),  # type: ignore[arg-type]
        ({"left_sibling": 987_654_321}, "left_sibling_id"),
    ],
)
async def test_nonsense_is_refused_by_name(shop: Shop, fields: dict[str, object], wrong: str) -> None:
    with pytest.raises(Invalid) as refused:
        await shop.category("A", **fields)

    assert list(refused.value.fields) == [wrong]


# ── which products belong ──


async def _placed(shop: Shop, product: catalog.Product) -> tuple[list[int], list[int]]:
    found = await navigation.placed(shop.database, shop.store.id, [product.id], at=shop.database.clock.now())
    return found.get(product.id, ([], []))


async def test_products_belong_by_their_sets(make: Make, shop: Shop) -> None:
    shirt = await make.product(shop.store, categories=(catalog.CategoryRef(name="Shirts"),), vendor="Oakleaf")
    other = await make.product(shop.store)
    women = await shop.category("Women")
    by_category = await shop.category("Shirts", parent=women.id, sets=(NewSet(criteria=(Criterion("category", ("Shirts",)),)),))
    by_brand = await shop.category("Oakleaf", sets=(NewSet(criteria=(Criterion("brand", ("Oakleaf", "Elm")),)),))
    by_id = await shop.category("Chosen", sets=(NewSet(include=(other.id,)), NewSet(exclude=(shirt.id,), is_new=True)))
    nothing = await shop.category("Empty", sets=(NewSet(),))

    assert await _placed(shop, shirt) == ([by_category.id, by_brand.id], [women.id, by_category.id, by_brand.id])
    assert await _placed(shop, other) == ([by_id.id], [by_id.id])
    assert nothing.sets[0].criteria == ()


async def test_an_excluded_value_keeps_a_product_out(make: Make, shop: Shop) -> None:
    product = await make.product(shop.store, categories=(catalog.CategoryRef(name="Shirts"),), vendor="Oakleaf")
    await shop.category("All but", sets=(NewSet(criteria=(Criterion("brand", (), ("Oakleaf",)),)),))
    both = (Criterion("category", ("Shirts",)), Criterion("brand", ("Elm",)))
    await shop.category("Both", sets=(NewSet(criteria=both),))

    assert await _placed(shop, product) == ([], [])


async def test_a_set_may_use_anothers_conditions_until_it_is_unlinked(make: Make, shop: Shop) -> None:
    product = await make.product(shop.store)
    source = await shop.category("Source", sets=(NewSet(include=(product.id,)),))
    linked = await shop.category("Linked", sets=(NewSet(referenced=source.sets[0].id),))

    assert (await _placed(shop, product))[0] == [source.id, linked.id]
    with pytest.raises(SetReferenced):
        async with shop.database.begin() as tx:
            await navigation.remove(tx, shop.store.id, shop.id, source.id)
    async with shop.database.begin() as tx:
        wanted = [linked.sets[0].id]
        await navigation.unlink(tx, shop.store.id, shop.id, source.sets[0].id, referring=wanted, copy=True)
    async with shop.database.begin() as tx:
        await navigation.remove(tx, shop.store.id, shop.id, source.id)
    assert (await _placed(shop, product))[0] == [linked.id]
    assert (await navigation.get(shop.database, shop.store.id, shop.id, linked.id)).sets[0].include == (product.id,)


async def test_sets_keep_their_ids_when_they_are_named(make: Make, shop: Shop) -> None:
    product = await make.product(shop.store)
    before = await shop.category("A", sets=(NewSet(is_new=True), NewSet(include=(product.id,))))
    wanted = (NewSet(id=before.sets[1].id, include=(product.id,)), NewSet(is_new=True))

    async with shop.database.begin() as tx:
        after = await navigation.edit(tx, shop.store.id, shop.id, before.id, CategoryChange(sets=wanted))

    assert after.sets[0].id == before.sets[1].id
    assert after.sets[1].id not in {each.id for each in before.sets}
