"""Facets: what narrowing further would leave, each group without its own selection."""

from serai.core import search
from tests.core.search.conftest import World


async def _colors(world: World, **more: object) -> dict[str, int]:
    facets = await world.facets(**more)
    group = next((g for g in facets.groups if g.key == "color"), None)
    return {} if group is None else {value.value: value.products for value in group.values}


async def test_counts_are_those_of_the_listing(world: World) -> None:
    await world.product("A", colors=("Red",), vendor="One", category="Hats", price=1000)
    await world.product("B", colors=("Red", "Blue"), vendor="Two", category="Hats", price=2000, compare_at_minor=4000)
    await world.product("C", colors=("Green",), vendor="Two", category="Gloves", price=3000)
    await world.product("D", colors=("Green",), stock=0)
    hats = await world.category("Hats")

    whole, part = await world.facets(), await world.facets(categories=(hats,))

    assert whole.total == 3
    assert [(g.key, g.label) for g in whole.groups] == [("brand", "Brand"), ("color", "Colour")]
    assert await _colors(world) == {"Red": 2, "Blue": 1, "Green": 1}
    assert await _colors(world, categories=(hats,)) == {"Red": 2, "Blue": 1}
    assert dict(whole.categories)[hats] == 2
    assert (part.total, part.min_minor, part.max_minor) == (2, 1190, 2380)
    assert (part.on_sale, part.new, part.min_reduction, part.max_reduction) == (1, 2, 50, 50)


async def test_kept_counts_are_the_counted_ones(world: World) -> None:
    for n in range(7):
        await world.product(f"P{n}", colors=("Red", "Blue")[: n % 3], vendor=f"V{n % 2}", category=f"C{n % 2}")
    kept = await world.facets()

    counted = await world.facets(min_id=1)

    assert counted == kept
    for category in ("C0", "C1"):
        id_ = await world.category(category)
        assert await world.facets(categories=(id_,), min_id=1) == await world.facets(categories=(id_,))


async def test_a_group_does_not_narrow_itself(world: World) -> None:
    await world.product("A", colors=("Red",), vendor="One")
    await world.product("B", colors=("Blue",), vendor="Two")
    red = await world.value("Red") or await _later(world, "Red")

    facets = await world.facets(values=(search.Values("color", (red,)),))

    by_key = {g.key: {v.label: v.products for v in g.values} for g in facets.groups}
    assert facets.total == 1
    assert by_key == {"brand": {"One": 1}, "color": {"Red": 1, "Blue": 1}}


async def _later(world: World, color: str) -> int:
    await world.make.searched()
    return await world.value(color)


async def test_bounds_of_prices_do_not_narrow_themselves(world: World) -> None:
    await world.product("A", price=1000)
    await world.product("B", price=5000)

    facets = await world.facets(max_minor=2000)

    assert (facets.total, facets.min_minor, facets.max_minor) == (1, 1190, 5950)


async def test_nothing_has_no_bounds(world: World) -> None:
    facets = await world.facets()

    assert (facets.total, facets.groups, facets.min_minor, facets.max_reduction) == (0, (), None, None)
