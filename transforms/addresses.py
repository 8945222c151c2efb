"""Which network addresses belong to the public internet."""

import ipaddress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
# IPv6 networks that carry IPv4 addresses: what counts is the address within.
NAT64 = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))


def is_public(address: str) -> bool:
    """Whether anyone's machine may be there, not only this one or its neighbours; False for what is no address."""
    try:
        read = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = inner_address(read)
    return inner.is_global and not inner.is_multicast and not inner.is_reserved


def inner_address(address: Address) -> Address:
    """The IPv4 address inside an IPv6 one that carries one."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if any(address in network for network in NAT64):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo or (address,))[-1]


def is_literal(host: str) -> bool:
    """Whether the host is written as an address, or names this machine."""
    if host.lower() == "localhost":
        return True
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
