"""Attributes of products, variants and images as maps by key. Source: scayle-storefront.md 4."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeVar

from msgspec import UNSET, Struct, UnsetType

from serai.core.catalog import Attribute, Full, FullVariant
from serai.dialects.scayle_storefront.relations import Relations
from serai.dialects.scayle_storefront.shapes.looks import Look
from serai.kit.text import slug

BRAND: Final = "brand"


class ValueOut(Struct, frozen=True, kw_only=True):
    """Without an `id` it is this thing's own text."""

    id: int | UnsetType = UNSET
    label: str
    value: str | UnsetType = UNSET


class AttributeOut(Struct, frozen=True, kw_only=True, rename="camel"):
    """`values` is one value where there can be only one, else a list."""

    id: int | None
    key: str
    label: str
    type: str
    multi_select: bool
    values: ValueOut | tuple[ValueOut, ...]


class AdvancedAttributeOut(Struct, frozen=True, kw_only=True):
    """Each value is an object of `fieldSet` and `groupSet`."""

    id: int | None
    key: str
    label: str
    type: str
    values: tuple[Any, ...]


Named = TypeVar("Named", AttributeOut, AdvancedAttributeOut)
Attributes = dict[str, AttributeOut]
Advanced = dict[str, AdvancedAttributeOut]


def of_product(product: Full, look: Look, asked: Relations) -> Attributes:
    """Its own, its master's, and those that every product has: name, description and brand."""
    found = _reserved(product, look) | attributes_out((*product.master.attributes, *product.attributes), look)
    return narrowed(found, asked)


def of_variant(product: Full, variant: FullVariant, look: Look, asked: Relations) -> Attributes:
    """Its own, and the options that tell it apart from the others."""
    options: Attributes = {}
    for name, text in zip(product.option_names, variant.options, strict=False):
        key = slug(name) or name
        if text:
            value = ValueOut(label=text, value=text)
            options[key] = AttributeOut(id=None, key=key, label=name, type="", multi_select=False, values=value)
    return narrowed(options | attributes_out(variant.attributes, look), asked)


def attributes_out(attributes: Iterable[Attribute], look: Look) -> Attributes:
    """Those that are texts."""
    found = (_attribute(attribute, look) for attribute in attributes if not attribute.kind.is_advanced)
    return {attribute.key: attribute for attribute in found if attribute is not None}


def advanced_out(attributes: Iterable[Attribute], look: Look, asked: Relations) -> Advanced:
    """Those that have an inner structure."""
    found = {
        a.name: AdvancedAttributeOut(
            id=a.group_id, key=a.name, label=look.text(a.labels, a.name), type=a.cluster or "", values=_listed(a.value)
        )
        for a in attributes
        if a.kind.is_advanced and a.value is not None
    }
    return narrowed(found, asked)


def flat_out(attributes: Iterable[Attribute], look: Look) -> dict[str, str]:
    """The old way for images: one text for each key."""
    found = attributes_out(attributes, look)
    return {key: one.label for key, a in found.items() if (one := _first(a.values)) is not None}


def narrowed(found: dict[str, Named], asked: Relations) -> dict[str, Named]:
    """Those that `:key()`, `:type()` and `:exclude()` leave."""
    if not asked.modifiers:
        return found
    keys, types = asked.only("key"), asked.only("type")
    but = frozenset(asked.modifiers.get("exclude", ()))
    return {
        key: one
        for key, one in found.items()
        if (keys is None or key in keys) and (types is None or one.type in types) and key not in but
    }


def _attribute(attribute: Attribute, look: Look) -> AttributeOut | None:
    values = _values(attribute, look)
    if not values:
        return None
    many = attribute.kind.is_list
    return AttributeOut(
        id=attribute.group_id,
        key=attribute.name,
        label=look.text(attribute.labels, attribute.name),
        type=attribute.cluster or "",
        multi_select=many,
        values=values if many else values[0],
    )


def _values(attribute: Attribute, look: Look) -> tuple[ValueOut, ...]:
    if attribute.is_shared:
        return tuple(ValueOut(id=v.id, label=look.text(v.labels, v.value), value=v.value) for v in attribute.values)
    texts = (_text(value, look) for value in _listed(attribute.value))
    return tuple(ValueOut(label=text) for text in texts if text)


def _text(value: object, look: Look) -> str:
    """A text, or the one in this language of several."""
    if isinstance(value, Mapping):
        texts = {str(key): str(text) for key, text in value.items()}
        return look.text(texts, next(iter(texts.values()), ""))
    return "" if value is None else str(value)


def _listed(value: object) -> tuple[object, ...]:
    if value is None:
        return ()
    return tuple(value) if isinstance(value, list | tuple) else (value,)


def _first(values: ValueOut | tuple[ValueOut, ...]) -> ValueOut | None:
    return next(iter(values), None) if isinstance(values, tuple) else values


def _reserved(product: Full, look: Look) -> Attributes:
    name = look.text(product.own_names, product.name)
    found = {"name": _own("name", "Name", ValueOut(label=name, value=name))}
    description = look.text(product.own_descriptions, product.description)
    if description:
        found["description"] = _own("description", "Description", ValueOut(label=description, value=description))
    if product.brand is not None:
        brand = product.brand
        label = look.text(brand.names, brand.name)
        found[BRAND] = _own(BRAND, "Brand", ValueOut(id=brand.id, label=label, value=brand.slug))
    return found


def _own(key: str, label: str, value: ValueOut) -> AttributeOut:
    return AttributeOut(id=None, key=key, label=label, type="", multi_select=False, values=value)
