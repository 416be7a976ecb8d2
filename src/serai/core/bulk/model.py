"""Requests that were sent in bulk, to be carried out in the background."""

from enum import StrEnum
from typing import NewType

from msgspec import Raw, Struct

from serai.core.accounts import StoreId

BulkId = NewType("BulkId", int)


class Status(StrEnum):
    """New: more of the request is to come."""

    NEW = "new"
    PENDING = "pending"
    PROCESSING = "processing"
    PROCESSED = "processed"
    CANCELLED = "cancelled"


class Done(StrEnum):
    """What became of one operation."""

    NEW = "new"
    PROCESSED = "processed"
    FAILED = "failed"


class Operation(Struct, frozen=True, kw_only=True):
    """One request: `url` below the dialect's base, `body` as JSON. `key` is its own within the bulk."""

    key: str
    url: str
    method: str
    headers: dict[str, str] = {}
    body: Raw | None = None


class NewBulk(Struct, frozen=True, kw_only=True):
    """Operations about one subject, and what their sender may do. `continues` is the bulk that they are more of."""

    subject: str
    operations: tuple[Operation, ...]
    scopes: tuple[str, ...]
    actor: str
    request_url: str | None = None
    operation_url: str | None = None
    is_complete: bool = True
    continues: BulkId | None = None


class Bulk(Struct, frozen=True, kw_only=True):
    """How far it is. `processed` counts the operations that are over, the `failed` among them."""

    store_id: StoreId
    id: BulkId
    subject: str
    status: Status
    total: int
    processed: int
    failed: int
    scopes: tuple[str, ...]
    actor: str
    request_url: str | None
    operation_url: str | None


class Outcome(Struct, frozen=True):
    """What an operation was answered: HTTP's status, and the body as JSON (None: none)."""

    status_code: int
    body: Raw | None

    @property
    def done(self) -> Done:
        return Done.PROCESSED if self.status_code < 400 else Done.FAILED


class Progress(Struct, frozen=True, kw_only=True):
    """One operation and what became of it."""

    key: str
    status: Done
    outcome: Outcome | None
