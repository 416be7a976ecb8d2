"""Pictures in bodies: an address, or the file itself, which is then kept here."""

from typing import Final

from serai.core import catalog
from serai.dialects.salla.auth import app
from serai.kit import checks
from serai.kit.errors import Invalid
from serai.wire.call import Call

LARGEST: Final = 11 * 2**20
"""Bytes of a body with a picture in it."""


async def address(call: Call, picture: object, *, field: str) -> str:
    """Where the picture is. Raises Invalid on `field` for what is neither an address nor a picture."""
    if isinstance(picture, str):
        return checks.url(picture, field=field)
    if not isinstance(picture, bytes):
        raise Invalid.one(field, "Must be the address of a picture, or a file.")
    try:
        return await catalog.keep_asset(call.tx, app(call).store, picture, origin=call.origin)
    except Invalid as error:
        raise Invalid({field: next(iter(error.fields.values()))}) from error
