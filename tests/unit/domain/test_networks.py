import pytest

from qa_app.domain.networks import network_of


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("2001:db8:0:7::1", "2001:db8:0:7::"),
        ("2001:DB8:0:7:ffff:ffff:ffff:ffff", "2001:db8:0:7::"),
        ("2001:db8:0:8::1", "2001:db8:0:8::"),
        ("fe80::1%eth0", "fe80::"),
        ("::1", "::"),
        ("unknown", "unknown"),
        ("", ""),
        ("x" * 100, "x" * 45),  # as much as the database keeps
    ],
)
def test_where_a_request_comes_from(address, network):
    assert network_of(address) == network
