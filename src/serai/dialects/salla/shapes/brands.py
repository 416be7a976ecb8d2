"""Brands (§6.3)."""

from typing import Any, Final

from msgspec import UNSET, Struct, UnsetType

from serai.core import catalog
from serai.core.stores import ShopCountry
from serai.dialects.salla.languages import said
from serai.dialects.salla.paging import PageQuery
from serai.dialects.salla.shapes.products import MetadataOut
from serai.dialects.salla.shapes.translations import TranslationsIn, names_in, translations_out
from serai.dialects.salla.view import View
from serai.kit import checks
from serai.kit.errors import Invalid


class BrandOut(Struct, frozen=True, kw_only=True):
    """`ar_char` and `en_char` begin its name in the two alphabets, where it has one."""

    id: int
    name: str
    description: str
    banner: str | None
    logo: str | None
    ar_char: str | None
    en_char: str | None
    metadata: MetadataOut
    translations: dict[str, dict[str, str]] | UnsetType = UNSET


def brand_out(brand: catalog.Brand, view: View, *, translated: bool = False) -> BrandOut:
    names = (brand.name, *brand.names.values())
    return BrandOut(
        id=brand.id,
        name=said(brand.name, brand.names, view.language),
        description=brand.description,
        banner=brand.banner_url,
        logo=brand.logo_url,
        ar_char=next((name[0] for name in names if "\u0620" <= name[0] <= "\u06d3"), None),
        en_char=next((name[0].upper() for name in names if name[0].isascii() and name[0].isalnum()), None),
        metadata=MetadataOut(brand.seo_title, brand.seo_description, brand.slug),
        translations=translations_out(brand.names) if translated else UNSET,
    )


class BrandQuery(PageQuery, frozen=True, kw_only=True):
    """`with` may name `translations`."""

    keyword: str | None = None


class BrandChangeIn(Struct, frozen=True, kw_only=True):
    """What is left out stays. `logo` and `banner` are addresses of pictures."""

    name: str | None = None
    logo: str | None = None
    banner: str | None = None
    description: str | None = None
    metadata_title: str | None = None
    metadata_description: str | None = None
    metadata_url: str | None = None
    translations: TranslationsIn | None = None

    def to_core(self, names: dict[str, str], home: ShopCountry) -> catalog.BrandChange:
        """Raises Invalid."""
        change: dict[str, Any] = {core: value for wire, core in _PLAIN.items() if (value := getattr(self, wire)) is not None}
        for field, most in _LONGEST.items():
            if len(getattr(self, field) or "") > most:
                raise Invalid.one(field, f"May have at most {most} characters.")
        if self.logo is not None:
            change["logo_url"] = checks.url(self.logo, field="logo")
        if self.banner is not None:
            change["banner_url"] = checks.url(self.banner, field="banner")
        if self.metadata_url is not None:
            change["slug"] = checks.slug(self.metadata_url, field="metadata_url", least=1, most=100)
        if self.translations is not None:
            change["names"] = names_in(self.translations, names, home)
        return catalog.BrandChange(**change)


class BrandIn(BrandChangeIn, frozen=True, kw_only=True):
    name: str
    logo: str


_PLAIN: Final = {
    "name": "name",
    "description": "description",
    "metadata_title": "seo_title",
    "metadata_description": "seo_description",
}
_LONGEST: Final = {"metadata_title": 255, "metadata_description": 1000, "description": 10_000}
