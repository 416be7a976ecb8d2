"""Answers that are sent as they are made, for what is too large to hold."""

from collections.abc import AsyncIterator

from serai.wire.call import Reply


async def streamed(pieces: AsyncIterator[bytes], *, media: str, file_name: str) -> Reply:
    """A download. Its first piece is made at once, so that what fails on the way to it is still refused properly.

    `file_name` is ASCII without quotes.
    """
    first = await anext(pieces, b"")
    headers = (("content-disposition", f'attachment; filename="{file_name}"'),)
    return Reply(_all(first, pieces), media=media, headers=headers)


async def _all(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in rest:
        yield piece
