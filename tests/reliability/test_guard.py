"""Which addresses are asked for: on values. That none other is, the access log shows in ``test_politeness``."""

from __future__ import annotations

import pytest
from scrapy import Request
from twisted.internet.error import DNSLookupError

from newscrawler.downloads.guard import AddressGuard, AddressRefused, GuardedResolver, is_public

PRIVATE = [
    "10.0.0.1", "172.16.0.1", "192.168.1.1", "127.0.0.1", "0.0.0.0", "169.254.169.254", "100.64.0.1", "224.0.0.1",
    "::1", "fc00::1", "fe80::1", "::ffff:10.0.0.1", "64:ff9b::10.0.0.1", "2002:7f00:1::", "ff02::1",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_refused_by_name_and_by_dns_answer(address: str) -> None:
    assert not is_public(address)
    host = f"[{address}]" if ":" in address else address
    with pytest.raises(AddressRefused):
        AddressGuard(allow_loopback=False).process_request(Request(f"http://{host}/tin-tuc/1.html"))
    with pytest.raises(DNSLookupError, match="not public"):
        GuardedResolver._checked(GuardedResolver.__new__(GuardedResolver), address, "portal.example")


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8"])
def test_public_addresses_are_not(address: str) -> None:
    assert is_public(address)
    assert GuardedResolver._checked(GuardedResolver.__new__(GuardedResolver), address, "portal.example") == address


def test_loopback_serves_demo_and_tests_alone() -> None:
    for url in ("http://127.0.0.1:8080/tin/1.html", "http://localhost/tin/1.html"):
        AddressGuard(allow_loopback=True).process_request(Request(url))
        with pytest.raises(AddressRefused):
            AddressGuard(allow_loopback=False).process_request(Request(url))
    with pytest.raises(AddressRefused):
        AddressGuard(allow_loopback=True).process_request(Request("http://192.168.1.1/tin/1.html"))


@pytest.mark.parametrize("path", ["/print/1.html", "/tin/1.html?print=1", "/dang-nhap", "/tin;jsessionid=1"])
def test_addresses_of_no_use_to_a_reader_are_refused_wherever_they_come_from(path: str) -> None:
    with pytest.raises(AddressRefused):
        AddressGuard(allow_loopback=True).process_request(Request(f"http://127.0.0.1{path}"))
