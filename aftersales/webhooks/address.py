"""Where webhooks may go: public addresses over TLS, so that nobody reaches into the service's own network."""

from __future__ import annotations

import asyncio
import socket
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from aftersales.errors import InvalidInput


class AddressRefused(InvalidInput):
    code = "address_refused"


@dataclass(frozen=True, slots=True)
class Target:
    """`url` holds the address that was checked: a name that answers otherwise a moment later changes nothing.

    `host` is the header, `name` what the certificate must be for."""

    url: str
    host: str
    name: str


class Addresses:
    """`allow_private` also lets plain HTTP and private networks through (tests, an intranet)."""

    def __init__(self, allow_private: bool) -> None:
        self._allow_private = allow_private

    def check(self, url: str) -> SplitResult:
        """What the text alone tells. Raises AddressRefused."""
        try:
            address = urlsplit(url)
            port = address.port
        except ValueError:
            raise AddressRefused("这不是有效的网址。", field="url") from None
        if address.scheme != "https" and not (self._allow_private and address.scheme == "http"):
            raise AddressRefused("只支持 https:// 开头的网址。", field="url")
        if not address.hostname or address.username or address.password or address.fragment or port == 0:
            raise AddressRefused("网址里不能带账号、密码或 # 片段。", field="url")
        return address

    async def resolve(self, url: str) -> Target:
        """Raises AddressRefused when any of the name's addresses is not public."""
        address = self.check(url)
        host = address.hostname or ""
        port = address.port or (443 if address.scheme == "https" else 80)
        loop = asyncio.get_running_loop()
        try:
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise AddressRefused("这个域名解析不到地址。", field="url") from None
        ips = [str(entry[4][0]) for entry in found]
        if not self._allow_private and not all(_public(ip) for ip in ips):
            raise AddressRefused("不能发送到内网地址。", field="url")
        bare = f"[{ips[0]}]" if ":" in ips[0] else ips[0]
        return Target(address._replace(netloc=f"{bare}:{port}").geturl(), address.netloc, host)


def _public(ip: str) -> bool:
    address = ip_address(ip.partition("%")[0])
    inside = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    return address.is_global and not address.is_multicast and (inside is None or inside.is_global)
