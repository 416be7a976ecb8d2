"""Operations compiled to a tree by path segment: finding one costs the same however many there are."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import unquote

from serai.wire.errors import MethodNotAllowed, UnknownRoute
from serai.wire.operation import Operation


@dataclass(slots=True)
class _Node:
    children: dict[str, "_Node"] = field(default_factory=dict)
    parameter: "_Node | None" = None
    rest: "_Node | None" = None
    operations: dict[str, Operation] = field(default_factory=dict)


class Routes:
    """Where two paths fit, the one with the fixed segment wins. A `{name:path}` takes all segments that are left.

    Paths are matched as they were sent: a slash that a client encoded is part of its segment. `decode` says how. With
    `trailing` a slash at the end makes no difference.
    """

    def __init__(
        self, operations: Iterable[Operation], *, decode: Callable[[str], str] = unquote, trailing: bool = False
    ) -> None:
        self._root = _Node()
        self._fixed: dict[str, _Node] = {}
        self._decode = decode
        self._trailing = trailing
        for operation in operations:
            self._add(operation)

    def _add(self, operation: Operation) -> None:
        node = self._root
        for segment in operation.path.strip("/").split("/"):
            if segment.endswith(":path}"):
                node.rest = node = node.rest or _Node()
            elif segment.startswith("{"):
                node.parameter = node = node.parameter or _Node()
            else:
                node = node.children.setdefault(segment, _Node())
        if operation.method in node.operations:
            raise ValueError(f"two operations for {operation.method} {operation.path}")
        node.operations[operation.method] = operation
        if not operation.parameters:
            self._fixed[operation.path] = node

    def match(self, method: str, path: str) -> tuple[Operation, list[str]]:
        """The operation and its path parameters as text. Raises UnknownRoute, MethodNotAllowed."""
        node, values = self._fixed.get(path), list[str]()
        if node is None:
            found = _find(self._root, self._segments(path), 0, [])
            if found is None:
                raise UnknownRoute("path")
            node, values = found
        operation = node.operations.get("GET" if method == "HEAD" else method)
        if operation is None:
            raise MethodNotAllowed(tuple(sorted(node.operations)))
        return operation, values

    def has(self, path: str) -> bool:
        """Whether any operation stands at this path."""
        return _find(self._root, self._segments(path), 0, []) is not None

    def _segments(self, path: str) -> list[str]:
        segments = (path.removesuffix("/") if self._trailing else path).removeprefix("/").split("/")
        return [self._decode(segment) for segment in segments] if "%" in path or "+" in path else segments


def _find(node: _Node, segments: list[str], depth: int, values: list[str]) -> tuple[_Node, list[str]] | None:
    if depth == len(segments):
        return (node, values) if node.operations else None
    segment = segments[depth]
    fixed = node.children.get(segment)
    if fixed is not None:
        found = _find(fixed, segments, depth + 1, values)
        if found is not None:
            return found
    if node.parameter is not None and segment:
        found = _find(node.parameter, segments, depth + 1, [*values, segment])
        if found is not None:
            return found
    if node.rest is not None and segment:
        return node.rest, [*values, "/".join(segments[depth:])]
    return None
