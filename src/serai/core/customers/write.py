"""Adding and changing customers."""

from msgspec import UNSET

from serai.core.customers import read, rules
from serai.core.customers.model import Customer, CustomerChange, CustomerId, NewCustomer
from serai.core.stores import StoreId
from serai.kit import checks
from serai.kit.checks import Faults, email_key
from serai.kit.db import Clash, Tx
from serai.kit.errors import NotFound, Taken
from serai.kit.outbox import Event
from serai.kit.text import fold

INSERT = """
with counted as (
  update store_totals set customers = customers + 1 where store_id = $1
)
insert into customers
  (store_id, id, name, first_name, last_name, email, email_key, phone, password_hash, tags, search, created_at, updated_at)
values ($1, coalesce($2, nextval(pg_get_serial_sequence('customers', 'id'))), $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)
returning id
"""

LOCK = "select id from customers where store_id = $1 and id = $2 for update"

UPDATE = """
update customers
   set version = version + 1, name = $3, first_name = $4, last_name = $5, email = $6, email_key = $7, phone = $8,
       password_hash = coalesce($9, password_hash), tags = $10, search = $11, updated_at = $12
 where store_id = $1 and id = $2
"""


async def create(tx: Tx, store: StoreId, new: NewCustomer) -> Customer:
    """Add a customer. Raises Invalid, and Taken on `email` (whatever its case) when the store has it already."""
    first, last = (new.first_name, new.last_name) if not new.name else rules.parts(new.name)
    name = new.name or rules.joined(first, last)
    faults = Faults()
    email = faults.of(lambda: checks.email(new.email, field="email")) or ""
    faults.of(lambda: rules.check(first=first, last=last, phone=new.phone, tags=new.tags, whole=bool(new.name)))
    faults.settle()
    values = (name, first, last, email, email_key(email), new.phone, new.password_hash, list(new.tags), fold(f"{name} {email}"))
    try:
        made = await tx.value(INSERT, store, new.id, *values, tx.now)
    except Clash as clash:
        raise Taken("email", email) if clash.constraint == "customers_email_key" else clash from clash
    customer = await read.get(tx, [store], CustomerId(made))
    tx.emit(Event(store, "customer.created", customer.id, customer.version, customer))
    return customer


async def edit(tx: Tx, store: StoreId, customer: CustomerId, change: CustomerChange) -> Customer:
    """Change what the change says and return the customer as it now is. Raises NotFound, Invalid, Taken on `email`."""
    if await tx.one(LOCK, store, customer) is None:
        raise NotFound("customer")
    before = await read.get(tx, [store], customer)
    name, first, last = _names(before, change)
    phone = before.phone if change.phone is UNSET else change.phone
    tags = before.tags if change.tags is UNSET else change.tags
    faults = Faults()
    email = before.email if change.email is UNSET else faults.of(lambda: checks.email(str(change.email), field="email")) or ""
    whole = change.first_name is UNSET and change.last_name is UNSET
    faults.of(lambda: rules.check(first=first, last=last, phone=phone, tags=tags, whole=whole))
    faults.settle()
    password = None if change.password_hash is UNSET else change.password_hash
    values = (name, first, last, email, email_key(email), phone, password, list(tags), fold(f"{name} {email}"))
    try:
        await tx.run(UPDATE, store, customer, *values, tx.now)
    except Clash as clash:
        raise Taken("email", email) if clash.constraint == "customers_email_key" else clash from clash
    made = await read.get(tx, [store], customer)
    tx.emit(Event(store, "customer.updated", made.id, made.version, made))
    return made


def _names(before: Customer, change: CustomerChange) -> tuple[str, str, str]:
    """(name, first, last) as they will be."""
    if change.name is not UNSET:
        return change.name, *rules.parts(change.name)
    first = before.first_name if change.first_name is UNSET else change.first_name
    last = before.last_name if change.last_name is UNSET else change.last_name
    if change.first_name is UNSET and change.last_name is UNSET:
        return before.name, first, last
    return rules.joined(first, last), first, last
