"""Making, changing and removing promo codes."""

from msgspec import UnsetType
from msgspec.structs import asdict, replace

from serai.core.promotions import read, rules
from serai.core.promotions.model import NewPromo, Promo, PromoChange, PromoId
from serai.core.stores import StoreId
from serai.kit.db import Clash, Tx
from serai.kit.errors import Taken
from serai.kit.outbox import Event

INSERT = """
insert into promo_codes
  (store_id, code, code_key, kind, percent, amount_minor, starts_at, ends_at, minimum_subtotal_minor, usage_limit,
   usage_limit_per_customer, name, summary, status, maximum_subtotal_minor, is_valid_on_campaigns, is_for_promotions,
   created_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $18)
returning id
"""

UPDATE = """
update promo_codes
   set version = version + 1, code = $3, code_key = $4, kind = $5, percent = $6, amount_minor = $7, starts_at = $8,
       ends_at = $9, minimum_subtotal_minor = $10, usage_limit = $11, usage_limit_per_customer = $12, name = $13,
       summary = $14, status = $15, maximum_subtotal_minor = $16, is_valid_on_campaigns = $17, is_for_promotions = $18,
       updated_at = $19
 where store_id = $1 and id = $2
"""

REMOVE = "update promo_codes set version = version + 1, removed_at = $3, updated_at = $3 where store_id = $1 and id = $2"


async def create(tx: Tx, store: StoreId, new: NewPromo) -> Promo:
    """Raises Invalid, and Taken on `code` when the store has it already, whatever its case."""
    new = rules.checked(replace(new, code=new.code.strip()))
    try:
        made = await tx.value(INSERT, store, *_values(new), tx.now)
    except Clash as clash:
        raise _meant(clash, new.code) from clash
    return _tell(tx, "created", await read.get(tx, store, PromoId(made)))


async def edit(tx: Tx, store: StoreId, promo: PromoId, change: PromoChange) -> Promo:
    """Change what the change says; uses so far still count. Raises NotFound, Invalid, Taken on `code`."""
    before = await read.lock(tx, store, promo)
    fields = {name: getattr(before, name) for name in NewPromo.__struct_fields__}
    fields |= {name: value for name, value in asdict(change).items() if not isinstance(value, UnsetType)}
    new = rules.checked(NewPromo(**fields | {"code": fields["code"].strip()}))
    after = replace(before, **asdict(new), version=before.version + 1, updated_at=tx.now)
    try:
        await tx.run(UPDATE, store, promo, *_values(new), tx.now)
    except Clash as clash:
        raise _meant(clash, new.code) from clash
    return _tell(tx, "updated", after)


async def remove(tx: Tx, store: StoreId, promo: PromoId) -> Promo:
    """Take a code away and return it as it was; orders keep it, and the code may be made again. Raises NotFound."""
    before = await read.lock(tx, store, promo)
    await tx.run(REMOVE, store, promo, tx.now)
    return _tell(tx, "deleted", replace(before, version=before.version + 1))


def _values(new: NewPromo) -> tuple[object, ...]:
    """From `code` on, in the order of the statements."""
    worth = new.worth
    return (
        *(new.code, rules.key(new.code), worth.kind, worth.percent, worth.amount_minor, new.starts_at, new.ends_at),
        *(new.minimum_subtotal_minor, new.usage_limit, new.usage_limit_per_customer, new.name, new.summary, new.status),
        *(new.maximum_subtotal_minor, new.is_valid_on_campaigns, new.is_for_promotions),
    )


def _meant(clash: Clash, code: str) -> Exception:
    return Taken("code", code) if clash.constraint == "promo_codes_code_key" else clash


def _tell(tx: Tx, what: str, promo: Promo) -> Promo:
    tx.emit(Event(promo.store_id, f"promo_code.{what}", promo.id, promo.version, promo))
    return promo
