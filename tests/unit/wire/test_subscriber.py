import pytest

from serai.wire.transport import subscriber


@pytest.mark.parametrize(
    ("address", "whose"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("not:an:address", "not:an:address"),
        ("", ""),
    ],
)
def test_all_addresses_of_an_ipv6_line_are_one_caller(address: str, whose: str) -> None:
    assert subscriber(address) == whose
