"""What is looked for in a shop country, and what is found. Prices with tax, in minor units; reductions in whole percent."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

import msgspec

from serai.core.catalog import Full, ProductId
from serai.core.inventory import VariantId
from serai.core.navigation import Node
from serai.core.pricing import Facts


class Order(StrEnum):
    """What a listing is sorted by; ties go by the product's id."""

    ID = "id"
    PRICE = "price"
    NEW = "new"
    REDUCTION = "reduction"
    RELEVANCE = "relevance"
    CUSTOM = "custom"


class Values(msgspec.Struct, frozen=True):
    """Products with any of these values of the group, which is named by its key or its id."""

    group: str
    ids: tuple[int, ...]


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """What a listing is narrowed by; all of it together. `either` names groups of which one is enough.

    With `is_prefix` the term's last word may go on. `campaign` is the key of the running one (`px`: whichever runs): only
    what it makes cheaper. `nothing`: no product at all.
    """

    categories: tuple[int, ...] = ()
    values: tuple[Values, ...] = ()
    but: tuple[Values, ...] = ()
    either: frozenset[str] = frozenset()
    term: str | None = None
    is_prefix: bool = False
    is_substring: bool = False
    is_fuzzy: bool = True
    min_minor: int | None = None
    max_minor: int | None = None
    min_reduction: int | None = None
    max_reduction: int | None = None
    is_sale: bool | None = None
    is_new: bool | None = None
    live_from: datetime | None = None
    live_until: datetime | None = None
    sellable_at: datetime | None = None
    reference_keys: tuple[str, ...] | None = None
    master_keys: tuple[str, ...] | None = None
    codes: tuple[str, ...] | None = None
    min_id: int | None = None
    with_sold_out: bool = False
    with_free: bool = False
    campaign: str | None = None
    nothing: bool = False

    @property
    def is_plain(self) -> bool:
        """Everything that is on sale, or one category of it."""
        return len(self.categories) < 2 and self == Filter(categories=self.categories, is_fuzzy=self.is_fuzzy)


class Found(msgspec.Struct, frozen=True):
    """Products in their order, and how many there are in all."""

    ids: tuple[ProductId, ...]
    total: int


class Shelf(msgspec.Struct, frozen=True):
    """What one warehouse has of a variant. `expected_on`: when more comes."""

    variant: VariantId
    warehouse: int
    quantity: int
    is_endless: bool
    expected_on: str | None


class Shown(msgspec.Struct, frozen=True):
    """A product with all that decides how a shop country shows it.

    `nodes` are its categories in the shop's own tree, with all above them; None: the shop shows the catalogue's.
    """

    product: Full
    facts: Mapping[VariantId, Facts]
    shelves: Mapping[VariantId, tuple[Shelf, ...]]
    nodes: tuple[Node, ...] | None = None

    def quantity(self, variant: VariantId) -> int:
        return sum(shelf.quantity for shelf in self.shelves.get(variant, ()))

    def is_endless(self, variant: VariantId) -> bool:
        """Whether it is sold beyond what is there."""
        return not self.product.track_inventory or any(shelf.is_endless for shelf in self.shelves.get(variant, ()))

    @property
    def is_sold_out(self) -> bool:
        return not any(self.is_endless(v.id) or self.quantity(v.id) > 0 for v in self.product.sold)


class ValueCount(msgspec.Struct, frozen=True):
    """`value` is what a filter is asked by, `label` what a shopper reads."""

    id: int
    value: str
    label: str
    products: int


class GroupCount(msgspec.Struct, frozen=True):
    """A filterable group with its values, each with the number of products that choosing it would show."""

    id: int | None
    key: str
    label: str
    kind: str
    values: tuple[ValueCount, ...]


class Facets(msgspec.Struct, frozen=True):
    """What a listing can be narrowed by further. Bounds are None when nothing is found. `categories`: (id, products)."""

    total: int
    groups: tuple[GroupCount, ...]
    categories: tuple[tuple[int, int], ...]
    min_minor: int | None
    max_minor: int | None
    on_sale: int
    new: int
    min_reduction: int | None
    max_reduction: int | None
