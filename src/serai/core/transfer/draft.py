"""A product as a file says it: what was said, what was left open (UNSET), and by which line."""

import msgspec
from msgspec import UNSET, UnsetType

from serai.core.catalog import CategoryRef, Image, Status
from serai.core.transfer.beyond import NOTHING, Beyond


class DraftVariant(msgspec.Struct, frozen=True, kw_only=True):
    """A line that says a variant. `options` are its values, empty for the only variant of a product without options."""

    line: int
    options: tuple[str, ...] = ()
    price_minor: int | UnsetType = UNSET
    compare_at_minor: int | None | UnsetType = UNSET
    sku: str | None | UnsetType = UNSET
    barcode: str | None | UnsetType = UNSET
    image_url: str | None | UnsetType = UNSET
    quantity: int | UnsetType = UNSET
    extra: dict[str, str] = {}


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A product of a file. `whole`: it says a product, not a part of one. `adds`: variants and images that it does not name
    stay.

    `columns` are those of the file that are kept in `extra`: what a whole product says of them replaces what was kept.
    """

    handle: str
    line: int
    whole: bool
    adds: bool
    columns: frozenset[str]
    variants: tuple[DraftVariant, ...]
    name: str | UnsetType = UNSET
    description: str | UnsetType = UNSET
    status: Status | UnsetType = UNSET
    tags: tuple[str, ...] | UnsetType = UNSET
    vendor: str | None | UnsetType = UNSET
    product_type: str | None | UnsetType = UNSET
    seo_title: str | None | UnsetType = UNSET
    seo_description: str | None | UnsetType = UNSET
    track_inventory: bool | UnsetType = UNSET
    option_names: tuple[str, ...] | UnsetType = UNSET
    images: tuple[Image, ...] | UnsetType = UNSET
    beyond: Beyond | UnsetType = UNSET
    extra: dict[str, str] = {}

    @property
    def is_named(self) -> bool:
        """Whether its variants have names, or it is just its default variant."""
        return any(variant.options for variant in self.variants)

    @property
    def facts(self) -> Beyond:
        return NOTHING if isinstance(self.beyond, UnsetType) else self.beyond

    def categories(self) -> tuple[CategoryRef, ...]:
        """The type's, unless the file says others."""
        if self.facts.categories is not None:
            return tuple(CategoryRef(name=name) for name in self.facts.categories)
        bare = self.product_type.strip() if isinstance(self.product_type, str) else ""
        return (CategoryRef(name=bare),) if bare else ()
