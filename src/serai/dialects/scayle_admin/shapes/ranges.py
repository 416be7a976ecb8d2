"""What lists of customers and of orders alike are narrowed by."""

import msgspec

from serai.dialects.scayle_admin.cursors import ListQuery
from serai.dialects.scayle_admin.identifiers import number
from serai.dialects.scayle_admin.shapes.fields import Id, Moment


class RangeQuery(ListQuery, frozen=True, kw_only=True):
    """Lists have commas between their values; bounds are included."""

    ids: str | None = msgspec.field(name="filters[id]", default=None)
    keys: str | None = msgspec.field(name="filters[referenceKey]", default=None)
    min_id: Id | None = msgspec.field(name="filters[minId]", default=None)
    max_id: Id | None = msgspec.field(name="filters[maxId]", default=None)
    min_created_at: Moment | None = msgspec.field(name="filters[minCreatedAt]", default=None)
    max_created_at: Moment | None = msgspec.field(name="filters[maxCreatedAt]", default=None)
    min_updated_at: Moment | None = msgspec.field(name="filters[minUpdatedAt]", default=None)
    max_updated_at: Moment | None = msgspec.field(name="filters[maxUpdatedAt]", default=None)

    def numbers(self) -> tuple[int, ...] | None:
        """The ids; nobody's for what cannot be one."""
        return None if self.ids is None else tuple(number(text.strip()) for text in self.ids.split(","))

    def named(self) -> tuple[str, ...] | None:
        """The reference keys, one by one."""
        return None if self.keys is None else tuple(self.keys.split(","))
