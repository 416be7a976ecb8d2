"""Stores on this wire."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from serai.core.stores import DomainRecord, DomainStatus, Language, Status, Store
from serai.dialects.skalia import ids
from serai.dialects.skalia.paging import Paged
from serai.dialects.skalia.shapes.times import Time, time_or_none, time_out

Name = Annotated[str, Meta(min_length=3, max_length=100)]
Category = Annotated[str, Meta(min_length=1, max_length=50)]


class StoresQuery(Paged):
    status: Status | None = None


class SlugQuery(Struct, rename="camel"):
    public_slug: str


class StoreIn(Struct, rename="camel", forbid_unknown_fields=True):
    name: Name
    category: Category
    public_slug: Annotated[str, Meta(min_length=3, max_length=63, pattern="^[a-z0-9]+(-[a-z0-9]+)*$")]
    language: Language


class StoreChangeIn(Struct, rename="camel", forbid_unknown_fields=True):
    name: Name | UnsetType = UNSET
    category: Category | UnsetType = UNSET


class StatusIn(Struct, forbid_unknown_fields=True):
    status: Status


class DomainIn(Struct, forbid_unknown_fields=True):
    """`null` clears it."""

    domain: Annotated[str, Meta(max_length=300)] | None


class LanguageIn(Struct, forbid_unknown_fields=True):
    language: Language


class RecordOut(Struct):
    """What the merchant puts into the domain's DNS."""

    type: Literal["TXT"]
    name: str
    value: str


class StoreOut(Struct, rename="camel"):
    id: str
    name: str
    category: str
    public_slug: str
    custom_domain: str | None
    language: Language
    status: Status
    is_published: bool
    published_at: Time | None
    created_at: Time
    updated_at: Time
    custom_domain_status: DomainStatus | None
    custom_domain_record: RecordOut | None


class SlugOut(Struct, rename="camel"):
    public_slug: str
    available: bool


def store_out(store: Store) -> StoreOut:
    return StoreOut(
        id=ids.write("store", store.id),
        name=store.name,
        category=store.category,
        public_slug=store.public_slug,
        custom_domain=store.custom_domain,
        language=store.language,
        status=store.status,
        is_published=store.is_published,
        published_at=time_or_none(store.published_at),
        created_at=time_out(store.created_at),
        updated_at=time_out(store.updated_at),
        custom_domain_status=store.domain_status,
        custom_domain_record=_record_out(store.domain_record),
    )


def _record_out(record: DomainRecord | None) -> RecordOut | None:
    return None if record is None else RecordOut("TXT", record.name, record.value)
