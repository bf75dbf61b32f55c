"""Where webhooks may go."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import pytest

from aftersales.webhooks.address import Addresses, AddressRefused


def resolving_to(*ips: str) -> Any:
    async def getaddrinfo(_host: str, port: int, **_: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in ips]

    return getaddrinfo


PRIVATE = [
    *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
    *("224.0.0.1", "255.255.255.255", "::1", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1", "2002:a00:1::"),
]


@pytest.mark.parametrize("ip", PRIVATE)
async def test_no_name_leads_into_a_private_network(monkeypatch: pytest.MonkeyPatch, ip: str) -> None:
    loop = asyncio.get_running_loop()
    monkeypatch.setattr(loop, "getaddrinfo", resolving_to("93.184.216.34", ip))
    with pytest.raises(AddressRefused, match="内网"):
        await Addresses(allow_private=False).resolve("https://shop.example/hook")


async def test_the_address_that_was_checked_is_the_one_that_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", resolving_to("93.184.216.34"))
    target = await Addresses(allow_private=False).resolve("https://shop.example/hook?a=1")
    assert target.url == "https://93.184.216.34:443/hook?a=1"
    assert (target.host, target.name) == ("shop.example", "shop.example")


async def test_an_address_without_tls_needs_the_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", resolving_to("127.0.0.1"))
    with pytest.raises(AddressRefused, match="https"):
        await Addresses(allow_private=False).resolve("http://shop.example/")
    assert (await Addresses(allow_private=True).resolve("http://shop.example/")).name == "shop.example"
