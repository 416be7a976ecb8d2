"""What of the catalogue a shop country sells. Without an assortment: everything."""

from typing import Final, Generic, TypeVar

import msgspec

from serai.core.accounts import StoreId
from serai.core.stores import shop_read
from serai.core.stores.shops import ShopCountryId
from serai.kit.db import Db, Tx
from serai.kit.errors import Invalid
from serai.kit.outbox import Event

T = TypeVar("T")
Path = tuple[str, ...]
"""A category by the names from the root to it."""

MOST: Final = 10_000
"""Entries of all lists of an assortment together."""

OF_STORE = "select c.id, c.assortment from shop_countries c where c.store_id = $1 and c.assortment is not null"

KEEP = """
update shop_countries
   set assortment = $3, is_given = false, version = version + 1
 where store_id = $1 and id = $2
"""


class Choice(msgspec.Struct, Generic[T], frozen=True, omit_defaults=True):
    """An empty `include` takes everything in; what is excluded is out in any case."""

    include: tuple[T, ...] = ()
    exclude: tuple[T, ...] = ()


class AttributeChoice(Choice[str], frozen=True, kw_only=True):
    """Among the values of the attribute group of this name."""

    name: str


class Assortment(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`products` by id, `merchants` by reference key."""

    categories: Choice[Path] = Choice()
    products: Choice[int] = Choice()
    attributes: tuple[AttributeChoice, ...] = ()
    merchants: Choice[str] = Choice()


class Edit(msgspec.Struct, Generic[T], frozen=True):
    """What is added to a list and what is taken from it."""

    add: tuple[T, ...] = ()
    remove: tuple[T, ...] = ()


class ChoiceEdit(msgspec.Struct, Generic[T], frozen=True):
    """Edits of what must be met, and of what must not."""

    include: Edit[T] = Edit()
    exclude: Edit[T] = Edit()


class AssortmentEdit(msgspec.Struct, frozen=True, kw_only=True):
    """What is added to the lists and removed from them. `attributes` by their group's name."""

    categories: ChoiceEdit[Path] = ChoiceEdit()
    products: ChoiceEdit[int] = ChoiceEdit()
    attributes: tuple[tuple[str, ChoiceEdit[str]], ...] = ()
    merchants: ChoiceEdit[str] = ChoiceEdit()


EVERYTHING: Final = Assortment()
_DECODER: Final = msgspec.json.Decoder(Assortment)


async def assortments(db: Db, store: StoreId) -> dict[ShopCountryId, Assortment]:
    """Of the shop countries that have one. One statement."""
    rows = await db.all(OF_STORE, store)
    return {ShopCountryId(row["id"]): _DECODER.decode(row["assortment"]) for row in rows}


async def set_assortment(tx: Tx, store: StoreId, shop_key: str, code: str, wanted: Assortment) -> Assortment:
    """Replace it. Raises NotFound, ShopCountryAmbiguous, Invalid (attributes) when there is too much of it."""
    country = await shop_read.lock_country(tx, store, shop_key, code)
    return await _keep(tx, store, shop_key, country.id, wanted)


async def edit_assortment(tx: Tx, store: StoreId, shop_key: str, code: str, edit: AssortmentEdit) -> Assortment:
    """Add to it and remove from it; what is removed but not there is no matter. Raises as `set_assortment`."""
    country = await shop_read.lock_country(tx, store, shop_key, code)
    before = (await assortments(tx, store)).get(country.id, EVERYTHING)
    return await _keep(tx, store, shop_key, country.id, edited(before, edit))


def edited(before: Assortment, edit: AssortmentEdit) -> Assortment:
    """Pure."""
    values: dict[str, Choice[str]] = {each.name: each for each in before.attributes}
    for name, change in edit.attributes:
        values[name] = _edited(values.get(name, Choice()), change)
    return Assortment(
        categories=_edited(before.categories, edit.categories),
        products=_edited(before.products, edit.products),
        attributes=_named(values),
        merchants=_edited(before.merchants, edit.merchants),
    )


def _edited(before: Choice[T], change: ChoiceEdit[T]) -> Choice[T]:
    return Choice(_list(before.include, change.include), _list(before.exclude, change.exclude))


def _list(before: tuple[T, ...], change: Edit[T]) -> tuple[T, ...]:
    gone = set(change.remove)
    return tuple(dict.fromkeys([*(each for each in before if each not in gone), *change.add]))


def _named(values: dict[str, Choice[str]]) -> tuple[AttributeChoice, ...]:
    """Groups of which something is chosen."""
    return tuple(
        AttributeChoice(name=name, include=each.include, exclude=each.exclude)
        for name, each in values.items()
        if each.include or each.exclude
    )


def _whole(wanted: Assortment) -> Assortment:
    """Each entry once, each group once."""
    again = [(a.name, ChoiceEdit(Edit(a.include), Edit(a.exclude))) for a in wanted.attributes]
    categories, products, merchants = wanted.categories, wanted.products, wanted.merchants
    return edited(
        EVERYTHING,
        AssortmentEdit(
            categories=ChoiceEdit(Edit(categories.include), Edit(categories.exclude)),
            products=ChoiceEdit(Edit(products.include), Edit(products.exclude)),
            attributes=tuple(again),
            merchants=ChoiceEdit(Edit(merchants.include), Edit(merchants.exclude)),
        ),
    )


def _size(whole: Assortment) -> int:
    values = sum(len(each.include) + len(each.exclude) for each in (whole.merchants, *whole.attributes))
    categories, products = whole.categories, whole.products
    return values + sum(map(len, (categories.include, categories.exclude, products.include, products.exclude)))


async def _keep(tx: Tx, store: StoreId, shop_key: str, country: ShopCountryId, wanted: Assortment) -> Assortment:
    whole = _whole(wanted)
    if _size(whole) > MOST:
        raise Invalid.one("attributes", f"All lists together may have {MOST} entries.")
    kept = None if whole == EVERYTHING else msgspec.json.encode(whole).decode()
    await tx.run(KEEP, store, country, kept)
    after = await shop_read.find_country(tx, store, shop_key, str(country))
    tx.emit(Event(store, "shop_country.updated", after.id, after.version, after))
    return whole
