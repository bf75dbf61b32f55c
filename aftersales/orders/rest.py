"""Any shop that speaks `docs/openapi/shop-orders.yaml`, asked through `requests` in threads of its own."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from aftersales.orders.breaker import CircuitBreaker
from aftersales.orders.command import Accepted, Answer, Command, CommandRefused, GatewayUnavailable
from aftersales.orders.model import Order
from aftersales.orders.wire import BadAnswer, read_answer, read_order, read_orders, write_command

log = logging.getLogger(__name__)

THREADS = 8
"""However slow the shop is, it holds no more than these."""
REFUSALS = frozenset({400, 404, 409, 422})
_MOST_WAIT_S = 3600.0
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class ShopAddress:
    """Times in seconds; `read_s` is how long an answer may take while a shopper waits, `command_s` else."""

    url: str
    token: str
    connect_s: float = 1.0
    read_s: float = 3.0
    command_s: float = 15.0


class RestShop:
    """An `OrderGateway`. Reads are tried twice; a command once: its sender repeats it under its key."""

    def __init__(self, shop: ShopAddress, breaker: CircuitBreaker) -> None:
        self._shop = shop
        self._breaker = breaker
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="shop")
        self._local = threading.local()
        self._sessions: list[requests.Session] = []

    async def orders_of(self, shopper_id: str) -> list[Order]:
        def ask() -> list[Order]:
            answer = self._get("/orders", {"shopper_id": shopper_id})
            return read_orders(_document(answer))

        return await self._in_thread(ask)

    async def find(self, order_id: str) -> Order | None:
        def ask() -> Order | None:
            answer = self._get(f"/orders/{quote(order_id, safe='')}", {}, allow=404)
            return None if answer.status_code == 404 else read_order(_document(answer))

        return await self._in_thread(ask)

    async def execute(self, command: Command) -> Answer:
        def ask() -> Answer | CommandRefused:
            answer = self._session().post(
                f"{self._shop.url}/orders/{quote(command.order_id, safe='')}/commands",
                json=write_command(command),
                headers={"Idempotency-Key": command.id},
                timeout=(self._shop.connect_s, self._shop.command_s),
                allow_redirects=False,
            )
            if answer.status_code in REFUSALS:
                return CommandRefused(_reason(answer))
            _raise_unless_ok(answer)
            read = read_answer(_document(answer))
            return Accepted(_retry_after(answer)) if isinstance(read, Accepted) else read

        result = await self._in_thread(ask)
        if isinstance(result, CommandRefused):
            raise result
        return result

    def close(self) -> None:
        """Let go of threads and connections; what is under way may still end."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for session in self._sessions:
            session.close()

    async def _in_thread(self, ask: Callable[[], _T]) -> _T:
        rest = self._breaker.refuses_for()
        if rest is not None:
            raise GatewayUnavailable("the circuit is open", retry_after_s=rest.total_seconds())
        try:
            result = await asyncio.get_running_loop().run_in_executor(self._threads, ask)
        except GatewayUnavailable:
            self._breaker.failed()
            raise
        except (requests.RequestException, BadAnswer) as error:
            self._breaker.failed()
            # The words of `requests` hold addresses and bodies; the kind of error says enough.
            cause = str(error) if isinstance(error, BadAnswer) else type(error).__name__
            raise GatewayUnavailable(f"the shop's orders: {cause}") from None
        self._breaker.succeeded()
        return result

    def _get(self, path: str, params: dict[str, str], allow: int | None = None) -> requests.Response:
        answer = self._session().get(
            f"{self._shop.url}{path}",
            params=params,
            timeout=(self._shop.connect_s, self._shop.read_s),
            allow_redirects=False,
        )
        if answer.status_code != allow:
            _raise_unless_ok(answer)
        return answer

    def _session(self) -> requests.Session:
        """One per thread: sessions are not made to be shared."""
        known: requests.Session | None = getattr(self._local, "session", None)
        if known is not None:
            return known
        session = requests.Session()
        session.trust_env = False
        session.headers.update({"Authorization": f"Bearer {self._shop.token}", "Accept": "application/json"})
        adapter = HTTPAdapter(max_retries=_once_more())
        session.mount("https://", adapter)
        session.mount("http://", adapter)
        self._local.session = session
        self._sessions.append(session)
        return session


def _once_more() -> Retry:
    """Reading again is safe; nothing was sent when a connection could not be made."""
    return Retry(
        total=1,
        allowed_methods={"GET"},
        status_forcelist={502, 503, 504},
        backoff_factor=0.2,
        backoff_jitter=0.2,
        respect_retry_after_header=False,  # a shopper waits: sooner or not at all
        raise_on_status=False,
    )


def _raise_unless_ok(answer: requests.Response) -> None:
    if answer.status_code not in (200, 201, 202):
        if answer.status_code in (401, 403):
            log.error("the shop does not accept AFTERSALES_SHOP_TOKEN (%d)", answer.status_code)
        raise GatewayUnavailable(
            f"the shop answered {answer.status_code}", retry_after_s=_retry_after(answer)
        )


def _retry_after(answer: requests.Response) -> float | None:
    """Only the form in seconds; the contract has no other."""
    told = answer.headers.get("Retry-After", "")
    return min(float(told), _MOST_WAIT_S) if told.isdigit() else None


def _document(answer: requests.Response) -> Any:
    try:
        return answer.json()
    except ValueError:
        raise BadAnswer("not JSON") from None


def _reason(answer: requests.Response) -> str:
    """The shop's own words for the staff, cut to a readable length."""
    try:
        message = answer.json()["error"]["message"]
    except (ValueError, KeyError, TypeError):
        message = ""
    return str(message)[:200].strip() or f"商店系统拒绝了这项操作（{answer.status_code}）"
