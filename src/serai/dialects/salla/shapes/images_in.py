"""Pictures as bodies describe them (§6.2)."""

from typing import Any

from msgspec import UNSET, Struct

from serai.core import catalog
from serai.kit import checks


class AttachIn(Struct, frozen=True, kw_only=True):
    """`original` is the address of a picture, `photo` a file of a multipart form or an address. `sort` counts from 1."""

    original: str | None = None
    photo: Any = None
    default: bool | None = None
    sort: int | None = None
    alt: str | None = None

    @property
    def picture(self) -> tuple[str, object]:
        """(the field that has it, the picture)"""
        return ("photo", self.photo) if self.photo is not None else ("original", self.original)

    def to_core(self, url: str | None) -> catalog.ImageChange:
        return catalog.ImageChange(
            url=UNSET if url is None else url,
            alt=UNSET if self.alt is None else self.alt,
            is_primary=UNSET if self.default is None else self.default,
            position=UNSET if self.sort is None else self.sort - 1,
        )


class VideoIn(Struct, frozen=True, kw_only=True):
    video_url: str
    default: bool | None = None
    alt: str | None = None

    def to_core(self) -> catalog.ImageChange:
        """Raises Invalid on `video_url`."""
        return catalog.ImageChange(
            url=checks.url(self.video_url, field="video_url"),
            video_url=self.video_url,
            alt=UNSET if self.alt is None else self.alt,
            is_primary=UNSET if self.default is None else self.default,
        )
