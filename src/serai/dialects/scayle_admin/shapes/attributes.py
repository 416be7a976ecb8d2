"""Attribute groups, and attributes of things. Fields that only the server sets may be sent and count for nothing."""

from collections.abc import Sequence
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, UnsetType

from serai.core import catalog
from serai.dialects.scayle_admin.shapes.fields import Data, Id, Text

Texts = dict[Text, Text]
Labelled = Annotated[dict[Text, Text], msgspec.Meta(min_length=1)]


class GroupCountry(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    shop_key: Text
    country_code: Text


class GroupIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    name: Text
    frontend_name: Texts
    type: catalog.Kind
    level: catalog.Level
    cluster: Text | None = None
    is_shared: bool | UnsetType = UNSET
    simple_value_type: Text | None = None
    simple_value_type_config: Data | None = None
    structure: Data | None = None
    shop_countries: list[GroupCountry] | None = None
    is_overridable_per_shop: bool = False
    is_differentiating: bool = False
    group: Text | None = None
    id: Id | None = None

    def to_core(self) -> catalog.GroupChange:
        """Without a word about it a group is shared, where its type allows that."""
        shared = not self.type.is_advanced if isinstance(self.is_shared, UnsetType) else self.is_shared
        return catalog.GroupChange(
            name=self.name,
            labels=self.frontend_name,
            kind=self.type,
            level=self.level,
            cluster=self.cluster,
            panel_group=self.group,
            is_shared=shared,
            is_differentiating=self.is_differentiating,
            is_overridable=self.is_overridable_per_shop,
            structure=self.structure,
            value_kind=self.simple_value_type,
            value_config=self.simple_value_type_config,
            shop_countries=_countries(self.shop_countries),
        )


class GroupChangeIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    name: Text | UnsetType = UNSET
    frontend_name: Texts | UnsetType = UNSET
    type: catalog.Kind | UnsetType = UNSET
    level: catalog.Level | UnsetType = UNSET
    cluster: Text | None | UnsetType = UNSET
    is_shared: bool | UnsetType = UNSET
    simple_value_type: Text | None | UnsetType = UNSET
    simple_value_type_config: Data | None | UnsetType = UNSET
    structure: Data | None | UnsetType = UNSET
    shop_countries: list[GroupCountry] | None | UnsetType = UNSET
    is_overridable_per_shop: bool | UnsetType = UNSET
    is_differentiating: bool | UnsetType = UNSET
    group: Text | None | UnsetType = UNSET
    id: Id | None = None

    def to_core(self) -> catalog.GroupChange:
        countries = self.shop_countries
        return catalog.GroupChange(
            name=self.name,
            labels=self.frontend_name,
            kind=self.type,
            level=self.level,
            cluster=self.cluster,
            panel_group=self.group,
            is_shared=self.is_shared,
            is_differentiating=self.is_differentiating,
            is_overridable=self.is_overridable_per_shop,
            structure=self.structure,
            value_kind=self.simple_value_type,
            value_config=self.simple_value_type_config,
            shop_countries=countries if isinstance(countries, UnsetType) else _countries(countries),
        )


def _countries(sent: Sequence[GroupCountry] | None) -> tuple[Data, ...] | None:
    return None if sent is None else tuple(msgspec.to_builtins(each) for each in sent)


class GroupOut(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """`simpleValueType` where one was chosen."""

    id: int
    name: str
    frontend_name: dict[str, str]
    type: catalog.Kind
    cluster: str | None
    structure: dict[str, Any] | None
    is_shared: bool
    level: catalog.Level
    group: str | None
    shop_countries: list[dict[str, Any]] | None
    is_overridable_per_shop: bool
    is_differentiating: bool
    simple_value_type: str | UnsetType = UNSET
    simple_value_type_config: Any = UNSET


def group_out(group: catalog.Group) -> GroupOut:
    return GroupOut(
        id=group.id,
        name=group.name,
        frontend_name=group.labels,
        type=group.kind,
        cluster=group.cluster,
        structure=group.structure,
        is_shared=group.is_shared,
        level=group.level,
        group=group.panel_group,
        shop_countries=None if group.shop_countries is None else list(group.shop_countries),
        is_overridable_per_shop=group.is_overridable,
        is_differentiating=group.is_differentiating,
        simple_value_type=group.value_kind or UNSET,
        simple_value_type_config=UNSET if group.value_config is None else group.value_config,
    )


# ── values ──

ValueContent = str | dict[str, str]
"""A plain text, or texts by language where the group has languages."""


class ValueIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    value: Text | Labelled


class ValueOut(msgspec.Struct, frozen=True, kw_only=True):
    value: ValueContent


def value_content(value: catalog.Value) -> ValueContent:
    return value.labels or value.value


# ── attributes of things ──


class CountryValue(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """The value in one shop country."""

    shop_key: Text
    country_code: Text
    value: Any
    is_locked: bool = False


class AttributeIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    name: Text
    value: Any
    type: catalog.Kind | None = None
    is_locked: bool | None = None
    shop_country_specific: list[CountryValue] = []

    def to_core(self) -> catalog.AttributeDraft:
        specific = tuple(
            {"shopKey": each.shop_key, "countryCode": each.country_code, "value": each.value, "isLocked": False}
            for each in self.shop_country_specific
        )
        return catalog.AttributeDraft(self.name, self.value, self.type, specific)


class AttributeOut(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """`shopCountrySpecific` where some country has a value of its own."""

    name: str
    type: catalog.Kind
    value: Any
    is_locked: bool
    shop_country_specific: list[dict[str, Any]] | UnsetType = UNSET


def attribute_out(attribute: catalog.Attribute) -> AttributeOut:
    return AttributeOut(
        name=attribute.name,
        type=attribute.kind,
        value=attribute.content,
        is_locked=False,
        shop_country_specific=list(attribute.specific) or UNSET,
    )


def drafts(sent: Sequence[AttributeIn] | UnsetType) -> tuple[catalog.AttributeDraft, ...] | UnsetType:
    return sent if isinstance(sent, UnsetType) else tuple(each.to_core() for each in sent)
