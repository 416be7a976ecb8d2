"""Options added, changed and taken away, and the variants that follow from it.

A variant stays itself as long as one of its combination is left; what two variants had becomes one's stock when the option
that told them apart goes. No piece is lost: what no variant has is in the product's pool.
"""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from serai.core.catalog.create import create
from serai.core.catalog.full import Full, FullVariant, Option, OptionId, OptionValueId
from serai.core.catalog.hold import hold
from serai.core.catalog.model import NewProduct, Product, ProductId
from serai.core.catalog.option_grid import Combination, describe_new, describe_option, grid, rebuild
from serai.core.catalog.option_model import (
    OptionChange,
    OptionDraft,
    ValueChange,
    ValueDraft,
    check,
    check_names,
    draft_of,
    merged,
    merged_value,
)
from serai.core.catalog.read_full import get_full
from serai.core.catalog.touch import touch
from serai.core.stores import StoreId
from serai.kit.db import Tx
from serai.kit.errors import Invalid, NotFound, within
from serai.kit.text import fold

LOCK = """
select p.id
  from products p
 where p.store_id = $1 and p.removed_at is null
   and p.id = (select o.product_id from product_options o where o.store_id = $1 and o.id = $2)
   for update
"""

OF_VALUE = "select option_id from option_values where store_id = $1 and id = $2"

RENAME_VALUE = "update option_values set name = $3 where store_id = $1 and id = $2"

REMOVE = "delete from product_options where store_id = $1 and id = $2"


async def add_options(tx: Tx, store: StoreId, product: ProductId, drafts: Sequence[OptionDraft]) -> list[OptionId]:
    """Add options behind those that the product has; the ids in the same order.

    What variants there are take the first value of each option that makes more of them. Raises NotFound, Invalid.
    """
    before = await hold(tx, store, product)
    for draft in drafts:
        check(draft)
    check_names([*map(draft_of, before.options), *drafts])
    making = [draft for draft in drafts if draft.makes_variants]
    if making:
        first = tuple(draft.values[0].name.strip() for draft in making)
        carried: dict[Combination, list[FullVariant]] = {}
        for variant in before.named:
            carried.setdefault((*variant.options, *first), []).append(variant)
        await rebuild(tx, store, before, [*_making(before), *making], carried)
    made = await describe_new(tx, store, product, drafts, first=_next(before))
    if not making:
        await touch(tx, store, [product])
    return made


async def create_with_options(
    tx: Tx, store: StoreId, new: NewProduct, drafts: Sequence[OptionDraft], *, free: bool = False
) -> Product:
    """Add a product that has one variant for each combination of the options' values. Raises what `create` does."""
    for i, draft in enumerate(drafts):
        with within(f"options.{i}"):
            check(draft)
    check_names([*drafts])
    making = [draft for draft in drafts if draft.makes_variants]
    names = tuple(draft.name.strip() for draft in making)
    made = await create(tx, store, replace(new, option_names=names, variants=grid(new, making)), free=free)
    await describe_new(tx, store, made.id, drafts, first=0)
    return made


async def put_options(tx: Tx, store: StoreId, product: ProductId, drafts: Sequence[OptionDraft]) -> None:
    """Make these the product's options: those of the same name are changed, others added or taken away.

    Raises NotFound, Invalid, VariantReserved.
    """
    before = await hold(tx, store, product)
    have = {fold(option.name): option for option in before.options}
    wanted = {fold(draft.name): draft for draft in drafts}
    check_names([*drafts])
    for name, option in have.items():
        draft = wanted.get(name)
        if draft is None or draft.makes_variants != option.makes_variants:
            await remove_option(tx, store, option.id)
        else:
            said = {f: getattr(draft, f) for f in OptionChange.__struct_fields__ if f not in ("position", "description")}
            await edit_option(tx, store, option.id, OptionChange(**said))
            del wanted[name]
    if wanted:
        await add_options(tx, store, product, list(wanted.values()))


async def edit_option(tx: Tx, store: StoreId, option: OptionId, change: OptionChange) -> ProductId:
    """Change an option; the id of its product. Raises NotFound, Invalid, VariantReserved."""
    before, own = await _lock(tx, store, option)
    draft = merged(own, change)
    check(draft)
    check_names([*(draft_of(o) for o in before.options if o.id != option), draft])
    await _change(tx, store, before, own, draft, {value.name: value.name for value in own.values})
    return before.id


async def remove_option(tx: Tx, store: StoreId, option: OptionId) -> ProductId:
    """Take an option away; variants that only it told apart become one. Raises NotFound, VariantReserved."""
    before, own = await _lock(tx, store, option)
    if own.makes_variants:
        place = _place_of(before, own)
        carried: dict[Combination, list[FullVariant]] = {}
        for variant in before.named:
            left = tuple(value for i, value in enumerate(variant.options) if i != place)
            carried.setdefault(left, []).append(variant)
        await rebuild(tx, store, before, [d for i, d in enumerate(_making(before)) if i != place], carried)
    else:
        await tx.run(REMOVE, store, option)
        await touch(tx, store, [before.id])
    return before.id


async def add_option_value(tx: Tx, store: StoreId, option: OptionId, draft: ValueDraft) -> ProductId:
    """Add a value, and the variants that it makes. Raises NotFound, Invalid."""
    before, own = await _lock(tx, store, option)
    now = draft_of(own)
    wanted = replace(now, values=(*now.values, draft))
    _check_value(wanted)
    await _change(tx, store, before, own, wanted, {v.name: v.name for v in own.values})
    return before.id


async def edit_option_value(tx: Tx, store: StoreId, value: OptionValueId, change: ValueChange) -> ProductId:
    """Change a value; the variants that have it stay. Raises NotFound, Invalid."""
    before, own, place = await _lock_value(tx, store, value)
    now = draft_of(own)
    values = [*now.values]
    values[place] = merged_value(values[place], change)
    draft = replace(now, values=tuple(values))
    _check_value(draft)
    new_name = values[place].name.strip()
    await tx.run(RENAME_VALUE, store, value, new_name)
    renamed = {v.name: new_name if v.id == value else v.name for v in own.values}
    await _change(tx, store, before, own, draft, renamed)
    return before.id


async def remove_option_value(tx: Tx, store: StoreId, value: OptionValueId) -> ProductId:
    """Take a value away with the variants that it makes; the last one takes its option along.

    Raises NotFound, VariantReserved.
    """
    before, own, place = await _lock_value(tx, store, value)
    if len(own.values) == 1:
        return await remove_option(tx, store, own.id)
    now = draft_of(own)
    left = tuple(v for i, v in enumerate(now.values) if i != place)
    await _change(tx, store, before, own, replace(now, values=left), {v.name: v.name for v in left})
    return before.id


# ── what follows ──


def _check_value(draft: OptionDraft) -> None:
    """Raises Invalid on the fields of the value, for only one of them is new."""
    try:
        check(draft)
    except Invalid as error:
        raise Invalid({field.rsplit(".", 1)[-1]: said for field, said in error.fields.items()}) from error


async def _change(tx: Tx, store: StoreId, before: Full, own: Option, draft: OptionDraft, names: Mapping[str, str]) -> None:
    """Make the option the draft. `names`: what each value that stays was called → what it is called now."""
    if own.makes_variants:
        place = _place_of(before, own)
        now = [replace(draft, name=draft.name.strip()) if i == place else d for i, d in enumerate(_making(before))]
        carried: dict[Combination, list[FullVariant]] = {}
        for variant in before.named:
            values = list(variant.options)
            values[place] = names.get(values[place], values[place])
            carried.setdefault(tuple(values), []).append(variant)
        await rebuild(tx, store, before, now, carried)
    await describe_option(tx, store, own.id, draft)
    if not own.makes_variants:
        await touch(tx, store, [before.id])


async def _lock(tx: Tx, store: StoreId, option: OptionId) -> tuple[Full, Option]:
    product = await tx.value(LOCK, store, option)
    if product is None:
        raise NotFound("option")
    before = await get_full(tx, store, ProductId(product))
    return before, next(each for each in before.options if each.id == option)


async def _lock_value(tx: Tx, store: StoreId, value: OptionValueId) -> tuple[Full, Option, int]:
    option = await tx.value(OF_VALUE, store, value)
    if option is None:
        raise NotFound("option value")
    before, own = await _lock(tx, store, OptionId(option))
    place = next((i for i, each in enumerate(own.values) if each.id == value), None)
    if place is None:
        raise NotFound("option value")
    return before, own, place


def _making(before: Full) -> list[OptionDraft]:
    return [draft_of(option) for option in before.options if option.makes_variants]


def _place_of(before: Full, option: Option) -> int:
    """Where a variant has its value of the option."""
    return [each.id for each in before.options if each.makes_variants].index(option.id)


def _next(before: Full) -> int:
    return max((option.position for option in before.options), default=-1) + 1
