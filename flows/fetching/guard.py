"""Connections to public addresses alone: checked after the name is resolved, before anything is sent."""

import asyncio
import socket
from collections.abc import Collection, Iterable
from typing import Any
from urllib.parse import urlsplit

import httpcore
import httpx

from flows.fetching.faults import FetchError, RefusedError
from transforms.addresses import is_literal, is_public

Place = tuple[str, int]
PORTS = {"http": 80, "https": 443}


class PublicOnly(httpcore.AsyncNetworkBackend):
    """Opens connections, to the addresses it has checked and no others; so a name cannot change in between."""

    def __init__(self, named: Collection[Place]) -> None:
        self.named = named
        self.inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        addresses = await resolve(host, port, timeout)
        require_public(host, port, addresses, self.named)
        for address in addresses[:-1]:
            try:
                return await self.inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self.inner.connect_tcp(addresses[-1], port, timeout, local_address, socket_options)

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.AsyncNetworkStream:
        raise RefusedError(f"not a web address: {path}", lasting=True)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


async def resolve(host: str, port: int, timeout: float | None) -> list[str]:
    """The host's addresses; FetchError when it has none."""
    asked = asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    try:
        found = await asyncio.wait_for(asked, timeout)
    except TimeoutError:
        raise FetchError(f"the name {host} was not resolved within {timeout:g} s") from None
    except (OSError, UnicodeError) as error:
        raise FetchError(f"unknown host {host}: {getattr(error, 'strerror', None) or error}") from None
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def require_public(host: str, port: int, addresses: Collection[str], named: Collection[Place]) -> None:
    """FetchError when the host is, or also is, on a private network and the user did not name it."""
    if is_literal(host) and (host, port) in named:
        return
    private = [address for address in addresses if not is_public(address)]
    if private or not addresses:
        raise RefusedError(f"refused: {host} leads to the private address {', '.join(private)}", lasting=True)


def places_named(urls: Iterable[str]) -> frozenset[Place]:
    """Hosts and ports of addresses that the user wrote."""
    parts = [urlsplit(url) for url in urls]
    return frozenset((part.hostname or "", part.port or PORTS.get(part.scheme, 0)) for part in parts)


def guarded_transport(named: Collection[Place], at_once: int) -> httpx.AsyncHTTPTransport:
    """httpx's own transport on our connections; it has no public way to say so."""
    transport = httpx.AsyncHTTPTransport(trust_env=False)
    transport._pool = httpcore.AsyncConnectionPool(
        ssl_context=httpx.create_ssl_context(trust_env=False),
        max_connections=2 * at_once,
        max_keepalive_connections=at_once,
        keepalive_expiry=10,
        network_backend=PublicOnly(named),
    )
    return transport
