"""What a listing was asked for, in the words of its address. Pure."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final
from urllib.parse import urlencode

from msgspec import Struct
from msgspec.structs import replace

from serai.core.search import Facets, Filter, GroupCount, Order, ValueCount, Values
from serai.kit.errors import Invalid
from serai.kit.money import to_minor
from serai.kit.text import is_storable

SIZE: Final = 24
LAST_PAGE: Final = 1_000
"""Nobody steps further; robots have the sitemap."""
LONGEST_TERM: Final = 200
MOST_GROUPS: Final = 10
MOST_VALUES: Final = 50
SHOWN_GROUPS: Final = 4
SHOWN_VALUES: Final = 12
BRAND: Final = "brand"
_BY: Final = "by."
_PAGE: Final = re.compile(r"[1-9][0-9]{0,6}")
_ID: Final = re.compile(r"[1-9][0-9]{0,14}")
_AMOUNT: Final = re.compile(r"[0-9]{1,12}(?:[.,][0-9]{1,4})?")
_ORDERS: Final = {
    "new": (Order.NEW, True),
    "price": (Order.PRICE, False),
    "-price": (Order.PRICE, True),
    "sale": (Order.REDUCTION, True),
}
SORTS: Final = tuple(_ORDERS)


class Asked(Struct, frozen=True, kw_only=True):
    """`least` and `most` as they were typed; `faults` are those of the two that are no prices."""

    term: str = ""
    sort: str = ""
    page: int = 1
    least: str = ""
    most: str = ""
    is_sale: bool = False
    values: tuple[Values, ...] = ()
    min_minor: int | None = None
    max_minor: int | None = None
    faults: frozenset[str] = frozenset()

    @property
    def order(self) -> tuple[Order, bool]:
        """What it is sorted by, and whether the highest comes first."""
        return _ORDERS.get(self.sort, (Order.RELEVANCE if self.term else Order.NEW, True))

    @property
    def offset(self) -> int:
        return (self.page - 1) * SIZE

    @property
    def is_narrowed(self) -> bool:
        """By more than words."""
        return bool(self.values or self.is_sale or self.least or self.most)

    def filter(self, category: int | None) -> Filter:
        return Filter(
            categories=() if category is None else (category,),
            values=self.values,
            term=self.term or None,
            min_minor=self.min_minor,
            max_minor=self.max_minor,
            is_sale=True if self.is_sale else None,
        )

    def query(self, *, page: int = 1) -> str:
        """The same as an address says it; of the first page, unless `page` says another."""
        pairs = [("q", self.term), ("sort", self.sort), ("min", self.least), ("max", self.most)]
        pairs += [("sale", "true" if self.is_sale else "")]
        pairs += [(field_of(each.group), str(id_)) for each in self.values for id_ in each.ids]
        pairs += [("page", str(page) if page > 1 else "")]
        said = urlencode([pair for pair in pairs if pair[1]])
        return f"?{said}" if said else ""

    def has(self, group: str, value: int) -> bool:
        """Whether the value is chosen."""
        return any(each.group == group.lower() and value in each.ids for each in self.values)


def asked(pairs: Sequence[tuple[str, str]], currency: str) -> Asked:
    """What cannot be read counts as not asked; prices that are none are said to be."""
    sent = {name: text.strip() for name, text in pairs if is_storable(text)}
    page = sent.get("page", "")
    made = Asked(
        term=sent.get("q", "")[:LONGEST_TERM],
        sort=sent["sort"] if sent.get("sort") in _ORDERS else "",
        page=min(int(page), LAST_PAGE) if _PAGE.fullmatch(page) else 1,
        least=sent.get("min", "")[:20],
        most=sent.get("max", "")[:20],
        is_sale=sent.get("sale") == "true",
        values=_values(pairs),
    )
    prices = {name: _minor(text, currency) for name, text in (("min", made.least), ("max", made.most)) if text}
    return replace(
        made,
        min_minor=prices.get("min"),
        max_minor=prices.get("max"),
        faults=frozenset(name for name, minor in prices.items() if minor is None),
    )


def field_of(group: str) -> str:
    """What a group's values are called in forms."""
    return BRAND if group == BRAND else f"{_BY}{group.lower()}"


def offered(facets: Facets, asked: Asked) -> list[GroupCount]:
    """The groups that say something about what was found, each with its commonest values and those that are chosen."""
    made = (replace(group, values=tuple(_offered_values(group, asked))) for group in facets.groups)
    return [group for group in made if len(group.values) > 1 or any(asked.has(group.key, v.id) for v in group.values)][
        :SHOWN_GROUPS
    ]


def _offered_values(group: GroupCount, asked: Asked) -> Iterator[ValueCount]:
    common = sorted(group.values, key=lambda value: -value.products)[:SHOWN_VALUES]
    return (value for value in group.values if value in common or asked.has(group.key, value.id))


def _values(pairs: Sequence[tuple[str, str]]) -> tuple[Values, ...]:
    found: dict[str, dict[int, None]] = {}
    for name, text in pairs:
        group = name if name == BRAND else name.removeprefix(_BY) if name.startswith(_BY) else ""
        if group and is_storable(group) and _ID.fullmatch(text) and len(group) <= LONGEST_TERM:
            found.setdefault(group.lower(), {})[int(text)] = None
    return tuple(Values(group, tuple(ids)[:MOST_VALUES]) for group, ids in list(found.items())[:MOST_GROUPS])


def _minor(text: str, currency: str) -> int | None:
    if not _AMOUNT.fullmatch(text):
        return None
    try:
        return to_minor(Decimal(text.replace(",", ".")), currency, field="price")
    except Invalid:
        return None
