"""What can go wrong with stock."""

from dataclasses import dataclass

from serai.core.inventory.model import VariantId
from serai.kit.errors import Refused


@dataclass(frozen=True)
class Lack:
    """Pieces that cannot be held. `index` counts from 0; nothing is available of a variant without a shelf there."""

    index: int
    variant: VariantId
    requested: int
    available: int


@dataclass(eq=False)
class NotEnough(Refused):
    """Some of the pieces cannot be held. Nothing was written but what ran out and was given back."""

    lacks: tuple[Lack, ...]


@dataclass(eq=False)
class WarehouseInUse(Refused):
    """It holds stock, or is the default one, where new pieces go."""

    warehouse: int
