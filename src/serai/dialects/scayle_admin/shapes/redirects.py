"""Redirects."""

from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType

from serai.core import navigation
from serai.core.navigation import NewRedirect, Redirect, RedirectId, Refusal
from serai.dialects.scayle_admin.dates import stamp
from serai.dialects.scayle_admin.shapes.fields import Id


class ParentIn(msgspec.Struct, frozen=True, kw_only=True):
    """Another redirect, by its id; the rest of it counts for nothing."""

    id: Id


class ErrorOut(msgspec.Struct, frozen=True, rename="camel"):
    error_key: str
    message: str


class RedirectIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """What only the server sets may be sent and counts for nothing, but for the `id` in bulk: it names what to change."""

    source: str
    target: str
    status_code: int = 301
    is_regex: bool = False
    parent: ParentIn | None = None
    priority: int = 0
    id: Id | None = None
    error: ErrorOut | None = None
    created_at: str | None = None
    updated_at: str | None = None

    def to_core(self) -> NewRedirect:
        return NewRedirect(
            source=self.source,
            target=self.target,
            status_code=self.status_code,
            is_regex=self.is_regex,
            parent=None if self.parent is None else RedirectId(self.parent.id),
            priority=self.priority,
        )


Redirects = Annotated[list[RedirectIn], msgspec.Meta(max_length=1000)]


class GoneIn(msgspec.Struct, frozen=True, kw_only=True):
    """A redirect to take away; of one that is sent whole the id counts."""

    id: Id


Gone = Annotated[list[GoneIn], msgspec.Meta(max_length=1000)]


class ParentOut(msgspec.Struct, frozen=True):
    id: int


class RedirectOut(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One that was refused in bulk has an `error` in place of what only the server sets."""

    id: int | UnsetType = UNSET
    source: str
    target: str
    status_code: int
    is_regex: bool
    parent: ParentOut | None
    priority: int
    error: ErrorOut | UnsetType = UNSET
    created_at: str | UnsetType = UNSET
    updated_at: str | UnsetType = UNSET


def redirect_out(redirect: Redirect) -> RedirectOut:
    return RedirectOut(
        id=redirect.id,
        source=redirect.source,
        target=redirect.target,
        status_code=redirect.status_code,
        is_regex=redirect.is_regex,
        parent=None if redirect.parent is None else ParentOut(redirect.parent),
        priority=redirect.priority,
        created_at=stamp(redirect.created_at),
        updated_at=stamp(redirect.updated_at),
    )


def outcome_out(sent: RedirectIn, outcome: navigation.Redirect | Refusal) -> RedirectOut:
    """What became of one of several."""
    if isinstance(outcome, Redirect):
        return redirect_out(outcome)
    return RedirectOut(
        id=UNSET if sent.id is None else sent.id,
        source=sent.source,
        target=sent.target,
        status_code=sent.status_code,
        is_regex=sent.is_regex,
        parent=None if sent.parent is None else ParentOut(sent.parent.id),
        priority=sent.priority,
        error=ErrorOut("validation_error", outcome.message),
    )
