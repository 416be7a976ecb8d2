"""Bulk requests: many operations in one body, and how far they are."""

from typing import Annotated, Any, Literal

import msgspec

from serai.core import bulk
from serai.dialects.scayle_admin.shapes.fields import Id, Text
from serai.dialects.scayle_admin.shapes.merchants import DEFAULT
from serai.kit import checks
from serai.kit.errors import Invalid, within
from serai.wire.dialect import ENCODER

Url = Annotated[str, msgspec.Meta(max_length=2048, pattern=r"^/[^\s#]*$", examples=["/variants/123/stocks"])]
Method = Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
MERCHANT = "x-merchant-key"


class CallbacksIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    request_url: Text | None = None
    operation_url: Text | None = None
    request_status: Literal["complete", "incomplete"] | None = None
    bulk_request_key: Id | None = None


class OperationIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    key: Text
    url: Url
    method: Method
    headers: dict[str, Text] | None = None
    body: dict[str, Any] | list[Any] | None = None

    def to_core(self, about: str) -> bulk.Operation:
        """Raises Invalid for a URL that is not about what the request is about, and for another merchant."""
        if not self.url.split("?")[0].startswith("/") or not _is_about(self.url, about):
            raise Invalid.one("url", f"Must be about {about}.")
        merchants = {value for name, value in (self.headers or {}).items() if name.lower() == MERCHANT}
        if merchants - {DEFAULT.reference_key}:
            raise Invalid.one("headers", "There is no merchant but 'default'.")
        body = None if self.body is None else msgspec.Raw(ENCODER.encode(self.body))
        return bulk.Operation(key=self.key, url=self.url, method=self.method, headers=self.headers or {}, body=body)


class BulkRequestIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    operations: list[OperationIn]
    callbacks: CallbacksIn | None = None

    def to_core(self, about: str, *, scopes: frozenset[str], actor: str) -> bulk.NewBulk:
        """Raises Invalid for an operation or a callback that cannot be."""
        callbacks = self.callbacks or CallbacksIn()
        for field in ("request_url", "operation_url"):
            if (url := getattr(callbacks, field)) is not None:
                checks.url(url, field=f"callbacks.{field}")
        operations = []
        for i, each in enumerate(self.operations):
            with within(f"operations.{i}"):
                operations.append(each.to_core(about))
        return bulk.NewBulk(
            subject=about,
            operations=tuple(operations),
            scopes=tuple(sorted(scopes)),
            actor=actor,
            request_url=callbacks.request_url,
            operation_url=callbacks.operation_url,
            is_complete=callbacks.request_status != "incomplete",
            continues=None if callbacks.bulk_request_key is None else bulk.BulkId(callbacks.bulk_request_key),
        )


class BulkRequestOut(msgspec.Struct, frozen=True):
    key: int


class ProgressOut(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    total_operations: int
    processed_operations: int
    failed_operations: int


class BulkStatusOut(msgspec.Struct, frozen=True, kw_only=True):
    key: int
    status: str
    progress: ProgressOut


class ResponseOut(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    status_code: int | None
    body: Any


class OperationStatusOut(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    key: str
    status: str
    response: ResponseOut
    bulk_request: BulkStatusOut


def status_out(request: bulk.Bulk) -> BulkStatusOut:
    progress = ProgressOut(
        total_operations=request.total, processed_operations=request.processed, failed_operations=request.failed
    )
    return BulkStatusOut(key=request.id, status=request.status, progress=progress)


def operation_out(request: bulk.Bulk, operation: bulk.Progress) -> OperationStatusOut:
    outcome = operation.outcome
    answer = ResponseOut(status_code=None, body=None)
    if outcome is not None:
        answer = ResponseOut(status_code=outcome.status_code, body=outcome.body)
    return OperationStatusOut(key=operation.key, status=operation.status, response=answer, bulk_request=status_out(request))


def _is_about(url: str, about: str) -> bool:
    """`/variants/{any}/prices…` is about prices, `/products…` about products. A bulk holds no bulk."""
    parts = url.split("?", maxsplit=1)[0].strip("/").split("/")
    if parts[-1] == "bulk-requests":
        return False
    return parts[:1] == [about] if about == "products" else parts[:1] == ["variants"] and parts[2:3] == [about]
