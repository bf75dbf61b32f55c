"""The composition root: every part is made and joined here, and nowhere else."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import socketio
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp

from actions import executor
from aftersales import demo, pages
from aftersales.channels.widget import NAMESPACE as WIDGET_NAMESPACE
from aftersales.channels.widget import WidgetNamespace
from aftersales.clock import Clock, ShiftedClock, SystemClock
from aftersales.clocks import api as clocks_api
from aftersales.clocks.chores import DueClocks
from aftersales.clocks.desk import DeskClocks
from aftersales.clocks.service import Clocks
from aftersales.commands import api as commands_api
from aftersales.commands.listener import CommandListener
from aftersales.commands.outcome import CommandOutcomes
from aftersales.commands.sender import CommandSender
from aftersales.commands.service import CommandService
from aftersales.conversations.inbox import Inbox, RateLimit
from aftersales.conversations.log import ConversationLog
from aftersales.conversations.outbox import Outbox
from aftersales.conversations.rasa import RasaClient
from aftersales.conversations.ratings import Ratings
from aftersales.conversations.turns import Turns
from aftersales.database import Database
from aftersales.desk import api as desk_api
from aftersales.desk.service import DeskService
from aftersales.desk.socket import DeskNamespace
from aftersales.dialogue.service import DialogueService
from aftersales.errors import AppError, Unauthorised
from aftersales.learning import api as learning_api
from aftersales.learning.learnt import Learnt
from aftersales.learning.service import LearningService
from aftersales.learning.uptake import Uptake
from aftersales.metrics import Metrics
from aftersales.news import News
from aftersales.notices.service import Notices
from aftersales.orders import api as orders_api
from aftersales.orders.breaker import CircuitBreaker
from aftersales.orders.demo import DemoShop
from aftersales.orders.model import OrderGateway
from aftersales.orders.rest import RestShop, ShopAddress
from aftersales.orders.table import OrderImport, TableShop
from aftersales.people import api as people_api
from aftersales.people.identity import Identities
from aftersales.people.model import Permission
from aftersales.people.proof import OwnershipProof
from aftersales.people.service import AgentService
from aftersales.people.sessions import Sessions
from aftersales.photos import api as photos_api
from aftersales.photos.service import PhotoService
from aftersales.photos.store import PhotoStore
from aftersales.policy import api as policy_api
from aftersales.policy.loader import load_policy
from aftersales.policy.policy import Policy
from aftersales.privacy import api as privacy_api
from aftersales.privacy.deletion import Deletion
from aftersales.privacy.guard import refuse_paying_twice
from aftersales.privacy.looks import Looks
from aftersales.privacy.model import Terms
from aftersales.privacy.ownership import OrdersOf
from aftersales.privacy.retention import Retention
from aftersales.privacy.service import PrivacyService
from aftersales.privacy.tickets import PrivacyTickets
from aftersales.promises import api as promises_api
from aftersales.promises.service import Promises
from aftersales.reports import api as reports_api
from aftersales.reports.service import Reports
from aftersales.settings import Settings
from aftersales.tickets import api as tickets_api
from aftersales.tickets.applications import Applications
from aftersales.tickets.service import TicketService
from aftersales.understanding import api as understanding_api
from aftersales.webhooks import api as webhooks_api
from aftersales.webhooks.address import Addresses
from aftersales.webhooks.sender import WebhookSender
from aftersales.webhooks.service import WebhookService
from aftersales.worker import Worker

log = logging.getLogger(__name__)

MESSAGES_PER_WINDOW = 40
WINDOW_S = 10


@dataclass(frozen=True)
class Program:
    """The running parts that somebody outside needs to reach: tests, the demo's reset, the command line."""

    app: ASGIApp
    settings: Settings
    clock: Clock
    db: Database
    orders: OrderGateway
    privacy: PrivacyService
    turns: Turns
    rasa: RasaClient


def build(settings: Settings, clock: Clock | None = None) -> Program:
    """Join all parts for `settings`. Nothing is opened before the ASGI lifespan starts.

    Raises PolicyError for a policy that cannot be loaded.
    """
    running_clock = clock or ShiftedClock(SystemClock())
    secret = settings.secret.get_secret_value()
    db = Database(settings.db_url)
    outbox = Outbox(db, running_clock)
    policy = load_policy(settings.policy_dir)
    clocks = Clocks(running_clock, policy, outbox.add)
    promises = Promises(db, running_clock, policy, outbox.add)
    conversation_log = ConversationLog(
        running_clock,
        outbox,
        settings.expected_chat_minutes * 60,
        on_message=[clocks.follow_message, promises.follow_message],
        on_owner=[clocks.follow_owner],
    )
    notices = Notices(conversation_log, policy, clocks.running)
    metrics = Metrics()
    demo_shop = DemoShop(db, running_clock)
    orders = _shop(settings, db, demo_shop, running_clock)
    commands = _command_listener(settings, policy, running_clock)
    addresses = Addresses(settings.webhooks_allow_private)
    webhooks = WebhookService(db, running_clock, addresses, secret)
    tickets = TicketService(
        db,
        running_clock,
        outbox.add,
        # Notices tell what the clocks say, and the ledger holds what the notices tell.
        listeners=[
            refuse_paying_twice,
            commands,
            webhooks.on_step,
            clocks.follow,
            notices.follow,
            promises.follow_ticket,
            metrics.on_step,
        ],
        freight_cap=lambda merchant: policy.for_merchant(merchant).figures.return_freight.cap,
    )
    photos = PhotoService(db, settings.photo_dir, running_clock)
    agents = AgentService(db, secret, running_clock, settings.desk_token_hours)
    sessions = Sessions(secret, running_clock, settings.session_days)
    identities = Identities(settings.identity_secret.get_secret_value(), running_clock)
    proof = OwnershipProof(db, orders, running_clock)
    terms = Terms()
    store = PhotoStore(settings.photo_dir)
    orders_of = OrdersOf(db, orders)
    privacy_tickets = PrivacyTickets(tickets)
    deletion = Deletion(
        db,
        running_clock,
        secret,
        conversation_log,
        store,
        privacy_tickets,
        policy.calendar,
        orders_of,
        terms,
        Learnt(settings.learnt_dir),
    )
    privacy = PrivacyService(
        db,
        running_clock,
        secret,
        orders_of,
        proof,
        store,
        privacy_tickets,
        deletion,
        policy.calendar,
        terms,
    )
    dialogue = DialogueService(
        db,
        running_clock,
        policy,
        orders,
        tickets,
        photos,
        proof,
        conversation_log,
        privacy,
        clocks.running,
    )
    rasa = RasaClient(
        settings.rasa_url,
        settings.rasa_secret.get_secret_value(),
        settings.rasa_timeout_s,
        settings.rasa_recovery_s,
    )
    case_idle = timedelta(minutes=settings.case_idle_minutes)
    turns = Turns(
        db,
        conversation_log,
        rasa,
        metrics,
        fragment_wait_s=settings.fragment_wait_s,
        case_idle=case_idle,
    )
    inbox = Inbox(
        db,
        conversation_log,
        photos.owned,
        turns.wake,
        RateLimit(running_clock, MESSAGES_PER_WINDOW, WINDOW_S),
    )
    looks = Looks(db, running_clock, orders)
    desk = DeskService(db, conversation_log, agents, photos.owned, turns.wake, looks.looked)

    sender = CommandSender(db, running_clock, orders)
    outcomes = CommandOutcomes(db, tickets)
    due_clocks = DueClocks(db, running_clock, clocks, tickets, notices)
    worker = Worker(
        db,
        {
            "command outcomes": outcomes.settle,
            "clocks": due_clocks,
            "promises": promises.settle_due,
            "privacy requests": privacy.work,
            "retention": Retention(db, running_clock, store, terms),
        },
    )
    # What waits for others has workers of its own: a slow neighbour holds up no clock.
    webhook_sender = WebhookSender(db, running_clock, addresses, secret)
    outside = [
        Worker(db, {"commands": sender.send_due}),
        Worker(db, {"webhooks": webhook_sender.send_due}),
        Worker(db, {"new model": Uptake(db, running_clock, rasa)}),
    ]

    sio = socketio.AsyncServer(
        async_mode="asgi",
        cors_allowed_origins=settings.allowed_origins or None,
        max_http_buffer_size=64_000,
        ping_interval=20,
        ping_timeout=20,
    )
    desk_socket = DeskNamespace(agents)
    ratings = Ratings(db, conversation_log, tickets)
    widget = WidgetNamespace(
        inbox, ratings, sessions, identities, lambda cid: news.state(cid), lambda: news.names()
    )
    news = News(db, conversation_log, agents, widget, desk_socket, metrics, looks.looked)
    sio.register_namespace(widget)
    sio.register_namespace(desk_socket)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        if settings.demo:
            await demo.load_if_empty(db, demo_shop)
        background = [
            asyncio.create_task(outbox.run(news.tell), name="outbox"),
            *(asyncio.create_task(one.run(), name="worker") for one in (worker, *outside)),
        ]
        await turns.resume()
        try:
            yield
        finally:
            with suppress(TimeoutError):
                await asyncio.wait_for(turns.drain(), settings.stop_grace_s)
            for task in background:
                task.cancel()
            await asyncio.gather(*background, return_exceptions=True)
            await rasa.close()
            await webhook_sender.close()
            if isinstance(orders, RestShop):
                orders.close()
            await db.close()

    api = FastAPI(title="After-sales desk", version="0.1.0", lifespan=lifespan, docs_url=None, redoc_url=None)
    api.add_middleware(GZipMiddleware, minimum_size=1000)
    _errors_as_the_contract_has_them(api)
    agent_of = people_api.agent_of(agents)
    api.include_router(people_api.router(agents))
    api.include_router(desk_api.router(desk, agent_of))
    applications = Applications(tickets, orders, policy, running_clock)
    api.include_router(tickets_api.router(tickets, applications, orders, agent_of, agents.get, looks.looked))
    api.include_router(commands_api.router(CommandService(db, running_clock), agent_of, looks.looked))
    desk_clocks = DeskClocks(db, running_clock, policy, clocks, notices)
    api.include_router(clocks_api.router(desk_clocks, agent_of))
    api.include_router(promises_api.router(promises, people_api.agent_of(agents, Permission.TAKE_OVER)))
    administrator = people_api.agent_of(agents, Permission.MANAGE_WEBHOOKS)
    api.include_router(webhooks_api.router(webhooks, administrator))
    if settings.shop_kind == "table":
        api.include_router(orders_api.import_router(OrderImport(db, running_clock), agent_of))
    api.include_router(orders_api.router(orders, agent_of))
    api.include_router(photos_api.router(photos, sessions, agents, tickets.merchants_of_photo, looks.looked))
    api.include_router(privacy_api.router(privacy, looks, agent_of))
    api.include_router(policy_api.router(policy, people_api.agent_of(agents, Permission.SIMULATE_POLICY)))
    api.include_router(understanding_api.router(rasa, running_clock, agent_of))
    reports = Reports(db, running_clock, policy, agents.list, case_idle)
    reader = people_api.agent_of(agents, Permission.SEE_REPORTS)
    api.include_router(reports_api.router(reports, policy, reader))
    labeller = people_api.agent_of(agents, Permission.LABEL_MESSAGES)
    learning = LearningService(db, running_clock, settings.training_dir)
    api.include_router(learning_api.router(learning, labeller))
    api.include_router(pages.health_router(db, rasa, metrics))
    _actions_route(api, dialogue, settings.actions_secret.get_secret_value())
    if settings.demo:
        api.include_router(demo.router(db, demo_shop, photos, running_clock, settings, sio, WIDGET_NAMESPACE))
    pages.serve_web(api, settings)
    return Program(
        app=socketio.ASGIApp(sio, other_asgi_app=api),
        settings=settings,
        clock=running_clock,
        db=db,
        orders=orders,
        privacy=privacy,
        turns=turns,
        rasa=rasa,
    )


def _shop(settings: Settings, db: Database, demo_shop: DemoShop, clock: Clock) -> OrderGateway:
    if settings.shop_kind == "rest":
        address = ShopAddress(
            url=settings.shop_url.rstrip("/"),
            token=settings.shop_token.get_secret_value(),
            connect_s=settings.shop_connect_timeout_s,
            read_s=settings.shop_read_timeout_s,
            command_s=settings.shop_command_timeout_s,
        )
        return RestShop(address, CircuitBreaker(clock))
    return TableShop(db) if settings.shop_kind == "table" else demo_shop


def _command_listener(settings: Settings, policy: Policy, clock: Clock) -> CommandListener:
    oversize = {category for category, traits in policy.categories.items() if traits.oversize}
    resting = settings.demo_command_delay_s if settings.shop_kind == "demo" else 0
    return CommandListener(clock, oversize, timedelta(seconds=resting))


def _errors_as_the_contract_has_them(api: FastAPI) -> None:
    """Every HTTP error is `{error: {code, message, field?}}`."""

    @api.exception_handler(AppError)
    async def business(_request: Request, error: AppError) -> JSONResponse:
        return JSONResponse({"error": error.to_json()}, status_code=error.status)

    @api.exception_handler(RequestValidationError)
    async def invalid(_request: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        named = [str(part) for part in first["loc"] if part not in ("body", "query", "path")]
        field = "" if first["type"] == "json_invalid" else ".".join(named)
        body = {"code": "invalid", "message": first["msg"]} | ({"field": field} if field else {})
        return JSONResponse({"error": body}, status_code=422)

    @api.exception_handler(HTTPException)
    async def http(_request: Request, error: HTTPException) -> JSONResponse:
        code = {404: "not_found", 405: "method_not_allowed", 413: "too_large"}.get(
            error.status_code, "http_error"
        )
        return JSONResponse(
            {"error": {"code": code, "message": str(error.detail)}}, status_code=error.status_code
        )

    @api.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> JSONResponse:
        log.error("unexpected error at %s", request.url.path, exc_info=error)
        body = {"code": "internal", "message": "系统出了点问题，请稍后再试。"}
        return JSONResponse({"error": body}, status_code=500)


def _actions_route(api: FastAPI, dialogue: DialogueService, secret: str) -> None:
    """Rasa's actions run here, in the process that owns the database; the route is for Rasa alone."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        registered = executor(dialogue)

    @api.post("/internal/actions", include_in_schema=False)
    async def run_action(request: Request) -> JSONResponse:
        sent = request.headers.get("authorization", "")
        if not hmac.compare_digest(sent.encode(), f"Bearer {secret}".encode()):
            raise Unauthorised("这个地址只供内部使用。")
        call: dict[str, Any] = json.loads(await request.body())
        call.setdefault("domain", {})  # no action reads it, so Rasa need not send it
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # rasa-sdk is newer than Rasa, see docs/decisions
            result = await registered.run(call)
        return JSONResponse(result.model_dump() if result is not None else {"events": [], "responses": []})
