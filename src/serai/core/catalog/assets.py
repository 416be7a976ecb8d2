"""Pictures: kept here when they were sent, remembered when they were linked. Told by the path of their address."""

import hashlib
from typing import Final
from urllib.parse import urlsplit

import msgspec

from serai.core.stores import StoreId
from serai.kit import checks
from serai.kit.db import Db, Tx
from serai.kit.errors import Invalid, NotFound

ADD = """
insert into assets (store_id, path, url, media_type, content, created_at)
values ($1, $2, $3, $4, $5, $6)
    on conflict on constraint assets_path_key do update set url = excluded.url
"""
ADDRESS = "select url from assets where store_id = $1 and path = $2"
CONTENT = "select media_type, content from assets where store_id = $1 and path = $2 and content is not null"

LARGEST: Final = 10 * 2**20
_STARTS: Final = {
    b"\xff\xd8\xff": ("image/jpeg", "jpg"),
    b"\x89PNG\r\n\x1a\n": ("image/png", "png"),
    b"GIF8": ("image/gif", "gif"),
    b"RIFF": ("image/webp", "webp"),
}


class Content(msgspec.Struct, frozen=True):
    media_type: str
    data: bytes


def folder(store: StoreId) -> str:
    """Where a store's pictures are below the server's own address."""
    return f"media/{store}/images"


async def keep_asset(tx: Tx, store: StoreId, data: bytes, *, origin: str) -> str:
    """Keep a picture and return its address below `origin`; the same one has the same. Raises Invalid on `content`."""
    if len(data) > LARGEST:
        raise Invalid.one("content", f"May have at most {LARGEST} bytes.")
    kind = next((kind for start, kind in _STARTS.items() if data.startswith(start)), None)
    if kind is None or (kind[1] == "webp" and data[8:12] != b"WEBP"):
        raise Invalid.one("content", "Must be a JPEG, PNG, GIF or WebP picture.")
    path = f"{folder(store)}/{hashlib.sha256(data).hexdigest()[:24]}.{kind[1]}"
    url = f"{origin}/{path}"
    await tx.run(ADD, store, path, url, kind[0], data, tx.now)
    return url


async def link_asset(tx: Tx, store: StoreId, url: str) -> str:
    """Remember a picture that is elsewhere; its path. Raises Invalid on `url`."""
    url = checks.url(url, field="url")
    path = urlsplit(url).path.lstrip("/")
    if not path:
        raise Invalid.one("url", "Must have a path.")
    await tx.run(ADD, store, path, url, "", None, tx.now)
    return path


async def asset_address(db: Db, store: StoreId, path: str) -> str:
    """The whole address of a picture by its path. Raises Invalid on `asset_url` for one that is not known."""
    found = await db.value(ADDRESS, store, path.lstrip("/"))
    if found is None:
        raise Invalid.one("asset_url", "There is no such asset.")
    return str(found)


async def asset_content(db: Db, store: int, path: str) -> Content:
    """A kept picture. Raises NotFound."""
    row = await db.one(CONTENT, store, path)
    if row is None:
        raise NotFound("asset")
    return Content(row["media_type"], row["content"])
