"""What can be sold, over many products (§6.1)."""

from typing import Annotated, Any, Final

from msgspec import Meta, Struct

from serai.core import catalog
from serai.core.inventory import WarehouseId
from serai.dialects.salla.dates import DateOut, date_out
from serai.dialects.salla.money import Money, money_out
from serai.dialects.salla.paging import PageQuery
from serai.dialects.salla.shapes.product_in import Id, Quantity
from serai.dialects.salla.view import View
from serai.kit.errors import Invalid
from serai.wire.errors import BadQuery

MOST: Final = 100
REASONS: Final = {1: "counted", 2: "received", 3: "returned", 4: "damaged", 5: "lost"}
"""Why a quantity was changed, by this wire's ids."""


class QuantityOut(Struct, frozen=True, kw_only=True):
    id: int
    name: str
    image: str | None
    sku_id: int
    sku: str | None
    quantity: int
    price: Money
    unlimited_quantity: bool
    variant: str | None


class MoveOut(Struct, frozen=True, kw_only=True):
    """One change of what can be sold."""

    id: int
    name: str
    image: str | None
    sku: str | None
    created_at: DateOut
    old_quantity: int
    new_quantity: int
    variant: str | None
    unlimited_quantity: bool
    reason: str


class CursorOut(Struct, frozen=True):
    current: int | None
    previous: int | None
    next: int | None
    count: int


class MovesOut(Struct, frozen=True):
    status: int
    success: bool
    data: tuple[MoveOut, ...]
    cursor: CursorOut


class ReasonOut(Struct, frozen=True):
    id: int
    name: str


def quantity_out(quantity: catalog.Quantity, view: View) -> QuantityOut:
    return QuantityOut(
        id=quantity.product_id,
        name=quantity.name,
        image=quantity.image,
        sku_id=quantity.variant_id,
        sku=quantity.sku,
        quantity=quantity.sellable,
        price=money_out(quantity.price_minor, view.currency),
        unlimited_quantity=quantity.unlimited,
        variant=quantity.variant,
    )


def move_out(move: catalog.Move, view: View) -> MoveOut:
    return MoveOut(
        id=move.product_id,
        name=move.name,
        image=move.image,
        sku=move.sku,
        created_at=date_out(move.created_at, view),
        old_quantity=move.sellable - move.change,
        new_quantity=move.sellable,
        variant=move.variant,
        unlimited_quantity=move.unlimited,
        reason=move.reason,
    )


class QuantityQuery(PageQuery, frozen=True, kw_only=True):
    """`branch`: what that one has."""

    branch: Id | None = None


class AuditQuery(Struct, frozen=True, kw_only=True):
    """`cursor` continues where an answer's `cursor.next` says."""

    keyword: str | None = None
    branch: str | None = None
    cursor: Id | None = None
    per_page: int = 15

    @property
    def warehouse(self) -> int | None:
        """Raises BadQuery for what is no id."""
        if self.branch is None:
            return None
        if not (self.branch.isascii() and self.branch.isdecimal() and len(self.branch) <= 16):
            raise BadQuery.one("branch", "Must be the id of one branch.")
        return int(self.branch)


class CountIn(Struct, frozen=True, kw_only=True):
    """`identifer` is how the original spells it; both are taken."""

    identifer_type: str | None = None
    identifer: str | int | None = None
    identifier_type: str | None = None
    identifier: str | int | None = None
    quantity: Quantity
    mode: str = "overwrite"
    branch: Id | None = None
    reason_id: int | None = None
    unlimited_quantity: bool | None = None

    def to_core(self) -> catalog.Count:
        """Raises Invalid."""
        kind = self.identifer_type or self.identifier_type
        which = self.identifer if self.identifer is not None else self.identifier
        if kind not in ("id", "variant_id", "sku"):
            raise Invalid.one("identifer_type", "Must be one of id, variant_id, sku.")
        if which is None:
            raise Invalid.one("identifer", "This field is required.")
        if self.mode not in ("overwrite", "increment", "decrement"):
            raise Invalid.one("mode", "Must be one of overwrite, increment, decrement.")
        return catalog.Count(**_named(kind, which), **_figures(self.mode, self.quantity), **self._more())

    def _more(self) -> dict[str, Any]:
        branch = None if self.branch is None else WarehouseId(self.branch)
        return {"warehouse": branch, "unlimited": self.unlimited_quantity}


class CountsIn(Struct, frozen=True, kw_only=True):
    products: Annotated[tuple[CountIn, ...], Meta(min_length=1, max_length=MOST)]


class SkuCountIn(Struct, frozen=True, kw_only=True):
    sku: Annotated[str, Meta(min_length=1)]
    quantity: Quantity
    unlimited_quantity: bool | None = None

    def to_core(self) -> catalog.Count:
        return catalog.Count(sku=self.sku, to=self.quantity, unlimited=self.unlimited_quantity)


class SkuCountsIn(Struct, frozen=True, kw_only=True):
    products: Annotated[tuple[SkuCountIn, ...], Meta(min_length=1, max_length=MOST)]


WORDS: Final = {"product": "identifer", "variant": "identifer", "sku": "identifer", "warehouse": "branch"}
"""The core's words for a line of a stocktake in those of this wire."""


def _named(kind: str, which: str | int) -> dict[str, Any]:
    if kind == "sku":
        return {"sku": str(which)}
    text = str(which)
    if not (text.isascii() and text.isdecimal() and 0 < len(text) <= 16 and 0 < int(text) < 2**53):
        raise Invalid.one("identifer", "Is not an id.")
    return {"product" if kind == "id" else "variant": int(text)}


def _figures(mode: str, quantity: int) -> dict[str, Any]:
    if mode == "overwrite":
        return {"to": quantity}
    return {"by": quantity if mode == "increment" else -quantity}
