"""A draft of a product that the store has: what is to change so that it is as the file says. Pure."""

from typing import Any, Final

from msgspec import UNSET, UnsetType

from serai.core.catalog import CategoryRef, Image, NewVariant, Product, ProductChange, Variant, as_new
from serai.core.transfer.beyond import JOINED, primary, shown_options
from serai.core.transfer.columns import DEFAULTS
from serai.core.transfer.draft import Draft, DraftVariant
from serai.core.transfer.fresh import SAME, Unfit, new_variant, own_price, with_names, with_primary
from serai.kit.text import fold
from serai.kit.values import sent

UNNAMED_OPTION: Final = "Option"
"""What an export calls the option of variants that have a name and no options."""


def change_of(draft: Draft, before: Product) -> ProductChange | None:
    """What to change, or None when the product is already as the draft says. Raises Unfit."""
    said: dict[str, Any] = {name: getattr(draft, name) for name in SAME}
    if draft.option_names == (UNNAMED_OPTION,) and not before.option_names:
        said["option_names"] = UNSET
    said |= {"categories": _categories(draft, before), "images": _images(draft, before)}
    said["extra"] = _extra(draft, before.extra, draft.extra, whole=draft.whole)
    said |= _beyond(draft)
    changed = {name: value for name, value in said.items() if value is not UNSET and value != getattr(before, name)}
    own = _variants(draft, before)
    now = _own(before)
    changed |= {name: value for name, value in own.items() if value is not UNSET and value != now.get(name)}
    return ProductChange(**changed) if changed else None


def _beyond(draft: Draft) -> dict[str, Any]:
    tracked = draft.track_inventory if draft.whole else UNSET
    if isinstance(draft.beyond, UnsetType):
        return {"track_inventory": tracked}
    facts = draft.beyond
    return {
        "track_inventory": tracked if facts.track_inventory is None else facts.track_inventory,
        "low_stock_threshold": facts.low_stock_threshold,
        "subscription_enabled": facts.subscription,
    }


def _extra(draft: Draft, kept: dict[str, str], said: dict[str, str], *, whole: bool) -> dict[str, str]:
    """Shopify's usual words are not news to a product that has none."""
    news = {k: v for k, v in said.items() if k in kept or v != DEFAULTS.get(k)}
    return {**{k: v for k, v in kept.items() if not (whole and k in draft.columns)}, **news}


def _categories(draft: Draft, before: Product) -> tuple[CategoryRef, ...] | UnsetType:
    """The type is the primary one; others stay, unless the file says all of them."""
    wanted = draft.categories()
    names = [fold(category.name) for category in before.categories]
    if draft.beyond is not UNSET:
        return UNSET if [fold(ref.name or "") for ref in wanted] == names else wanted
    if not wanted or names[:1] == [fold(wanted[0].name or "")]:
        return UNSET
    return (*wanted, *(CategoryRef(name=category.name) for category in before.categories[1:]))


def _images(draft: Draft, before: Product) -> tuple[Image, ...] | UnsetType:
    if isinstance(draft.images, UnsetType):
        return UNSET
    images = draft.images
    if draft.adds:
        known = {image.url for image in before.images}
        images = (*before.images, *(image for image in images if image.url not in known))
    if draft.beyond is not UNSET:
        return with_primary(images, draft.facts.primary_image)
    urls = [image.url for image in images]
    chosen = before.images[primary(before.images)].url if before.images else ""
    return with_primary(images, urls.index(chosen) if chosen in urls else 0)


def _own(before: Product) -> dict[str, Any]:
    """The default variant and the named ones in the words of a change. Stock is compared where it is set."""
    own = before.default
    return {
        "price_minor": own.price_minor,
        "compare_at_minor": own.compare_at_minor,
        "sku": own.sku,
        "barcode": own.barcode,
        "default_image_url": own.image_url,
        "default_extra": own.extra,
        "variants": tuple(as_new(variant) for variant in before.named),
    }


def _variants(draft: Draft, before: Product) -> dict[str, Any]:
    if not draft.variants:
        return {}
    if draft.is_named:
        return _named(draft, before)
    if draft.adds and before.named:
        raise Unfit(draft.variants[0].line, "Option1 Value", "This field is required: the product has several variants.")
    return _only(draft, draft.variants[0], before)


def _only(draft: Draft, said: DraftVariant, before: Product) -> dict[str, Any]:
    own = before.default
    return {
        "price_minor": said.price_minor,
        "compare_at_minor": said.compare_at_minor,
        "sku": said.sku,
        "barcode": said.barcode,
        "default_image_url": said.image_url,
        "default_extra": _extra(draft, own.extra, said.extra, whole=True),
        "sellable": UNSET if said.quantity == own.sellable else said.quantity,
        "variants": () if before.named else UNSET,
    }


def _named(draft: Draft, before: Product) -> dict[str, Any]:
    variants = with_names(_matched(draft, before), draft.facts)
    if not before.named and not sent(draft.option_names, before.option_names):
        raise Unfit(draft.line, "Option1 Name", "This field is required.")
    own: dict[str, Any] = {"variants": variants}
    if not before.named:  # what the product was alone, its first variant is now
        own |= {"sku": None, "barcode": None, "default_image_url": None, "default_extra": {}}
    if draft.whole or not before.named or before.default.price_minor == before.named[0].price_minor:
        own["price_minor"], own["compare_at_minor"] = own_price(draft, variants[0], before.currency)
    if draft.beyond is not UNSET:
        own |= {"sku": draft.facts.sku, "barcode": draft.facts.barcode}
        own["sellable"] = _total(draft, before, variants)
    return own


def _total(draft: Draft, before: Product, variants: tuple[NewVariant, ...]) -> int | UnsetType:
    """Pieces of the whole product when its unassigned pool is to change."""
    pool, wanted = before.default.sellable if before.named else 0, draft.facts.quantity or 0
    if pool == wanted:
        return UNSET
    have = {variant.id: variant.sellable for variant in before.named}
    counted = [have.get(v.id, 0) if v.sellable is None and v.id is not None else v.sellable or 0 for v in variants]
    return wanted + sum(counted)


def _matched(draft: Draft, before: Product) -> list[NewVariant]:
    """The draft's variants, each with the id of the one that has its options, else its SKU; with `adds` beside the others."""
    by_options = dict(zip(shown_options(before.named), before.named, strict=True))
    named = {variant.options for variant in draft.variants}
    by_sku = {v.sku: v for options, v in by_options.items() if v.sku and options not in named}
    met: dict[int, NewVariant] = {}
    made: list[NewVariant] = []
    for said in draft.variants:
        old = by_options.get(said.options) or by_sku.pop(said.sku if isinstance(said.sku, str) else "", None)
        made.append(new_variant(said) if old is None else _updated(draft, said, old, is_same=said.options in by_options))
        if old is not None:
            met[old.id] = made[-1]
    if not draft.adds:
        return made
    return [*(met.get(v.id) or as_new(v) for v in before.named), *(v for v in made if v.id is None)]


def _updated(draft: Draft, said: DraftVariant, old: Variant, *, is_same: bool) -> NewVariant:
    """`is_same`: it has these options already, and what it is called is its own affair."""
    return NewVariant(
        id=old.id,
        name=old.name if is_same else JOINED.join(said.options),
        price_minor=sent(said.price_minor, old.price_minor),
        compare_at_minor=sent(said.compare_at_minor, old.compare_at_minor),
        sku=sent(said.sku, old.sku),
        barcode=sent(said.barcode, old.barcode),
        sellable=None if said.quantity in (UNSET, old.sellable) else sent(said.quantity, 0),
        options=old.options if is_same else said.options,
        image_url=sent(said.image_url, old.image_url),
        extra=_extra(draft, old.extra, said.extra, whole=True),
    )
