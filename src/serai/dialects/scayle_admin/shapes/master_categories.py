"""Master categories: the catalogue's tree, each named by its path."""

from typing import Annotated, Any

import msgspec
from msgspec import UNSET, UnsetType

from serai.core import catalog
from serai.dialects.scayle_admin.shapes.fields import Id, Text

Path = Annotated[list[Text], msgspec.Meta(min_length=1, description="Names from the root to the category.")]


class CategoryAttribute(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """An attribute that the category's products have; a mandatory one without a default makes those without it a problem."""

    name: Text
    type: catalog.Kind | None = None
    is_mandatory: bool = False
    default_value: Any = None


class MasterCategoryIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    path: Path
    attributes: list[CategoryAttribute] | UnsetType = UNSET
    id: Id | None = None
    parent_id: Id | None = None

    def to_core(self, parent: catalog.CategoryId | None) -> catalog.CategoryChange:
        attributes = self.attributes
        kept = UNSET if isinstance(attributes, UnsetType) else tuple(msgspec.to_builtins(each) for each in attributes)
        return catalog.CategoryChange(name=self.path[-1], parent=parent, attributes=kept)


class MasterCategoryOut(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    id: int
    parent_id: int | None
    path: list[str]
    attributes: list[dict[str, Any]]


def master_category_out(node: catalog.Node) -> MasterCategoryOut:
    return MasterCategoryOut(
        id=node.id, parent_id=node.parent_id, path=list(node.path), attributes=[dict(each) for each in node.attributes]
    )
