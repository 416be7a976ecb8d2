"""The products of the store of realistic size."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count, product
from random import Random
from typing import Final

from serai.cli.seeds.words import FAMILIES, Family
from serai.core import catalog
from serai.core.catalog import CategoryRef, Image, NewProduct, NewVariant, Product, Status
from serai.core.stores import StoreId
from serai.kit import text
from serai.kit.db import Tx

OLDEST_DAYS: Final = 180
_IMAGES: Final = "https://images.example.com/demo-store"
_DRAFTS: Final = 0.04
_SOLD_OUT: Final = 0.05
_ON_SALE: Final = 0.25


async def fill(tx: Tx, store: StoreId, *, products: int, chance: Random) -> list[Product]:
    """So many products, the oldest first; most were there before the first order, some came since."""
    days = sorted((chance.uniform(1, OLDEST_DAYS) for _ in range(products)), reverse=True)
    made = []
    for new, ago in zip(_products(chance), days, strict=False):
        async with tx.at(_at(tx.now, ago)).begin() as then:
            made.append(await catalog.create(then, store, new))
    return made


def _at(now: datetime, days: float) -> datetime:
    return (now - timedelta(days=days)).replace(microsecond=0)


def _products(chance: Random) -> Iterator[NewProduct]:
    """Without end: one of each family in turn; when every name was used, they are numbered."""
    for series in count(1):
        names = [list(product(family.bases, family.styles)) for family in FAMILIES]
        for pairs in names:
            chance.shuffle(pairs)
        for place in range(max(map(len, names))):
            for family, pairs in zip(FAMILIES, names, strict=True):
                if place < len(pairs):
                    number = (series - 1) * len(pairs) + place + 1
                    yield _product(family, " ".join(pairs[place]), number, series, chance)


def _product(family: Family, name: str, number: int, series: int, chance: Random) -> NewProduct:
    sku = f"{family.code}-{number:03d}"
    price = _price(family, chance)
    variants = _variants(family, sku, price, chance)
    return NewProduct(
        name=name if series == 1 else f"{name} n° {series}",
        slug=None if text.slug(name) else sku.lower(),
        description=family.about,
        status=Status.DRAFT if chance.random() < _DRAFTS else Status.ACTIVE,
        price_minor=price,
        compare_at_minor=price * 5 // 4 if chance.random() < _ON_SALE else None,
        sku=sku,
        sellable=None if variants else _pieces(chance),
        low_stock_threshold=5,
        tags=family.tags,
        vendor="Dar Zellige",
        categories=(CategoryRef(name=family.category),),
        images=_images(sku, name, chance),
        option_names=(family.option,) if variants else (),
        variants=variants,
    )


def _price(family: Family, chance: Random) -> int:
    """In minor units; whole amounts that end in 0 or 5."""
    low, high = family.price
    return chance.randrange(low, high, 5) * 100


def _variants(family: Family, sku: str, price: int, chance: Random) -> tuple[NewVariant, ...]:
    """One per value of the option, each a little dearer where size is what differs."""
    dearer = price // 500 * 100 if family.values and family.values[0][0].isdigit() else 0
    return tuple(
        NewVariant(
            name=value,
            price_minor=price + i * dearer,
            sku=f"{sku}-{i + 1}",
            options=(value,),
            sellable=_pieces(chance),
        )
        for i, value in enumerate(family.values)
    )


def _pieces(chance: Random) -> int:
    return 0 if chance.random() < _SOLD_OUT else chance.randint(4, 120)


def _images(sku: str, name: str, chance: Random) -> tuple[Image, ...]:
    return tuple(Image(f"{_IMAGES}/{sku.lower()}-{i}.jpg", name) for i in range(1, chance.randint(1, 3) + 1))
