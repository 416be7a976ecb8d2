"""What of the catalogue a shop country sells, and how its prices are rounded."""

from typing import Annotated, Generic, Literal, TypeVar

import msgspec

from serai.core import stores
from serai.core.stores import AssortmentEdit, AttributeChoice, Choice, ChoiceEdit, Edit, PriceRounding
from serai.dialects.scayle_admin.shapes.fields import Id, Text

T = TypeVar("T")
Path = Annotated[list[Text], msgspec.Meta(min_length=1, max_length=100, description="Names from the root category on.")]
Named = Annotated[Text, msgspec.Meta(min_length=1)]


class Chosen(msgspec.Struct, Generic[T], frozen=True, forbid_unknown_fields=True):
    """Empty `include`: everything."""

    include: list[T] = []
    exclude: list[T] = []

    def to_core(self) -> Choice[T]:
        return Choice(tuple(self.include), tuple(self.exclude))


class CategoriesChosen(Chosen[Path], frozen=True, forbid_unknown_fields=True):
    """By their paths."""


class ProductsChosen(Chosen[Id], frozen=True, forbid_unknown_fields=True):
    """By their ids."""


class MerchantsChosen(Chosen[Text], frozen=True, forbid_unknown_fields=True):
    """By their reference keys."""


class AttributeChosen(Chosen[Text], frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: Named


class Assortment(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """`products` by id, `masterCategories` by path."""

    master_categories: CategoriesChosen = CategoriesChosen()
    products: ProductsChosen = ProductsChosen()
    attributes: list[AttributeChosen] = []
    merchant_reference_keys: MerchantsChosen = MerchantsChosen()

    def to_core(self) -> stores.Assortment:
        paths = self.master_categories
        return stores.Assortment(
            categories=Choice(tuple(map(tuple, paths.include)), tuple(map(tuple, paths.exclude))),
            products=self.products.to_core(),
            attributes=tuple(
                AttributeChoice(name=a.name, include=tuple(a.include), exclude=tuple(a.exclude)) for a in self.attributes
            ),
            merchants=self.merchant_reference_keys.to_core(),
        )


class Changed(msgspec.Struct, Generic[T], frozen=True, forbid_unknown_fields=True):
    add: list[T] = []
    remove: list[T] = []

    def to_core(self) -> Edit[T]:
        return Edit(tuple(self.add), tuple(self.remove))


class PathsChanged(Changed[Path], frozen=True, forbid_unknown_fields=True): ...


class IdsChanged(Changed[Id], frozen=True, forbid_unknown_fields=True): ...


class TextsChanged(Changed[Text], frozen=True, forbid_unknown_fields=True): ...


class CategoriesChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    include: PathsChanged = PathsChanged()
    exclude: PathsChanged = PathsChanged()


class ProductsChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    include: IdsChanged = IdsChanged()
    exclude: IdsChanged = IdsChanged()


class TextsChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    include: TextsChanged = TextsChanged()
    exclude: TextsChanged = TextsChanged()

    def to_core(self) -> ChoiceEdit[str]:
        return ChoiceEdit(self.include.to_core(), self.exclude.to_core())


class AttributeChange(TextsChange, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: Named


class AssortmentChange(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """What is added to each list and removed from it."""

    master_categories: CategoriesChange = CategoriesChange()
    products: ProductsChange = ProductsChange()
    attributes: list[AttributeChange] = []
    merchant_reference_keys: TextsChange = TextsChange()

    def to_core(self) -> AssortmentEdit:
        paths = self.master_categories
        return AssortmentEdit(
            categories=ChoiceEdit(_paths(paths.include), _paths(paths.exclude)),
            products=ChoiceEdit(self.products.include.to_core(), self.products.exclude.to_core()),
            attributes=tuple((each.name, each.to_core()) for each in self.attributes),
            merchants=self.merchant_reference_keys.to_core(),
        )


class PriceRoundingIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """`precision`: 1.00, 5.00, 0.50, 0.05, 0.01 are steps, 0.99, 0.95, 0.90 endings."""

    currency_code: Text
    precision: Text | float
    rounding_type: Literal["nearest", "up", "down"]
    id: Id | None = None

    @property
    def step(self) -> str:
        """As it is kept, whichever way it was written."""
        return self.precision if isinstance(self.precision, str) else f"{self.precision:.2f}"


class PriceRoundingOut(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    id: int
    currency_code: str
    precision: str
    rounding_type: str


def assortment_out(found: stores.Assortment) -> Assortment:
    paths = found.categories
    return Assortment(
        master_categories=CategoriesChosen([list(path) for path in paths.include], [list(path) for path in paths.exclude]),
        products=ProductsChosen(list(found.products.include), list(found.products.exclude)),
        attributes=[AttributeChosen(name=a.name, include=list(a.include), exclude=list(a.exclude)) for a in found.attributes],
        merchant_reference_keys=MerchantsChosen(list(found.merchants.include), list(found.merchants.exclude)),
    )


def price_rounding_out(rule: PriceRounding) -> PriceRoundingOut:
    return PriceRoundingOut(id=rule.id, currency_code=rule.currency, precision=rule.precision, rounding_type=rule.direction)


def _paths(change: Changed[list[str]]) -> Edit[tuple[str, ...]]:
    return Edit(tuple(map(tuple, change.add)), tuple(map(tuple, change.remove)))
