"""Vouchers: the store's promo codes that may be used in a shop country."""

from collections.abc import Sequence

from msgspec import UNSET, UnsetType

from serai.core import promotions
from serai.core.promotions import Criterion, CriterionId, Key, NewCriterion, Promo, PromoId
from serai.dialects.scayle_admin import auth, relations
from serai.dialects.scayle_admin.cursors import Collection, ListQuery, collect, whole
from serai.dialects.scayle_admin.nouns import Noun
from serai.dialects.scayle_admin.operations.customers import country
from serai.dialects.scayle_admin.operations.shop_countries import ONE as COUNTRY
from serai.dialects.scayle_admin.shapes.vouchers import (
    CriterionIn,
    CriterionOut,
    VoucherChangeIn,
    VoucherIn,
    VoucherOut,
    criterion_out,
    voucher_out,
)
from serai.kit.errors import NotFound, within
from serai.wire.call import Call

vouchers = Noun("Vouchers", limits="vouchers")

ALL = f"{COUNTRY}/vouchers"
ONE = f"{ALL}/{{voucher_id:voucher}}"
CRITERIA = f"{ONE}/criteria"
CRITERION = f"{CRITERIA}/{{voucher_criterion_id:criterion}}"


@vouchers.get(ALL)
async def get_vouchers(call: Call, shop_key: str, country_code: str, query: ListQuery) -> Collection[VoucherOut]:
    """Vouchers, oldest first. `with`: criteria."""
    where = await country(call, shop_key, country_code)
    store = auth.store(call)

    async def read(after: int, most: int) -> Sequence[tuple[Promo, Sequence[Criterion] | UnsetType]]:
        found = await promotions.walk(call.db, store, where.id, after=after, most=most)
        criteria = await _asked(call, *(each.id for each in found))
        return [(each, criteria) for each in found]

    return await collect(call, query, read=read, id_of=lambda pair: pair[0].id, shape=lambda pair: voucher_out(*pair))


@vouchers.get(ONE)
async def get_voucher(call: Call, shop_key: str, country_code: str, voucher_id: int) -> VoucherOut:
    """One voucher. `with`: criteria."""
    promo = await _voucher(call, shop_key, country_code, voucher_id)
    return voucher_out(promo, await _asked(call, promo.id))


@vouchers.post(ALL, status=201)
async def create_voucher(call: Call, shop_key: str, country_code: str, body: VoucherIn) -> VoucherOut:
    """Add a voucher. Without a criterion on shop countries it gets one for this country."""
    where = await country(call, shop_key, country_code)
    store = auth.store(call)
    promo = await promotions.create(call.tx, store, body.to_core())
    wanted = []
    for at, each in enumerate(body.criteria):
        with within(f"criteria.{at}"):
            wanted.append(each.to_core())
    if all(each.key is not Key.SHOP_COUNTRY for each in wanted):
        wanted.append(NewCriterion(Key.SHOP_COUNTRY, is_excluding=False, wanted=(str(where.id),)))
    made = [await promotions.add_criterion(call.tx, store, promo.id, each) for each in wanted]
    return voucher_out(promo, made)


@vouchers.patch(ONE)
async def update_voucher(call: Call, shop_key: str, country_code: str, voucher_id: int, body: VoucherChangeIn) -> VoucherOut:
    """Change what is sent; code and criteria stay. Constraints come whole."""
    before = await _voucher(call, shop_key, country_code, voucher_id)
    promo = await promotions.edit(call.tx, auth.store(call), before.id, body.to_core(before))
    return voucher_out(promo, await _asked(call, promo.id))


@vouchers.delete(ONE)
async def delete_voucher(call: Call, shop_key: str, country_code: str, voucher_id: int) -> None:
    """Take a voucher away; orders keep it."""
    promo = await _voucher(call, shop_key, country_code, voucher_id)
    await promotions.remove(call.tx, auth.store(call), promo.id)


@vouchers.get(CRITERIA)
async def get_voucher_criteria(
    call: Call,
    shop_key: str,
    country_code: str,
    voucher_id: int,
    query: ListQuery,  # noqa: ARG001 - what every list takes
) -> Collection[CriterionOut]:
    """For whom a voucher is; all of its criteria."""
    promo = await _voucher(call, shop_key, country_code, voucher_id)
    return whole([criterion_out(each) for each in await promotions.criteria(call.db, auth.store(call), promo.id)])


@vouchers.get(CRITERION)
async def get_voucher_criterion(
    call: Call, shop_key: str, country_code: str, voucher_id: int, voucher_criterion_id: int
) -> CriterionOut:
    """One criterion."""
    promo = await _voucher(call, shop_key, country_code, voucher_id)
    for each in await promotions.criteria(call.db, auth.store(call), promo.id):
        if each.id == voucher_criterion_id:
            return criterion_out(each)
    raise NotFound("voucher criterion")


@vouchers.post(CRITERIA, status=201)
async def create_voucher_criterion(
    call: Call, shop_key: str, country_code: str, voucher_id: int, body: CriterionIn
) -> CriterionOut:
    """Add a criterion: an order must meet all of them."""
    promo = await _voucher(call, shop_key, country_code, voucher_id)
    return criterion_out(await promotions.add_criterion(call.tx, auth.store(call), promo.id, body.to_core()))


@vouchers.put(CRITERION)
async def update_voucher_criterion(
    call: Call, shop_key: str, country_code: str, voucher_id: int, voucher_criterion_id: int, body: CriterionIn
) -> CriterionOut:
    """Replace a criterion."""
    promo = await _voucher(call, shop_key, country_code, voucher_id)
    which = CriterionId(voucher_criterion_id)
    return criterion_out(await promotions.edit_criterion(call.tx, auth.store(call), promo.id, which, body.to_core()))


@vouchers.delete(CRITERION)
async def delete_voucher_criterion(
    call: Call, shop_key: str, country_code: str, voucher_id: int, voucher_criterion_id: int
) -> None:
    """Take a criterion away."""
    promo = await _voucher(call, shop_key, country_code, voucher_id)
    await promotions.remove_criterion(call.tx, auth.store(call), promo.id, CriterionId(voucher_criterion_id))


async def _voucher(call: Call, shop_key: str, code: str, which: int) -> Promo:
    """Raises NotFound, also for one that cannot be used in the shop country."""
    where = await country(call, shop_key, code)
    found = await promotions.walk(call.db, auth.store(call), where.id, after=which - 1, most=1)
    if not found or found[0].id != PromoId(which):
        raise NotFound("voucher")
    return found[0]


async def _asked(call: Call, *which: PromoId) -> Sequence[Criterion] | UnsetType:
    if "criteria" not in relations.asked(call):
        return UNSET
    return await promotions.criteria(call.db, auth.store(call), *which)
