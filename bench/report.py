"""The results as a table and as one line of JSON."""

from collections.abc import Mapping
from typing import Any

import msgspec

from bench.works import TARGETS


def table(found: Mapping[str, Any]) -> str:
    """One line a work: its figures and the target."""
    return "\n".join(f"{name:<12}  {_line(name, _plain(result))}" for name, result in found.items()) + "\n"


def rounded(found: Mapping[str, Any]) -> dict[str, dict[str, float]]:
    """Every figure to four significant digits."""
    return {name: {k: float(f"{v:.4g}") for k, v in _plain(result).items()} for name, result in found.items()}


def _plain(result: Any) -> dict[str, float]:
    plain: dict[str, float] = msgspec.to_builtins(result)
    return plain


def _line(name: str, figures: Mapping[str, float]) -> str:
    told = "  ".join(f"{key} {value:,.4g}" for key, value in figures.items())
    target = TARGETS.get(name)
    return f"{told}  (wanted: {target})" if target else told
