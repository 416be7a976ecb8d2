"""A product's pictures: files that are kept here, and addresses of others."""

from typing import Annotated, Final

from msgspec import UNSET, Meta, Struct

from serai.core import catalog
from serai.core.catalog import ImageChange, ImagePlace
from serai.kit.db import Tx
from serai.kit.errors import Invalid
from serai.web.dashboard.products.section import PRODUCT, SECTION, number_of, picture_of, product_of, way
from serai.web.dashboard.visit import Merchant
from serai.web.visit import Answer, Done, Page

LARGEST: Final = 11 * 2**20
"""Bytes of a form with a picture in it."""


class NewPicture(Struct):
    """`content` is the picture, else `url` is where it is."""

    url: Annotated[str, Meta(max_length=2000)] = ""
    content: bytes = b""
    alt: str = ""


class PictureForm(Struct):
    """`place` counts from 1."""

    place: Annotated[int, Meta(ge=1, le=1000)]
    alt: str = ""
    is_primary: bool = False


@SECTION.page(f"{PRODUCT}/pictures")
async def pictures_page(visit: Merchant) -> Answer:
    return Page("pictures.html", {"product": await product_of(visit)})


@SECTION.form(f"{PRODUCT}/pictures", NewPicture, again=pictures_page, largest=LARGEST)
async def add_picture(visit: Merchant, form: NewPicture) -> Answer:
    if not form.content and not form.url.strip():
        raise Invalid.one("content", "This field is required: a file, or an address below.")

    async def work(tx: Tx) -> None:
        await catalog.hold(tx, visit.store_id, number_of(visit))
        url = await kept(tx, visit, form.content) if form.content else form.url.strip()
        await catalog.attach_image(tx, visit.store_id, number_of(visit), ImageChange(url=url, alt=form.alt.strip()))

    await visit.write(work)
    return Done(way(visit, "/pictures"), "picture_added")


@SECTION.page(f"{PRODUCT}/pictures/{{picture:int}}")
async def picture_page(visit: Merchant) -> Answer:
    product = await product_of(visit)
    return Page("picture.html", {"product": product, "picture": picture_of(visit, product)})


@SECTION.form(f"{PRODUCT}/pictures/{{picture:int}}", PictureForm, again=picture_page)
async def change_picture(visit: Merchant, form: PictureForm) -> Answer:
    async def work(tx: Tx) -> None:
        product = await catalog.hold(tx, visit.store_id, number_of(visit))
        image = picture_of(visit, product).id
        change = ImageChange(alt=form.alt.strip(), is_primary=True if form.is_primary else UNSET)
        await catalog.edit_image(tx, visit.store_id, image, change)
        await catalog.put_image_place(tx, visit.store_id, product.id, image, ImagePlace(position=form.place - 1))

    await visit.write(work)
    return Done(way(visit, "/pictures"), "picture_saved")


async def kept(tx: Tx, visit: Merchant, content: bytes) -> str:
    """The address of the picture from now on. Raises Invalid on `content`."""
    return await catalog.keep_asset(tx, visit.store_id, content, origin=visit.origin)
