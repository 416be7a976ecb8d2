"""What can go wrong with products."""

from dataclasses import dataclass

from serai.kit.errors import Refused


@dataclass(eq=False)
class VariantReserved(Refused):
    """A variant cannot go while open orders hold pieces of it. `reserved` in pieces."""

    sku: str | None
    name: str
    reserved: int
