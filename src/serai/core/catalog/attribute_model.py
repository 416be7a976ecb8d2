"""Attributes: a group says what kind of fact it is and what it is about, an attribute is that fact of one thing."""

from datetime import datetime
from enum import StrEnum
from typing import Final, NewType

import msgspec
from msgspec import UNSET, UnsetType

from serai.core.catalog.model import Json, Kind, Texts

GroupId = NewType("GroupId", int)
ValueId = NewType("ValueId", int)

RESERVED: Final = frozenset({"product_name", "category", "brand"})
"""Groups that every store has by itself: made of the product's name, its leaf categories and its brand."""


class Level(StrEnum):
    """What a group describes."""

    MASTER = "master"
    PRODUCT = "product"
    VARIANT = "variant"
    IMAGE = "image"
    BRAND = "brand"
    CATEGORY = "category"


class Group(msgspec.Struct, frozen=True):
    """`name` is its key in addresses, `labels` {locale: text}. `shop_countries` None: valid everywhere.

    Values of a shared group have ids and can be filtered by; any other group's are kept with the thing that has them.
    """

    id: GroupId
    name: str
    labels: Texts
    kind: Kind
    level: Level
    cluster: str | None
    panel_group: str | None
    is_shared: bool
    is_differentiating: bool
    is_overridable: bool
    structure: Json | None
    value_kind: str | None
    value_config: object
    shop_countries: tuple[Json, ...] | None
    created_at: datetime


class GroupChange(msgspec.Struct, frozen=True, kw_only=True):
    """A group to make, or what an edit says; UNSET leaves as it is. Kind, level and sharing never change."""

    name: str | UnsetType = UNSET
    labels: Texts | UnsetType = UNSET
    kind: Kind | UnsetType = UNSET
    level: Level | UnsetType = UNSET
    cluster: str | None | UnsetType = UNSET
    panel_group: str | None | UnsetType = UNSET
    is_shared: bool | UnsetType = UNSET
    is_differentiating: bool | UnsetType = UNSET
    is_overridable: bool | UnsetType = UNSET
    structure: Json | None | UnsetType = UNSET
    value_kind: str | None | UnsetType = UNSET
    value_config: object | UnsetType = UNSET
    shop_countries: tuple[Json, ...] | None | UnsetType = UNSET


class Value(msgspec.Struct, frozen=True):
    """A value of a shared group; `labels` are empty where the group has no languages."""

    id: ValueId
    value: str
    labels: Texts

    def label(self, locale: str) -> str:
        return self.labels.get(locale) or self.value


class Attribute(msgspec.Struct, frozen=True):
    """`values` of a shared group, in order; `value` of any other, in the shape that its kind has.

    `specific` holds other values in single shop countries: `shopKey`, `countryCode`, `value`.
    """

    group_id: GroupId
    name: str
    labels: Texts
    kind: Kind
    cluster: str | None
    is_shared: bool
    values: tuple[Value, ...]
    value: object
    specific: tuple[Json, ...]

    @property
    def content(self) -> object:
        """The value as it is written: a text, texts by locale, an object, or a list of such."""
        if not self.is_shared:
            return self.value
        contents = [(value.labels or value.value) for value in self.values]
        return contents if self.kind.is_list else next(iter(contents), None)
