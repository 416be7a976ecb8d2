"""A request's body: what it says it is, how large it may be, and how long it may take."""

from collections.abc import Mapping

from serai.wire import forms
from serai.wire.asgi import Receive
from serai.wire.deadline import Deadline
from serai.wire.errors import BodyTimeout, TooLarge, UnsupportedMedia
from serai.wire.operation import Operation

LARGEST = 1024 * 1024
"""Bytes of a request body; an operation that takes uploads has its own."""
BODY_SECONDS = 30.0


def check_media(operation: Operation, headers: Mapping[str, str], *, with_forms: bool = False) -> bool:
    """Whether the body is a form that stands for JSON, which it may be `with_forms`.

    Raises UnsupportedMedia when it does not say that it is what the operation takes.
    """
    said = headers.get("content-type", "")
    if said != operation.media:
        said = said.split(";")[0].strip().lower()
    if operation.media == forms.URLENCODED:  # such an operation reads its body itself, and refuses it in words of its own
        return False
    if said == operation.media or (operation.media == "application/json" and said.endswith("+json")):
        return False
    if with_forms and operation.media == "application/json" and said in (forms.URLENCODED, forms.MULTIPART):
        return True
    raise UnsupportedMedia


async def read(receive: Receive, headers: Mapping[str, str], largest: int) -> bytes:
    """The whole body. Raises TooLarge beyond `largest` bytes, BodyTimeout when it does not arrive in time."""
    announced = headers.get("content-length", "0")
    if announced.isdecimal() and int(announced) > largest:
        raise TooLarge
    try:
        with Deadline(BODY_SECONDS):
            return await gather(receive, largest)
    except TimeoutError:
        raise BodyTimeout from None


async def gather(receive: Receive, largest: int) -> bytes:
    """The whole body, however long it takes. Raises TooLarge, and BodyTimeout when its sender is gone."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise BodyTimeout
        part = message.get("body", b"")
        size += len(part)
        if size > largest:
            raise TooLarge
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)
