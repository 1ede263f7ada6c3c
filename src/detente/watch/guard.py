"""Connections that lead to public addresses only, and end in time.

A feed is written by others, and so is what its links and redirections point to: nothing of it may make this program
ask the machine that it runs on, its network or the metadata service of its cloud. A name is resolved here, every
address that it has is checked, and the connection is made to an address that was checked: a name that means another
machine a moment later (DNS rebinding) leads nowhere else. This holds for every connection, those after a redirect too.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Callable, Iterable
from time import monotonic
from typing import Any

import httpcore

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], list[str]]

# public by their number, and yet doors to a cloud's own services
NOT_PUBLIC = tuple(ipaddress.ip_network(net) for net in ("192.0.0.0/24", "168.63.129.16/32", "100.64.0.0/10"))
NAT64 = ipaddress.ip_network("64:ff9b::/96")
COMPATIBLE = ipaddress.ip_network("::/96")


class NotAllowedError(Exception):
    """An address that is not asked; the message says why."""


def resolve(host: str, port: int) -> list[str]:
    """All addresses of a name, in the order of the system. Raises OSError where it has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found))


def is_public(address: str) -> bool:
    """Whether an address belongs to the public internet; also by the IPv4 address that an IPv6 one stands for."""
    return all(_public(one) for one in _meanings(ipaddress.ip_address(address)))


def _public(address: Address) -> bool:
    if any(address in net for net in NOT_PUBLIC if net.version == address.version):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _meanings(address: Address) -> Iterable[Address]:
    """The address, or the IPv4 addresses that it carries: mapped, compatible, 6to4, Teredo, NAT64."""
    if isinstance(address, ipaddress.IPv4Address):
        return (address,)
    if address.ipv4_mapped:
        return (address.ipv4_mapped,)
    if address.sixtofour:
        return (address.sixtofour,)
    if address.teredo:
        return address.teredo
    if address in NAT64 or address in COMPATIBLE:
        carried = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        return (carried,) if address in NAT64 else (address, carried)
    return (address,)


class Clock:
    """When the request at hand has to be over. One that drips a byte a second would else never time out."""

    def __init__(self) -> None:
        self.end = float("inf")

    def start(self, seconds: float) -> None:
        """Give the next request so many seconds from now."""
        self.end = monotonic() + seconds

    def left(self, timeout: float | None) -> float:
        """Seconds that one step of it may take. Raises httpcore.ReadTimeout where there are none left."""
        left = self.end - monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("out of time")
        return left if timeout is None else min(left, timeout)


class Guarded(httpcore.NetworkBackend):
    """Makes connections for httpcore: only to addresses that were checked, and none that outlasts the clock."""

    def __init__(self, clock: Clock, *, allow_private: bool = False, resolver: Resolver = resolve) -> None:
        self._clock, self._allow_private, self._resolve = clock, allow_private, resolver
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of a host that answers.

        Raises NotAllowedError where any address of it is not public: a name with a public and a private address is a
        trick more often than an oversight.
        """
        try:
            addresses = self._resolve(host.strip("[]"), port)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"no such host: {host}") from error
        if not self._allow_private:
            for address in addresses:
                if not is_public(address):
                    raise NotAllowedError(f"{host} is not at a public address ({address})")
        failure: Exception = httpcore.ConnectError(f"no address: {host}")
        for address in addresses:
            try:
                stream = self._inner.connect_tcp(
                    address, port, self._clock.left(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return Timed(stream, self._clock)
        raise failure

    def connect_unix_socket(
        self,
        path: str,  # noqa: ARG002
        timeout: float | None = None,  # noqa: ARG002
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        """Refuse: nothing on this machine is asked."""
        raise NotAllowedError("a socket of this machine")


class Timed(httpcore.NetworkStream):
    """A connection each step of which is bound by the clock."""

    def __init__(self, inner: httpcore.NetworkStream, clock: Clock) -> None:
        self._inner, self._clock = inner, clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read some bytes."""
        return self._inner.read(max_bytes, self._clock.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write bytes."""
        self._inner.write(buffer, self._clock.left(timeout))

    def close(self) -> None:
        """Close the connection."""
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The connection under TLS; the certificate is checked for the name that was asked for, not for the address."""
        return Timed(self._inner.start_tls(ssl_context, server_hostname, self._clock.left(timeout)), self._clock)

    def get_extra_info(self, info: str) -> Any:
        """What the connection knows of itself."""
        return self._inner.get_extra_info(info)
