"""Where stock is: warehouses, and branches, which are warehouses that people walk into."""

from enum import StrEnum
from typing import Final

import msgspec
from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import asdict, replace

from serai.core.inventory.errors import WarehouseInUse
from serai.core.inventory.model import WarehouseId
from serai.core.stores import StoreId
from serai.kit import checks
from serai.kit.checks import Faults
from serai.kit.db import Clash, Db, Row, Tx
from serai.kit.errors import Invalid, NotFound, Taken
from serai.kit.outbox import Event
from serai.kit.text import is_storable

LONGEST: Final = 255
LONGEST_ADDRESS: Final = 10_000
"""Characters of an address as JSON."""

COLUMNS = "store_id, id, name, reference_key, kind, status, is_default, address"

LIST = f"select {COLUMNS} from warehouses where store_id = $1 order by id"

GET = f"select {COLUMNS} from warehouses where store_id = $1 and id = $2"

BY_KEY = f"""
select {COLUMNS}
  from warehouses
 where store_id = $1 and (reference_key = $2 or (reference_key is null and id::text = $2))
"""

LOCK = f"{GET} for update"

LOCK_ALL = "select id from warehouses where store_id = $1 order by id for update"

INSERT = """
insert into warehouses (store_id, name, reference_key, kind, status, is_default, address)
values ($1, $2, $3, $4, $5, false, $6)
returning id
"""

UPDATE = """
update warehouses
   set name = $3, reference_key = $4, kind = $5, status = $6, address = $7
 where store_id = $1 and id = $2
"""

NOT_DEFAULT = "update warehouses set is_default = false where store_id = $1 and is_default and id <> $2"

DEFAULT = "update warehouses set is_default = true where store_id = $1 and id = $2"

EMPTY = "delete from stock where store_id = $1 and warehouse_id = $2 and on_hand = 0"

REMOVE = """
delete from warehouses
 where store_id = $1 and id = $2
   and not exists (select 1 from stock k where k.store_id = $1 and k.warehouse_id = $2)
"""


class Kind(StrEnum):
    """A branch is open to customers."""

    WAREHOUSE = "warehouse"
    BRANCH = "branch"


class Status(StrEnum):
    ACTIVE = "active"
    INACTIVE = "inactive"


class Warehouse(Struct, frozen=True, kw_only=True):
    """`reference_key` is unique in the store, None: the id stands for it. `address` is what was given, by its own words."""

    store_id: StoreId
    id: WarehouseId
    name: str
    reference_key: str | None
    kind: Kind
    status: Status
    is_default: bool
    address: dict[str, object]

    @property
    def key(self) -> str:
        return self.reference_key if self.reference_key is not None else str(self.id)


class NewWarehouse(Struct, frozen=True, kw_only=True):
    """A warehouse to make. The default one is where new pieces go; there is always exactly one."""

    name: str
    reference_key: str | None = None
    kind: Kind = Kind.WAREHOUSE
    status: Status = Status.ACTIVE
    is_default: bool = False
    address: dict[str, object] = {}


class WarehouseChange(Struct, frozen=True, kw_only=True):
    """What an edit says; UNSET leaves as it is. Another warehouse is made the default one, none is made none."""

    name: str | UnsetType = UNSET
    reference_key: str | None | UnsetType = UNSET
    kind: Kind | UnsetType = UNSET
    status: Status | UnsetType = UNSET
    is_default: bool | UnsetType = UNSET
    address: dict[str, object] | UnsetType = UNSET


async def warehouses(db: Db, store: StoreId) -> tuple[Warehouse, ...]:
    """All of a store's, by id."""
    return tuple(_warehouse(row) for row in await db.all(LIST, store))


async def warehouse(db: Db, store: StoreId, which: WarehouseId | str) -> Warehouse:
    """One by its id, or by its reference key when it is text. Raises NotFound."""
    return _found(await db.one(BY_KEY if isinstance(which, str) else GET, store, which))


async def create_warehouse(tx: Tx, store: StoreId, new: NewWarehouse) -> Warehouse:
    """Raises Invalid, and Taken on `reference_key`."""
    new = _checked(new)
    try:
        made = await tx.value(INSERT, store, new.name, new.reference_key, new.kind, new.status, _json(new.address))
    except Clash as clash:
        raise _meant(clash, new.reference_key) from clash
    if new.is_default:
        await _make_default(tx, store, made)
    return _tell(tx, "created", Warehouse(store_id=store, id=WarehouseId(made), **asdict(new)))


async def edit_warehouse(tx: Tx, store: StoreId, which: WarehouseId, change: WarehouseChange) -> Warehouse:
    """Change what the change says. Raises NotFound, Invalid, Taken on `reference_key`."""
    before = _found(await tx.one(LOCK, store, which))
    fields = {name: getattr(before, name) for name in NewWarehouse.__struct_fields__}
    fields |= {name: value for name, value in asdict(change).items() if not isinstance(value, UnsetType)}
    new = _checked(NewWarehouse(**fields))
    if before.is_default and not new.is_default:
        raise Invalid.one("is_default", "Make another one the default instead.")
    try:
        await tx.run(UPDATE, store, which, new.name, new.reference_key, new.kind, new.status, _json(new.address))
    except Clash as clash:
        raise _meant(clash, new.reference_key) from clash
    if new.is_default and not before.is_default:
        await _make_default(tx, store, which)
    return _tell(tx, "updated", replace(before, **asdict(new)))


async def remove_warehouse(tx: Tx, store: StoreId, which: WarehouseId) -> None:
    """Take an empty one away. Raises NotFound, WarehouseInUse while it holds stock or is the default one."""
    before = _found(await tx.one(LOCK, store, which))
    if before.is_default:
        raise WarehouseInUse(which)
    await tx.run(EMPTY, store, which)
    if not await tx.run(REMOVE, store, which):
        raise WarehouseInUse(which)
    _tell(tx, "deleted", before)


async def _make_default(tx: Tx, store: StoreId, which: int) -> None:
    await tx.all(LOCK_ALL, store)
    await tx.run(NOT_DEFAULT, store, which)
    await tx.run(DEFAULT, store, which)


def _checked(new: NewWarehouse) -> NewWarehouse:
    faults = Faults()
    name = faults.of(lambda: checks.words(new.name, field="name", least=1, most=LONGEST)) or ""
    if new.reference_key is not None:
        faults.of(lambda: checks.words(new.reference_key or "", field="reference_key", least=1, most=LONGEST))
    for field, text in (("name", name), ("reference_key", new.reference_key or ""), ("address", _json(new.address))):
        if not is_storable(text) or "\\u0000" in text:
            faults.add(field, "Has a character that cannot be kept.")
    if len(_json(new.address)) > LONGEST_ADDRESS:
        faults.add("address", "Is too long.")
    faults.settle()
    return replace(new, name=name)


def _json(address: dict[str, object]) -> str:
    return msgspec.json.encode(address).decode()


def _meant(clash: Clash, key: str | None) -> Exception:
    return Taken("reference_key", key or "") if clash.constraint == "warehouses_reference_key" else clash


def _found(row: Row | None) -> Warehouse:
    if row is None:
        raise NotFound("warehouse")
    return _warehouse(row)


def _warehouse(row: Row) -> Warehouse:
    return Warehouse(
        store_id=StoreId(row["store_id"]),
        id=WarehouseId(row["id"]),
        name=row["name"],
        reference_key=row["reference_key"],
        kind=Kind(row["kind"]),
        status=Status(row["status"]),
        is_default=row["is_default"],
        address=msgspec.json.decode(row["address"]),
    )


def _tell(tx: Tx, what: str, warehouse: Warehouse) -> Warehouse:
    tx.emit(Event(warehouse.store_id, f"warehouse.{what}", warehouse.id, 1, warehouse))
    return warehouse
