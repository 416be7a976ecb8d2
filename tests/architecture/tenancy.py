"""Reads a statement and says where it could touch another store's rows.

A table of the store plane is bound when its `store_id` equals a parameter, an element of a parameter that is a list, or a
column that is bound itself; in a condition that must hold, so not below `or`, and not on the kept side of an outer join.
What a subquery or a `with` gives is bound when it was bound inside. A write must give `store_id` such a value.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Final

import pglast
from pglast import ast
from pglast.enums import A_Expr_Kind, BoolExprType, JoinType, SetOperation

ONE: Final = 1
"""Bound to one store; what may be locked."""
MANY: Final = 2
"""Bound to an owner's stores."""

_MANY_COLUMNS: Final = 100
"""Stands for as many columns as a function may give that names none."""

Columns = Mapping[str, frozenset[str]]
Outputs = list[tuple[str, int | None]]


@dataclass
class Range:
    """Something in `from`: a table, or what gives the columns that `known` says. Unknown columns: a function."""

    alias: str
    table: str | None
    columns: frozenset[str] | None
    known: dict[str, int] = field(default_factory=dict)


@dataclass
class Equality:
    """Two expressions that are equal in every row; `binds` are the ranges of which that is true."""

    left: Any
    right: Any
    binds: frozenset[str]
    kind: int = ONE


@dataclass
class Scope:
    parent: "Scope | None"
    ctes: dict[str, Outputs]
    ranges: dict[str, Range] = field(default_factory=dict)
    equalities: list[Equality] = field(default_factory=list)
    derived: list[Any] = field(default_factory=list)

    def find(self, column: Any) -> tuple["Scope", Range, str] | None:
        """Whose column it is; an outer query's when no range here has it."""
        if not isinstance(column, ast.ColumnRef) or isinstance(column.fields[-1], ast.A_Star):
            return None
        names = [part.sval for part in column.fields]
        scope: Scope | None = self
        while scope is not None:
            for candidate in scope.ranges.values():
                fits = candidate.alias == names[0] if len(names) > 1 else names[0] in (candidate.columns or ())
                if fits:
                    return scope, candidate, names[-1]
            scope = scope.parent
        return None

    def kind_of(self, value: Any) -> int | None:
        """ONE or MANY when the value can only be a store the caller gave."""
        while isinstance(value, ast.TypeCast):
            value = value.arg
        if isinstance(value, ast.ParamRef):
            return ONE
        found = self.find(value)
        return found[1].known.get(found[2]) if found else None

    def settle(self) -> None:
        """Bind all that follows from the equalities."""
        changed = True
        while changed:
            changed = any(self._bind(e.left, e.right, e) or self._bind(e.right, e.left, e) for e in self.equalities)

    def _bind(self, column: Any, value: Any, by: Equality) -> bool:
        found, kind = self.find(column), self.kind_of(value)
        if found is None or kind is None or found[0] is not self or found[1].alias not in by.binds:
            return False
        kind = max(kind, by.kind)
        if found[1].known.get(found[2], MANY + 1) <= kind:
            return False
        found[1].known[found[2]] = kind
        return True


class Reader:
    """Walks one statement; `faults` is what it found."""

    def __init__(self, columns: Columns, plane: frozenset[str]) -> None:
        self._columns = columns
        self._plane = plane
        self.faults: list[str] = []

    def read(self, sql: str) -> list[str]:
        """The faults of one or more statements."""
        for raw in pglast.parse_sql(sql):
            if isinstance(raw.stmt, (ast.SelectStmt, ast.InsertStmt, ast.UpdateStmt, ast.DeleteStmt)):
                self.query(raw.stmt, None, {})
        return self.faults

    def query(self, node: Any, parent: Scope | None, ctes: dict[str, Outputs]) -> Outputs:
        """Check a query; the columns that it gives, each with its kind when it is bound."""
        ctes = dict(ctes)
        for cte in node.withClause.ctes if getattr(node, "withClause", None) else ():
            ctes[cte.ctename] = []
            ctes[cte.ctename] = self.query(cte.ctequery, parent, ctes)
        if isinstance(node, ast.SelectStmt):
            return self._select(node, parent, ctes)
        return self._write(node, parent, ctes)

    # ── the kinds of statement ──

    def _select(self, node: ast.SelectStmt, parent: Scope | None, ctes: dict[str, Outputs]) -> Outputs:
        if node.op != SetOperation.SETOP_NONE:
            left, right = self.query(node.larg, parent, ctes), self.query(node.rarg, parent, ctes)
            return [(name, max(a, b) if a and b else None) for (name, a), (_, b) in zip(left, right, strict=True)]
        scope = Scope(parent, ctes)
        if node.valuesLists:
            self._look_inside(node.valuesLists, scope)
            columns = zip(*node.valuesLists, strict=True)
            return [("", min(scope.kind_of(value) or 0 for value in column) or None) for column in columns]
        self._fill(scope, node.fromClause or (), node.whereClause)
        self._check(scope)
        self._check_lock(node, scope)
        rest = (node.targetList, node.havingClause, node.groupClause, node.sortClause, node.distinctClause)
        self._look_inside([*rest, node.limitCount, node.limitOffset], scope)
        return self._outputs(node.targetList or (), scope)

    def _write(self, node: Any, parent: Scope | None, ctes: dict[str, Outputs]) -> Outputs:
        scope = Scope(parent, ctes)
        self._add(node.relation, scope)
        target = next(iter(scope.ranges.values()))
        if isinstance(node, ast.InsertStmt):
            self._check_inserted(node, parent, ctes)
            changes = node.onConflictClause.targetList if node.onConflictClause else None
            target.known["store_id"] = ONE
        else:
            changes = getattr(node, "targetList", None)
            more = getattr(node, "fromClause", None) or getattr(node, "usingClause", None) or ()
            self._fill(scope, more, node.whereClause)
            self._check(scope)
        if target.table in self._plane and any(change.name == "store_id" for change in changes or ()):
            self.faults.append(f"{target.table}: store_id never changes")
        returned = node.returningClause.exprs if node.returningClause else ()
        self._look_inside([changes, getattr(node, "whereClause", None), returned], scope)
        return self._outputs(returned, scope)

    def _check_inserted(self, node: ast.InsertStmt, parent: Scope | None, ctes: dict[str, Outputs]) -> None:
        given = self.query(node.selectStmt, parent, ctes) if node.selectStmt else []
        if node.relation.relname not in self._plane:
            return
        names = [column.name for column in node.cols or ()]
        place = names.index("store_id") if "store_id" in names else -1
        if place < 0 or len(given) <= place or given[place][1] is None:
            self.faults.append(f"{node.relation.relname}: the insert gives store_id no parameter")

    # ── from and where ──

    def _fill(self, scope: Scope, sources: Sequence[Any], where: Any) -> None:
        for source in sources:
            self._add(source, scope)
        self._require(where, scope, frozenset(scope.ranges))
        scope.settle()
        for node in scope.derived:
            given = self.query(node.subquery, scope, scope.ctes)
            found = scope.ranges[node.alias.aliasname]
            found.columns = frozenset(name for name, _ in given)
            found.known = {name: kind for name, kind in given if kind}
            scope.settle()
        self._look_inside(where, scope)

    def _add(self, node: Any, scope: Scope) -> frozenset[str]:
        """Put a part of `from` into the scope; the aliases it brings."""
        if isinstance(node, ast.JoinExpr):
            return self._join(node, scope)
        if isinstance(node, ast.RangeVar):
            found = self._named(node, scope)
        elif isinstance(node, ast.RangeFunction):
            found = _called(node)
            self._look_inside(node.functions, scope)
        else:
            found = Range(node.alias.aliasname, None, frozenset())
            scope.derived.append(node)
        scope.ranges[found.alias] = found
        return frozenset({found.alias})

    def _named(self, node: ast.RangeVar, scope: Scope) -> Range:
        alias = node.alias.aliasname if node.alias else node.relname
        if node.relname in scope.ctes:
            given = scope.ctes[node.relname]
            return Range(alias, None, frozenset(name for name, _ in given), {name: kind for name, kind in given if kind})
        if node.relname not in self._columns and not node.relname.startswith("pg_"):
            self.faults.append(f"{node.relname}: no such table")
        return Range(alias, node.relname, self._columns.get(node.relname, frozenset()))

    def _join(self, node: ast.JoinExpr, scope: Scope) -> frozenset[str]:
        left, right = self._add(node.larg, scope), self._add(node.rarg, scope)
        binds = {
            JoinType.JOIN_INNER: left | right,
            JoinType.JOIN_LEFT: right,
            JoinType.JOIN_RIGHT: left,
        }.get(node.jointype, frozenset())
        self._require(node.quals, scope, binds)
        self._look_inside(node.quals, scope)
        for name in node.usingClause or ():
            for a in left:
                for b in right:
                    scope.equalities.append(Equality(_column(a, name.sval), _column(b, name.sval), binds))
        return left | right

    def _require(self, node: Any, scope: Scope, binds: frozenset[str]) -> None:
        """Note what a condition makes equal."""
        if isinstance(node, ast.BoolExpr) and node.boolop == BoolExprType.AND_EXPR:
            for part in node.args:
                self._require(part, scope, binds)
        elif isinstance(node, ast.A_Expr) and [part.sval for part in node.name] == ["="]:
            if node.kind == A_Expr_Kind.AEXPR_OP_ANY:
                scope.equalities.append(Equality(node.lexpr, node.rexpr, binds, MANY))
            elif isinstance(node.lexpr, ast.RowExpr) and isinstance(node.rexpr, ast.RowExpr):
                for left, right in zip(node.lexpr.args, node.rexpr.args, strict=True):
                    scope.equalities.append(Equality(left, right, binds))
            elif node.kind == A_Expr_Kind.AEXPR_OP:
                scope.equalities.append(Equality(node.lexpr, node.rexpr, binds))

    # ── what must hold ──

    def _check(self, scope: Scope) -> None:
        for found in scope.ranges.values():
            if found.table in self._plane and "store_id" not in found.known:
                self.faults.append(f"{found.table} {found.alias}: no store_id = $n reaches it")

    def _check_lock(self, node: ast.SelectStmt, scope: Scope) -> None:
        for lock in node.lockingClause or ():
            named = {r.relname for r in lock.lockedRels or ()} or set(scope.ranges)
            for alias in named & set(scope.ranges):
                found = scope.ranges[alias]
                if found.table in self._plane and found.known.get("store_id") != ONE:
                    self.faults.append(f"{found.table} {alias}: a lock spans stores")

    def _look_inside(self, node: Any, scope: Scope) -> None:
        """Subqueries of an expression, and whole rows of a table."""
        for part in _parts(node):
            if isinstance(part, ast.SubLink):
                self._look_inside(part.testexpr, scope)
                self.query(part.subselect, scope, scope.ctes)
            elif isinstance(part, ast.ColumnRef):
                self._check_column(part, scope)

    def _check_column(self, node: ast.ColumnRef, scope: Scope) -> None:
        star, first = isinstance(node.fields[-1], ast.A_Star), getattr(node.fields[0], "sval", None)
        for found in scope.ranges.values():
            whole = first == found.alias if first else star
            if found.table and whole and (star or (len(node.fields) == 1 and first not in (found.columns or ()))):
                self.faults.append(f"{found.table} {found.alias}: every column of a table")

    def _outputs(self, targets: Sequence[ast.ResTarget], scope: Scope) -> Outputs:
        outputs: Outputs = []
        for target in targets:
            value = target.val
            if isinstance(value, ast.ColumnRef) and isinstance(value.fields[-1], ast.A_Star):
                for found in scope.ranges.values():
                    outputs += [(name, found.known.get(name)) for name in sorted(found.columns or ())]
                    outputs += [] if found.columns else [("", found.known.get(""))] * _MANY_COLUMNS
            else:
                last = value.fields[-1].sval if isinstance(value, ast.ColumnRef) else ""
                outputs.append((target.name or last, scope.kind_of(value)))
        return outputs


def _called(node: ast.RangeFunction) -> Range:
    """`unnest($1, $2) as t (a, b)`: what it gives comes from the caller, as every argument is a parameter."""
    call = node.functions[0][0]
    alias = node.alias.aliasname if node.alias else ""
    names = [column.sval for column in node.alias.colnames or ()] if node.alias else []
    names = names or [column.colname for column in node.coldeflist or ()] or ([alias] if alias else [])
    arguments = [a.arg if isinstance(a, ast.TypeCast) else a for a in getattr(call, "args", None) or ()]
    given = bool(arguments) and all(isinstance(a, ast.ParamRef) for a in arguments)
    is_unnest = isinstance(call, ast.FuncCall) and call.funcname[-1].sval == "unnest"
    known = dict.fromkeys([*names, ""], MANY) if given and is_unnest else {}
    return Range(alias, None, frozenset(names) or None, known)


def _column(alias: str, name: str) -> ast.ColumnRef:
    return ast.ColumnRef(fields=(ast.String(sval=alias), ast.String(sval=name)))


def _parts(node: Any) -> Iterator[Any]:
    """The expression and all below it, but not what is inside a subquery."""
    if isinstance(node, (tuple, list)):
        yield from chain.from_iterable(_parts(part) for part in node)
    elif isinstance(node, ast.Node):
        yield node
        if not isinstance(node, ast.SubLink):
            yield from chain.from_iterable(_parts(getattr(node, name)) for name in node)
