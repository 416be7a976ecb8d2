"""What can go wrong with products."""

from dataclasses import dataclass

from serai.kit.errors import Refused


@dataclass(eq=False)
class VariantReserved(Refused):
    """A variant cannot go while open orders hold pieces of it. `reserved` in pieces."""

    sku: str | None
    name: str
    reserved: int


@dataclass(eq=False)
class Reserved(Refused):
    """An attribute group that every store has by itself and nobody can make."""

    name: str


@dataclass(eq=False)
class InUse(Refused):
    """Something cannot go while other things have it. `what` in English, as `NotFound` has it."""

    what: str
    name: str


@dataclass(eq=False)
class NotRequestable(Refused):
    """A state that a product comes to by itself, or none at all; `live`, `draft` and `blocked` can be asked for."""

    state: str
