"""`filters[brand]=1,2&filters:not[color]=5` and the rest of what narrows a listing. Source: scayle-storefront.md 3."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated, Any, Final

import msgspec

from serai.core.search import Filter, Order, Values
from serai.wire.errors import BadQuery

LARGEST: Final = 2**53 - 1
BRAND_GROUP: Final = 0
"""The brand's id where a group must have one: it is no group of the merchant's, whose ids begin at 1."""
MOST_IDS: Final = 1000
MOST_MONEY: Final = 10**15
_KEY: Final = re.compile(r"filters(:not)?\[([^\[\]]{1,100})\]")
_NUMBER: Final = re.compile(r"[0-9]{1,16}")


class FilterQuery(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What goes with the filters themselves, whose names are the shop's own."""

    or_filters_operator: Annotated[str, msgspec.Meta(description="Slugs of filters of which one is enough.")] | None = None
    contains_search: bool = False
    disable_fuzziness: bool = False
    include_sold_out: bool = False
    include_sellable_for_free: bool = False
    min_product_id: Annotated[int, msgspec.Meta(ge=0, le=LARGEST)] | None = None
    campaign_key: Annotated[str, msgspec.Meta(description="Prices of this campaign; `px` is the running one.")] | None = None
    price_promotion_key: Annotated[str, msgspec.Meta(description="Prices stored for this promotion.")] | None = None
    with_: Annotated[str, msgspec.Meta(description="What to include, as `variants,attributes:key(color|brand)`.")] | None = (
        msgspec.field(default=None, name="with")
    )


def read(sent: Mapping[str, str], query: FilterQuery) -> Filter:
    """Raises BadQuery naming each filter that has a value it cannot have."""
    faults: dict[str, list[str]] = {}
    found: dict[str, Any] = {"values": (), "but": ()}
    for name, text in sent.items():
        parts = _KEY.fullmatch(name)
        if parts is None or not text:
            continue
        try:
            _read_one(found, parts[2].lower(), text, excluded=parts[1] is not None, query=query)
        except ValueError as error:
            faults[name] = [str(error)]
    if faults:
        raise BadQuery(faults)
    return Filter(
        **found,
        either=frozenset(_texts((query.or_filters_operator or "").lower())),
        is_substring=query.contains_search,
        is_fuzzy=not query.disable_fuzziness,
        with_sold_out=query.include_sold_out,
        with_free=query.include_sellable_for_free,
        min_id=query.min_product_id,
    )


def _read_one(found: dict[str, Any], key: str, text: str, *, excluded: bool, query: FilterQuery) -> None:
    key = "brand" if key == str(BRAND_GROUP) else key
    if excluded:
        found["but"] = (*found["but"], Values(key, ids(text)))
    elif key in _PLAIN:
        field, take = _PLAIN[key]
        found[field] = take(text)
    elif key == "hascampaignreduction":
        if _flag(text):
            found["campaign"] = query.campaign_key or "px"
    elif key == "merchantid" or text in _FLAGS:  # there are no merchants, and no flags but those above
        found["nothing"] = _FLAGS.get(text, True)
    else:
        found["values"] = (*found["values"], Values(key, ids(text)))


def ids(text: str) -> tuple[int, ...]:
    """Comma-separated ids, each once. Raises ValueError."""
    parts = _texts(text)
    if len(parts) > MOST_IDS:
        raise ValueError(f"May have at most {MOST_IDS} ids.")
    return tuple(dict.fromkeys(_number(part) for part in parts))


def ids_named(name: str, text: str) -> tuple[int, ...]:
    """The same for the parameter of this name. Raises BadQuery."""
    try:
        return ids(text)
    except ValueError as error:
        raise BadQuery.one(name, str(error)) from None


_FLAGS: Final = {"true": True, "false": False}


def _number(text: str) -> int:
    if not _NUMBER.fullmatch(text) or int(text) > LARGEST:
        raise ValueError("Must be whole numbers with commas between.")
    return int(text)


def _amount(text: str) -> int:
    return min(_number(text), MOST_MONEY)


def _percent(text: str) -> int:
    return min(_number(text), 1000)


def _flag(text: str) -> bool:
    if text not in _FLAGS:
        raise ValueError("Must be true or false.")
    return _FLAGS[text]


def _moment(text: str) -> datetime:
    try:
        moment = msgspec.convert(text, datetime)
    except msgspec.ValidationError:
        raise ValueError("Must be a time such as 2026-01-31T09:30:00Z.") from None
    if moment.tzinfo is None:
        raise ValueError("Must have an offset, such as 2026-01-31T09:30:00Z.")
    return moment


def _texts(text: str) -> tuple[str, ...]:
    return tuple(part for part in (each.strip() for each in text.split(",")) if part)


_PLAIN: Final[Mapping[str, tuple[str, Callable[[str], object]]]] = {
    "category": ("categories", ids),
    "categoryids": ("categories", ids),
    "term": ("term", str),
    "minprice": ("min_minor", _amount),
    "maxprice": ("max_minor", _amount),
    "minreduction": ("min_reduction", _percent),
    "maxreduction": ("max_reduction", _percent),
    "sale": ("is_sale", _flag),
    "isnew": ("is_new", _flag),
    "sellableat": ("sellable_at", _moment),
    "minfirstliveat": ("live_from", _moment),
    "maxfirstliveat": ("live_until", _moment),
    "referencekey": ("reference_keys", _texts),
    "stylekey": ("master_keys", _texts),
    "ean": ("codes", _texts),
}
"""Filters that are the API's own, by their key in small letters: the field, and how its value is read."""

_SORTS: Final = {"price": Order.PRICE, "new": Order.NEW, "reduction": Order.REDUCTION}
_SMART: Final = {"new-arrivals": Order.NEW, "sales-push": Order.REDUCTION, "luxury-promotion": Order.REDUCTION}
_SMART_PREFIX: Final = "scayle:v1:"


class Sorted(msgspec.Struct, frozen=True):
    """`sortings`: the merchant's own keys."""

    order: Order
    descending: bool
    sortings: tuple[str, ...] = ()


def sorting(sort: str | None, direction: str | None, keys: str | None, *, by_term: bool) -> Sorted:
    """What a listing is sorted by; without a wish the best match first, or the newest id.

    Smart keys that nothing is known about leave the usual order. Raises BadQuery.
    """
    if direction not in (None, "", "asc", "desc"):
        raise BadQuery.one("sortDir", "Must be asc or desc.")
    descending = direction != "asc"
    own = tuple(key for key in _texts(keys or "") if not key.startswith("scayle:"))
    if own:
        return Sorted(Order.CUSTOM, descending, own)
    for key in _texts(keys or ""):
        if key.removeprefix(_SMART_PREFIX) in _SMART:
            return Sorted(_SMART[key.removeprefix(_SMART_PREFIX)], descending=True)
    if sort:
        if sort not in _SORTS:
            raise BadQuery.one("sort", f"Must be one of {', '.join(_SORTS)}.")
        return Sorted(_SORTS[sort], descending)
    return Sorted(Order.RELEVANCE if by_term else Order.ID, descending)
