"""Finds the SQL of the code: constants in capitals at the top of modules, and what calls hand to the database."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import serai

ROOT: Final = Path(serai.__file__).parent
BEGINS: Final = re.compile(
    r"\s*(select|insert|update|delete|with|create|alter|drop|set|reset|listen|notify|lock|truncate|copy|merge|begin|do|"
    r"prepare|declare|discard|vacuum|grant)\s",
    re.IGNORECASE,
)
_HAS_QUERY: Final = re.compile(r"\bselect\b.*\bfrom\b", re.IGNORECASE | re.DOTALL)
_RUNS: Final = frozenset({"all", "one", "value", "run", "script"})
_IS_CONSTANT: Final = re.compile(r"_?[A-Z][A-Z0-9_]*")


def modules(*packages: str) -> Iterator[tuple[str, Path]]:
    """Import name and path of every module of these packages of the product."""
    for package in packages:
        found = ROOT / package
        for path in sorted(found.rglob("*.py")) if found.is_dir() else [found.with_suffix(".py")]:
            name = ".".join(("serai", *path.relative_to(ROOT).with_suffix("").parts))
            yield name.removesuffix(".__init__"), path


def constants(*packages: str) -> dict[str, str]:
    """`serai.core.orders.move.UPDATE` → its text, for every constant that is SQL, whole or a part of it."""
    found: dict[str, str] = {}
    for name, path in modules(*packages):
        for constant in _names(ast.parse(path.read_text())):
            value = getattr(importlib.import_module(name), constant)
            if isinstance(value, str) and (BEGINS.match(value) or _HAS_QUERY.search(value)):
                found[f"{name}.{constant}"] = value
    return found


def _names(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        yield from (t.id for t in targets if isinstance(t, ast.Name) and _IS_CONSTANT.fullmatch(t.id))


def loose(source: str) -> list[str]:
    """Calls whose SQL is put together from anything but constants and numbered parameters, as `line: text`.

    Allowed: constants in capitals, also of another module; `.format()` and f-strings of what is allowed; what
    `kit.sql.Where` and `columns` give; a value looked up in a constant map; a local variable that only holds such things.
    """
    wrong: list[str] = []
    for function in ast.walk(ast.parse(source)):
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
            known = _assigned(function)
            calls = [node for node in ast.walk(function) if isinstance(node, ast.Call) and _is_run(node)]
            bad = [call for call in calls if not _is_fixed(call.args[0], known, frozenset())]
            wrong += [f"{call.lineno}: {ast.unparse(call.args[0])}" for call in bad]
    return sorted(set(wrong))


def _is_run(call: ast.Call) -> bool:
    function = call.func
    if not (isinstance(function, ast.Attribute) and call.args):
        return False
    owner = ast.unparse(function.value).rsplit(".", 1)[-1]
    runs = function.attr in _RUNS and owner in {"db", "tx", "database", "transaction", "replica"}
    return runs or (function.attr == "add" and owner == "where")


def _assigned(function: ast.AST) -> dict[str, list[ast.expr]]:
    """What each local variable may hold."""
    found: dict[str, list[ast.expr]] = {}
    for node in ast.walk(function):
        if isinstance(node, (ast.Assign, ast.AugAssign)) and node.value is not None:
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                names, values = _pairs(target, node.value)
                for name, value in zip(names, values, strict=False):
                    found.setdefault(name, []).append(value)
    return found


def _pairs(target: ast.expr, value: ast.expr) -> tuple[list[str], list[ast.expr]]:
    if isinstance(target, ast.Name):
        return [target.id], [value]
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        return [t.id for t in target.elts if isinstance(t, ast.Name)], list(value.elts)
    return [], []


def _is_fixed(node: ast.expr, known: dict[str, list[ast.expr]], seen: frozenset[str]) -> bool:
    def fixed(*parts: ast.expr) -> bool:
        return all(_is_fixed(part, known, seen) for part in parts)

    if isinstance(node, ast.Constant):
        return isinstance(node.value, (str, int))
    if isinstance(node, ast.Name) and not _IS_CONSTANT.fullmatch(node.id):
        if node.id in seen:
            return True
        values = known.get(node.id, [])
        return bool(values) and all(_is_fixed(value, known, seen | {node.id}) for value in values)
    if isinstance(node, (ast.Name, ast.Attribute)):
        return bool(_IS_CONSTANT.fullmatch(ast.unparse(node).rsplit(".", 1)[-1]))
    if isinstance(node, ast.JoinedStr):
        return fixed(*(part.value for part in node.values if isinstance(part, ast.FormattedValue)))
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Add) and fixed(node.left, node.right)
    if isinstance(node, ast.IfExp):
        return fixed(node.body, node.orelse)
    if isinstance(node, ast.Subscript):
        return fixed(node.value)
    return isinstance(node, ast.Call) and _is_fixed_call(node, known, seen)


def _is_fixed_call(node: ast.Call, known: dict[str, list[ast.expr]], seen: frozenset[str]) -> bool:
    if isinstance(node.func, ast.Attribute):
        owner = ast.unparse(node.func.value)
        if owner == "where" and node.func.attr in ("param", "clause"):
            return True
        if node.func.attr == "format":
            parts = [node.func.value, *node.args, *(keyword.value for keyword in node.keywords)]
            return all(_is_fixed(part, known, seen) for part in parts)
    return ast.unparse(node.func).rsplit(".", 1)[-1] == "columns" and all(_is_fixed(a, known, seen) for a in node.args)
