"""What a list of products may be narrowed by (§5.1)."""

from typing import Annotated

from msgspec import Meta

from serai.core import catalog
from serai.dialects.salla.paging import PageQuery
from serai.dialects.salla.shapes.product_in import Id
from serai.wire.errors import BadQuery

DELETED = "deleted"
_STATUSES = {"active": "sale", "sale": "sale", "out": "out", "hidden": "hidden"}


class ProductQuery(PageQuery, frozen=True, kw_only=True):
    """`format=light` leaves out options, SKUs and metadata."""

    keyword: Annotated[str | None, Meta(description="Part of a name or description, or how a SKU begins")] = None
    status: Annotated[str | None, Meta(description="sale (or active), out, hidden, deleted")] = None
    category: Id | None = None
    format: str | None = None

    @property
    def is_of_deleted(self) -> bool:
        """Nobody can see those any more."""
        return self.status == DELETED

    def to_core(self) -> catalog.Filter:
        """Raises BadQuery for a status that is none."""
        status = None if self.status is None else _STATUSES.get(self.status)
        if self.status is not None and status is None:
            raise BadQuery.one("status", "Must be one of sale, active, out, hidden, deleted.")
        active = catalog.Status.ACTIVE
        return catalog.Filter(
            status=None if status is None else catalog.Status.DRAFT if status == "hidden" else active,
            sold_out={"sale": False, "out": True}.get(status or ""),
            category_id=self.category,
            keyword=self.keyword,
        )
