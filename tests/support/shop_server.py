"""A shop on the loopback interface that speaks `docs/openapi/shop-orders.yaml`, also in trouble."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from aftersales.orders.model import Order
from aftersales.orders.stored import ORDER
from tests.support.openapi import check

TOKEN = "what-the-desk-shows-to-the-shop-in-tests"
CONTRACT = "shop-orders"


@dataclass(frozen=True)
class Fails:
    """Answers with this status and does nothing."""

    status: int
    retry_after: str | None = None


@dataclass(frozen=True)
class Sends:
    """Answers 200 with something else than the contract says."""

    body: bytes


class Slow:
    """Does nothing and answers nothing until the server stops: slower than any timeout."""


class Drops:
    """Does it, then drops the connection without a word."""


class Hangs:
    """Does it, and never says so."""


class Works:
    """Accepts, and goes on working."""


Trouble = Fails | Sends | Slow | Drops | Hangs | Works


@dataclass
class Shop:
    """`done` is what was really carried out, in order; `troubles` are used up one request at a time."""

    url: str
    orders: dict[str, dict[str, Any]]
    done: list[dict[str, Any]] = field(default_factory=list)
    requests: list[tuple[str, str]] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    complaints: list[Exception] = field(default_factory=list)
    """Requests that break the contract."""
    stopping: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def carry_out(self, key: str, order_id: str, command: dict[str, Any]) -> dict[str, Any]:
        with self.lock:
            if key not in self.answers:
                self.done.append({"order_id": order_id, **command})
                self.answers[key] = self._answer(command)
            return self.answers[key]

    def _answer(self, command: dict[str, Any]) -> dict[str, Any]:
        number = f"{len(self.done):06d}"
        answer = {"status": "done", "reference": f"PAY{number}"}
        if "amount" in command:
            answer |= {"amount": command["amount"], "channel": "微信支付"}
        if command["kind"] in ("reship", "exchange", "pick_up"):
            answer |= {"carrier": "中通快递", "tracking_number": f"ZT7{number}"}
        return answer


def _handler(shop: Shop) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if self._goes_wrong():
                return
            address = urlsplit(self.path)
            if address.path == "/orders":
                owner = parse_qs(address.query)["shopper_id"][0]
                found = [order for order in shop.orders.values() if order["owner_id"] == owner]
                self._send(200, {"orders": found})
                return
            order = shop.orders.get(unquote(address.path.removeprefix("/orders/")))
            if order is None:
                self._refuse(404, "没有这个订单")
            else:
                self._send(200, order)

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            key, order_id = self.headers["Idempotency-Key"], unquote(self.path.split("/")[2])
            try:
                check(CONTRACT, "Command", body)
                assert 16 <= len(key) <= 64
            except Exception as broken:
                shop.complaints.append(broken)
            if self._goes_wrong(lambda: shop.carry_out(key, order_id, body)):
                return
            if order_id not in shop.orders:
                self._refuse(404, "没有这个订单")
            else:
                self._send(200, shop.carry_out(key, order_id, body))

        def _goes_wrong(self, carry_out: Any = None) -> bool:
            shop.requests.append((self.command, self.path))
            if self.headers.get("Authorization") != f"Bearer {TOKEN}":
                self._refuse(401, "密钥不对")
                return True
            with shop.lock:
                trouble = shop.troubles.pop(0) if shop.troubles else None
            match trouble:
                case None:
                    return False
                case Fails(status, retry_after):
                    self._refuse(status, "库存不足", retry_after)
                case Sends(body):
                    self._send_bytes(200, body)
                case Works():
                    self._send(202, {"status": "accepted"}, "7")
                case Slow():
                    shop.stopping.wait(30)
                    self.close_connection = True
                case Drops() | Hangs():
                    if carry_out:
                        carry_out()
                    if isinstance(trouble, Hangs):
                        shop.stopping.wait(30)
                    self.close_connection = True
            return True

        def _refuse(self, status: int, message: str, retry_after: str | None = None) -> None:
            self._send(status, {"error": {"code": "refused", "message": message}}, retry_after)

        def _send(self, status: int, body: dict[str, Any], retry_after: str | None = None) -> None:
            self._send_bytes(status, json.dumps(body).encode(), retry_after)

        def _send_bytes(self, status: int, body: bytes, retry_after: str | None = None) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            if retry_after is not None:
                self.send_header("Retry-After", retry_after)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            return

    return Handler


@contextmanager
def serving(orders: Sequence[Order]) -> Iterator[Shop]:
    """The shop with these orders, until the block ends."""
    documents = {order.order_id: ORDER.dump_python(order, mode="json") for order in orders}
    shop = Shop("", documents)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(shop))
    server.daemon_threads = True  # idle connections end with the garbage collection of their pool
    shop.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield shop
    finally:
        shop.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join()
