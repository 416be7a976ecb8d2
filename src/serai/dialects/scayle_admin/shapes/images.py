"""Images of products. Fields that only the server sets may be sent and count for nothing."""

from mimetypes import guess_type
from typing import Annotated, Any
from urllib.parse import unquote, urlsplit

import msgspec
from msgspec import UNSET, UnsetType

from serai.core import catalog
from serai.dialects.scayle_admin.shapes.attributes import AttributeIn, AttributeOut, attribute_out, drafts
from serai.dialects.scayle_admin.shapes.fields import Data, Id, Text
from serai.kit import checks
from serai.kit.errors import Invalid

Place = Annotated[int, msgspec.Meta(ge=0, le=100_000, description="Counts from 0.")]


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A picture's address, or the picture itself in base64."""

    url: Text | None = None
    attachment: str | None = None


class PlaceInCountry(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    shop_key: Text
    country_code: Text
    position: Place


class ImageIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """`source` or `assetUrl` says which picture."""

    source: Source | None = None
    asset_url: Text | None = None
    reference_key: Text | None = None
    name: Text | None = None
    position: Place | None = None
    shop_country_specific: list[PlaceInCountry] = []
    attributes: list[AttributeIn] | UnsetType = UNSET
    custom_data: Data | None | UnsetType = UNSET
    id: Id | None = None
    mime_type: Text | None = None

    def to_core(self, url: str) -> catalog.Image:
        """With the address that the picture turned out to have."""
        return catalog.Image(
            checks.url(url, field="source.url"),
            reference_key=self.reference_key,
            name=self.name or name_of(url),
            drafts=drafts(self.attributes),
        )


class ImageChangeIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    position: Place | UnsetType = UNSET
    shop_country_specific: list[PlaceInCountry] | UnsetType = UNSET
    custom_data: Data | None | UnsetType = UNSET


class ImageOut(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """`assetUrl` is the path of the picture's address, which the Storefront calls its hash."""

    id: int
    reference_key: str | UnsetType = UNSET
    name: str
    asset_url: str
    mime_type: str
    position: int
    shop_country_specific: list[dict[str, Any]] | UnsetType = UNSET
    attributes: list[AttributeOut]
    custom_data: dict[str, Any] | UnsetType = UNSET


class AssetIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    source: Source


class AssetOut(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    asset_url: str


def image_out(image: catalog.Picture) -> ImageOut:
    return ImageOut(
        id=image.id,
        reference_key=image.reference_key or UNSET,
        name=image.name or name_of(image.url),
        asset_url=path_of(image.url),
        mime_type=guess_type(urlsplit(image.url).path)[0] or "image/jpeg",
        position=image.position,
        shop_country_specific=list(image.positions) or UNSET,
        attributes=[attribute_out(each) for each in image.attributes],
        custom_data=image.custom_data or UNSET,
    )


def path_of(url: str) -> str:
    """`https://img.example/a/tee.jpg` → `a/tee.jpg`"""
    return urlsplit(url).path.lstrip("/") or url


def name_of(url: str) -> str:
    """`https://img.example/a/tee.jpg` → `tee.jpg`"""
    return unquote(path_of(url).rpartition("/")[2]) or url


def linked(source: Source | None) -> str:
    """The address of a picture that is linked. Raises Invalid without one."""
    if source is None or source.url is None:
        raise Invalid.one("source.url", "This field is required.")
    return source.url
