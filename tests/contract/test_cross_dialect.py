"""Cross-dialect truth: whatever is written through whichever dialect, all of them say the same of it, by their own sums."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import AsyncExitStack
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as plan
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from serai.core.audit import Finding, audit_store
from serai.settings import Settings
from tests.chaos.figures import FULL, figure
from tests.contract import projections
from tests.contract.projections import REFUNDED, STATES, View
from tests.contract.wires import Wires, open_wires
from tests.core.test_ledgers import rolled_back

Views = Mapping[str, View]

WHICH = st.integers(0, 7)
NAMES = st.sampled_from(["Oud candle", "شمعة عود", "Iris Élysée", "Tee 🌿 two  spaces", "100% <b>\"'"])
PEOPLE = st.sampled_from([("Jane", "Smith"), ("سارة", "العلي"), ("Ana María", "de la Cruz"), ("Cher", "X"), ("O'Neil", "Ça")])
NETS = st.sampled_from([1, 3, 333, 1_000, 12_345, 99_999, 1_234_567])
PIECES = st.sampled_from([0, 1, 4, 9])
STATE = st.sampled_from(["processing", "processing", "shipped", "delivered", "cancelled", "refunded"])
WRITERS = st.sampled_from(["skalia", "salloq", "salla", "admin"])
STATUSES = [
    ("skalia", "active"), ("skalia", "draft"), ("skalia", "out_of_stock"),
    ("salla", "sale"), ("salla", "hidden"), ("salla", "out"),
    ("admin", "live"), ("admin", "draft"), ("admin", "blocked"),
]  # fmt: skip


class Market(RuleBasedStateMachine):
    """One store, written and read by all dialects in turn."""

    def __init__(self, url: str, config: Settings) -> None:
        super().__init__()
        self._runner = asyncio.Runner()
        self._stack = AsyncExitStack()
        self._url, self._config = url, config
        self.wires: Wires | None = None
        self.products: Views = {}
        self.orders: Views = {}
        self.customers: Views = {}
        self.findings: list[Finding] = []
        self.shipped: set[int] = set()
        self.count = 0

    def teardown(self) -> None:
        self._runner.run(self._stack.aclose())
        self._runner.close()

    @initialize(tax=st.sampled_from(["0", "0.2"]), currency=st.sampled_from(["MAD", "JPY", "KWD"]))
    def open(self, tax: str, currency: str) -> None:
        self._runner.run(self._open(tax, currency))

    async def _open(self, tax: str, currency: str) -> None:
        database = self._database = await self._stack.enter_async_context(rolled_back(self._url))
        opened = open_wires(database, self._config, tax=tax, currency=currency)
        self.wires = await self._stack.enter_async_context(opened)
        await self.wires.sell("skalia", "A first thing", net=1_000, stock=5, sku="FIRST", variants=())
        await self.wires.welcome("salloq", "First@Example.com", "Jane", "Smith")
        await self._look()

    def _do(self, work: Callable[[Wires], Coroutine[Any, Any, Any]]) -> Any:
        if self.wires is None:
            return None
        done = self._runner.run(work(self.wires))
        self._runner.run(self._look())
        return done

    async def _look(self) -> None:
        if self.wires is not None:
            self.products = await projections.products(self.wires)
            self.orders = await projections.orders(self.wires)
            self.customers = await projections.customers(self.wires)
            self.findings = await audit_store(self._database, self.wires.store.id)

    # ── products ──

    @rule(
        dialect=WRITERS,
        name=NAMES,
        net=NETS,
        stock=PIECES,
        variants=st.lists(PIECES, max_size=2),
    )
    def sell(self, dialect: str, name: str, net: int, stock: int, variants: list[int]) -> None:
        if len(self.products["skalia"]) < 5:
            self.count += 1
            sku = f"SKU-{self.count}"
            self._do(lambda wires: wires.sell(dialect, name, net=net, stock=stock, sku=sku, variants=variants))

    @rule(dialect=WRITERS, which=WHICH, net=NETS, sale=st.sampled_from([0, 0, 500]), tax=st.sampled_from(["0", "19", "20"]))
    def price(self, dialect: str, which: int, net: int, sale: int, tax: str) -> None:
        product = self._product(which)
        variant = self._variant(product, which)
        self._do(lambda wires: wires.price(dialect, product, variant, net, sale=sale, tax=tax))

    @rule(dialect=WRITERS, which=WHICH, quantity=PIECES, warehouse=st.integers(0, 1))
    def stock(self, dialect: str, which: int, quantity: int, warehouse: int) -> None:
        product = self._product(which)
        of = self._variant(product, which, named=dialect == "salla")
        self._do(lambda wires: wires.stock(dialect, product, of, quantity, warehouse=warehouse))

    @rule(said=st.sampled_from(STATUSES), which=WHICH)
    def status(self, said: tuple[str, str], which: int) -> None:
        product = self._product(which)
        self._do(lambda wires: wires.status(said[0], product, said[1]))

    @rule(dialect=WRITERS, which=WHICH, name=NAMES)
    def rename(self, dialect: str, which: int, name: str) -> None:
        product = self._product(which)
        self._do(lambda wires: wires.rename(dialect, product, name))

    @rule(which=WHICH, net=NETS, drop=st.booleans(), add=st.sampled_from([None, 0, 3]))
    def reshape(self, which: int, net: int, drop: bool, add: int | None) -> None:
        """Other variants at another price; the last one may go, one may come."""
        self.count += 1
        product, new = self._product(which), f"NEW-{self.count}"
        several: Any = self.products["salla"][product]["variants"] or ()
        kept = several[:-1] if drop else several
        if several or add is not None:
            self._do(lambda wires: wires.reshape(product, kept, net=net, add=None if add is None else (new, add)))

    @rule(dialect=WRITERS, which=WHICH)
    def remove(self, dialect: str, which: int) -> None:
        """Orders keep what they say of it."""
        product = self._product(which)
        if len(self.products["skalia"]) > 2:
            self._do(lambda wires: wires.remove(dialect, product))

    @rule(which=WHICH, tracked=st.booleans())
    def track(self, which: int, tracked: bool) -> None:
        product = self._product(which)
        self._do(lambda wires: wires.change_product(product, inventory={"trackInventory": tracked}))

    @rule(which=WHICH, minutes=st.sampled_from([None, 10, 61]))
    def reserve(self, which: int, minutes: int | None) -> None:
        """One piece is held for an hour; then some time passes."""
        self.count += 1
        key, product = f"r-{self.count}", self._product(which)
        variant = self._variant(product, which)
        if variant is not None:
            self._do(lambda wires: wires.reserve(variant, key))
        if minutes and self.wires is not None:
            self.wires.clock.advance(60 * minutes)
            self._do(lambda wires: asyncio.sleep(0))

    @rule(which=WHICH, quantity=st.sampled_from([1, 3]))
    def put_in_basket(self, which: int, quantity: int) -> None:
        """A basket costs what its products cost everywhere."""
        product = self._product(which)
        variant = self._variant(product, which)
        if variant is not None:
            basket = self._do(lambda wires: wires.put_in_basket("b-1", variant, quantity))
            if basket is not None:
                projections.basket_adds_up(basket)

    # ── orders ──

    @rule(
        dialect=st.sampled_from(["salloq", "salla", "admin"]),
        who=WHICH,
        lines=st.lists(st.tuples(WHICH, st.integers(1, 3)), min_size=1, max_size=2, unique_by=lambda line: line[0]),
        code=st.booleans(),
        gross=st.sampled_from([0, 119, 2_381]),
    )
    def order(self, dialect: str, who: int, lines: list[tuple[int, int]], code: bool, gross: int) -> None:
        if len(self.orders["skalia"]) < 4:
            wanted = [(self._product(which), self._variant(self._product(which), which), pieces) for which, pieces in lines]
            sold = [(product, variant or 0, pieces) for product, variant, pieces in wanted]
            customer = self._some(self.customers["skalia"], who)
            self._do(lambda wires: wires.order(dialect, customer, sold, code=code, gross=gross))

    @rule(dialect=WRITERS, which=WHICH, state=STATE)
    def move(self, dialect: str, which: int, state: str) -> None:
        if self.orders["skalia"]:
            order = self._some(self.orders["skalia"], which)
            self._do(lambda wires: wires.move(dialect, order, state))

    @rule(which=WHICH, everything=st.booleans(), away=st.booleans())
    def send_pieces(self, which: int, everything: bool, away: bool) -> None:
        """Pieces of a paid order leave, or are taken out of it."""
        if self.orders["skalia"]:
            self.count += 1
            order, key = self._some(self.orders["skalia"], which), f"parcel-{self.count}"
            pieces: Any = self.orders["admin"][order]["open pieces"]
            some = pieces if everything else pieces[:1]
            if some and away:
                self._do(lambda wires: wires.ship(order, some, key))
            elif some:
                self._do(lambda wires: wires.cancel(order, some))

    # ── customers ──

    @rule(dialect=st.sampled_from(["salloq", "salla", "admin"]), name=PEOPLE)
    def welcome(self, dialect: str, name: tuple[str, str]) -> None:
        self.count += 1
        self._do(lambda wires: wires.welcome(dialect, f"Guest{self.count}@Example.com", *name))

    @rule(dialect=WRITERS, which=WHICH, name=PEOPLE)
    def rename_customer(self, dialect: str, which: int, name: tuple[str, str]) -> None:
        customer = self._some(self.customers["skalia"], which)
        self._do(lambda wires: wires.rename_customer(dialect, customer, *name))

    # ── what must hold ──

    @invariant()
    def all_say_the_same(self) -> None:
        if self.wires is not None:
            agree("product", self.products)
            agree("customer", self.customers)
            agree("order", self.orders)

    @invariant()
    def the_audit_finds_nothing(self) -> None:
        assert self.findings == []

    @invariant()
    def states_are_those_of_the_table(self) -> None:
        """X-10. Only SKALIA's word and `state` tell of a refund by themselves."""
        for id_, row in self.orders.get("skalia", {}).items():
            state = str(row["state"])
            if state in ("shipped", "delivered"):
                self.shipped.add(id_)
            for dialect, view in self.orders.items():
                words = REFUNDED[dialect][id_ in self.shipped] if state == "refunded" else STATES[dialect][state]
                if dialect == "admin" and state == "processing" and view[id_]["word"] != words:
                    words = "invoice_partially_completed"
                assert view[id_]["word"] == words, f"order {id_} is {state}, in {dialect} {view[id_]['word']}"
            assert row["is refunded"] or state != "refunded"

    def _product(self, which: int) -> int:
        return self._some(self.products["skalia"], which)

    def _variant(self, product: int, which: int, *, named: bool = False) -> int | None:
        """One of those that are sold, None where there is none. `named`: None of a product that comes in one way only."""
        known: Any = self.products["admin"][product]["by id"]
        several = self.products["salla"][product]["variants"]
        if not known or (named and several is None):
            return None
        return self._some(known, which)

    @staticmethod
    def _some(known: Mapping[int, object], which: int) -> int:
        return sorted(known)[which % len(known)]


def agree(noun: str, views: Views) -> None:
    """Every dialect has the same things, and what several of them say of one is the same."""
    for dialect, view in views.items():
        assert set(view) == set(views["skalia"]), f"{noun}s in {dialect}"
    for id_ in views["skalia"]:
        said: dict[str, dict[str, object]] = {}
        for dialect, view in views.items():
            for field, value in view[id_].items():
                said.setdefault(field, {})[dialect] = value
        said.pop("word", None)
        for field, by_dialect in said.items():
            values = list(by_dialect.values())
            if any(value != values[0] for value in values):
                pytest.fail(f"{field} of {noun} {id_}: {by_dialect}")


def test_each_kind_of_write_is_told_by_all(database_url: str, config: Settings) -> None:
    """One after the other, so that nothing below holds only because nothing was written."""
    market = Market(database_url, config)
    try:
        market.open("0.2", "KWD")
        for write in _each_kind(market):
            write()
            market.all_say_the_same()
            market.states_are_those_of_the_table()
            market.the_audit_finds_nothing()
    finally:
        market.teardown()
    everywhere = {f"{dialect} {kind}" for dialect in ("salloq", "salla", "admin") for kind in KINDS} - {"salloq remove"}
    in_skalia = {f"skalia {kind}" for kind in ("product", "change", "person", "move", "remove")}
    in_scayle = {f"admin {kind}" for kind in ("status", "reserve", "ship", "cancel")}
    assert market.wires is not None
    assert market.wires.written == everywhere | in_skalia | in_scayle | {"salla status"}


KINDS = ("product", "price", "stock", "rename", "order", "move", "customer", "person", "remove")


def _each_kind(market: Market) -> Iterator[Callable[[], None]]:
    dialects = ("skalia", "salloq", "salla", "admin")
    for i, dialect in enumerate(dialects, 1):
        yield partial(market.sell, dialect, "Iris Élysée", 12_345, 4, [4, 1] if i % 2 else [])
        yield partial(market.price, dialect, i, 333, 500, "19")
        yield partial(market.price, dialect, i, 1_000, 0, "20")
        yield partial(market.stock, dialect, i, 9, 1)
        yield partial(market.rename, dialect, i, "شمعة عود")
    yield partial(market.price, "admin", 2, 1_190, 0, "19")
    yield partial(market.price, "salloq", 2, 777, 0, "19")
    for said in STATUSES:
        yield partial(market.status, said, 4)
    yield partial(market.status, ("skalia", "active"), 4)
    yield partial(market.track, 1, False)
    yield partial(market.reserve, 0, 61)
    yield partial(market.put_in_basket, 0, 3)
    for dialect in dialects[1:]:
        yield partial(market.welcome, dialect, ("سارة", "العلي"))
        yield partial(market.order, dialect, 0, [(0, 1), (2, 2)], True, 119)
    for i, dialect in enumerate(dialects):
        yield partial(market.rename_customer, dialect, i, ("Ana María", "de la Cruz"))
    for dialect, order, state in MOVES:
        yield partial(market.move, dialect, order, state)
    yield partial(market.order, "salloq", 1, [(2, 2)], True, 0)
    yield partial(market.move, "skalia", 3, "processing")
    yield partial(market.send_pieces, 3, False, False)
    yield partial(market.send_pieces, 3, True, True)
    yield partial(market.reshape, 1, 99, True, 3)
    yield partial(market.reshape, 4, 99, True, None)
    for dialect in ("salla", "admin", "skalia"):
        yield partial(market.remove, dialect, 0)


MOVES = (
    ("salloq", 0, "processing"),
    ("salla", 0, "shipped"),
    ("skalia", 0, "delivered"),
    ("skalia", 0, "refunded"),
    ("salla", 1, "refunded"),
    ("admin", 2, "cancelled"),
)


def test_every_dialect_tells_the_same_truth(database_url: str, config: Settings) -> None:
    run_state_machine_as_test(
        lambda: Market(database_url, config),
        settings=plan(
            max_examples=figure(120, 8),
            stateful_step_count=figure(40, 14),
            derandomize=not FULL,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
