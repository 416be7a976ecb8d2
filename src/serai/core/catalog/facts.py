"""Writing what only some dialects say about products and variants."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from serai.core.catalog.model import Facts, ProductId, VariantFacts
from serai.core.catalog.sales import watch
from serai.core.inventory import VariantId
from serai.core.stores import StoreId
from serai.kit.db import Tx
from serai.kit.money import MOST as MOST_MONEY

_PRODUCT: Final = {
    "reference_key": "text",
    "master_key": "text",
    "names": "jsonb",
    "descriptions": "jsonb",
    "kind": "text",
    "is_blocked": "boolean",
    "is_hidden": "boolean",
    "first_live_at": "timestamptz",
    "subtitle": "text",
    "promotion_title": "text",
    "promotion_subtitle": "text",
    "max_per_order": "integer",
    "requires_shipping": "boolean",
    "custom_data": "jsonb",
    "traits": "jsonb",
}
_VARIANT: Final = {
    "custom_data": "jsonb",
    "cost_minor": "bigint",
    "gtin": "text",
    "mpn": "text",
    "weight_grams": "numeric",
    "weight_unit": "text",
    "sale_minor": "bigint",
    "sale_from": "timestamptz",
    "sale_until": "timestamptz",
}


def _set(columns: Mapping[str, str], said: str) -> str:
    """`a = case when 'a' is said then r.a else t.a end, ...`; traits are merged."""
    values = {name: "t.traits || r.traits" if name == "traits" else f"r.{name}" for name in columns}
    return ",\n       ".join(f"{c} = case when '{c}' = any({said}) then {values[c]} else t.{c} end" for c in columns)


def _typed(columns: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {kind}" for name, kind in columns.items())


WRITE_PRODUCT = f"""
update products t
   set {_set(_PRODUCT, "$3::text[]")}
  from json_to_record($4::json) r({_typed(_PRODUCT)})
 where t.store_id = $1 and t.id = $2
"""

WRITE_VARIANTS = f"""
update variants t
   set {_set(_VARIANT, "r.said")}
  from json_to_recordset($2::json) r(id bigint, said text[], {_typed(_VARIANT)})
 where t.store_id = $1 and t.id = r.id
"""

LONGEST: Final = 255
UNITS: Final = ("kg", "g", "lb", "oz")
HEAVIEST: Final = 10**9
_GTIN: Final = re.compile(r"[0-9]{8}|[0-9]{12,14}")
MOST_PER_ORDER: Final = 2**31 - 1


async def write(tx: Tx, store: StoreId, product: ProductId, facts: Facts) -> None:
    """Write what the facts say; no statement when that is nothing. Raises Clash when the reference key is another product's."""
    said = _said(facts)
    if said:
        await tx.run(WRITE_PRODUCT, store, product, list(said), msgspec.json.encode(said).decode())


async def write_variants(tx: Tx, store: StoreId, facts: Sequence[tuple[VariantId, VariantFacts]]) -> None:
    """The same for variants, all in one statement, and one more where a sale is planned."""
    rows = [{"id": variant, "said": list(said), **said} for variant, one in facts if (said := _said(one))]
    if rows:
        await tx.run(WRITE_VARIANTS, store, msgspec.json.encode(rows).decode())
        await watch(tx, store, [due for _, one in facts if (due := one.sale_from or one.sale_until)])


def check(facts: Facts, wrong: dict[str, list[str]]) -> None:
    """Notes what cannot be kept, under the name of its field."""
    for name in ("reference_key", "master_key", "kind"):
        text = getattr(facts, name)
        if isinstance(text, str) and not 1 <= len(text) <= LONGEST:
            wrong[name] = [f"Must have 1 to {LONGEST} characters."]
    for name in ("subtitle", "promotion_title", "promotion_subtitle"):
        text = getattr(facts, name)
        if isinstance(text, str) and len(text) > LONGEST:
            wrong[name] = [f"May have at most {LONGEST} characters."]
    most = facts.max_per_order
    if isinstance(most, int) and not 1 <= most <= MOST_PER_ORDER:
        wrong["max_per_order"] = [f"Must be a whole number from 1 to {MOST_PER_ORDER}."]


def check_variant(facts: VariantFacts, wrong: dict[str, list[str]], path: str) -> None:
    """The same for a variant."""
    if isinstance(facts.cost_minor, int) and not 0 <= facts.cost_minor <= MOST_MONEY:
        wrong[f"{path}cost"] = ["Must not be negative or too large."]
    weight = facts.weight_grams
    if weight not in (None, msgspec.UNSET) and not (weight.is_finite() and 0 <= weight < HEAVIEST):
        wrong[f"{path}weight"] = [f"Must be from 0 to {HEAVIEST} grams."]
    if isinstance(facts.weight_unit, str) and facts.weight_unit not in UNITS:
        wrong[f"{path}weight_unit"] = [f"Must be one of {', '.join(UNITS)}."]
    if isinstance(facts.gtin, str) and not _GTIN.fullmatch(facts.gtin):
        wrong[f"{path}gtin"] = ["Must have 8, 12, 13 or 14 digits."]
    if isinstance(facts.mpn, str) and len(facts.mpn) > LONGEST:
        wrong[f"{path}mpn"] = [f"May have at most {LONGEST} characters."]


def _said(facts: Facts | VariantFacts) -> dict[str, object]:
    return {name: value for name in facts.__struct_fields__ if (value := getattr(facts, name)) is not msgspec.UNSET}
