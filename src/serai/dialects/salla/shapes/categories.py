"""Categories (§6.3)."""

from collections.abc import Sequence
from typing import Annotated, Any, Final

from msgspec import UNSET, Meta, Struct, UnsetType

from serai.core import catalog
from serai.core.stores import ShopCountry
from serai.dialects.salla.dates import stamp
from serai.dialects.salla.languages import said
from serai.dialects.salla.paging import PageQuery
from serai.dialects.salla.shapes.product_in import Id
from serai.dialects.salla.shapes.products import MetadataOut, UrlsOut
from serai.dialects.salla.shapes.translations import TranslationsIn, names_in, translations_out
from serai.dialects.salla.view import View
from serai.kit import checks
from serai.kit.errors import Invalid
from serai.wire.errors import BadQuery

MOST_PRODUCTS: Final = 500


class ShownInOut(Struct, frozen=True):
    app: bool
    salla_points: bool


class ItemOut(Struct, frozen=True):
    """A product in a category."""

    id: int
    name: str
    image: str | None
    sort: int


class CategoryOut(Struct, frozen=True, kw_only=True):
    """`sub_categories` are those directly below it; `items` are its products where they are asked for."""

    id: int
    name: str
    name_ar: str | None
    description: str
    image: str | None
    urls: UrlsOut
    parent_id: int
    sort_order: int
    status: str
    show_in: ShownInOut
    has_hidden_products: bool
    update_at: str
    metadata: MetadataOut
    sub_categories: tuple["CategoryOut", ...]
    items: tuple[ItemOut, ...]
    translations: dict[str, dict[str, str]] | UnsetType = UNSET


def category_out(
    node: catalog.Node,
    view: View,
    *,
    below: Sequence[catalog.Node] = (),
    items: Sequence[catalog.Product] = (),
    translated: bool = False,
) -> CategoryOut:
    """`below`: categories, among them those directly below this one."""
    shown = node.traits.get("show_in")
    shown = shown if isinstance(shown, dict) else {}
    arabic = said("", node.names, "ar") or None
    return CategoryOut(
        id=node.id,
        name=said(node.name, node.names, view.language),
        name_ar=arabic,
        description=node.description,
        image=node.image_url,
        urls=UrlsOut(f"{view.store_url}/c{node.id}", f"{view.store_url}/admin/categories/{node.id}"),
        parent_id=node.parent_id or 0,
        sort_order=node.position,
        status=node.status,
        show_in=ShownInOut(shown.get("app") is not False, shown.get("salla_points") is not False),
        has_hidden_products=node.has_drafts,
        update_at=stamp(node.updated_at, view),
        metadata=MetadataOut(node.seo_title, node.seo_description, node.slug),
        sub_categories=tuple(category_out(child, view) for child in below if child.parent_id == node.id),
        items=tuple(item_out(product, i) for i, product in enumerate(items)),
        translations=translations_out(node.names) if translated else UNSET,
    )


def item_out(product: catalog.Product, place: int) -> ItemOut:
    image = next((image.url for image in product.images if image.is_primary), None)
    return ItemOut(product.id, product.name, image, place)


class CategoryQuery(PageQuery, frozen=True, kw_only=True):
    """`with` may name `translations` and `items`."""

    per_page: int = 20
    keyword: str | None = None
    status: str | None = None

    def to_core(self) -> catalog.CategoryFilter:
        """Raises BadQuery for a status that is none."""
        if self.status not in (None, *catalog.CategoryStatus):
            raise BadQuery.one("status", "Must be active or hidden.")
        return catalog.CategoryFilter(
            status=None if self.status is None else catalog.CategoryStatus(self.status), keyword=self.keyword
        )


class SearchQuery(PageQuery, frozen=True, kw_only=True):
    """`ids` with commas between them."""

    per_page: int = 20
    keyword: str | None = None
    ids: str | None = None

    def to_core(self) -> catalog.CategoryFilter:
        """Raises BadQuery for ids that are none."""
        ids = tuple(part.strip() for part in (self.ids or "").split(",") if part.strip())
        if not all(part.isascii() and part.isdecimal() and len(part) <= 16 for part in ids):
            raise BadQuery.one("ids", "Must be ids with commas between them.")
        return catalog.CategoryFilter(keyword=self.keyword, ids=tuple(int(part) for part in ids))


class ShowInIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    app: bool | None = None
    salla_points: bool | None = None


class PlacedIn(Struct, frozen=True, kw_only=True):
    id: Id
    sort: int | None = None


class CategoryChangeIn(Struct, frozen=True, kw_only=True):
    """What is left out stays; a `parent_id` of 0 makes it a root."""

    name: str | None = None
    description: str | None = None
    parent_id: Annotated[int, Meta(ge=0, le=2**53 - 1)] | None = None
    status: str | None = None
    sort_order: Annotated[int, Meta(ge=0, le=10_000)] | None = None
    image: str | None = None
    metadata_title: str | None = None
    metadata_description: str | None = None
    metadata_url: str | None = None
    show_in: ShowInIn | None = None
    translations: TranslationsIn | None = None
    products: Annotated[tuple[PlacedIn, ...], Meta(max_length=MOST_PRODUCTS)] | None = None

    def to_core(self, names: dict[str, str], home: ShopCountry) -> catalog.CategoryChange:
        """Raises Invalid."""
        change: dict[str, Any] = {core: value for wire, core in _PLAIN.items() if (value := getattr(self, wire)) is not None}
        for field in ("metadata_title", "metadata_description", "description"):
            if len(getattr(self, field) or "") > _LONGEST[field]:
                raise Invalid.one(field, f"May have at most {_LONGEST[field]} characters.")
        if self.parent_id is not None:
            change["parent"] = self.parent_id or None
        if self.status is not None:
            change["status"] = _status(self.status)
        if self.image is not None:
            change["image_url"] = checks.url(self.image, field="image")
        if self.metadata_url is not None:
            change["slug"] = checks.slug(self.metadata_url, field="metadata_url", least=1, most=100)
        if self.show_in is not None:
            change["traits"] = {"show_in": {"app": self.show_in.app, "salla_points": self.show_in.salla_points}}
        if self.translations is not None:
            change["names"] = names_in(self.translations, names, home)
        return catalog.CategoryChange(**change)


class CategoryIn(CategoryChangeIn, frozen=True, kw_only=True):
    name: str


_PLAIN: Final = {
    "name": "name",
    "description": "description",
    "sort_order": "position",
    "metadata_title": "seo_title",
    "metadata_description": "seo_description",
}
_LONGEST: Final = {"metadata_title": 255, "metadata_description": 1000, "description": 10_000}


def _status(word: str) -> catalog.CategoryStatus:
    if word not in tuple(catalog.CategoryStatus):
        raise Invalid.one("status", "Must be active or hidden.")
    return catalog.CategoryStatus(word)
