"""Product imports on this wire."""

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta, Struct

from serai.core.transfer import Fault, Import, State
from serai.dialects.skalia import ids
from serai.dialects.skalia.shapes.times import Time, time_or_none, time_out


class ImportQuery(Struct, rename="camel"):
    dry_run: Annotated[bool, Meta(description="Check everything, write nothing.")] = False
    file_name: Annotated[str, Meta(max_length=255, description="For your own reference.")] | None = None


class FaultOut(Struct):
    """`line` as an editor numbers them: the header is line 1."""

    line: int
    column: str
    message: str
    value: str


class ImportOut(Struct, rename="camel"):
    """`lines` of `totalLines` records were looked at; `errors` and `warnings` are the first 100 of each."""

    id: str
    store_id: str
    status: State
    dry_run: bool
    file_name: str | None
    lines: int
    total_lines: int | None
    created: int
    updated: int
    unchanged: int
    failed: int
    error_count: int
    warning_count: int
    failure: str | None
    errors: list[FaultOut]
    warnings: list[FaultOut]
    created_at: Time
    started_at: Time | None
    finished_at: Time | None


def import_out(found: Import, errors: Sequence[Fault] = (), warnings: Sequence[Fault] = ()) -> ImportOut:
    return ImportOut(
        id=ids.write("import", found.id),
        store_id=ids.write("store", found.store),
        status=found.state,
        dry_run=found.dry_run,
        file_name=found.file_name,
        lines=found.lines,
        total_lines=found.total_lines,
        created=found.created,
        updated=found.updated,
        unchanged=found.unchanged,
        failed=found.failed,
        error_count=found.errors,
        warning_count=found.warnings,
        failure=found.failure,
        errors=[_fault_out(fault) for fault in errors],
        warnings=[_fault_out(fault) for fault in warnings],
        created_at=time_out(found.created_at),
        started_at=time_or_none(found.started_at),
        finished_at=time_or_none(found.finished_at),
    )


def _fault_out(fault: Fault) -> FaultOut:
    return FaultOut(fault.line, fault.column, fault.message, fault.value)
