"""Pictures that come with a request: linked, sent along in base64, or kept here before."""

import base64
import binascii

from serai.core import catalog
from serai.dialects.scayle_admin import auth
from serai.dialects.scayle_admin.shapes.images import ImageIn, Source, linked
from serai.kit.errors import Invalid, within
from serai.wire.call import Call

LARGEST = 15 * 2**20
"""Bytes of a request with a picture in it: base64 makes it a third longer."""


async def address(call: Call, image: ImageIn) -> str:
    """Where the picture is. Raises Invalid when nothing says so."""
    if image.asset_url is not None:
        return await catalog.asset_address(call.db, auth.store(call), image.asset_url)
    return await address_of(call, image.source)


async def address_of(call: Call, source: Source | None) -> str:
    """The same for a source; a picture that was sent is kept. Raises Invalid on `source`."""
    if source is None or source.attachment is None:
        return linked(source)
    try:
        data = base64.b64decode(source.attachment.partition(";base64,")[2] or source.attachment, validate=True)
    except (binascii.Error, ValueError):
        raise Invalid.one("source.attachment", "Is not base64.") from None
    with within("source"):
        return await catalog.keep_asset(call.tx, auth.store(call), data, origin=call.origin)
