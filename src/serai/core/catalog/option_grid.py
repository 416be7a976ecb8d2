"""A product's variants as the combinations of its options' values, and what variants do not tell of options."""

from collections.abc import Mapping, Sequence
from itertools import product as crossed

import msgspec

from serai.core.catalog.edit import edit
from serai.core.catalog.edit_variant import kept
from serai.core.catalog.full import Full, FullVariant, OptionId
from serai.core.catalog.model import NewProduct, NewVariant, ProductChange, ProductId, Variant
from serai.core.catalog.option_model import OptionDraft, ValueDraft
from serai.core.catalog.read_full import get_full
from serai.core.catalog.rules import MOST_VARIANTS
from serai.core.stores import StoreId
from serai.kit.db import Tx
from serai.kit.errors import Invalid

ADD = """
insert into product_options (store_id, product_id, position, name, makes_variants)
values ($1, $2, $3, $4, false)
"""

DESCRIBE = """
update product_options
   set name = $3, kind = $4, display = $5, description = $6, is_required = $7, visibility = $8,
       position = coalesce($9, position)
 where store_id = $1 and id = $2
"""

PUT_VALUES = """
insert into option_values (store_id, option_id, position, name, price_minor, display_value, is_default)
select $1, $2, v.position, v.name, v.price_minor, v.display_value, v.is_default
  from json_to_recordset($3::json) v(position integer, name text, price_minor bigint, display_value text, is_default boolean)
    on conflict on constraint option_values_name_key do update
   set position = excluded.position, price_minor = excluded.price_minor, display_value = excluded.display_value,
       is_default = excluded.is_default
"""

CUT_VALUES = "delete from option_values where store_id = $1 and option_id = $2 and not name = any($3::text[])"

Combination = tuple[str, ...]
"""A value of each option that makes variants."""


async def rebuild(
    tx: Tx,
    store: StoreId,
    before: Full,
    making: Sequence[OptionDraft],
    carried: Mapping[Combination, list[FullVariant]],
) -> None:
    """One variant per combination of values: those that are carried over, the others new."""
    variants = [_variant(before, values, carried, alone=len(making) == 1) for values in crossed(*(d.values for d in making))]
    if not making:
        variants = []
    _check_number(variants)
    there = {variant.id: variant.sellable for variant in before.named}
    assigned = sum(there.get(v.id, 0) if v.sellable is None and v.id is not None else v.sellable or 0 for v in variants)
    change = ProductChange(
        option_names=tuple(d.name.strip() for d in making),
        variants=tuple(variants),
        sellable=max(before.sellable, assigned),
    )
    await edit(tx, store, before.id, change, free=True)


def grid(base: NewProduct, making: Sequence[OptionDraft]) -> tuple[NewVariant, ...]:
    """The variants of a new product. Raises Invalid on `variants` for too many."""
    combinations = crossed(*(draft.values for draft in making)) if making else ()
    variants = tuple(_new(base, values, alone=len(making) == 1) for values in combinations)
    _check_number(variants)
    return variants


def _variant(
    before: Full, values: Sequence[ValueDraft], carried: Mapping[Combination, list[FullVariant]], *, alone: bool
) -> NewVariant:
    combination = tuple(value.name.strip() for value in values)
    own = carried.get(combination, [])
    if own:
        together = sum(variant.sellable for variant in own) if len(own) > 1 else None
        return kept(own[0], name=" / ".join(combination), options=combination, sellable=together)
    return _new(before.default, values, alone=alone)


def _new(base: Variant | NewProduct, values: Sequence[ValueDraft], *, alone: bool) -> NewVariant:
    """What the combination is when it is made: the product's price and what its values add."""
    combination = tuple(value.name.strip() for value in values)
    more = sum(value.price_minor for value in values)
    return NewVariant(
        name=" / ".join(combination),
        options=combination,
        price_minor=base.price_minor + more,
        compare_at_minor=None if base.compare_at_minor is None else base.compare_at_minor + more,
        sellable=values[0].sellable or 0 if alone else 0,
    )


def _check_number(variants: Sequence[NewVariant]) -> None:
    if len(variants) > MOST_VARIANTS:
        raise Invalid.one("variants", f"Would be {len(variants)}: at most {MOST_VARIANTS} are possible.")


async def describe_new(
    tx: Tx, store: StoreId, product: ProductId, drafts: Sequence[OptionDraft], *, first: int
) -> list[OptionId]:
    """Write what variants do not tell of options that were just made."""
    for i, draft in enumerate(drafts):
        if not draft.makes_variants:
            await tx.run(ADD, store, product, first + i, draft.name.strip())
    if not drafts:
        return []
    ids = {option.name: option.id for option in (await get_full(tx, store, product)).options}
    for draft in drafts:
        await describe_option(tx, store, ids[draft.name.strip()], draft)
    return [ids[draft.name.strip()] for draft in drafts]


async def describe_option(tx: Tx, store: StoreId, option: OptionId, draft: OptionDraft) -> None:
    """Write how the option shows itself, and its values. One that makes variants keeps its place among them."""
    values = [
        {
            "position": place,
            "name": value.name.strip(),
            "price_minor": value.price_minor,
            "display_value": value.display_value,
            "is_default": value.is_default,
        }
        for place, value in enumerate(draft.values)
    ]
    place = None if draft.makes_variants else draft.position
    facts = (draft.kind, draft.display, draft.description, draft.is_required, draft.visibility, place)
    await tx.run(DESCRIBE, store, option, draft.name.strip(), *facts)
    await tx.run(PUT_VALUES, store, option, msgspec.json.encode(values).decode())
    await tx.run(CUT_VALUES, store, option, [value["name"] for value in values])
