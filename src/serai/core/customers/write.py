"""Adding and changing customers."""

from typing import Final

import msgspec
from msgspec import UNSET, UnsetType

from serai.core.customers import read, rules
from serai.core.customers.model import Customer, CustomerChange, CustomerId, NewCustomer, Traits
from serai.core.stores import StoreId
from serai.kit import checks
from serai.kit.checks import Faults, email_key
from serai.kit.db import Clash, Tx
from serai.kit.errors import Invalid, NotFound, Taken
from serai.kit.outbox import Event
from serai.kit.text import fold
from serai.kit.values import as_json

# Without groups of its own a new customer is in the store's default one.
INSERT = """
with counted as (
  update store_totals set customers = customers + 1 where store_id = $1
)
insert into customers
  (store_id, id, name, first_name, last_name, email, email_key, phone, password_hash, tags, search, created_at, updated_at,
   reference_key, gender, title, birthday, city, country, language, group_ids, is_blocked, block_reason, custom_data,
   public_key, identities, is_guest)
values ($1, coalesce($2, nextval(pg_get_serial_sequence('customers', 'id'))), $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12,
        $13, $14, $15, $16, $17, $18, $19,
        case when $20::bigint[] = '{}'
             then array(select g.id from customer_groups g where g.store_id = $1 and g.is_default) else $20 end,
        $21, $22, $23, $24, $25, $26)
returning id
"""

LOCK = "select id from customers where store_id = $1 and id = $2 and removed_at is null for update"

UPDATE = """
update customers
   set version = version + 1, name = $3, first_name = $4, last_name = $5, email = $6, email_key = $7, phone = $8,
       password_hash = coalesce($9, password_hash), tags = $10, search = $11, updated_at = $12, reference_key = $13,
       gender = $14, title = $15, birthday = $16, city = $17, country = $18, language = $19, group_ids = $20,
       is_blocked = $21, block_reason = $22, custom_data = $23, public_key = $24, identities = $25, is_guest = $26
 where store_id = $1 and id = $2
"""

UNKNOWN_GROUPS = """
select g.id
  from unnest($2::bigint[]) g (id)
 where not exists (select 1 from customer_groups k where k.store_id = $1 and k.id = g.id)
"""

_TRAITS: Final = Traits.__struct_fields__


async def create(tx: Tx, store: StoreId, new: NewCustomer) -> Customer:
    """Add a customer. Raises Invalid, and Taken on `email` (whatever its case) or `reference_key` when the store has it."""
    first, last = (new.first_name, new.last_name) if not new.name else rules.parts(new.name)
    name = new.name or rules.joined(first, last)
    faults = Faults()
    email = faults.of(lambda: checks.email(new.email, field="email")) or ""
    faults.of(lambda: rules.check(first=first, last=last, phone=new.phone, tags=new.tags, whole=bool(new.name)))
    faults.of(lambda: rules.check_traits(new, today=tx.now.date()))
    faults.settle()
    await _check_groups(tx, store, new)
    values = (name, first, last, email, email_key(email), new.phone, new.password_hash, list(new.tags), fold(f"{name} {email}"))
    try:
        made = await tx.value(INSERT, store, new.id, *values, tx.now, *_columns(new))
    except Clash as clash:
        raise _meant(clash, email, new) from clash
    customer = await read.get(tx, [store], CustomerId(made))
    tx.emit(Event(store, "customer.created", customer.id, customer.version, customer))
    return customer


async def edit(tx: Tx, store: StoreId, customer: CustomerId, change: CustomerChange) -> Customer:
    """Change what the change says and return the customer as it now is.

    Raises NotFound, Invalid, Taken on `email` or `reference_key`.
    """
    if await tx.one(LOCK, store, customer) is None:
        raise NotFound("customer")
    before = await read.get(tx, [store], customer)
    name, first, last = _names(before, change)
    phone = before.phone if change.phone is UNSET else change.phone
    tags = before.tags if change.tags is UNSET else change.tags
    traits = _traits(before, change)
    faults = Faults()
    email = before.email if change.email is UNSET else faults.of(lambda: checks.email(str(change.email), field="email")) or ""
    whole = change.first_name is UNSET and change.last_name is UNSET
    faults.of(lambda: rules.check(first=first, last=last, phone=phone, tags=tags, whole=whole))
    faults.of(lambda: rules.check_traits(traits, today=tx.now.date()))
    faults.settle()
    if traits.group_ids != before.group_ids:
        await _check_groups(tx, store, traits)
    password = None if change.password_hash is UNSET else change.password_hash
    values = (name, first, last, email, email_key(email), phone, password, list(tags), fold(f"{name} {email}"))
    try:
        await tx.run(UPDATE, store, customer, *values, tx.now, *_columns(traits))
    except Clash as clash:
        raise _meant(clash, email, traits) from clash
    made = await read.get(tx, [store], customer)
    tx.emit(Event(store, "customer.updated", made.id, made.version, made))
    return made


async def _check_groups(tx: Tx, store: StoreId, traits: Traits) -> None:
    if traits.group_ids and (unknown := await tx.all(UNKNOWN_GROUPS, store, list(traits.group_ids))):
        raise Invalid.one("groups", f"There is no group {', '.join(str(row['id']) for row in unknown[:10])}.")


def _traits(before: Customer, change: CustomerChange) -> Traits:
    """What they will be; who is blocked no more has no reason."""
    said = {field: getattr(change, field) for field in _TRAITS}
    kept = {field: getattr(before, field) if isinstance(value, UnsetType) else value for field, value in said.items()}
    return Traits(**{**kept, "block_reason": kept["block_reason"] if kept["is_blocked"] else None})


def _columns(traits: Traits) -> tuple[object, ...]:
    """In the order of the statements."""
    custom = as_json(traits.custom_data)
    identities = msgspec.json.encode(traits.identities).decode() if traits.identities else None
    values = {**{field: getattr(traits, field) for field in _TRAITS}, "custom_data": custom, "identities": identities}
    return tuple(list(value) if isinstance(value, tuple) else value for value in values.values())


def _meant(clash: Clash, email: str, traits: Traits) -> Exception:
    if clash.constraint == "customers_email_key":
        return Taken("email", email)
    if clash.constraint == "customers_reference_key":
        return Taken("reference_key", traits.reference_key or "")
    return clash


def _names(before: Customer, change: CustomerChange) -> tuple[str, str, str]:
    """(name, first, last) as they will be."""
    if change.name is not UNSET:
        return change.name, *rules.parts(change.name)
    first = before.first_name if change.first_name is UNSET else change.first_name
    last = before.last_name if change.last_name is UNSET else change.last_name
    if change.first_name is UNSET and change.last_name is UNSET:
        return before.name, first, last
    return rules.joined(first, last), first, last
