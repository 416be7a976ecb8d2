"""One batch of products into the store, in the caller's transaction. A product that is wrong takes no other one along."""

from collections.abc import Iterable, Sequence

import msgspec

from serai.core import billing, catalog
from serai.core.billing import LimitReached
from serai.core.catalog import NewProduct, Product, bulk, read_many, rules
from serai.core.stores import StoreId
from serai.core.transfer.draft import Draft
from serai.core.transfer.faults import Fault, fault
from serai.core.transfer.fresh import Unfit, new_product
from serai.core.transfer.interpret import interpret
from serai.core.transfer.merge import change_of
from serai.core.transfer.parse import Group
from serai.core.transfer.refusals import SKU, USED, faults_of, line_of_sku
from serai.core.transfer.sheet import Sheet
from serai.core.transfer.source import Dialect
from serai.kit.db import Clash, Tx
from serai.kit.errors import DomainError

CURRENCY = "select currency from stores where id = $1"


class Tally(msgspec.Struct):
    """What became of a batch's products. `stopped` says why nothing behind them was looked at; `made` are the new ones."""

    updated: int = 0
    unchanged: int = 0
    failed: int = 0
    stopped: str = ""
    faults: list[Fault] = []
    made: list[NewProduct] = []


class Memory(msgspec.Struct):
    """What a dry run remembers, since it leaves nothing in the store: how many it made, and which SKUs and handles."""

    created: int = 0
    skus: set[int] = set()
    handles: set[int] = set()

    def note(self, made: Iterable[NewProduct]) -> None:
        """Call it when the batch is done for good; a batch may be tried twice."""
        for new in made:
            self.created += 1
            self.skus.update(hash(sku) for sku in _skus(new))
            self.handles.add(hash(new.slug))


async def carry_out(
    tx: Tx, store: StoreId, groups: Sequence[Group], dialect: Dialect, *, memory: Memory | None = None
) -> Tally:
    """Create and change what the groups say. With a `memory` what was made there counts too."""
    return await _Batch(tx, store, dialect, memory).run(groups)


class _Batch:
    def __init__(self, tx: Tx, store: StoreId, dialect: Dialect, memory: Memory | None) -> None:
        self.tx = tx
        self.store = store
        self.dialect = dialect
        self.memory = memory
        self.tally = Tally()
        self.currency = ""

    async def run(self, groups: Sequence[Group]) -> Tally:
        self.currency = await self.tx.value(CURRENCY, self.store)
        drafts = [draft for group in groups if (draft := self._draft(group)) is not None]
        there = await read_many.by_slugs(self.tx, self.store, [draft.handle for draft in drafts])
        news = await self._acceptable([draft for draft in drafts if draft.handle not in there])
        end = await self._create(news)
        for draft in drafts:
            if draft.handle in there and (end is None or draft.line < end):
                await self._change(draft, there[draft.handle])
        return self.tally

    def _draft(self, group: Group) -> Draft | None:
        if not group.handle:
            self.tally.faults += group.faults
            return None
        sheet = Sheet(group, self.dialect.layout, currency=self.currency, comma=self.dialect.delimiter == ";")
        draft = interpret(sheet)
        self.tally.faults += sheet.faults
        self.tally.failed += draft is None
        made_dry = self.memory is not None and hash(group.handle) in self.memory.handles
        return None if made_dry else draft

    def _fail(self, draft: Draft, error: DomainError | Unfit) -> None:
        self.tally.failed += 1
        self.tally.faults += faults_of(draft, error)

    # ── new ones ──

    async def _acceptable(self, drafts: Sequence[Draft]) -> list[tuple[Draft, NewProduct]]:
        """Those that are legal products and whose SKUs nobody has."""
        news: list[tuple[Draft, NewProduct]] = []
        for draft in drafts:
            try:
                new = new_product(draft, self.currency)
                rules.check(new, free=True)
                news.append((draft, new))
            except (DomainError, Unfit) as error:
                self._fail(draft, error)
        used = await read_many.taken_skus(self.tx, self.store, [sku for _, new in news for sku in _skus(new)])
        return [(draft, new) for draft, new in news if self._has_free_skus(draft, new, used)]

    def _has_free_skus(self, draft: Draft, new: NewProduct, used: set[str]) -> bool:
        """Notes the SKUs as used."""
        skus = _skus(new)
        clashes = [sku for sku in skus if sku in used or (self.memory is not None and hash(sku) in self.memory.skus)]
        self.tally.faults += [fault(line_of_sku(draft, sku), SKU, USED, sku) for sku in clashes]
        self.tally.failed += bool(clashes)
        if not clashes:
            used.update(skus)
        return not clashes

    async def _create(self, news: Sequence[tuple[Draft, NewProduct]]) -> int | None:
        """The line from which on the plan allows no more; None when all went in."""
        if not news:
            return None
        try:
            if self.memory is not None:
                await billing.use_products(self.tx, self.store, self.memory.created)
            async with self.tx.at(self.tx.now).begin() as part:
                await bulk.create_many(part, self.store, [new for _, new in news], free=True)
        except (Clash, LimitReached):
            return await self._create_singly(news)
        self.tally.made += [new for _, new in news]
        return None

    async def _create_singly(self, news: Sequence[tuple[Draft, NewProduct]]) -> int | None:
        """Somebody was quicker, or the plan has not room for all: each by itself, until it has none."""
        for draft, new in news:
            try:
                async with self.tx.at(self.tx.now).begin() as part:
                    await catalog.create(part, self.store, new, free=True)
                self.tally.made.append(new)
            except LimitReached as error:
                self.tally.stopped = error.reason
                self.tally.faults.append(fault(draft.line, "Handle", error.reason, draft.handle))
                return draft.line
            except DomainError as error:
                self._fail(draft, error)
        return None

    # ── those that are there ──

    async def _change(self, draft: Draft, before: Product) -> None:
        try:
            change = change_of(draft, before)
            if change is None:
                self.tally.unchanged += 1
                return
            async with self.tx.at(self.tx.now).begin() as part:
                await catalog.edit(part, self.store, before.id, change, free=True)
            self.tally.updated += 1
        except (DomainError, Unfit) as error:
            self._fail(draft, error)


def _skus(new: NewProduct) -> list[str]:
    return [sku for sku in (new.sku, *(variant.sku for variant in new.variants)) if sku]
