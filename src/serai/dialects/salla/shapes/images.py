"""Pictures of a product (§5.1, §6.2)."""

from msgspec import Struct

from serai.core import catalog


class ImageOut(Struct, frozen=True, kw_only=True):
    """As it stands in a product."""

    url: str
    alt: str
    id: int
    main: bool
    three_d_image_url: str
    type: str
    video_url: str
    sort: int


class SizeOut(Struct, frozen=True):
    """Pictures are kept where they are: nobody has measured them."""

    url: str
    width: int | None = None
    height: int | None = None


class SizesOut(Struct, frozen=True):
    original: SizeOut
    standard_resolution: SizeOut
    low_resolution: SizeOut
    thumbnail: SizeOut


class AttachedOut(Struct, frozen=True, kw_only=True):
    """As the operations on single images show it."""

    id: int
    image: SizesOut
    sort: int
    default: bool
    alt_seo: str
    video_url: str | None
    type: str


def image_out(image: catalog.Picture) -> ImageOut:
    return ImageOut(
        url=image.url,
        alt=image.alt,
        id=image.id,
        main=image.is_primary,
        three_d_image_url="",
        type="video" if image.video_url else "image",
        video_url=image.video_url or "",
        sort=image.position + 1,
    )


def attached_out(image: catalog.Picture) -> AttachedOut:
    size = SizeOut(image.url)
    return AttachedOut(
        id=image.id,
        image=SizesOut(size, size, size, size),
        sort=image.position + 1,
        default=image.is_primary,
        alt_seo=image.alt,
        video_url=image.video_url,
        type="video" if image.video_url else "image",
    )
