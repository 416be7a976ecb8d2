"""An import that was asked for, and how it went."""

from datetime import datetime
from enum import StrEnum
from typing import NewType

from msgspec import Struct

from serai.core.stores import StoreId

ImportId = NewType("ImportId", int)


class State(StrEnum):
    """FAILED: it stopped before its end, and `failure` says why; what was done until then stays."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Import(Struct, frozen=True, kw_only=True):
    """`lines` of `total_lines` records were looked at (unknown until a worker did); the counts are of products.

    `errors` left a product out, `warnings` changed something of one.
    """

    store: StoreId
    id: ImportId
    state: State
    dry_run: bool
    file_name: str | None
    total_lines: int | None
    lines: int
    created: int
    updated: int
    unchanged: int
    failed: int
    errors: int
    warnings: int
    failure: str | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
