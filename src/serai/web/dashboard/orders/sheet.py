"""An order as it is written down by hand. What was typed stays typed, whatever is looked up or put on it in between."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import msgspec
from msgspec import Struct

from serai.core.loyalty import PointsRefused
from serai.core.orders import OutOfStock
from serai.core.promotions import PromoRefused
from serai.kit.errors import Invalid, NotFound
from serai.web.dashboard.orders.section import Id
from serai.web.words import Words
from serai.wire import parse

MOST_LINES: Final = 100
_ROW: Final = re.compile(r"items\[(\d{1,3})\]\[(product|variant|quantity)\]")
_THING: Final = re.compile(r"(\d{1,15}):(\d{1,15})?")


class Row(Struct, frozen=True):
    """A line as it is typed. Without a variant the store's choice."""

    product: str = ""
    variant: str = ""
    quantity: str = "1"


class Sheet(Struct, kw_only=True):
    """All as it is typed. `look`, `add` and `drop` are buttons that place nothing."""

    look: str = ""
    add: str = ""
    drop: str = ""
    leave: str = ""
    choose: str = ""
    customer: str = ""
    who: str = ""
    customer_name: str = ""
    email: str = ""
    phone: str = ""
    q: str = ""
    items: list[Row] = []
    ship_name: str = ""
    ship_address: str = ""
    ship_city: str = ""
    ship_state: str = ""
    ship_postal_code: str = ""
    ship_country: str = ""
    ship_phone: str = ""
    notes: str = ""
    payment_method: str = ""
    promo_code: str = ""
    redeem_points: str = ""
    is_paid: str = ""

    @property
    def is_placing(self) -> bool:
        return not (self.look or self.add or self.drop or self.leave or self.choose)


class LineIn(Struct):
    product: Id
    quantity: int
    variant: Id | None = None


class OrderIn(Struct, kw_only=True):
    """The same, as it is placed."""

    customer: Id | None = None
    customer_name: str = ""
    email: str = ""
    phone: str | None = None
    items: list[LineIn] = []
    ship_name: str = ""
    ship_address: str = ""
    ship_city: str = ""
    ship_state: str = ""
    ship_postal_code: str = ""
    ship_country: str = ""
    ship_phone: str = ""
    notes: str | None = None
    payment_method: str | None = None
    promo_code: str | None = None
    redeem_points: int = 0
    is_paid: bool = False


def placed(sheet: Sheet, words: Words) -> OrderIn:
    """Raises Invalid naming every field that does not fit."""
    form = parse.filled(msgspec.to_builtins(sheet), OrderIn)
    if not form.items:
        raise Invalid.one("items", words.new.no_lines)
    return form


def read(typed: Mapping[str, str]) -> Sheet:
    """The sheet that was typed, with what its buttons do to it."""
    rows: dict[int, dict[str, str]] = {}
    for name, value in typed.items():
        if found := _ROW.fullmatch(name):
            rows.setdefault(int(found[1]), {})[found[2]] = value
    fields = {name: typed[name] for name in Sheet.__struct_fields__ if name in typed and name != "items"}
    return pressed(Sheet(**fields, items=[Row(**rows[number]) for number in sorted(rows)]))


def pressed(sheet: Sheet) -> Sheet:
    """What the buttons for lines and for the customer do. A product that is there already is one more."""
    rows = list(sheet.items)
    if found := _THING.fullmatch(sheet.add):
        product, variant = found[1], found[2] or ""
        same = next((i for i, row in enumerate(rows) if (row.product, row.variant) == (product, variant)), None)
        if same is None:
            rows = [*rows, Row(product, variant)][:MOST_LINES]
        else:
            before = rows[same].quantity
            rows[same] = msgspec.structs.replace(rows[same], quantity=str(int(before[:7]) + 1) if before.isdecimal() else "1")
    if sheet.drop.isdecimal():
        rows = [row for i, row in enumerate(rows) if str(i) != sheet.drop]
    customer = "" if sheet.leave else sheet.choose or sheet.customer
    return msgspec.structs.replace(sheet, items=rows, customer=customer, add="", drop="", leave="", choose="")


def typed_as(sheet: Sheet) -> dict[str, str]:
    """Its fields by their names in the form; what is empty is left out."""
    fields: dict[str, Any] = {name: getattr(sheet, name) for name in Sheet.__struct_fields__ if name != "items"}
    for i, row in enumerate(sheet.items):
        fields |= {f"items[{i}][{name}]": getattr(row, name) for name in Row.__struct_fields__}
    return {name: text for name, text in fields.items() if text}


@contextmanager
def at_its_field(words: Words) -> Iterator[None]:
    """What the store cannot do is said where it was asked for."""
    try:
        yield
    except OutOfStock as error:
        said = {f"items.{short.index}.quantity": [words.new.short.format(available=short.available)] for short in error.shorts}
        raise Invalid(said) from error
    except PromoRefused as error:
        raise Invalid.one("promo_code", getattr(words.promo, error.reason.value)) from error
    except PointsRefused as error:
        raise Invalid.one("redeem_points", getattr(words.points, error.reason.value).format(limit=error.limit)) from error
    except NotFound as error:
        raise Invalid.one("customer", words.new.no_customer) from error
