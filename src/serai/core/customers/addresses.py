"""A customer's addresses."""

from datetime import datetime
from typing import Any, Final

import msgspec
from msgspec import UNSET, Struct, UnsetType

from serai.core.customers.model import AddressId, CustomerId, Json
from serai.core.stores import StoreId
from serai.kit import checks
from serai.kit.checks import Faults
from serai.kit.db import Clash, Db, Row, Tx
from serai.kit.errors import Invalid, NotFound, Taken
from serai.kit.outbox import Event

COLUMNS = """a.id, a.customer_id, a.reference_key, a.street, a.house_number, a.additional, a.zip, a.city, a.country, a.state,
       a.recipient, a.collection_point, a.custom_data, a.is_default_billing, a.is_default_shipping, a.created_at,
       a.updated_at"""

LIST = f"""
select {COLUMNS}
  from customer_addresses a
  join customers c on c.store_id = a.store_id and c.id = a.customer_id
 where a.store_id = $1 and c.store_id = $1 and a.customer_id = any($2::bigint[]) and c.removed_at is null
 order by a.id
"""

OF = f"""
select {COLUMNS}
  from customer_addresses a
 where a.store_id = $1 and a.customer_id = $2 and (a.id = $3 or a.reference_key = $4)
"""

ANYBODYS = f"""
select {COLUMNS}
  from customer_addresses a
 where a.store_id = $1 and (a.id = $2 or a.reference_key = $3)
"""

LOCK = "select id from customers where store_id = $1 and id = $2 and removed_at is null for update"

COUNT = "select count(*) from customer_addresses where store_id = $1 and customer_id = $2"

INSERT = """
insert into customer_addresses
  (store_id, customer_id, reference_key, street, house_number, additional, zip, city, country, state, recipient,
   collection_point, custom_data, is_default_billing, is_default_shipping, created_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16)
returning id
"""

UPDATE = """
update customer_addresses
   set reference_key = $4, street = $5, house_number = $6, additional = $7, zip = $8, city = $9, country = $10, state = $11,
       recipient = $12, collection_point = $13, custom_data = $14, is_default_billing = $15, is_default_shipping = $16,
       updated_at = $17
 where store_id = $1 and customer_id = $2 and id = $3
"""

# There is at most one of each: the one before it is it no longer.
YIELD = """
update customer_addresses
   set is_default_billing = is_default_billing and not $3, is_default_shipping = is_default_shipping and not $4
 where store_id = $1 and customer_id = $2 and ((is_default_billing and $3) or (is_default_shipping and $4))
"""

DELETE = "delete from customer_addresses where store_id = $1 and customer_id = $2 and id = $3"

LONGEST: Final = 255
LONGEST_JSON: Final = 10_000
MOST: Final = 100
"""Addresses of one customer."""


class AddressFields(Struct, frozen=True, kw_only=True):
    """`country` is ISO 3166-1 alpha-2; `recipient` and `collection_point` are kept as they were given."""

    reference_key: str | None = None
    street: str | None = None
    house_number: str | None = None
    additional: str | None = None
    zip: str | None = None
    city: str | None = None
    country: str | None = None
    state: str | None = None
    recipient: Json | None = None
    collection_point: Json | None = None
    custom_data: Json | None = None
    is_default_billing: bool = False
    is_default_shipping: bool = False


class CustomerAddress(AddressFields, frozen=True, kw_only=True):
    """At most one of a customer's addresses is the default one for each purpose."""

    id: AddressId
    customer: CustomerId
    created_at: datetime
    updated_at: datetime


class AddressChange(Struct, frozen=True, kw_only=True):
    """What an edit says; UNSET leaves as it is, None clears."""

    reference_key: str | None | UnsetType = UNSET
    street: str | None | UnsetType = UNSET
    house_number: str | None | UnsetType = UNSET
    additional: str | None | UnsetType = UNSET
    zip: str | None | UnsetType = UNSET
    city: str | None | UnsetType = UNSET
    country: str | None | UnsetType = UNSET
    state: str | None | UnsetType = UNSET
    recipient: Json | None | UnsetType = UNSET
    collection_point: Json | None | UnsetType = UNSET
    custom_data: Json | None | UnsetType = UNSET
    is_default_billing: bool | UnsetType = UNSET
    is_default_shipping: bool | UnsetType = UNSET


_FIELDS: Final = AddressFields.__struct_fields__
_TEXTS: Final = ("reference_key", "street", "house_number", "additional", "zip", "city", "state")
_OBJECTS: Final = ("recipient", "collection_point", "custom_data")


async def addresses(db: Db, store: StoreId, *customers: CustomerId) -> tuple[CustomerAddress, ...]:
    """Of these customers, oldest first. One statement."""
    return tuple(_address(row) for row in await db.all(LIST, store, list(customers)))


async def address(db: Db, store: StoreId, customer: CustomerId, which: AddressId | str) -> CustomerAddress:
    """One by its id, or by its reference key when it is text. Raises NotFound, for another customer's too."""
    by_id, key = (None, which) if isinstance(which, str) else (which, None)
    row = await db.one(OF, store, customer, by_id, key)
    if row is None:
        raise NotFound("address")
    return _address(row)


async def anybodys_address(db: Db, store: StoreId, which: AddressId | str) -> CustomerAddress:
    """The same, whichever of the store's customers has it. Raises NotFound."""
    by_id, key = (None, which) if isinstance(which, str) else (which, None)
    row = await db.one(ANYBODYS, store, by_id, key)
    if row is None:
        raise NotFound("address")
    return _address(row)


async def add_address(tx: Tx, store: StoreId, customer: CustomerId, new: AddressFields) -> CustomerAddress:
    """Raises NotFound for the customer, Invalid, Taken (reference_key)."""
    _check(new)
    await _hold(tx, store, customer)
    if await tx.value(COUNT, store, customer) >= MOST:
        raise Invalid.one("address", f"A customer may have at most {MOST}.")
    await tx.run(YIELD, store, customer, new.is_default_billing, new.is_default_shipping)
    try:
        made = AddressId(await tx.value(INSERT, store, customer, *_columns(new), tx.now))
    except Clash as clash:
        raise _meant(clash, new) from clash
    return _told(tx, store, "created", await address(tx, store, customer, made))


async def edit_address(
    tx: Tx, store: StoreId, customer: CustomerId, which: AddressId, change: AddressChange
) -> CustomerAddress:
    """Change what the change says and return it as it now is. Raises NotFound, Invalid, Taken (reference_key)."""
    await _hold(tx, store, customer)
    before = await address(tx, store, customer, which)
    said = {name: value for name in _FIELDS if not isinstance(value := getattr(change, name), UnsetType)}
    new = AddressFields(**{**{name: getattr(before, name) for name in _FIELDS}, **said})
    _check(new)
    await tx.run(YIELD, store, customer, new.is_default_billing, new.is_default_shipping)
    try:
        await tx.run(UPDATE, store, customer, which, *_columns(new), tx.now)
    except Clash as clash:
        raise _meant(clash, new) from clash
    return _told(tx, store, "updated", await address(tx, store, customer, which))


async def remove_address(tx: Tx, store: StoreId, customer: CustomerId, which: AddressId) -> None:
    """Raises NotFound."""
    gone = await address(tx, store, customer, which)
    await tx.run(DELETE, store, customer, which)
    _told(tx, store, "deleted", gone)


async def _hold(tx: Tx, store: StoreId, customer: CustomerId) -> None:
    if await tx.one(LOCK, store, customer) is None:
        raise NotFound("customer")


def _check(new: AddressFields) -> None:
    faults = Faults()
    for field in _TEXTS:
        text = getattr(new, field)
        if text is not None and (len(text) > LONGEST or not text.isprintable()):
            faults.add(field, f"May have at most {LONGEST} printable characters.")
    for field in _OBJECTS:
        if len(msgspec.json.encode(getattr(new, field))) > LONGEST_JSON:
            faults.add(field, "Is too long.")
    if new.country is not None:
        faults.of(lambda: checks.country(new.country or "", field="country"))
    if new.reference_key is not None and not new.reference_key.strip():
        faults.add("reference_key", "Must not be empty.")
    faults.settle()


def _columns(new: AddressFields) -> tuple[object, ...]:
    """In the order of the statements."""
    return tuple(_column(name, getattr(new, name)) for name in _FIELDS)


def _column(name: str, value: object) -> object:
    return msgspec.json.encode(value).decode() if name in _OBJECTS and value is not None else value


def _meant(clash: Clash, new: AddressFields) -> Exception:
    if clash.constraint == "customer_addresses_reference_key":
        return Taken("reference_key", new.reference_key or "")
    return clash


def _told(tx: Tx, store: StoreId, what: str, address: CustomerAddress) -> CustomerAddress:
    tx.emit(Event(store, f"customer_address.{what}", address.id, 1, address))
    return address


def _address(row: Row) -> CustomerAddress:
    values: dict[str, Any] = {name: row[name] for name in _FIELDS}
    for name in _OBJECTS:
        values[name] = None if row[name] is None else msgspec.json.decode(row[name])
    return CustomerAddress(
        **values,
        id=AddressId(row["id"]),
        customer=CustomerId(row["customer_id"]),
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )
