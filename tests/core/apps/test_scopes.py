"""What scopes there are and what one includes."""

import pytest

from serai.core.apps import scopes
from serai.kit.errors import Invalid


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("orders.read", "orders.read"),
        ("orders.write", "orders.read_write"),
        ("shippings.read", "shipping.read"),
        ("shippings.write", "shipping.read_write"),
        ("offline_access", "offline_access"),
        ("write", "write"),
        ("", ""),
    ],
)
def test_there_is_one_spelling(written: str, meant: str) -> None:
    assert scopes.canonical(written) == meant


def test_reading_goes_without_saying_beside_writing() -> None:
    assert scopes.ordered(["orders.read", "orders.read_write", "orders.write"]) == ("orders.read_write",)
    assert scopes.expanded(("orders.read_write",)) == {"orders.read_write", "orders.read"}


@pytest.mark.parametrize(
    ("asked", "allowed", "granted"),
    [
        (("orders.read",), ("orders.read_write",), ("orders.read",)),
        (("orders.read_write",), ("orders.read",), ("orders.read",)),
        (("orders.write", "brands.read"), ("orders.read_write",), ("orders.read_write",)),
        (("store.write", "everything", "\x00"), scopes.KNOWN, ("store.read",)),
        (("offline_access",), ("orders.read",), ()),
        ((), scopes.KNOWN, ()),
    ],
)
def test_no_more_is_granted_than_is_allowed(asked: tuple[str, ...], allowed: tuple[str, ...], granted: tuple[str, ...]) -> None:
    assert scopes.within(asked, allowed) == granted


def test_a_registration_says_which_scope_is_unknown() -> None:
    with pytest.raises(Invalid) as refused:
        scopes.checked(["orders.read", "orders.delete", "store.read_write"])

    assert refused.value.fields == {"scopes": ["Unknown: orders.delete, store.read_write."]}


@pytest.mark.parametrize("text", ["orders.read products.read", "orders.read,products.read", " orders.read,  products.read "])
def test_scopes_stand_between_spaces_or_commas(text: str) -> None:
    assert scopes.parse(text) == ("orders.read", "products.read")
