"""Whether a shop country's assortment takes a product in. Pure."""

from collections.abc import Iterable, Mapping
from typing import Final, TypeVar

from serai.core.catalog import Full
from serai.core.stores import Assortment, Choice

T = TypeVar("T")

MERCHANT: Final = frozenset({"default"})
"""Who sells all of a store's products."""
_NOTHING: Final[frozenset[str]] = frozenset()


def takes_in(assortment: Assortment, product: Full) -> bool:
    """The lists of products decide first. Otherwise every condition must hold; without one, only what is listed is in."""
    products = assortment.products
    if product.id in products.exclude:
        return False
    if product.id in products.include:
        return True
    said = _said(product)
    conditions = [
        _fits(assortment.categories, _paths(product)),
        _fits(assortment.merchants, MERCHANT),
        *(_fits(each, said.get(each.name, _NOTHING)) for each in assortment.attributes),
    ]
    named = any(each.include for each in (assortment.merchants, *assortment.attributes))
    has_conditions = named or bool(assortment.categories.include)
    return all(conditions) and (has_conditions or not products.include)


def _fits(choice: Choice[T], values: frozenset[T]) -> bool:
    return (not choice.include or not values.isdisjoint(choice.include)) and values.isdisjoint(choice.exclude)


def _paths(product: Full) -> frozenset[tuple[str, ...]]:
    """Of its categories and of all above them."""
    ways = [tuple(step.name for step in category.path) for category in product.categories]
    return frozenset(way[:depth] for way in ways for depth in range(1, len(way) + 1))


def _said(product: Full) -> Mapping[str, frozenset[str]]:
    """The values of each shared group: its own, its master's and its variants'; its brand."""
    groups = [*product.attributes, *product.master.attributes, *(a for v in product.sold for a in v.attributes)]
    pairs: Iterable[tuple[str, str]] = ((a.name, value.value) for a in groups for value in a.values)
    if product.brand is not None:
        pairs = (*pairs, ("brand", product.brand.name))
    said: dict[str, frozenset[str]] = {}
    for name, value in pairs:
        said[name] = said.get(name, _NOTHING) | {value}
    return said
