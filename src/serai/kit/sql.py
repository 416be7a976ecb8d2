"""Optional filters composed into numbered parameters. Identifiers never come from input."""

from collections.abc import Sequence
from typing import Self


class Where:
    """Conditions with their values: `where.add("state = {}", state)` numbers the parameter and keeps the value."""

    def __init__(self, *values: object) -> None:
        self.values: list[object] = list(values)
        self._parts: list[str] = []

    def apart(self) -> Self:
        """Conditions of their own; their values are numbered along with these."""
        other = type(self)()
        other.values = self.values
        return other

    def param(self, value: object) -> str:
        """Keep a value and return its placeholder, such as `$3`."""
        self.values.append(value)
        return f"${len(self.values)}"

    def add(self, condition: str, *values: object) -> None:
        """One more condition; each `{}` in it stands for the next value."""
        self._parts.append(condition.format(*(self.param(value) for value in values)))

    def add_if(self, condition: str, value: object | None) -> None:
        """The same, left out when the value is None."""
        if value is not None:
            self.add(condition, value)

    def __bool__(self) -> bool:
        return bool(self._parts)

    def clause(self) -> str:
        """` and a and b`, or nothing: for appending to a condition that is already there."""
        return "".join(f"\n   and {part}" for part in self._parts)


def columns(prefix: str, names: Sequence[str]) -> str:
    """`p.id, p.name` from `p` and the names."""
    return ", ".join(f"{prefix}.{name}" for name in names)
