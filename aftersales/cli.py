"""The command line: start the service, migrate its database, add the first administrator, ask the policy."""

from __future__ import annotations

import argparse
import asyncio
import getpass
import logging
import sys
from pathlib import Path

import uvicorn
from alembic import command
from alembic.config import Config
from pydantic import ValidationError
from sqlalchemy.engine import make_url

from aftersales.app import Program, build
from aftersales.clock import SystemClock
from aftersales.database import Database
from aftersales.errors import AppError, NotFound
from aftersales.learning import cli as learning_cli
from aftersales.orders.table import OrderImport
from aftersales.people.demo import has_demo_agents
from aftersales.people.model import Role
from aftersales.people.service import AgentService
from aftersales.policy import cli as policy_cli
from aftersales.policy.source import PolicyError
from aftersales.settings import ROOT, Settings


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m aftersales", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    commands.add_parser("serve", help="run the service")
    commands.add_parser("migrate", help="bring the database to the present schema")
    user = commands.add_parser("user", help="agents of the desk").add_subparsers(dest="what", required=True)
    add = user.add_parser("add", help="add an agent; the password is asked for")
    add.add_argument("id")
    add.add_argument("--name", required=True, help="what shoppers read")
    add.add_argument("--role", choices=list(Role), default=Role.ADMINISTRATOR)
    policy_cli.add_commands(commands)
    learning_cli.add_commands(commands)
    orders = commands.add_parser("orders", help="orders of a shop without an interface")
    imported = orders.add_subparsers(dest="what", required=True).add_parser("import", help="from a table")
    imported.add_argument("file", type=Path, help="CSV (UTF-8 or GBK) or Excel (.xlsx)")
    chosen = parser.parse_args()
    try:
        settings = Settings()
        if chosen.command == "serve":
            serve(settings)
        elif chosen.command == "migrate":
            migrate(settings)
        elif chosen.command == "policy":
            policy_cli.run(chosen, settings.policy_dir, lambda: _with_data(settings))
        elif chosen.command == "nlu":
            sys.exit(asyncio.run(learn(settings, chosen)))
        elif chosen.command == "orders":
            asyncio.run(import_orders(settings, chosen.file.read_bytes()))
        else:
            asyncio.run(add_user(settings, chosen.id, chosen.name, Role(chosen.role)))
    except ValidationError as error:
        sys.exit("\n".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()))
    except (AppError, PolicyError, OSError) as error:
        sys.exit(str(error))


def serve(settings: Settings) -> None:
    """Run until told to stop. Refuses to start in production with anything of the demo."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    for chatty, level in (("httpx", "WARNING"), ("rasa_sdk", "WARNING"), ("urllib3", "ERROR")):
        logging.getLogger(chatty).setLevel(level)  # urllib3's warnings hold the addresses of orders
    if not settings.demo and asyncio.run(_demo_agents_left(settings)):
        sys.exit("生产环境不能使用演示账号：请先停用它们，或换一个空的数据库。")
    uvicorn.run(
        build(settings).app,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=5,
    )


def _with_data(settings: Settings) -> Program:
    """The program, for commands that read its data. Raises NotFound where there are none yet."""
    _require_data(settings)
    return build(settings)


def _require_data(settings: Settings) -> None:
    url = make_url(settings.db_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise NotFound("还没有数据库：请先运行 python -m aftersales migrate。")


def migrate(settings: Settings) -> None:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    config = Config()
    config.set_main_option("script_location", str(ROOT / "aftersales" / "migrations"))
    config.attributes["url"] = settings.db_url
    command.upgrade(config, "head")


async def add_user(settings: Settings, agent_id: str, name: str, role: Role) -> None:
    password = getpass.getpass("password: ") if sys.stdin.isatty() else sys.stdin.readline().strip()
    db = Database(settings.db_url)
    try:
        agents = AgentService(
            db, settings.secret.get_secret_value(), SystemClock(), settings.desk_token_hours
        )
        await agents.add(agent_id, name, password, roles=(role,))
    finally:
        await db.close()


async def import_orders(settings: Settings, data: bytes) -> None:
    """All orders of the file, or none and what to change in which row."""
    db = Database(settings.db_url)
    try:
        done = await OrderImport(db, SystemClock()).run(data)
    finally:
        await db.close()
    print(f"已导入 {done.orders} 个订单（{done.lines} 件商品），其中新订单 {done.new} 个。")


async def learn(settings: Settings, chosen: argparse.Namespace) -> int:
    """Raises NotFound where there is no database yet."""
    _require_data(settings)
    db = Database(settings.db_url)
    try:
        return await learning_cli.learn(chosen, settings, db, SystemClock())
    finally:
        await db.close()


async def _demo_agents_left(settings: Settings) -> bool:
    db = Database(settings.db_url)
    try:
        async with db.read() as session:
            return await has_demo_agents(session)
    finally:
        await db.close()
