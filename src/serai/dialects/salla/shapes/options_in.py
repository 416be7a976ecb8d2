"""Options and their values as bodies describe them (§6.2)."""

from collections.abc import Sequence
from typing import Any

from msgspec import UNSET

from serai.core import catalog
from serai.dialects.salla.money import to_minor
from serai.dialects.salla.shapes.product_in import OptionChangeIn, OptionIn, OptionValueChangeIn, OptionValueIn
from serai.kit.errors import within


def drafts_of(options: Sequence[OptionIn], currency: str) -> list[catalog.OptionDraft]:
    """Raises Invalid with fields below `options.N`."""
    made = []
    for i, option in enumerate(options):
        with within(f"options.{i}"):
            made.append(draft_of(option, currency))
    return made


def draft_of(option: OptionIn, currency: str) -> catalog.OptionDraft:
    """Without a `type` it is one whose values make SKUs."""
    return catalog.OptionDraft(**{"position": None, **_said(option), "values": values_of(option.values, currency)})


def change_of(option: OptionChangeIn, currency: str) -> catalog.OptionChange:
    """What is left out stays. The type does."""
    said = _said(option)
    said.pop("kind", None)
    if option.values is not None:
        said["values"] = values_of(option.values, currency)
    return catalog.OptionChange(**said)


def values_of(values: Sequence[OptionValueIn], currency: str) -> tuple[catalog.ValueDraft, ...]:
    """Raises Invalid with fields below `values.N`."""
    made = []
    for i, value in enumerate(values):
        with within(f"values.{i}"):
            made.append(value_of(value, currency))
    return tuple(made)


def value_of(value: OptionValueIn, currency: str) -> catalog.ValueDraft:
    """Raises Invalid on `price`."""
    return catalog.ValueDraft(
        name=value.name,
        price_minor=0 if value.price is None else to_minor(value.price, currency, field="price"),
        sellable=value.quantity,
        display_value=value.display_value,
        is_default=value.is_default,
    )


def value_change_of(value: OptionValueChangeIn, currency: str) -> catalog.ValueChange:
    """What is left out stays."""
    return catalog.ValueChange(
        name=UNSET if value.name is None else value.name,
        price_minor=UNSET if value.price is None else to_minor(value.price, currency, field="price"),
        display_value=UNSET if value.display_value is None else value.display_value,
        is_default=UNSET if value.is_default is None else value.is_default,
    )


def _said(option: OptionChangeIn) -> dict[str, Any]:
    """In core words, without the values and what is left out."""
    return {core: value for wire, core in _WORDS.items() if (value := getattr(option, wire)) is not None}


_WORDS = {
    "name": "name",
    "type": "kind",
    "display_type": "display",
    "description": "description",
    "required": "is_required",
    "visibility": "visibility",
    "sort": "position",
}
