"""Objects that a client may name in two ways."""

import msgspec


class Identifier(msgspec.Struct, frozen=True):
    """An object's `id`, or the reference `key` that a merchant gave it. With neither, it is nobody's. `text` as it was sent."""

    id: int | None
    key: str | None
    text: str
