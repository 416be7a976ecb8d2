"""What all pages of the section share: the section itself, and the product that a path names."""

from pathlib import Path
from typing import Final

from serai.core import catalog
from serai.core.catalog import Full, FullVariant, Option, OptionValue, Picture, ProductId
from serai.kit.db import Tx
from serai.kit.errors import NotFound
from serai.web.dashboard.visit import Merchant
from serai.web.section import Section
from serai.wire.errors import Changed

SECTION: Section[Merchant] = Section(Path(__file__).parent)
PRODUCTS: Final = "/stores/{store:int}/products"
PRODUCT: Final = PRODUCTS + "/{product:int}"


def number_of(visit: Merchant) -> ProductId:
    return ProductId(visit.number("product"))


def way(visit: Merchant, more: str = "") -> str:
    """Where a page of the product is, below the dashboard."""
    return f"{visit.here}/products/{number_of(visit)}{more}"


async def product_of(visit: Merchant) -> Full:
    """The product of the path. Raises NotFound, for another store's too."""
    return await catalog.get_full(visit.db, visit.store_id, number_of(visit))


def variant_of(visit: Merchant, product: Full) -> FullVariant:
    """The product's variant that the path names, the default one too. Raises NotFound."""
    number = visit.number("variant")
    found = next((each for each in product.variants if each.id == number), None)
    if found is None:
        raise NotFound("variant")
    return found


def named_of(visit: Merchant, product: Full) -> FullVariant:
    """The same, of the named ones."""
    found = variant_of(visit, product)
    if found.is_default:
        raise NotFound("variant")
    return found


def picture_of(visit: Merchant, product: Full) -> Picture:
    """The product's picture that the path names. Raises NotFound."""
    number = visit.number("picture")
    found = next((each for each in product.images if each.id == number), None)
    if found is None:
        raise NotFound("image")
    return found


def option_of(visit: Merchant, product: Full) -> Option:
    """The product's option that the path names, of those that make variants. Raises NotFound."""
    number = visit.number("option")
    found = next((each for each in product.options if each.id == number and each.makes_variants), None)
    if found is None:
        raise NotFound("option")
    return found


def value_of(visit: Merchant, option: Option) -> OptionValue:
    """The option's value that the path names. Raises NotFound."""
    number = visit.number("value")
    found = next((each for each in option.values if each.id == number), None)
    if found is None:
        raise NotFound("option value")
    return found


async def unchanged(tx: Tx, visit: Merchant, version: int) -> Full:
    """The product of the path, which nobody else changes until the transaction ends.

    Raises NotFound, and Changed when it is not what the form was made from any more.
    """
    product = await catalog.hold(tx, visit.store_id, number_of(visit))
    if product.version != version:
        raise Changed
    return product
