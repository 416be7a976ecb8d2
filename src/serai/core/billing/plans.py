"""The plan table, read once."""

from collections.abc import Mapping
from importlib.resources import files
from typing import Final

import msgspec

from serai.core.billing.model import Plan


def _read() -> Mapping[str, Plan]:
    table = msgspec.toml.decode(files(__package__).joinpath("plans.toml").read_bytes(), type=dict[str, Plan])
    return {name: msgspec.structs.replace(plan, name=name) for name, plan in table.items()}


PLANS: Final = _read()
"""By name, smallest first."""
TRIAL: Final = PLANS["trial"]
