"""Alembic's entry: the schema of every part, on the database that the caller named."""

import asyncio

from alembic import context
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from aftersales.clocks import tables as clocks
from aftersales.commands import tables as commands
from aftersales.conversations import tables as conversations
from aftersales.database import Base
from aftersales.learning import tables as learning
from aftersales.orders import tables as orders
from aftersales.people import tables as people
from aftersales.photos import tables as photos
from aftersales.privacy import tables as privacy
from aftersales.promises import tables as promises
from aftersales.tickets import tables as tickets
from aftersales.webhooks import tables as webhooks

PARTS = (
    *(clocks, commands, conversations, learning, orders, people),
    *(photos, privacy, promises, tickets, webhooks),
)


def _run(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


async def _migrate(url: str) -> None:
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        await connection.run_sync(_run)
        await connection.commit()
    await engine.dispose()


asyncio.run(_migrate(context.config.attributes["url"]))
