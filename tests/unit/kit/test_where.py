from serai.kit.sql import Where, columns


def test_values_are_numbered_after_those_that_are_there() -> None:
    where = Where(7, "x")
    where.add("state = {}", "paid")
    where.add("(placed_at, id) < ({}, {})", "2026", 9)

    assert where.clause() == "\n   and state = $3\n   and (placed_at, id) < ($4, $5)"
    assert where.values == [7, "x", "paid", "2026", 9]


def test_an_absent_filter_leaves_nothing_behind() -> None:
    where = Where(7)
    where.add_if("state = {}", None)

    assert not where
    assert where.clause() == ""
    assert where.values == [7]


def test_false_and_zero_are_filters() -> None:
    where = Where()
    where.add_if("is_subscription = {}", False)
    where.add_if("quantity = {}", 0)

    assert where.clause() == "\n   and is_subscription = $1\n   and quantity = $2"
    assert where.values == [False, 0]


def test_a_condition_may_have_no_value() -> None:
    where = Where(7)
    where.add("not exists (select 1)")

    assert where
    assert where.values == [7]


def test_a_value_may_stand_outside_the_conditions() -> None:
    where = Where(7)

    assert where.param(20) == "$2"
    assert not where


def test_input_never_becomes_sql() -> None:
    where = Where()
    where.add("name = {}", "'; drop table orders; --{}")

    assert where.clause() == "\n   and name = $1"


def test_columns_of_a_table() -> None:
    assert columns("p", ["id", "name"]) == "p.id, p.name"
