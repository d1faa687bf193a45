"""Where requests come from."""

from ipaddress import IPv6Address, ip_address

LONGEST = 45


def network_of(address: str) -> str:
    """What one household or one server is given: an IPv4 address, or 2 to the 64 IPv6 addresses.

    > 2001:db8:0:7::, for any address of 2001:db8:0:7::/64. An IPv4 address written as IPv6 is itself. What a
    proxy calls by another name, "unknown" for one, is one network.
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address[:LONGEST]
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or IPv6Address(int(found) >> 64 << 64))
